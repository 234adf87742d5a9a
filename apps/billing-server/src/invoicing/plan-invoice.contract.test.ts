import document from '@tallygate/openapi/document' with { type: 'json' }
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PARAMETERS, plan, usage } from '../../test/plans/plan-arbitraries.ts'
import { planJanuary, scheduleOf } from '../../test/plans/plan-fixture.ts'
import { itemOf, payments, tokens, usd, versionOf } from '../../test/plans/pricing-fixture.ts'
import { resolveEntitlements } from '../features/resolve-entitlements.ts'

const ajv = new Ajv2020({ strict: false, validateSchema: false })
addFormats.default(ajv)
ajv.addSchema(document, 'contract')

/** Returns what the contract says against a value, or nothing. */
function complaintsOf(schema: string, value: unknown): unknown[] {
  const validate = ajv.compile({ $ref: `contract#/components/schemas/${schema}` })
  validate(value)
  return validate.errors ?? []
}

describe('what is planned', () => {
  it('fits the contract, whatever the plan and the usage', () => {
    const validate = ajv.compile({ $ref: 'contract#/components/schemas/InvoicePeriod' })
    fc.assert(
      fc.property(plan, usage, fc.boolean(), (version, rows, zeros) => {
        const period = planJanuary({ version, usage: rows, showUnused: zeros })
        validate(period)
        expect(validate.errors ?? []).toEqual([])
      }),
      PARAMETERS,
    )
  })

  it('fits it with seats, fees, amounts, discounts and commitments, and after a trial', () => {
    const version = versionOf(
      itemOf('proi_seats', { id: 'pico_seats', type: 'FLAT', bands: [{ amount: usd('7') }] }),
      itemOf('proi_platform', { id: 'pico_fee', type: 'FIXED', bands: [{ amount: usd('7') }] }),
      itemOf('proi_payments', {
        id: 'pico_pay',
        type: 'FLAT',
        bands: [{ percentage: '2.9', maximum_amount: usd('1') }],
      }),
    )
    const schedule = scheduleOf({
      seats_values: [{ pricing_item_config_id: 'pico_seats', number: '3', start_at: '2026-01-17T00:00:00Z' }],
      discount: { totals: [{ percentage: '10' }] },
      coupons: [{ id: 'coup_1', discount: { pricings: [{ ids: ['pric_pro'], amount: usd('1') }] } }],
      commitment: { totals: [{ amount: usd('1000') }] },
    })
    for (const each of [schedule, scheduleOf({ type: 'TRIAL' })]) {
      const period = planJanuary({ version, schedule: each, usage: [payments('1234.567')] })
      expect(complaintsOf('InvoicePeriod', period)).toEqual([])
    }
  })

  it('fits it with the largest numbers that the contract takes', () => {
    const most = '9'.repeat(64)
    const version = versionOf(
      itemOf('proi_completion', {
        id: 'pico_1',
        type: 'FLAT',
        bands: [{ amount: usd('0.001'), block_size: { number: '7' } }],
      }),
    )
    expect(complaintsOf('InvoicePeriod', planJanuary({ version, usage: [tokens(most)] }))).toEqual([])
  })

  it('fits it for entitlements', () => {
    const entitlements = resolveEntitlements({
      subscriptions: [
        {
          id: 'ppsu_1',
          planEntitlements: [{ feature_id: 'f', number: '1' }],
          scheduleEntitlements: [{ feature_id: 'g', enum: 'a', override: true }],
        },
      ],
      features: new Map([
        ['f', { reference: 'budget', type: 'NUMBER' }],
        ['g', { reference: 'models', type: 'ENUM' }],
      ]),
    })
    expect(complaintsOf('Entitlements', entitlements)).toEqual([])
  })
})
