import { describe, expect, it } from 'vitest'
import { januaryInput, planJanuary, shownLines } from '../../test/invoice-fixture.ts'
import { itemOf, tokens, usd, versionOf } from '../../test/plan-fixture.ts'
import type { WireRule, WireSchedule, WireVersion } from '../wire/wire-plan.ts'
import { planInvoice } from './plan-invoice.ts'

/** A version whose items are an add-on. */
function addOn(productItemId: string, rule: WireRule): WireVersion {
  const items = [itemOf(productItemId, rule)]
  return { pricing_categories: [{ pricings: [{ id: 'pric_more', name: 'More', product_type: 'ADDON', items }] }] }
}

const enabled = (...windows: (readonly [string, string | null])[]): WireSchedule => ({
  enabled_pricings: windows.map(([start, end]) => ({ pricing_id: 'pric_more', start_at: start, end_at: end })),
})

const [jan16, feb] = ['2026-01-16T00:00:00Z', '2026-02-01T00:00:00Z']
const fee = addOn('proi_platform', { id: 'pico_fee', type: 'FIXED', bands: [{ amount: usd('310') }] })
const used = (rule: Partial<WireRule> = {}) =>
  versionOf(itemOf('proi_completion', { id: 'pico_1', type: 'FLAT', bands: [{ amount: usd('1') }], ...rule }))

describe('a window inside a period', () => {
  it.each<[string, WireSchedule, string]>([
    ['all of it', enabled(['2025-01-01T00:00:00Z', null]), '310.00'],
    [
      'from noon of the last day until a second of the next period',
      enabled(['2026-01-31T12:00:00Z', '2026-02-01T00:00:01Z']),
      '10.00',
    ],
    ['from the 16th', enabled([jan16, null]), '160.00'],
    ['until the 16th', enabled(['2025-01-01T00:00:00Z', jan16]), '150.00'],
    ['twice, with days between', enabled(['2026-01-02T00:00:00Z', '2026-01-04T00:00:00Z'], [jan16, null]), '180.00'],
    ['twice, on days that overlap', enabled(['2026-01-02T00:00:00Z', '2026-01-20T00:00:00Z'], [jan16, null]), '300.00'],
    ['within a day', enabled(['2026-01-02T09:00:00Z', '2026-01-02T17:00:00Z']), '0.00'],
  ])('charges the fee of an add-on for its days: %s', (_, schedule, amount) => {
    expect(shownLines(planJanuary({ version: fee, schedule }))).toEqual([`Platform fee ${amount}`])
  })

  it('charges the second of the next period nothing', () => {
    const start = new Date(feb)
    const end = new Date('2026-03-01T00:00:00Z')
    const schedule = enabled(['2026-01-31T12:00:00Z', '2026-02-01T00:00:01Z'])
    const input = januaryInput({ version: fee, schedule, period: { start, end, full: { start, end } } })
    expect(planInvoice(input).totals.net.toFixed(2)).toBe('0.00')
  })

  it('charges the seats of an add-on for its days', () => {
    const rule: WireRule = {
      id: 'pico_seat',
      type: 'FLAT',
      default_seats_value: { number: '2' },
      bands: [{ amount: usd('31') }],
    }
    expect(shownLines(planJanuary({ version: addOn('proi_seats', rule), schedule: enabled([jan16, null]) }))).toEqual([
      'Seats 32.00',
    ])
  })

  it('gives an add-on its days of the included volume', () => {
    const rule: WireRule = {
      id: 'pico_1',
      type: 'FLAT',
      default_included_volume: { number: '310' },
      bands: [{ amount: usd('1') }],
    }
    const usage = [tokens('400')]
    expect(
      shownLines(planJanuary({ version: addOn('proi_completion', rule), schedule: enabled([jan16, null]), usage })),
    ).toEqual(['Completion tokens 240.00'])
  })

  it.each<[string, WireSchedule['included_volumes'], string]>([
    ['from the 16th', [{ number: '310', start_at: jan16 }], '140.00'],
    ['until the 16th, and none after it', [{ number: '310', end_at: jan16 }], '150.00'],
    ['for a second', [{ number: '310', start_at: '2026-01-31T23:59:59Z', end_at: feb }], '290.00'],
    [
      'one after the other',
      [
        { number: '310', end_at: jan16 },
        { number: '62', start_at: jan16 },
      ],
      '118.00',
    ],
  ])('gives the included volume of a schedule for its days: %s', (_, volumes, amount) => {
    const schedule = {
      included_volumes: (volumes ?? []).map((volume) => ({ ...volume, pricing_item_config_id: 'pico_1' })),
    }
    expect(shownLines(planJanuary({ version: used(), schedule, usage: [tokens('300')] }))).toEqual([
      `Completion tokens ${amount}`,
    ])
  })

  it.each<[string, WireSchedule, string]>([
    ['a discount', { discount: { totals: [{ amount: usd('31'), start_at: jan16 }] } }, 'Discount -16.00'],
    [
      'a commitment',
      { commitment: { totals: [{ amount: usd('620'), end_at: jan16 }] } },
      'Commitment: what is missing to the minimum 200.00',
    ],
  ])('counts the amount of %s for its days', (_, schedule, line) => {
    expect(shownLines(planJanuary({ version: used(), schedule, usage: [tokens('100')] })).at(-1)).toBe(line)
  })

  it.each<[string, 'FLAT' | 'STAIR_STEP', string]>([
    ['usage', 'FLAT', '7.00'],
    ['the fee of a step by the days of the window', 'STAIR_STEP', '0.52'],
  ])('charges an add-on for what was used while it was sold: %s', (_, type, amount) => {
    const version = addOn('proi_completion', { id: 'pico_1', type, bands: [{ amount: usd('1') }] })
    const before = { start: new Date('2026-01-01T00:00:00Z'), end: new Date(jan16) }
    const after = { start: new Date(jan16), end: new Date(feb) }
    const usage = [tokens('5', {}, { usedIn: before }), tokens('7', {}, { usedIn: after })]
    expect(shownLines(planJanuary({ version, schedule: enabled([jan16, null]), usage }))).toEqual([
      `Completion tokens ${amount}`,
    ])
  })
})
