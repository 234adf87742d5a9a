import type { Schema } from '@tallygate/client'
import { Decimal, planInvoice } from '@tallygate/rating'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  gatheredOf,
  invoiceContext,
  JANUARY,
  planInvoiceSegments,
  scheduleOf,
  type WireSegment,
} from '../../test/plans/plan-fixture.ts'
import { itemOf, perThousand, proVersion, tokens, usd, versionOf } from '../../test/plans/pricing-fixture.ts'
import type { Stored } from '../resources/stored.ts'
import { comparablePeriod, comparablePlan, compareInvoices } from './compare-invoices.ts'

const PERIOD = { ...JANUARY, full: JANUARY }
const usage = [
  tokens('1234567', { model_id: 'gpt-4o' }),
  tokens('89012', { model_id: 'gpt-4o-mini' }),
  tokens('333', { model_id: 'o3' }),
]
const segment: WireSegment = { ...JANUARY, version: proVersion, schedule: scheduleOf(), usage }

/** The same usage under the version of the segments and under another one. */
function compareUnder(candidate: Stored<'PricingPlanVersion'>, segments: readonly WireSegment[]) {
  const repriced = gatheredOf(
    invoiceContext,
    PERIOD,
    segments.map((each) => ({ ...each, version: candidate })),
  )
  const after = comparablePlan(planInvoice(repriced.input))
  const before = comparablePlan(planInvoice(gatheredOf(invoiceContext, PERIOD, segments).input))
  const compared = compareInvoices(before, after, invoiceContext.currency)
  // What was written down is the same as what is planned.
  const written = comparablePeriod(planInvoiceSegments(invoiceContext, PERIOD, segments), invoiceContext.currency)
  expect(compareInvoices(written, after, invoiceContext.currency)).toEqual(compared)
  return { ...compared, difference: compared.after.minus(compared.before) }
}

function differenceTo(candidate: Stored<'PricingPlanVersion'>, segments = [segment]) {
  const difference = compareUnder(candidate, segments)
  const amount = (line: Schema<'InvoiceLine'> | null) => line?.amount_excluding_tax?.quantity ?? null
  return {
    total: [difference.before, difference.after, difference.difference].map((each) => each.toFixed(2)),
    lines: difference.lines.map((line) => [
      line.description,
      amount(line.before),
      amount(line.after),
      line.difference.quantity,
    ]),
  }
}

describe('compareInvoices', () => {
  it('finds no difference under the same version', () => {
    expect(differenceTo(proVersion)).toEqual({
      total: ['18.57', '18.57', '0.00'],
      lines: [
        ['Completion tokens: model_id gpt-4o', '18.52', '18.52', '0.00'],
        ['Completion tokens: model_id gpt-4o-mini', '0.05', '0.05', '0.00'],
        ['Completion tokens', '0.00', '0.00', '0.00'],
      ],
    })
  })

  it('sets rule against rule, whatever their ids, and shows what is new and what is gone', () => {
    const candidate = versionOf(
      itemOf(
        'proi_completion',
        perThousand('pico_x', '0.03', 'gpt-4o'),
        perThousand('pico_y', '10', 'o3'),
        perThousand('pico_z', '0'),
      ),
    )
    expect(differenceTo(candidate)).toEqual({
      total: ['18.57', '40.37', '21.80'],
      lines: [
        ['Completion tokens: model_id gpt-4o', '18.52', '37.04', '18.52'],
        ['Completion tokens: model_id gpt-4o-mini', '0.05', null, '-0.05'],
        ['Completion tokens', '0.00', '0.00', '0.00'],
        ['Completion tokens: model_id o3', null, '3.33', '3.33'],
      ],
    })
  })

  it('keeps usage that nobody prices apart from the default rate', () => {
    const candidate = versionOf(
      itemOf(
        'proi_completion',
        perThousand('pico_x', '0.015', 'gpt-4o'),
        perThousand('pico_y', '0.0006', 'gpt-4o-mini'),
      ),
    )
    expect(differenceTo(candidate).lines.slice(2)).toEqual([
      ['Completion tokens', '0.00', null, '0.00'],
      ['Completion tokens: no price, no rule applies', null, '0.00', '0.00'],
    ])
  })

  it('keeps the discounts of the schedule', () => {
    const schedule = scheduleOf({ discount: { totals: [{ percentage: '50' }] } })
    const candidate = versionOf(itemOf('proi_completion', perThousand('pico_x', '0.03', 'gpt-4o')))
    expect(differenceTo(candidate, [{ ...segment, schedule }]).lines).toContainEqual([
      'Discount 50 %',
      '-9.28',
      '-18.52',
      '-9.24',
    ])
  })

  it('says the same by line and in total, whatever the plans, and nothing for the same plan', () => {
    const PARAMETERS = { seed: Number(process.env['TEST_SEED'] ?? 20260131), numRuns: 100 }
    const price = fc.integer({ min: 0, max: 9999 }).map((units) => `0.${String(units).padStart(4, '0')}`)
    const plan = fc
      .tuple(
        fc.subarray(['gpt-4o', 'gpt-4o-mini', 'o3']),
        fc.array(price, { minLength: 4, maxLength: 4 }),
        fc.boolean(),
      )
      .map(([models, prices, hasDefault]) =>
        versionOf(
          itemOf(
            'proi_completion',
            ...models.map((model, index) => perThousand(`pico_${index}`, prices[index] ?? '0', model)),
            ...(hasDefault ? [perThousand('pico_default', prices[3] ?? '0')] : []),
          ),
          itemOf('proi_platform', { id: 'pico_fee', type: 'FIXED', bands: [{ amount: usd(prices[0] ?? '1') }] }),
        ),
      )
    fc.assert(
      fc.property(plan, plan, (version, candidate) => {
        const difference = compareUnder(candidate, [{ ...segment, version }])
        const sum = Decimal.sum(difference.lines.map((line) => Decimal.parse(line.difference.quantity ?? '')))
        expect(sum.toFixed(2)).toBe(difference.difference.toFixed(2))
        const same = compareUnder(version, [{ ...segment, version }])
        expect(same.lines.every((line) => line.before !== null && line.after !== null)).toBe(true)
        expect(same.lines.map((line) => line.after)).toEqual(same.lines.map((line) => line.before))
      }),
      PARAMETERS,
    )
  })
})
