import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { januaryInput, planJanuary, shownLines } from '../../test/invoice-fixture.ts'
import { itemOf, tokens, usd, versionOf } from '../../test/plan-fixture.ts'
import { Decimal } from '../money/decimal.ts'
import { planDeposits } from '../wallets/plan-deposits.ts'
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

const beforeThe16th = { start: new Date('2026-01-01T00:00:00Z'), end: new Date(jan16) }
const fromThe16th = { start: new Date(jan16), end: new Date(feb) }

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
  ])('counts the amount of %s for its days', (name, schedule, line) => {
    const usage = [tokens('100', {}, { usedIn: name === 'a discount' ? fromThe16th : beforeThe16th })]
    expect(shownLines(planJanuary({ version: used(), schedule, usage })).at(-1)).toBe(line)
  })

  it.each<[string, 'FLAT' | 'STAIR_STEP', string]>([
    ['usage', 'FLAT', '7.00'],
    ['the fee of a step by the days of the window', 'STAIR_STEP', '0.52'],
  ])('charges an add-on for what was used while it was sold: %s', (_, type, amount) => {
    const version = addOn('proi_completion', { id: 'pico_1', type, bands: [{ amount: usd('1') }] })
    const usage = [tokens('5', {}, { usedIn: beforeThe16th }), tokens('7', {}, { usedIn: fromThe16th })]
    expect(shownLines(planJanuary({ version, schedule: enabled([jan16, null]), usage }))).toEqual([
      `Completion tokens ${amount}`,
    ])
  })

  it('charges a set-up fee of an add-on where it is first sold, and nowhere else', () => {
    const setup = addOn('proi_setup', { id: 'pico_setup', type: 'FLAT', bands: [{ amount: usd('50') }] })
    const schedule = { ...enabled([jan16, null]), start_at: '2025-12-01T00:00:00Z' }
    expect(shownLines(planJanuary({ version: setup, schedule }))).toEqual(['Setup 50.00'])
    const before = { ...enabled(['2025-12-20T00:00:00Z', null]), start_at: '2025-12-01T00:00:00Z' }
    expect(shownLines(planJanuary({ version: setup, schedule: before }))).toEqual([])
  })
})

describe('deposits of an add-on', () => {
  const deposit = {
    wallet_type_id: 'wtyp_1',
    credits_grant: { credits: { quantity: '310', credit_type_id: 'ctyp_1' } },
  }
  const expiring = { ...deposit, expiry_policy: { expiry_period: { type: 'MONTH' as const, value: 1 } } }
  const deposits = (productItemId: string, schedule: WireSchedule) => {
    const rule: WireRule = { id: 'pico_1', type: 'FIXED', bands: [{ amount: usd('1') }], wallet_grants: [expiring] }
    const { period, segments } = januaryInput({ version: addOn(productItemId, rule), schedule })
    const [segment] = segments
    if (segment === undefined) throw new Error('no segment')
    return planDeposits({ ...segment, period, timeZone: 'UTC' }).map(({ quantity, startAt, expireAt }) =>
      [String(quantity), startAt.toISOString(), expireAt?.toISOString()].join(' '),
    )
  }
  const first = '2026-01-01T00:00:00.000Z'
  const the16th = '2026-01-16T00:00:00.000Z'

  it.each<[name: string, item: string, schedule: WireSchedule, deposited: readonly string[]]>([
    [
      'all of it',
      'proi_platform',
      enabled(['2025-01-01T00:00:00Z', null]),
      [`310 ${first} ${feb.replace('Z', '.000Z')}`],
    ],
    ['from the 16th', 'proi_platform', enabled([jan16, null]), [`160 ${the16th} 2026-02-16T00:00:00.000Z`]],
    [
      'until the 16th',
      'proi_platform',
      enabled(['2025-01-01T00:00:00Z', jan16]),
      [`150 ${first} ${feb.replace('Z', '.000Z')}`],
    ],
    ['once, from the 16th', 'proi_setup', enabled([jan16, null]), [`310 ${the16th} 2026-02-16T00:00:00.000Z`]],
    [
      'none that was due before',
      'proi_setup',
      { ...enabled(['2025-12-20T00:00:00Z', null]), start_at: '2025-12-01T00:00:00Z' },
      [],
    ],
  ])('are made for its days, from where it is sold: %s', (_, item, schedule, deposited) => {
    expect(deposits(item, schedule)).toEqual(deposited)
  })
})

describe('a percentage with a window inside a period', () => {
  const from = { percentage: '10', start_at: jan16 }
  const until = { percentage: '10', end_at: jan16 }
  const usage = [tokens('100', {}, { usedIn: beforeThe16th }), tokens('200', {}, { usedIn: fromThe16th })]
  const adjusted = (version: WireVersion, schedule: WireSchedule, rows = usage) =>
    shownLines(planJanuary({ version, schedule, usage: rows })).filter((line) =>
      /^(Discount|Markup|Commitment)/.test(line),
    )

  it.each<[name: string, schedule: WireSchedule, lines: readonly string[]]>([
    ['a discount from the 16th', { discount: { totals: [from] } }, ['Discount 10 % -20.00']],
    ['a discount until the 16th', { discount: { totals: [until] } }, ['Discount 10 % -10.00']],
    ['one after the other', { discount: { totals: [until, from] } }, ['Discount 10 % -10.00', 'Discount 10 % -20.00']],
    [
      'a markup until the 16th',
      { markup: { pricing_item_configs: [{ ids: ['pico_1'], percentage: '50', end_at: jan16 }] } },
      ['Markup 50 % 50.00'],
    ],
    [
      'a discount on what another left inside, and on what none touched',
      {
        discount: {
          products: [{ ids: ['prod_ai'], percentage: '50', start_at: jan16 }],
          totals: [{ percentage: '50' }],
        },
      },
      ['Discount 50 % -100.00', 'Discount 50 % -100.00'],
    ],
    [
      'an amount that is larger than what is inside',
      { discount: { totals: [{ amount: usd('620'), end_at: jan16 }] } },
      ['Discount -100.00'],
    ],
    [
      'a condition on what is inside',
      {
        discount: {
          totals: [
            { ...until, condition: { comparator: 'GREATER_THAN', value: { amount: usd('150') } } },
            { ...from, condition: { comparator: 'GREATER_THAN', value: { amount: usd('150') } } },
          ],
        },
      },
      ['Discount 10 % -20.00'],
    ],
    [
      'a commitment to what is inside',
      { commitment: { totals: [{ amount: usd('620'), end_at: jan16 }] } },
      ['Commitment: what is missing to the minimum 200.00'],
    ],
  ])('takes usage that falls into it: %s', (_, schedule, lines) => {
    expect(adjusted(used(), schedule)).toEqual(lines)
  })

  it.each<[name: string, version: WireVersion, from: readonly string[], until: readonly string[]]>([
    [
      'a fee by its days',
      versionOf(itemOf('proi_platform', { id: 'pico_fee', type: 'FIXED', bands: [{ amount: usd('310') }] })),
      ['-16.00'],
      ['-15.00'],
    ],
    [
      'different users by days',
      versionOf(itemOf('proi_users', { id: 'pico_u', type: 'FLAT', bands: [{ amount: usd('31') }] })),
      ['-3.20'],
      ['-3.00'],
    ],
    [
      'what is due once where it is due',
      versionOf(itemOf('proi_setup', { id: 'pico_s', type: 'FLAT', bands: [{ amount: usd('50') }] })),
      [],
      ['-5.00'],
    ],
    [
      'tiers at what a unit costs together',
      versionOf(
        itemOf('proi_completion', {
          id: 'pico_t',
          type: 'TIERED',
          bands: [{ amount: usd('1'), tier_top_bound: { number: '150' } }, { amount: usd('0.5') }],
        }),
      ),
      ['-15.00'],
      ['-7.50'],
    ],
  ])('takes %s', (_, version, after, before) => {
    const rows = usage.map((row, index) => ({ ...row, properties: { user_id: `user-${index}` } }))
    const amounts = (schedule: WireSchedule) => adjusted(version, schedule, rows).map((line) => line.split(' ').at(-1))
    expect(amounts({ discount: { totals: [from] } })).toEqual(after)
    expect(amounts({ discount: { totals: [until] } })).toEqual(before)
  })

  it('takes seats by how many there were in it', () => {
    const rule: WireRule = { id: 'pico_seat', type: 'FLAT', bands: [{ amount: usd('31') }] }
    const schedule: WireSchedule = {
      seats_values: [
        { pricing_item_config_id: 'pico_seat', number: '2', end_at: jan16 },
        { pricing_item_config_id: 'pico_seat', number: '4', start_at: jan16 },
      ],
      discount: { totals: [from] },
    }
    expect(shownLines(planJanuary({ version: versionOf(itemOf('proi_seats', rule)), schedule }))).toEqual([
      'Seats 94.00',
      'Discount 10 % -6.40',
    ])
  })

  it('spreads usage whose time nobody knows over the days', () => {
    expect(adjusted(used(), { discount: { totals: [from] } }, [tokens('310')])).toEqual(['Discount 10 % -16.00'])
  })

  it('takes no more than is there, and nothing of what was taken back', () => {
    const rows = [tokens('100', {}, { usedIn: beforeThe16th }), tokens('-40', {}, { usedIn: fromThe16th })]
    expect(adjusted(used(), { discount: { totals: [{ ...from, percentage: '100' }] } }, rows)).toEqual([])
    expect(adjusted(used(), { discount: { totals: [{ ...until, percentage: '100' }] } }, rows)).toEqual([
      'Discount 100 % -60.00',
    ])
  })

  it('takes usage that came late by when it was used', () => {
    const schedule = { discount: { totals: [from] } }
    const january = januaryInput({ version: used(), schedule, usage: [] })
    const february = { start: new Date(feb), end: new Date('2026-03-01T00:00:00Z') }
    const late = january.segments.map((segment) => ({ ...segment, period: january.period, billed: [], usage }))
    const input = { ...januaryInput({ version: used(), period: { ...february, full: february } }), late }
    expect(shownLines(planInvoice(input))).toEqual([
      'Late usage of 2026-01-01 to 2026-01-31: Completion tokens 300.00',
      'Late usage of 2026-01-01 to 2026-01-31: Discount 10 % -20.00',
    ])
  })

  const day = (number: number) => new Date(Date.UTC(2026, 0, number))
  const someUsage = fc.array(
    fc.record({ day: fc.integer({ min: 1, max: 31 }), quantity: fc.integer({ min: 0, max: 99_999 }) }),
    { maxLength: 12 },
  )
  const seed = Number(process.env['TEST_SEED'] ?? 20260131)

  it(`is none over the whole period, and one of two that meet (seed ${seed})`, () => {
    const version = versionOf(
      itemOf('proi_completion', { id: 'pico_1', type: 'FLAT', bands: [{ amount: usd('0.013') }] }),
      itemOf('proi_platform', { id: 'pico_fee', type: 'FIXED', bands: [{ amount: usd('99.99') }] }),
    )
    const percentages = fc.integer({ min: 1, max: 10_000 })
    fc.assert(
      fc.property(someUsage, percentages, fc.integer({ min: 2, max: 31 }), (someRows, hundredths, cut) => {
        const rows = someRows.map((one) =>
          tokens(String(one.quantity), {}, { usedIn: { start: day(one.day), end: day(one.day + 1) } }),
        )
        const percentage = (hundredths / 100).toFixed(2)
        const cutAt = day(cut).toISOString()
        const net = (...totals: readonly object[]) =>
          planJanuary({
            version,
            usage: rows,
            schedule: { discount: { totals: totals.map((one) => ({ percentage, ...one })) } },
          }).totals.net
        const without = net({})
        expect(String(net({ start_at: '2026-01-01T00:00:00Z', end_at: feb }))).toBe(String(without))
        const both = net({ end_at: cutAt }, { start_at: cutAt })
        // Each of the two rounds once.
        const difference = both.minus(without).max(without.minus(both))
        expect(difference.compare(Decimal.parse('0.01'))).toBeLessThanOrEqual(0)
        expect(both.isNegative()).toBe(false)
      }),
      { seed, numRuns: 200 },
    )
  })
})
