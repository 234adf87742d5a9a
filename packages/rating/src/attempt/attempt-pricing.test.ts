import { describe, expect, it } from 'vitest'
import { JANUARY } from '../../test/invoice-fixture.ts'
import { catalogFixture, itemOf, ofModel, perThousand, usd, versionOf } from '../../test/plan-fixture.ts'
import { Decimal } from '../money/decimal.ts'
import { PricingError } from '../money/pricing-error.ts'
import type { UsageTotal } from '../usage/usage-total.ts'
import { compilePlan } from '../wire/compile-plan.ts'
import type { PricingCatalog } from '../wire/wire-catalog.ts'
import type { WireRule, WireSchedule, WireVersion } from '../wire/wire-plan.ts'
import { type AttemptTerms, attemptPricing } from './attempt-pricing.ts'
import type { UsedQuantity } from './attempt-usage.ts'

interface Options extends Partial<AttemptTerms> {
  readonly schedule?: WireSchedule
  readonly catalog?: PricingCatalog
}

function pricingOf(version: WireVersion, { schedule = {}, catalog = catalogFixture, ...terms }: Options = {}) {
  const plan = compilePlan({ version, schedule: { id: 'ppsc_1', ...schedule }, catalog, currency: 'USD' })
  return attemptPricing(plan, { ...JANUARY, period: { ...JANUARY, full: JANUARY }, ...terms })
}

const completions = (quantity: number, model?: string): UsedQuantity => ({
  meterId: 'metr_completion',
  meterValueId: 'metv_tokens',
  quantity,
  ...(model !== undefined && { properties: { model_id: model } }),
})

const rule = (more: Partial<WireRule>): WireVersion =>
  versionOf(itemOf('proi_completion', { id: 'pico_1', type: 'FLAT', bands: [{ amount: usd('1') }], ...more }))

/** Prices so many completion tokens after so many. */
function costs(version: WireVersion, before: number, added: number, options: Options = {}): Record<string, string> {
  const pricing = pricingOf(version, options)
  const { amounts } = pricing.cost(pricing.count([completions(before)]), pricing.count([completions(added)]))
  return Object.fromEntries([...amounts].map(([unit, amount]) => [unit, amount.toString()]))
}

/** Holds for an attempt of so many tokens of completion that starts between two counts. */
function holds(version: WireVersion, [low, high]: [number, number], most: number | undefined, options: Options = {}) {
  const pricing = pricingOf(version, options)
  const held = pricing.hold({
    between: [pricing.count([completions(low)]), pricing.count([completions(high)])],
    fixed: [],
    perCompletionToken: [completions(1)],
    ...(most !== undefined && { maxCompletionTokens: most }),
  })
  return [...held].map(([unit, { fixed, perCompletionToken }]) => `${unit} ${fixed} + ${perCompletionToken}`).join(', ')
}

const tiers = (...prices: readonly string[]) =>
  prices.map((price, index) => ({
    amount: usd(price),
    ...(index < prices.length - 1 && { tier_top_bound: { number: String(100 * (index + 1)) } }),
  }))

const included = (number: string) => ({ default_included_volume: { number } })

describe('an attempt costs what the period costs more', () => {
  it.each<[string, Partial<WireRule>, number, number, string]>([
    ['FLAT', {}, 50, 10, '10'],
    [
      'a part of a block',
      { bands: [{ amount: usd('1'), block_size: { number: '3' } }] },
      50,
      1,
      '0.33333333333333333333',
    ],
    ['nothing used', {}, 50, 0, '0'],
    ['wholly included', included('100'), 50, 10, '0'],
    ['partly included', included('100'), 95, 10, '5'],
    ['TIERED, in one tier', { type: 'TIERED', bands: tiers('3', '2', '1') }, 10, 10, '30'],
    ['TIERED, over a bound', { type: 'TIERED', bands: tiers('3', '2', '1') }, 95, 10, '25'],
    ['TIERED, over two bounds', { type: 'TIERED', bands: tiers('3', '2', '1') }, 90, 120, '240'],
    ['TIERED after included volume', { type: 'TIERED', bands: tiers('3', '2'), ...included('50') }, 145, 10, '25'],
    ['TOP_TIERED: all units become cheaper', { type: 'TOP_TIERED', bands: tiers('3', '2') }, 100, 1, '-98'],
    ['TOP_TIERED: all units become dearer', { type: 'TOP_TIERED', bands: tiers('2', '3') }, 100, 1, '103'],
    ['STAIR_STEP, on a step', { type: 'STAIR_STEP', bands: tiers('5', '8') }, 10, 10, '0'],
    ['STAIR_STEP, on to the next', { type: 'STAIR_STEP', bands: tiers('5', '8') }, 100, 1, '3'],
    ['STAIR_STEP, the first', { type: 'STAIR_STEP', bands: tiers('5', '8') }, 0, 1, '5'],
    [
      'FLAT_TOP_UP, of a block that is bought',
      { type: 'FLAT_TOP_UP', bands: [{ amount: usd('7'), block_size: { number: '10' } }] },
      5,
      5,
      '0',
    ],
    [
      'FLAT_TOP_UP, of the next two',
      { type: 'FLAT_TOP_UP', bands: [{ amount: usd('7'), block_size: { number: '10' } }] },
      5,
      16,
      '14',
    ],
    ['STAIR_STEP_TOP_UP, two packages', { type: 'STAIR_STEP_TOP_UP', bands: tiers('5', '8', '9') }, 0, 101, '13'],
    ['a fee once it is reached', { bands: [{ amount: usd('1'), fixed_amount: usd('20') }] }, 0, 1, '21'],
    ['no fee again', { bands: [{ amount: usd('1'), fixed_amount: usd('20') }] }, 1, 1, '1'],
    ['a minimum once it is reached', { bands: [{ amount: usd('1'), minimum_amount: usd('20') }] }, 0, 1, '20'],
    ['nothing below a minimum', { bands: [{ amount: usd('1'), minimum_amount: usd('20') }] }, 1, 19, '0'],
    ['over a minimum', { bands: [{ amount: usd('1'), minimum_amount: usd('20') }] }, 15, 10, '5'],
    ['up to a maximum', { bands: [{ amount: usd('1'), maximum_amount: usd('20') }] }, 15, 10, '5'],
    ['a minimum number', { bands: [{ amount: usd('2'), minimum_number: '20' }] }, 15, 10, '10'],
    ['a maximum number', { bands: [{ amount: usd('2'), maximum_number: '20' }] }, 15, 10, '10'],
  ])('%s', (_, more, before, added, want) => {
    expect(costs(rule(more), before, added)).toEqual({ 'money:USD': want })
  })

  it.each<[string, WireSchedule, string]>([
    ['a discount', { discount: { totals: [{ percentage: '10' }] } }, '9'],
    [
      'a markup and a discount',
      {
        markup: { pricing_item_configs: [{ ids: ['pico_1'], percentage: '20' }] },
        discount: { totals: [{ percentage: '10' }] },
      },
      '10.8',
    ],
    [
      'a discount of another rule',
      { discount: { pricing_item_configs: [{ ids: ['pico_2'], percentage: '10' }] } },
      '10',
    ],
    ['a discount that is over', { discount: { totals: [{ percentage: '10', end_at: '2026-01-01T00:00:00Z' }] } }, '10'],
    [
      'a commitment and a markup of an amount',
      {
        commitment: { totals: [{ amount: usd('99') }] },
        markup: { pricing_item_configs: [{ ids: ['pico_1'], amount: usd('99') }] },
      },
      '10',
    ],
    [
      'included volume of the schedule',
      { included_volumes: [{ pricing_item_config_id: 'pico_1', number: '53' }] },
      '7',
    ],
  ])('under %s', (_, schedule, want) => {
    expect(costs(rule({}), 50, 10, { schedule })).toEqual({ 'money:USD': want })
  })

  it('nothing in a trial', () => {
    const pricing = pricingOf(rule({}), { schedule: { type: 'TRIAL' } })
    expect(pricing.units).toEqual([])
    expect(costs(rule({}), 50, 10, { schedule: { type: 'TRIAL' } })).toEqual({})
  })

  it('credits, which no percentage changes', () => {
    const bands = [{ credits: { quantity: '1', credit_type_id: 'ctyp_1' }, block_size: { number: '3000000' } }]
    expect(costs(rule({ bands }), 50, 1, { schedule: { discount: { totals: [{ percentage: '10' }] } } })).toEqual({
      'credits:ctyp_1': '0.00000033333333333333',
    })
  })

  it('by its days of a period: included volume of half a month', () => {
    const half = { start: new Date('2026-01-16T12:00:00Z'), end: JANUARY.end }
    expect(costs(rule(included('62')), 30, 10, half)).toEqual({ 'money:USD': '8' })
  })

  it('after volume that earlier periods left', () => {
    const version = rule({
      type: 'FLAT_TOP_UP',
      top_up: { rollover: true },
      bands: [{ amount: usd('7'), block_size: { number: '10' } }],
    })
    expect(costs(version, 0, 7, { rollover: new Map([['pico_1', Decimal.fromInteger(6)]]) })).toEqual({
      'money:USD': '7',
    })
    expect(costs(version, 0, 6, { rollover: new Map([['pico_1', Decimal.fromInteger(6)]]) })).toEqual({
      'money:USD': '0',
    })
  })

  it('under an add-on while it is sold', () => {
    const items = [itemOf('proi_completion', perThousand('pico_more', '1'))]
    const version = { pricing_categories: [{ pricings: [{ id: 'pric_more', product_type: 'ADDON' as const, items }] }] }
    const schedule = { enabled_pricings: [{ pricing_id: 'pric_more', start_at: '2026-01-16T00:00:00Z' }] }
    const pricing = pricingOf(version, { schedule })
    const at = (day: number) => pricing.count([completions(5)], new Date(Date.UTC(2026, 0, day)))
    expect([...at(15).values()]).toEqual([])
    expect([...at(16).values()]).toEqual([5])
  })
})

describe('the counts that move a price', () => {
  const moves = (more: Partial<WireRule>) => [...pricingOf(rule(more)).moving].length
  it.each<[string, Partial<WireRule>, number]>([
    ['a flat price', {}, 0],
    ['a flat price for each model', { meter_properties: [ofModel('gpt-4o')] } as Partial<WireRule>, 0],
    ['a flat price with included volume', included('100'), 1],
    ['a fee', { bands: [{ amount: usd('1'), fixed_amount: usd('20') }] }, 1],
    ['a minimum', { bands: [{ amount: usd('1'), minimum_amount: usd('20') }] }, 1],
    ['tiers', { type: 'TIERED', bands: tiers('3', '2') }, 1],
    ['blocks', { type: 'FLAT_TOP_UP', bands: [{ amount: usd('7'), block_size: { number: '10' } }] }, 1],
  ])('are, of %s, %i', (_, more, want) => {
    expect(moves(more)).toBe(want)
  })
})

describe('counters', () => {
  const version = versionOf(
    itemOf('proi_completion', perThousand('pico_mini', '1', 'mini'), {
      id: 'pico_rest',
      type: 'TOP_TIERED',
      bands: tiers('3', '2'),
      tiering_conditions: {
        expression: {
          operator: 'AND',
          operands: [{ meter_property: { reference: 'user_id', comparator: 'NOT_EMPTY' } }],
        },
      },
    }),
  )

  it('have names that stay the same', () => {
    expect(pricingOf(version).counters.map(({ name, role, ruleId }) => [name, role, ruleId])).toEqual([
      ['["ppsc_1","pit_proi_completion","pico_mini"]', 'units', 'pico_mini'],
      ['["ppsc_1","pit_proi_completion","pico_rest"]', 'units', 'pico_rest'],
      ['["ppsc_1","pit_proi_completion","pico_rest"]:tier', 'tier', 'pico_rest'],
    ])
  })

  it.each<[string, UsedQuantity, Record<string, number>]>([
    ['the units of one rule', completions(5, 'mini'), { pico_mini: 5 }],
    [
      'units, and those that choose the tier',
      { ...completions(5), properties: { user_id: 'ada' } },
      { pico_rest: 5, 'pico_rest tier': 5 },
    ],
    ['zero where a price goes by it', completions(5, 'other'), { pico_rest: 5, 'pico_rest tier': 0 }],
    [
      'what chooses the tier of another rule',
      { ...completions(5, 'mini'), properties: { model_id: 'mini', user_id: 'ada' } },
      { pico_mini: 5, pico_rest: 0, 'pico_rest tier': 5 },
    ],
    ['nothing for a meter that no rule counts', { ...completions(5), meterId: 'metr_other' }, {}],
    ['nothing for another value of the meter', { ...completions(5), meterValueId: 'metv_volume' }, {}],
  ])('count %s', (_, used, want) => {
    const pricing = pricingOf(version)
    const names = new Map(
      pricing.counters.map(({ name, ruleId, role }) => [name, role === 'units' ? ruleId : `${ruleId} ${role}`]),
    )
    const counted = [...pricing.count([used])].map(([name, quantity]) => [names.get(name), quantity])
    expect(Object.fromEntries(counted)).toEqual(want)
  })

  it('count a token twice that two product items of one calculation do not share', () => {
    const twice = versionOf({
      id: 'pit_1',
      product_item_ids: ['proi_completion', 'proi_again'],
      configs: [perThousand('pico_1', '1')],
    })
    const [again] = [...catalogFixture.productItems.values()]
    const calculation = catalogFixture.calculations.get('bmet_completion')
    const catalog: PricingCatalog = {
      ...catalogFixture,
      productItems: new Map([
        ...catalogFixture.productItems,
        ['proi_again', { ...again, id: 'proi_again', meter_value_calculation_id: 'bmet_again' }],
      ]),
      calculations: new Map([...catalogFixture.calculations, ['bmet_again', { ...calculation }]]),
    }
    expect([
      ...pricingOf(twice, { catalog })
        .count([completions(5)])
        .values(),
    ]).toEqual([10])
  })

  it('count amounts in the billed currency alone', () => {
    const pricing = pricingOf(versionOf(itemOf('proi_payments', { id: 'pico_pay', type: 'PASS_THROUGH', bands: [] })))
    const paid = (currency: string) => ({
      meterId: 'metr_payments',
      meterValueId: 'metv_volume',
      quantity: 12,
      currency,
    })
    expect([...pricing.count([paid('USD')]).values()]).toEqual([12])
    expect([...pricing.count([paid('EUR')]).values()]).toEqual([])
  })

  it('stay right after more values than are remembered', () => {
    const pricing = pricingOf(version)
    for (let index = 0; index <= 10_001; index += 1) pricing.count([completions(1, `model-${index}`)])
    expect([...pricing.count([completions(5, 'mini')]).values()]).toEqual([5])
  })

  it('are those of usage totals too', () => {
    const row: UsageTotal = {
      meterId: 'metr_completion',
      meterValueId: 'metv_tokens',
      properties: { model_id: 'mini' },
      currency: null,
      sum: '7.5',
      count: 2,
      min: '1',
      max: '6.5',
    }
    const pricing = pricingOf(version)
    const counts = pricing.countTotals([row])
    expect([...counts.values()].map(String)).toEqual(['7.5', '0', '0'])
    expect(pricing.spent(counts).get('money:USD')?.toString()).toBe('0.0075')
  })

  it('of another plan are refused', () => {
    expect(() => pricingOf(version).cost(new Map(), new Map([['x', 1]]))).toThrow(
      'added must name counters of the plan; it names x.',
    )
  })

  it('must be whole where they are numbers', () => {
    const pricing = pricingOf(version)
    expect(() => pricing.cost(new Map(), pricing.count([completions(0.5, 'mini')]))).toThrow(
      '0.5 is not a safe integer',
    )
  })
})

describe('a hold', () => {
  it.each<[string, Partial<WireRule>, [number, number], number | undefined, string]>([
    ['of FLAT is the price of a unit', {}, [0, 0], 10, '0 + 1'],
    ['is nothing within the included volume', included('100'), [50, 70], 30, '0 + 0'],
    ['is the price where the included volume ends', included('100'), [50, 70], 31, '0 + 1'],
    [
      'of TIERED is the dearest price that it may reach',
      { type: 'TIERED', bands: tiers('1', '3', '2') },
      [0, 50],
      60,
      '0 + 3',
    ],
    [
      'of TIERED is that of its tier where it stays in it',
      { type: 'TIERED', bands: tiers('1', '3', '2') },
      [0, 50],
      50,
      '0 + 1',
    ],
    ['of TIERED forgets tiers that are full', { type: 'TIERED', bands: tiers('3', '1', '2') }, [101, 150], 50, '0 + 1'],
    [
      'without a most counts every later tier',
      { type: 'TIERED', bands: tiers('1', '3', '2') },
      [0, 50],
      undefined,
      '0 + 3',
    ],
    [
      'of TOP_TIERED has what all units become dearer by',
      { type: 'TOP_TIERED', bands: tiers('2', '3') },
      [50, 100],
      1,
      '100 + 3',
    ],
    [
      'of TOP_TIERED forgets what they become cheaper by',
      { type: 'TOP_TIERED', bands: tiers('3', '2') },
      [50, 100],
      1,
      '0 + 3',
    ],
    ['of STAIR_STEP has the step', { type: 'STAIR_STEP', bands: tiers('5', '8') }, [50, 100], 1, '3 + 0'],
    ['of STAIR_STEP is nothing on a step', { type: 'STAIR_STEP', bands: tiers('5', '8') }, [50, 60], 40, '0 + 0'],
    [
      'has the fee that it may reach',
      { bands: [{ amount: usd('1'), fixed_amount: usd('20') }] },
      [0, 10],
      10,
      '20 + 1',
    ],
    ['has no fee that was reached', { bands: [{ amount: usd('1'), fixed_amount: usd('20') }] }, [1, 10], 10, '0 + 1'],
    ['has the minimum', { bands: [{ amount: usd('1'), minimum_amount: usd('20') }] }, [0, 0], 10, '20 + 0'],
    ['is nothing at the maximum', { bands: [{ amount: usd('1'), maximum_amount: usd('20') }] }, [21, 30], 10, '0 + 0'],
    [
      'has the one block that it may reach',
      { type: 'FLAT_TOP_UP', bands: [{ amount: usd('7'), block_size: { number: '100' } }] },
      [10, 90],
      20,
      '7 + 0',
    ],
    [
      'is nothing in a block that is bought',
      { type: 'FLAT_TOP_UP', bands: [{ amount: usd('7'), block_size: { number: '100' } }] },
      [10, 90],
      10,
      '0 + 0',
    ],
    [
      'has one block and its part a unit beyond',
      { type: 'FLAT_TOP_UP', bands: [{ amount: usd('7'), block_size: { number: '10' } }] },
      [0, 90],
      20,
      '7 + 0.7',
    ],
  ])('%s', (_, more, between, most, want) => {
    expect(holds(rule(more), between, most)).toBe(`money:USD ${want}`)
  })

  const models = versionOf(
    itemOf('proi_completion', perThousand('dear', '10', 'dear'), perThousand('cheap', '1', 'cheap')),
    itemOf('proi_prompt', perThousand('prompt', '4')),
  )
  const held = (request: Partial<Parameters<ReturnType<typeof pricingOf>['hold']>[0]>) => {
    const sums = pricingOf(models).hold({
      between: [new Map(), new Map()],
      fixed: [],
      perCompletionToken: [],
      ...request,
    })
    return [...sums.values()].map(({ fixed, perCompletionToken }) => `${fixed} + ${perCompletionToken}`)
  }

  it('is that of the dearest model that the attempt may reach', () => {
    const perCompletionToken = [completions(1)]
    expect(held({ perCompletionToken, reachable: [{ model_id: 'cheap' }] })).toEqual(['0 + 0.001'])
    expect(held({ perCompletionToken, reachable: [{ model_id: 'cheap' }, { model_id: 'dear' }] })).toEqual(['0 + 0.01'])
    expect(held({ perCompletionToken, reachable: [{ model_id: 'free' }] })).toEqual([])
  })

  it('is that of the dearest quantity where it may be one of several', () => {
    const oneOf = [completions(100, 'cheap'), completions(100, 'dear')]
    expect(held({ fixed: [{ oneOf }] })).toEqual(['1 + 0'])
    expect(held({ fixed: [{ oneOf }, { ...completions(50), meterId: 'metr_prompt' }] })).toEqual(['1.2 + 0'])
  })
})

describe('rules that fill tiers together', () => {
  const group = { volume_group_reference: 'group_1' }
  const first: WireRule = { ...perThousand('first', '0', 'mini'), ...group }
  const items = [...catalogFixture.productItems.values()]
  const catalog: PricingCatalog = {
    ...catalogFixture,
    productItems: new Map([
      ...catalogFixture.productItems,
      ...items
        .filter(({ id }) => id === 'proi_completion')
        .map((one) => ['proi_off', { ...one, id: 'proi_off', type: 'DEDUCTION' as const }] as const),
    ]),
  }

  /** Prices units of the first rule and holds for them: they cost nothing, and push those of the second up. */
  function pushed(productItemId: string, second: Partial<WireRule>, [before, added]: [number, number]) {
    const rules = [first, { id: 'second', type: 'TIERED' as const, bands: [], ...second, ...group }]
    const pricing = pricingOf(versionOf(itemOf(productItemId, ...rules)), { catalog })
    const start = pricing.count([completions(before, 'mini'), completions(50)])
    const { amounts } = pricing.cost(start, pricing.count([completions(added, 'mini')]))
    const held = pricing.hold({
      between: [start, start],
      fixed: [],
      perCompletionToken: [completions(1, 'mini')],
      maxCompletionTokens: added,
    })
    return [...held].map(([unit, { fixed, perCompletionToken }]) => [
      amounts.get(unit)?.toString(),
      `${fixed} + ${perCompletionToken}`,
    ])
  }

  const feeFirst = [
    { amount: usd('0'), fixed_amount: usd('20'), tier_top_bound: { number: '100' } },
    { amount: usd('0') },
  ]

  it.each<[string, string, Partial<WireRule>, [number, number], string, string]>([
    ['into a dearer tier', 'proi_completion', { bands: tiers('1', '3') }, [50, 10], '20', '0 + 2'],
    ['within a tier', 'proi_completion', { bands: tiers('1', '3') }, [10, 10], '0', '0 + 0'],
    ['into a cheaper tier', 'proi_completion', { bands: tiers('3', '1') }, [50, 10], '-20', '0 + 2'],
    ['out of a tier with a fee that is taken off', 'proi_off', { bands: feeFirst }, [99, 1], '20', '20 + 0'],
    [
      'to a dearer tier for all',
      'proi_completion',
      { type: 'TOP_TIERED', bands: tiers('1', '3') },
      [50, 10],
      '100',
      '100 + 0',
    ],
    ['up a step', 'proi_completion', { type: 'STAIR_STEP', bands: tiers('5', '8') }, [50, 10], '3', '3 + 0'],
  ])('push others %s', (_, productItemId, second, counts, cost, hold) => {
    expect(pushed(productItemId, second, counts)).toEqual([[cost, hold]])
  })
})

const counting = (type: 'MAX' | 'AVERAGE' | 'SUM', persist = false): PricingCatalog => ({
  ...catalogFixture,
  calculations: new Map([
    ...catalogFixture.calculations,
    [
      'bmet_completion',
      { calculation_type: type, meter_id: 'metr_completion', meter_value_id: 'metv_tokens', persist },
    ],
  ]),
})

describe('a plan whose attempts have no price', () => {
  const grouped = { volume_group_reference: 'group_1' }
  const flat = perThousand('pico_1', '1')
  it.each<[string, WireVersion, Options, string, string]>([
    [
      'counts the largest',
      rule({}),
      { catalog: counting('MAX') },
      'the price of an attempt is not known under rule pico_1: its calculation is MAX, which does not add up',
      'pricing_categories.0.pricings.0.items.0.configs.0',
    ],
    [
      'counts different users',
      versionOf(itemOf('proi_users', flat)),
      {},
      'the price of an attempt is not known under rule pico_1: its calculation is UNIQUE, which does not add up',
      'pricing_categories.0.pricings.0.items.0.configs.0',
    ],
    [
      'goes on from a state',
      rule({}),
      { catalog: counting('SUM', true) },
      'the price of an attempt is not known under rule pico_1: its usage is a state that goes on from period to period',
      'pricing_categories.0.pricings.0.items.0.configs.0',
    ],
    [
      'has bought volume that nobody stated',
      rule({ type: 'FLAT_TOP_UP', top_up: { rollover: true } }),
      {},
      'the price of an attempt is not known under rule pico_1: nobody said what earlier periods left of its bought volume',
      'pricing_categories.0.pricings.0.items.0.configs.0.top_up.rollover',
    ],
    [
      'has a discount of an amount',
      rule({}),
      { schedule: { discount: { totals: [{ amount: usd('5') }] } } },
      'the price of an attempt is not known under rule pico_1: its discount is an amount for all that it is about',
      'schedule.discount.totals.0',
    ],
    [
      'has a discount on a condition',
      rule({}),
      {
        schedule: {
          discount: {
            totals: [{ percentage: '5', condition: { comparator: 'GREATER_THAN', value: { amount: usd('5') } } }],
          },
        },
      },
      'the price of an attempt is not known under rule pico_1: its discount depends on all that it is about',
      'schedule.discount.totals.0',
    ],
    [
      'has a discount that begins inside the segment',
      rule({}),
      { schedule: { discount: { totals: [{ percentage: '5', start_at: '2026-01-16T00:00:00Z' }] } } },
      'the price of an attempt is not known under rule pico_1: its percentage holds for a part of the segment',
      'schedule.discount.totals.0',
    ],
    [
      'fills a group with credits beyond the wallets',
      versionOf(
        itemOf('proi_completion', { ...flat, ...grouped }),
        itemOf('proi_credits', { ...perThousand('pico_2', '1'), ...grouped }),
      ),
      {},
      'the price of an attempt is not known under rule pico_2: credits beyond the wallets fill its volume group',
      'pricing_categories.0.pricings.0.items.1.configs.0.volume_group_reference',
    ],
    [
      'cannot be billed',
      rule({ bands: [] }),
      {},
      'FLAT takes exactly one band',
      'pricing_categories.0.pricings.0.items.0.configs.0.bands',
    ],
  ])('%s', (_, version, options, message, field) => {
    const open = () => pricingOf(version, options)
    expect(open).toThrow(PricingError)
    expect(open).toThrow(expect.objectContaining({ message, field }))
  })

  it.each<[string, WireVersion, Options]>([
    [
      'a discount of an amount that is not on usage',
      versionOf(
        itemOf('proi_completion', flat),
        itemOf('proi_platform', { id: 'fee', type: 'FIXED', bands: [{ amount: usd('5') }] }),
      ),
      { schedule: { discount: { pricing_item_configs: [{ ids: ['fee'], amount: usd('1') }] } } },
    ],
    [
      'a gauge that attempts do not report',
      versionOf(itemOf('proi_prompt', flat), itemOf('proi_users', perThousand('pico_2', '1'))),
      { meterIds: new Set(['metr_prompt']) },
    ],
    [
      'a gauge that is shown and not billed',
      versionOf(itemOf('proi_completion', flat), itemOf('proi_users', { id: 'shown', type: 'NONE', bands: [] })),
      {},
    ],
  ])('is none with %s', (_, version, options) => {
    expect(pricingOf(version, options).units).toEqual(['money:USD'])
  })

  it('takes percentages of what deductions leave for one', () => {
    const items = [...catalogFixture.productItems.values()]
    const catalog: PricingCatalog = {
      ...catalogFixture,
      productItems: new Map([
        ...catalogFixture.productItems,
        ...items
          .filter(({ id }) => id === 'proi_prompt')
          .map((one) => ['proi_off', { ...one, id: 'proi_off', type: 'DEDUCTION' as const }] as const),
      ]),
    }
    const version = versionOf(
      itemOf('proi_completion', flat),
      itemOf('proi_off', { ...perThousand('off', '1'), conditions: ofModel('mini') }),
    )
    expect(pricingOf(version, { catalog }).units).toEqual(['money:USD'])
    expect(() => pricingOf(version, { catalog, schedule: { discount: { totals: [{ percentage: '5' }] } } })).toThrow(
      'the price of an attempt is not known under rule pico_1: its percentage is of what deductions leave',
    )
  })
})
