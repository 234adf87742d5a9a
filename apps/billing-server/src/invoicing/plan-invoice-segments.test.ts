import type { Schema } from '@tallygate/client'
import { describe, expect, it } from 'vitest'
import {
  amountsOf,
  invoiceContext,
  JANUARY,
  linesOf,
  planInvoiceSegments,
  scheduleOf,
  type WireSegment,
} from '../../test/plans/plan-fixture.ts'
import { itemOf, tokens, usd, versionOf } from '../../test/plans/pricing-fixture.ts'

const version = (fee: string, unit: string) =>
  versionOf(
    itemOf('proi_platform', { id: 'pico_fee', type: 'FIXED', bands: [{ amount: usd(fee) }] }),
    itemOf('proi_completion', { id: 'pico_use', type: 'FLAT', bands: [{ amount: usd(unit) }] }),
  )

const CHANGE = new Date('2026-01-17T14:30:00Z')
const starter: WireSegment = {
  start: JANUARY.start,
  end: CHANGE,
  version: version('31', '2'),
  schedule: scheduleOf({ id: 'ppsc_a' }),
  usage: [tokens('10')],
}
const pro: WireSegment = {
  start: CHANGE,
  end: JANUARY.end,
  version: version('310', '1'),
  schedule: scheduleOf({ id: 'ppsc_b' }),
  usage: [tokens('100')],
}

const plan = (...segments: WireSegment[]): Schema<'InvoicePeriod'> =>
  planInvoiceSegments(invoiceContext, { ...JANUARY, full: JANUARY }, segments)

describe('planInvoiceSegments', () => {
  it('bills a plan that was changed in mid-period by the days and the usage of each', () => {
    const period = plan(starter, pro)
    expect(amountsOf(period)).toEqual(['16.00', '20.00', '150.00', '100.00'])
    expect(period.amount_excluding_tax).toEqual(usd('286.00'))
    expect(
      period.groups?.map((group) => [group.group_order, group.pricing_plan_schedule_id, group.start_at, group.end_at]),
    ).toEqual([
      [1, 'ppsc_a', '2026-01-01T00:00:00Z', '2026-01-17T14:30:00Z'],
      [2, 'ppsc_b', '2026-01-17T14:30:00Z', '2026-02-01T00:00:00Z'],
    ])
    expect([period.start_at, period.end_at]).toEqual(['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'])
  })

  it('bills nothing for a trial and the rest of the period for the plan that follows', () => {
    const trial = { ...starter, schedule: scheduleOf({ id: 'ppsc_a', type: 'TRIAL' }) }
    expect(amountsOf(plan(trial, pro))).toEqual(['0.00', '0.00', '150.00', '100.00'])
  })

  it('gives the lines of both segments ids of their own', () => {
    const same = plan(starter, { ...pro, version: starter.version, schedule: starter.schedule })
    expect(new Set(linesOf(same).map(({ id }) => id)).size).toBe(4)
  })

  it('plans a period in which no schedule holds as an empty one', () => {
    const empty = plan()
    expect([empty.groups, empty.amount_excluding_tax, empty.tax_categories]).toEqual([[], usd('0.00'), []])
  })
})
