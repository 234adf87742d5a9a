import { describe, expect, it } from 'vitest'
import { JANUARY, januaryInput, linesOf } from '../../test/invoice-fixture.ts'
import { catalogFixture, itemOf, tokens, usd, versionOf } from '../../test/plan-fixture.ts'
import type { UsageTotal } from '../usage/usage-total.ts'
import type { WireCalculation } from '../wire/wire-catalog.ts'
import type { WireRule } from '../wire/wire-plan.ts'
import { planInvoice } from './plan-invoice.ts'

const day = (number: number) => new Date(Date.UTC(2026, 0, number))

type CalculationType = NonNullable<WireCalculation['calculation_type']>

/** The catalog with another way to count the tokens. */
const counting = (type: CalculationType) => ({
  ...catalogFixture,
  calculations: new Map([
    ...catalogFixture.calculations,
    [
      'bmet_completion',
      { calculation_type: type, meter_id: 'metr_completion', meter_value_id: 'metv_tokens', meter_property_id: null },
    ] as const,
  ]),
})

/** Bills January under one plan that is changed on some days, each part with its usage. */
function bill(
  rule: Partial<WireRule>,
  cuts: readonly number[],
  usage: readonly UsageTotal[][],
  type: CalculationType = 'SUM',
  period = JANUARY,
): { readonly total: string; readonly parts: readonly string[] } {
  const bounds = [period.start, ...cuts.map(day), period.end]
  const input = januaryInput({
    version: versionOf(itemOf('proi_completion', { id: 'pico_1', type: 'FLAT', ...rule })),
    catalog: counting(type),
    period: { ...period, full: JANUARY },
  })
  const segments = usage.flatMap((used, index) =>
    input.segments.map((segment) => ({
      ...segment,
      start: bounds[index] ?? period.start,
      end: bounds[index + 1] ?? period.end,
      usage: used,
    })),
  )
  const planned = planInvoice({ ...input, segments })
  return {
    total: planned.totals.net.toFixed(2),
    parts: linesOf(planned).map(({ charged }) => charged?.charge.amount.toFixed(4) ?? ''),
  }
}

const flat = { bands: [{ amount: usd('1') }] }

describe('a schedule that is split in a period', () => {
  it.each([['MAX'], ['MIN'], ['AVERAGE']] as const)('charges %s by the days of each part', (type) => {
    expect(bill(flat, [], [[tokens('105')]], type).total).toBe('105.00')
    expect(bill(flat, [16], [[tokens('105')], [tokens('105')]], type)).toEqual({
      total: '105.00',
      parts: ['50.8065', '54.1935'],
    })
  })

  it('charges UNIQUE by the days of each part', () => {
    const values = tokens('7', {}, { values: ['7', '8'] })
    expect(bill({ bands: [{ amount: usd('31') }] }, [16], [[values], [values]], 'UNIQUE').total).toBe('62.00')
  })

  it('takes the included volume of a gauge off whole, because its price goes by days', () => {
    const rule = { default_included_volume: { number: '5' }, ...flat }
    expect(bill(rule, [16], [[tokens('105')], [tokens('105')]], 'MAX').total).toBe('100.00')
  })

  it('gives each part its days of the included volume, however often it is split', () => {
    const rule = { default_included_volume: { number: '100' }, ...flat }
    const daily = Array.from({ length: 31 }, () => [tokens('100')])
    const cuts = Array.from({ length: 30 }, (_, index) => index + 2)
    expect(bill(rule, [], [daily.flat()]).total).toBe('3000.00')
    // Each day charges 96 24/31 units: 96.77 on a line.
    expect(bill(rule, cuts, daily).total).toBe('2999.87')
    expect(bill(rule, [16], [[tokens('1000')], [tokens('2100')]]).parts).toEqual(['951.6129', '2048.3871'])
  })

  it.each<[string, Partial<WireRule>, string]>([
    ['the fee of a step', { type: 'STAIR_STEP', bands: [{ amount: usd('310') }] }, '310.00'],
    ['the packages of a top-up', { type: 'STAIR_STEP_TOP_UP', bands: [{ amount: usd('310') }] }, '310.00'],
    ['the fee beside a price', { bands: [{ amount: usd('1'), fixed_amount: usd('310') }] }, '330.00'],
    ['the least number of units', { bands: [{ amount: usd('1'), minimum_number: '310' }] }, '310.00'],
    ['the largest number of units', { bands: [{ amount: usd('1'), maximum_number: '15' }] }, '15.00'],
  ])('charges %s by the days of each part', (_, rule, total) => {
    expect(bill(rule, [16], [[tokens('10')], [tokens('10')]]).total).toBe(total)
  })

  it('leaves a period that begins late as it is, and splits it like another', () => {
    const late = { start: day(17), end: JANUARY.end }
    const included = { default_included_volume: { number: '100' }, ...flat }
    expect(bill(flat, [], [[tokens('105')]], 'MAX', late).total).toBe('105.00')
    expect(bill(flat, [22], [[tokens('105')], [tokens('105')]], 'MAX', late).total).toBe('105.00')
    expect(bill(included, [], [[tokens('105')]], 'SUM', late).total).toBe('5.00')
    expect(bill(included, [22], [[tokens('105')], [tokens('105')]], 'SUM', late).total).toBe('110.00')
  })

  it('gives a period without a day to its last part', () => {
    const hour = (number: number) => new Date(Date.UTC(2026, 0, 5, number))
    const input = januaryInput({
      version: versionOf(
        itemOf('proi_completion', { id: 'pico_1', type: 'FLAT', default_included_volume: { number: '10' }, ...flat }),
      ),
      usage: [tokens('15')],
      period: { start: hour(9), end: hour(17), full: JANUARY },
    })
    const segments = input.segments.flatMap((segment) => [
      { ...segment, end: hour(12) },
      { ...segment, start: hour(12) },
    ])
    expect(linesOf(planInvoice({ ...input, segments })).map(({ amount }) => amount.toFixed(2))).toEqual([
      '15.00',
      '5.00',
    ])
  })

  it('sells packages whole that go on: the next part has them already', () => {
    const rule: Partial<WireRule> = {
      type: 'STAIR_STEP_TOP_UP',
      top_up: { rollover: true },
      bands: [{ amount: usd('310'), tier_top_bound: { number: '100' } }, { amount: usd('10') }],
    }
    expect(bill(rule, [16], [[tokens('10')], [tokens('10')]]).total).toBe('310.00')
  })
})
