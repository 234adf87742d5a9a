import type { Schema } from '@tallygate/client'
import { describe, expect, it } from 'vitest'
import {
  amountsOf,
  type InvoicePeriodInput,
  JANUARY,
  linesOf,
  planJanuary,
  scheduleOf,
} from '../../test/plans/plan-fixture.ts'
import {
  catalogFixture,
  itemOf,
  ofModel,
  payments,
  perThousand,
  tokens,
  usd,
  versionOf,
} from '../../test/plans/pricing-fixture.ts'

type Config = Schema<'PricingItemConfig'>

const flat = (config: Partial<Config> = {}): Config => ({
  id: 'pico_1',
  type: 'FLAT',
  bands: [{ amount: usd('1') }],
  ...config,
})
const fixed = (quantity: string, config: Partial<Config> = {}): Config => ({
  id: 'pico_1',
  type: 'FIXED',
  bands: [{ amount: usd(quantity) }],
  ...config,
})
const tiers: Schema<'PricingItemConfigBand'>[] = [
  { amount: usd('1'), tier_top_bound: { number: '100' } },
  { amount: usd('0.5') },
]

/** January from one instant to the other, prorated against the whole of it. */
const segment = (start: string, end: string): Pick<InvoicePeriodInput, 'period'> => ({
  period: { start: new Date(start), end: new Date(end), full: JANUARY },
})
const fromThe17th = segment('2026-01-17T00:00:00Z', '2026-02-01T00:00:00Z')

const ofTokens = (...configs: Config[]) => ({ version: versionOf(itemOf('proi_completion', ...configs)) })
const ofPlatform = (...configs: Config[]) => ({ version: versionOf(itemOf('proi_platform', ...configs)) })

describe('the included volume', () => {
  const included = flat({ default_included_volume: { number: '100' } })

  it.each<[string, string, Partial<InvoicePeriodInput>, string]>([
    ['less than it', '99', {}, '0.00'],
    ['all of it', '100', {}, '0.00'],
    ['one more', '101', {}, '1.00'],
    [
      'the schedule sets another',
      '101',
      { schedule: scheduleOf({ included_volumes: [{ pricing_item_config_id: 'pico_1', number: '50' }] }) },
      '51.00',
    ],
    [
      'the schedule sets one for another rule',
      '101',
      { schedule: scheduleOf({ included_volumes: [{ pricing_item_config_id: 'pico_2', number: '50' }] }) },
      '1.00',
    ],
    [
      'the last that holds wins',
      '101',
      {
        schedule: scheduleOf({
          included_volumes: [
            { pricing_item_config_id: 'pico_1', number: '50' },
            { pricing_item_config_id: 'pico_1', number: '60' },
          ],
        }),
      },
      '41.00',
    ],
    [
      'one that has ended does not',
      '101',
      {
        schedule: scheduleOf({
          included_volumes: [{ pricing_item_config_id: 'pico_1', number: '50', end_at: '2026-01-01T00:00:00Z' }],
        }),
      },
      '1.00',
    ],
    ['a shorter period has it whole', '101', fromThe17th, '1.00'],
  ])('%s', (_, used, input, want) => {
    expect(amountsOf(planJanuary({ ...ofTokens(included), usage: [tokens(used)], ...input }))).toEqual([want])
  })

  it('comes off before the tiers begin', () => {
    const config = flat({ type: 'TIERED', bands: tiers, default_included_volume: { number: '50' } })
    expect(amountsOf(planJanuary({ ...ofTokens(config), usage: [tokens('160')] }))).toEqual(['105.00'])
  })

  it('shows what is left of it', () => {
    const [line] = linesOf(planJanuary({ ...ofTokens(included), usage: [tokens('60')] }))
    expect(line?.details?.included_volume_details).toMatchObject({
      included_volume: { number: '100' },
      available_included_volume: { number: '40' },
      period_volume: { number: '60' },
    })
  })
})

describe('tiers', () => {
  const group = (id: string, model: string, type: 'TIERED' | 'TOP_TIERED'): Config => ({
    id,
    type,
    conditions: ofModel(model),
    volume_group_reference: 'all',
    bands: tiers,
  })
  const usage = [tokens('80', { model_id: 'a' }), tokens('40', { model_id: 'b' })]

  it.each<[string, 'TIERED' | 'TOP_TIERED', string[]]>([
    ['are filled by the rules of a volume group one after the other', 'TIERED', ['80.00', '30.00']],
    ['are chosen by all units of a volume group', 'TOP_TIERED', ['40.00', '20.00']],
  ])('%s', (_, type, want) => {
    expect(amountsOf(planJanuary({ ...ofTokens(group('1', 'a', type), group('2', 'b', type)), usage }))).toEqual(want)
  })

  it("are each rule's own without a group", () => {
    const alone = (id: string, model: string): Config => ({
      id,
      type: 'TIERED',
      conditions: ofModel(model),
      bands: tiers,
    })
    expect(amountsOf(planJanuary({ ...ofTokens(alone('1', 'a'), alone('2', 'b')), usage }))).toEqual(['80.00', '40.00'])
  })

  it('may be chosen by other usage than the priced one', () => {
    const anyModel = {
      operator: 'AND' as const,
      operands: [{ meter_property: { reference: 'model_id', comparator: 'NOT_EMPTY' as const } }],
    }
    const config: Config = {
      id: '1',
      type: 'TOP_TIERED',
      conditions: ofModel('a'),
      bands: tiers,
      tiering_conditions: { expression: anyModel },
    }
    const [line] = linesOf(planJanuary({ ...ofTokens(config, flat({ id: '2' })), usage }))
    expect([line?.amount_excluding_tax, line?.details?.tiering_meter_value]).toEqual([usd('40.00'), { number: '120' }])
  })

  it('may be chosen by another calculation', () => {
    const item = {
      id: 'proi_completion',
      model_type: 'USAGE_BASED' as const,
      usage_based: { meter_value_calculation_id: 'bmet_completion', tiering_meter_value_calculation_id: 'bmet_prompt' },
    }
    const productItems = new Map([...catalogFixture.productItems, ['proi_completion', item]])
    const more = [tokens('10'), tokens('101', {}, { meterId: 'metr_prompt' })]
    expect(
      amountsOf(planJanuary({ ...ofTokens(flat({ type: 'TOP_TIERED', bands: tiers })), productItems, usage: more })),
    ).toEqual(['5.00'])
  })

  it('are chosen by amounts in the billed currency alone', () => {
    const usageBased = {
      meter_value_calculation_id: 'bmet_completion',
      tiering_meter_value_calculation_id: 'bmet_payments',
    }
    const item = { id: 'proi_completion', model_type: 'USAGE_BASED' as const, usage_based: usageBased }
    const productItems = new Map([...catalogFixture.productItems, ['proi_completion', item]])
    const used = [tokens('10'), payments('100'), payments('1', 'EUR')]
    const plan = ofTokens(flat({ type: 'TOP_TIERED', bands: tiers }))
    expect(amountsOf(planJanuary({ ...plan, productItems, usage: used }))).toEqual(['10.00'])
  })

  it('are shown one by one', () => {
    const [line] = linesOf(planJanuary({ ...ofTokens(flat({ type: 'TIERED', bands: tiers })), usage: [tokens('101')] }))
    expect(line?.sub_lines?.slice(0, 2)).toMatchObject([
      {
        sub_line_order: 1,
        description: 'above 0 to 100',
        details: { pricing_amount: usd('100'), band: { tier_top_bound: { number: '100' } } },
      },
      {
        sub_line_order: 2,
        description: 'above 100',
        details: { pricing_amount: usd('0.5'), band: { tier_lower_bound: { number: '100' } } },
      },
    ])
  })
})

describe('volume that is sold in advance', () => {
  it.each<[string, Config, string[], { included: string; left: string }]>([
    [
      'in blocks',
      flat({ type: 'FLAT_TOP_UP', bands: [{ amount: usd('50'), block_size: { number: '1000' } }] }),
      ['100.00'],
      { included: '2000', left: '500' },
    ],
    [
      'in blocks of tiers',
      flat({
        type: 'TIERED_TOP_UP',
        bands: [
          { amount: usd('50'), block_size: { number: '1000' }, tier_top_bound: { number: '1000' } },
          { amount: usd('40'), block_size: { number: '1000' } },
        ],
      }),
      ['90.00'],
      { included: '2000', left: '500' },
    ],
    [
      'in packages',
      flat({
        type: 'STAIR_STEP_TOP_UP',
        bands: [{ amount: usd('50'), tier_top_bound: { number: '1600' } }, { amount: usd('1') }],
      }),
      ['50.00'],
      { included: '1600', left: '100' },
    ],
    [
      'after what is included',
      flat({
        type: 'FLAT_TOP_UP',
        default_included_volume: { number: '600' },
        bands: [{ amount: usd('50'), block_size: { number: '1000' } }],
      }),
      ['50.00'],
      { included: '1600', left: '100' },
    ],
  ])('is charged %s, and says what is left', (_, config, want, { included, left }) => {
    const period = planJanuary({ ...ofTokens(config), usage: [tokens('1500')] })
    expect(amountsOf(period)).toEqual(want)
    expect(linesOf(period)[0]?.details?.included_volume_details).toMatchObject({
      included_volume: { number: included },
      available_included_volume: { number: left },
    })
  })
})

describe('recurring amounts', () => {
  it.each<[string, Partial<InvoicePeriodInput>, string[]]>([
    ['are due whole in a full period', ofPlatform(fixed('31')), ['31.00']],
    ['shrink by days', { ...ofPlatform(fixed('31')), ...fromThe17th }, ['15.00']],
    ['are rounded once', { ...ofPlatform(fixed('20')), ...fromThe17th }, ['9.68']],
    ['of usage items shrink too', { ...ofTokens(fixed('31')), ...fromThe17th }, ['15.00']],
    ['under FLAT are one unit', ofPlatform(flat({ bands: [{ amount: usd('7') }] })), ['7.00']],
    [
      'for a month are due three times in a quarter',
      {
        ...ofPlatform(fixed('150', { pricing_period: { type: 'MONTH', value: 1 } })),
        schedule: scheduleOf({ billing_period: { type: 'MONTH', value: 3 } }),
      },
      ['450.00'],
    ],
    [
      'for a year are due by twelfths',
      ofPlatform(fixed('100', { pricing_period: { type: 'YEAR', value: 1 } })),
      ['8.33'],
    ],
    [
      'in details are read there',
      ofPlatform({
        id: 'pico_1',
        details: {
          pricing_type: 'FIXED',
          pricing_period: { type: 'YEAR', value: 1 },
          bands: [{ amount: usd('120') }],
        },
      }),
      ['10.00'],
    ],
    [
      'for a day are due by the days of the period',
      ofPlatform(fixed('1', { pricing_period: { type: 'DAY', value: 1 } })),
      ['31.00'],
    ],
    [
      'for a day shrink to the days of the segment',
      { ...ofPlatform(fixed('1', { pricing_period: { type: 'DAY', value: 1 } })), ...fromThe17th },
      ['15.00'],
    ],
    [
      'of one day in another zone',
      {
        ...ofPlatform(fixed('31')),
        timeZone: 'Pacific/Auckland',
        ...segment('2026-01-01T00:00:00Z', '2026-01-01T11:00:00Z'),
      },
      ['1.00'],
    ],
    [
      'are nothing in a segment without a day',
      { ...ofPlatform(fixed('31')), ...segment('2026-01-01T00:00:00Z', '2026-01-01T11:00:00Z') },
      ['0.00'],
    ],
  ])('%s', (_, input, want) => {
    expect(amountsOf(planJanuary(input))).toEqual(want)
  })

  it('do not shrink prices of usage', () => {
    expect(amountsOf(planJanuary({ ...ofTokens(flat()), ...fromThe17th, usage: [tokens('10')] }))).toEqual(['10.00'])
  })

  it('shrink the minimum of usage', () => {
    const config = flat({ bands: [{ amount: usd('1'), minimum_amount: usd('31') }] })
    const [line] = linesOf(planJanuary({ ...ofTokens(config), ...fromThe17th, usage: [tokens('10')] }))
    expect([line?.amount_excluding_tax, line?.details?.price_bound]).toEqual([usd('15.00'), '15'])
  })

  it.each<[string, string, string[]]>([
    ['in the period that the schedule starts in', '2026-01-31T00:00:00Z', ['99.00']],
    ['and not in a later one', '2025-12-31T00:00:00Z', []],
    ['nor in one that it starts at the end of', '2026-02-01T00:00:00Z', []],
  ])('that are due once are due %s', (_, start, want) => {
    const version = versionOf(itemOf('proi_setup', fixed('99')))
    expect(amountsOf(planJanuary({ version, schedule: scheduleOf({ start_at: start }) }))).toEqual(want)
  })
})

describe('a trial', () => {
  it('shows usage and bills nothing', () => {
    const version = versionOf(
      itemOf('proi_completion', perThousand('pico_1', '1')),
      itemOf('proi_platform', fixed('20')),
    )
    const period = planJanuary({ version, usage: [tokens('5000')], schedule: scheduleOf({ type: 'TRIAL' }) })
    expect(amountsOf(period)).toEqual(['0.00', '0.00'])
    expect(linesOf(period)[0]).toMatchObject({
      description: 'Completion tokens (trial)',
      meter_value: { number: '5000' },
    })
  })
})
