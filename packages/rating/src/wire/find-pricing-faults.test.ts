import { describe, expect, it } from 'vitest'
import { catalogFixture, itemOf, ofModel, perThousand, proVersion, usd, versionOf } from '../../test/plan-fixture.ts'
import { type FaultTerms, findPricingFaults } from './find-pricing-faults.ts'
import type { PricingCatalog, WireCalculation } from './wire-catalog.ts'
import type { WireAmount, WireBand, WirePricingItem, WireRule, WireVersion } from './wire-plan.ts'

type Config = WireRule

const ITEM = 'pricing_categories.0.pricings.0.items.0'
const RULE = `${ITEM}.configs.0`

const eur = (quantity: string): WireAmount => ({ quantity, currency: 'EUR' })
const flat = (config: Partial<Config> = {}): Config => ({
  id: 'pico_1',
  type: 'FLAT',
  bands: [{ amount: usd('1') }],
  ...config,
})
const tiered = (...bands: WireBand[]): Config => ({ id: 'pico_1', type: 'TIERED', bands })
const upTo = (number: string): WireBand => ({ amount: usd('1'), tier_top_bound: { number } })

function faultsOf(version: WireVersion, terms?: FaultTerms, catalog: PricingCatalog = catalogFixture) {
  return findPricingFaults(version, catalog, terms).map(({ code, field }) => [code, field])
}

const tokensVersion = (...configs: Config[]) => versionOf(itemOf('proi_completion', ...configs))

describe('findPricingFaults', () => {
  it.each<[string, WireVersion]>([
    ['the demo plan', proVersion],
    ['an empty version', {}],
    ['a plan without a default rate', tokensVersion(perThousand('pico_1', '1', 'gpt-4o'))],
    ['tiers, the last without an end', tokensVersion(tiered(upTo('10'), upTo('20'), { amount: usd('1') }))],
    [
      'a FIXED fee beside a default rate',
      tokensVersion(flat(), { id: 'pico_2', type: 'FIXED', bands: [{ amount: usd('9') }] }),
    ],
    ['a percentage of payments', versionOf(itemOf('proi_payments', flat({ bands: [{ percentage: '2.9' }] })))],
    ['payments passed on', versionOf(itemOf('proi_payments', { id: 'pico_1', type: 'PASS_THROUGH' }))],
    ['usage that is not billed', tokensVersion({ id: 'pico_1', type: 'NONE' })],
    [
      'the newer details',
      tokensVersion({ id: 'pico_1', details: { pricing_type: 'FLAT', bands: [{ amount: usd('1') }] } }),
    ],
    [
      'volume in blocks',
      tokensVersion({
        id: 'pico_1',
        type: 'FLAT_TOP_UP',
        bands: [{ amount: usd('50'), block_size: { number: '1000' } }],
      }),
    ],
    [
      'volume in packages',
      tokensVersion({ id: 'pico_1', type: 'STAIR_STEP_TOP_UP', bands: [upTo('10'), { amount: usd('1') }] }),
    ],
    ['a price a seat', versionOf(itemOf('proi_seats', flat()))],
    [
      'prices in two currencies',
      {
        ...versionOf({
          ...itemOf('proi_completion', flat()),
          pricing_currency_configs: [{ currency: 'EUR', configs: [flat({ bands: [{ amount: eur('1') }] })] }],
        }),
        pricing_currency_settings: { default_pricing_currency: 'USD', pricing_currencies: ['USD', 'EUR'] },
      },
    ],
  ])('finds nothing in %s', (_, version) => {
    expect(findPricingFaults(version, catalogFixture)).toEqual([])
  })

  it.each<[string, WireVersion, string, string]>([
    [
      'overlapping tiers',
      tokensVersion(tiered(upTo('10'), upTo('10'), { amount: usd('1') })),
      'INVALID_RULE',
      `${RULE}.bands.1.tier_top_bound`,
    ],
    [
      'falling tiers',
      tokensVersion(tiered(upTo('10'), upTo('5'), { amount: usd('1') })),
      'INVALID_RULE',
      `${RULE}.bands.1.tier_top_bound`,
    ],
    [
      'a tier of nothing',
      tokensVersion(tiered(upTo('0'), { amount: usd('1') })),
      'INVALID_RULE',
      `${RULE}.bands.0.tier_top_bound`,
    ],
    [
      'a tier without an end in the middle',
      tokensVersion(tiered(upTo('10'), { amount: usd('1') }, { amount: usd('1') })),
      'INVALID_RULE',
      `${RULE}.bands.1.tier_top_bound`,
    ],
    [
      'a last tier with an end',
      tokensVersion(tiered(upTo('10'), upTo('20'))),
      'INVALID_RULE',
      `${RULE}.bands.1.tier_top_bound`,
    ],
    ['no tiers', tokensVersion(tiered()), 'INVALID_RULE', `${RULE}.bands`],
    [
      'two bands of FLAT',
      tokensVersion(flat({ bands: [upTo('1'), { amount: usd('1') }] })),
      'INVALID_RULE',
      `${RULE}.bands`,
    ],
    [
      'no price',
      tokensVersion(flat({ bands: [{ block_size: { number: '1000' } }] })),
      'INVALID_RULE',
      `${RULE}.bands.0.amount`,
    ],
    [
      'a percentage with no amount',
      tokensVersion(flat({ bands: [{ percentage: '1' }] })),
      'INVALID_RULE',
      `${RULE}.bands.0.percentage`,
    ],
    [
      'a negative price',
      tokensVersion(flat({ bands: [{ amount: usd('-1') }] })),
      'INVALID_RULE',
      `${RULE}.bands.0.amount`,
    ],
    [
      'a price that is no number',
      tokensVersion(flat({ bands: [{ amount: usd('free') }] })),
      'INVALID_DECIMAL',
      `${RULE}.bands.0.amount.quantity`,
    ],
    [
      'a block of nothing',
      tokensVersion(flat({ bands: [{ amount: usd('1'), block_size: { number: '0' } }] })),
      'INVALID_RULE',
      `${RULE}.bands.0.block_size`,
    ],
    [
      'a minimum above the maximum',
      tokensVersion(flat({ bands: [{ amount: usd('1'), minimum_amount: usd('2'), maximum_amount: usd('1') }] })),
      'INVALID_RULE',
      `${RULE}.bands.0.minimum_amount`,
    ],
    [
      'credits of no type',
      tokensVersion(flat({ bands: [{ credits: { quantity: '1' } }] })),
      'INVALID_RULE',
      `${RULE}.bands.0.credits.credit_type_id`,
    ],
    [
      'a negative price in credits',
      tokensVersion(flat({ bands: [{ credits: { quantity: '-1', credit_type_id: 'ctyp_1' } }] })),
      'INVALID_RULE',
      `${RULE}.bands.0.credits.quantity`,
    ],
    [
      'credits and money in one band',
      tokensVersion(flat({ bands: [{ credits: { quantity: '1', credit_type_id: 'ctyp_1' }, amount: usd('1') }] })),
      'INVALID_RULE',
      `${RULE}.bands.0.amount`,
    ],
    [
      'two kinds of credits in one rule',
      tokensVersion(
        flat({
          type: 'TIERED',
          bands: [
            { credits: { quantity: '1', credit_type_id: 'ctyp_1' }, tier_top_bound: { number: '10' } },
            { credits: { quantity: '1', credit_type_id: 'ctyp_2' } },
          ],
        }),
      ),
      'INVALID_RULE',
      `${RULE}.bands.1.credits`,
    ],
    [
      'a fee in credits',
      tokensVersion({ id: 'pico_1', type: 'FIXED', bands: [{ credits: { quantity: '1', credit_type_id: 'ctyp_1' } }] }),
      'INVALID_RULE',
      `${RULE}.bands.0.credits`,
    ],
    [
      'a deposit of nothing',
      tokensVersion(
        flat({
          bands: [{ amount: usd('1') }],
          wallet_grants: [
            { wallet_type_id: 'wtyp_1', credits_grant: { credits: { quantity: '0', credit_type_id: 'ctyp_1' } } },
          ],
        }),
      ),
      'INVALID_RULE',
      `${RULE}.wallet_grants.0.credits_grant.credits.quantity`,
    ],
    [
      'a deposit of a share of the price',
      tokensVersion(
        flat({
          bands: [{ amount: usd('1') }],
          wallet_grants: [{ wallet_type_id: 'wtyp_1', amount_grant: { percentage: '10' } }],
        }),
      ),
      'NOT_SUPPORTED',
      `${RULE}.wallet_grants.0.amount_grant.percentage`,
    ],
    [
      'two currencies in one rule',
      tokensVersion(flat({ bands: [{ amount: usd('1'), fixed_amount: eur('1') }] })),
      'CURRENCY_MISMATCH',
      `${RULE}.bands.0.fixed_amount.currency`,
    ],
    ['no type', tokensVersion({ id: 'pico_1', bands: [{ amount: usd('1') }] }), 'INVALID_RULE', `${RULE}.type`],
    ['two types', tokensVersion(flat({ pricing_type: 'TIERED' })), 'INVALID_RULE', `${RULE}.type`],
    [
      'two prices of FIXED',
      tokensVersion({ id: 'pico_1', type: 'FIXED', bands: [{ amount: usd('1'), fixed_amount: usd('1') }] }),
      'INVALID_RULE',
      `${RULE}.bands.0.fixed_amount`,
    ],
    [
      'NONE with a price',
      tokensVersion({ id: 'pico_1', type: 'NONE', bands: [{ amount: usd('1') }] }),
      'INVALID_RULE',
      `${RULE}.bands`,
    ],
    ['tokens passed on', tokensVersion({ id: 'pico_1', type: 'PASS_THROUGH' }), 'INVALID_RULE', `${RULE}.type`],
    [
      'a second default rate',
      tokensVersion(flat(), flat({ id: 'pico_2' })),
      'INVALID_RULE',
      `${ITEM}.configs.1.conditions`,
    ],
    [
      'the same conditions twice',
      tokensVersion(flat({ conditions: ofModel('a') }), flat({ conditions: ofModel('a') })),
      'INVALID_RULE',
      `${ITEM}.configs.1.conditions`,
    ],
    [
      'conditions of a fee that no event pays',
      versionOf(itemOf('proi_platform', flat({ conditions: ofModel('a') }))),
      'INVALID_RULE',
      `${RULE}.conditions`,
    ],
    [
      'tiers chosen apart for TIERED',
      tokensVersion({
        ...tiered({ amount: usd('1') }),
        tiering_conditions: {
          expression: {
            operator: 'AND',
            operands: [{ meter_property: { reference: 'model_id', comparator: 'EQUALS', value: 'a' } }],
          },
        },
      }),
      'NOT_SUPPORTED',
      `${RULE}.tiering_conditions`,
    ],
    [
      'tiering conditions that are no expression',
      tokensVersion(
        flat({ tiering_conditions: { meter_properties: [{ reference: 'model_id', comparator: 'NOT_EMPTY' }] } }),
      ),
      'INVALID_RULE',
      `${RULE}.tiering_conditions.meter_properties`,
    ],
    [
      'a rollover of what is not bought in advance',
      tokensVersion(flat({ top_up: { rollover: true } })),
      'INVALID_RULE',
      `${RULE}.top_up.rollover`,
    ],
    [
      'a top-up of seats',
      versionOf(itemOf('proi_seats', { id: 'pico_1', type: 'FLAT_TOP_UP', bands: [{ amount: usd('1') }] })),
      'INVALID_RULE',
      `${RULE}.type`,
    ],
    [
      'seats that share a volume of usage',
      versionOf(itemOf('proi_seats', flat({ volume_group_reference: 'all' }))),
      'INVALID_RULE',
      `${RULE}.volume_group_reference`,
    ],
    [
      'a top-up that shares its volume',
      tokensVersion({
        id: 'pico_1',
        type: 'FLAT_TOP_UP',
        volume_group_reference: 'all',
        bands: [{ amount: usd('1') }],
      }),
      'INVALID_RULE',
      `${RULE}.volume_group_reference`,
    ],
    [
      'a top-up with a fee',
      tokensVersion({ id: 'pico_1', type: 'FLAT_TOP_UP', bands: [{ amount: usd('1'), fixed_amount: usd('1') }] }),
      'INVALID_RULE',
      `${RULE}.bands.0.fixed_amount`,
    ],
    [
      'billing in advance',
      tokensVersion(flat({ billing_in_advance: true })),
      'NOT_SUPPORTED',
      `${RULE}.billing_in_advance`,
    ],
    [
      'an included volume that resets by a rule of its own',
      tokensVersion(flat({ default_included_volume: { number: '1', reset_type: 'NEVER' } })),
      'NOT_SUPPORTED',
      `${RULE}.default_included_volume.reset_type`,
    ],
    [
      'an included number of events',
      tokensVersion(flat({ default_included_volume: { count: '1' } })),
      'NOT_SUPPORTED',
      `${RULE}.default_included_volume.count`,
    ],
    [
      'a product item that does not exist',
      versionOf(itemOf('proi_x', flat())),
      'UNKNOWN_RESOURCE',
      `${ITEM}.product_item_ids.0`,
    ],
    [
      'no product item',
      versionOf({ id: 'pit_1', product_item_ids: [], configs: [flat()] }),
      'INVALID_RULE',
      `${ITEM}.product_item_ids`,
    ],
    [
      'numbers and amounts in one item',
      versionOf({ id: 'pit_1', product_item_ids: ['proi_completion', 'proi_payments'], configs: [flat()] }),
      'INVALID_RULE',
      `${ITEM}.product_item_ids`,
    ],
    [
      'seats and usage in one item',
      versionOf({ id: 'pit_1', product_item_ids: ['proi_completion', 'proi_seats'], configs: [flat()] }),
      'INVALID_RULE',
      `${ITEM}.product_item_ids`,
    ],
    [
      'a currency that the version does not offer',
      { ...tokensVersion(flat()), pricing_currency_settings: { pricing_currencies: ['EUR'] } },
      'CURRENCY_MISMATCH',
      `${RULE}.bands.0.amount.currency`,
    ],
    [
      'a currency that nobody bills in',
      { ...tokensVersion(), pricing_currency_settings: { pricing_currencies: ['XAU'] } },
      'INVALID_CURRENCY',
      'pricing_currency_settings.pricing_currencies.0',
    ],
    [
      'a default currency that is not offered',
      { pricing_currency_settings: { default_pricing_currency: 'EUR', pricing_currencies: ['USD'] } },
      'INVALID_CURRENCY',
      'pricing_currency_settings.default_pricing_currency',
    ],
  ])('finds %s', (_, version, code, field) => {
    expect(faultsOf(version)).toContainEqual([code, field])
  })

  it('names the fault in words', () => {
    const [fault] = findPricingFaults(
      tokensVersion(tiered(upTo('10'), upTo('5'), { amount: usd('1') })),
      catalogFixture,
    )
    expect(fault?.message).toBe('the tier overlaps the one before: its top bound must be more than 10')
  })

  it('finds a rule whose property is not on the meter, where the properties of the meter are known', () => {
    const meter = { reference: 'completion_tokens', meter_properties: [{ id: 'metp_user' }] }
    const catalog = { ...catalogFixture, meters: new Map([...catalogFixture.meters, ['metr_completion', meter]]) }
    expect(faultsOf(proVersion, {}, catalog)).toEqual([
      ['INVALID_RULE', `${ITEM}.configs.1.conditions`],
      ['INVALID_RULE', `${ITEM}.configs.2.conditions`],
    ])
    const right = { reference: 'completion_tokens', meter_properties: [{ reference: 'model_id' }] }
    expect(faultsOf(proVersion, {}, { ...catalog, meters: new Map([['metr_completion', right]]) })).toEqual([])
  })

  it.each<[string, Partial<WireCalculation>, string]>([
    ['without a type', { calculation_type: null }, 'INVALID_RULE'],
    ['of distinct values of nothing', { calculation_type: 'UNIQUE', meter_value_id: null }, 'INVALID_RULE'],
    ['of no meter', { meter_id: null }, 'INVALID_RULE'],
    ['of no value', { meter_value_id: null }, 'INVALID_RULE'],
  ])('finds an item with a calculation %s', (_, change, code) => {
    const calculation = { ...catalogFixture.calculations.get('bmet_completion'), ...change }
    const calculations = new Map([...catalogFixture.calculations, ['bmet_completion', calculation]])
    const fields = faultsOf(proVersion, {}, { ...catalogFixture, calculations })
    expect(fields.map(([found]) => found)).toContain(code)
  })

  it('takes a calculation that carries its state on, but sells no volume of it and counts no usage beside it', () => {
    const state = { ...catalogFixture.calculations.get('bmet_completion'), persist: true }
    const calculations = new Map([...catalogFixture.calculations, ['bmet_completion', state]])
    const catalog = { ...catalogFixture, calculations }
    expect(faultsOf(proVersion, {}, catalog)).toEqual([])
    const toppedUp = versionOf(itemOf('proi_completion', { ...perThousand('a', '1'), type: 'FLAT_TOP_UP' }))
    expect(faultsOf(toppedUp, {}, catalog)).toEqual([['INVALID_RULE', `${ITEM}.configs.0.type`]])
    const mixed = {
      ...itemOf('proi_completion', perThousand('a', '1')),
      product_item_ids: ['proi_completion', 'proi_prompt'],
    }
    expect(faultsOf(versionOf(mixed), {}, catalog)).toEqual([['INVALID_RULE', `${ITEM}.product_item_ids`]])
  })

  it('finds every faulty rule, in groups too, in the order of the plan', () => {
    const faulty = itemOf('proi_completion', flat({ bands: [] }), tiered(upTo('1')))
    const version: WireVersion = {
      pricing_categories: [{ pricings: [{ items: [faulty] }], pricing_groups: [{ pricings: [{ items: [faulty] }] }] }],
    }
    const fields = faultsOf(version).map(([, field]) => field)
    expect(fields).toContain('pricing_categories.0.pricings.0.items.0.configs.0.bands')
    expect(fields).toContain('pricing_categories.0.pricings.0.items.0.configs.1.bands.0.tier_top_bound')
    expect(fields).toContain('pricing_categories.0.pricing_groups.0.pricings.0.items.0.configs.0.bands')
  })

  it.each<[string, FaultTerms, [string, string][]]>([
    ['the currency of the plan', { currency: 'USD' }, []],
    ['another currency', { currency: 'EUR' }, [['CURRENCY_MISMATCH', `${RULE}.bands.0.amount.currency`]]],
    ['a billing period that the price scales to', { billingPeriod: { type: 'YEAR', value: 1 } }, []],
    [
      'one that it does not',
      { billingPeriod: { type: 'WEEK', value: 1 } },
      [['NOT_SUPPORTED', `${RULE}.pricing_period`]],
    ],
  ])('checks a version for %s', (_, terms, want) => {
    const version = versionOf(itemOf('proi_platform', flat({ pricing_period: { type: 'MONTH', value: 1 } })))
    expect(faultsOf(version, terms)).toEqual(want)
  })

  it('finds that the plan has no prices in the currency that is billed', () => {
    const version = { pricing_currency_settings: { pricing_currencies: ['EUR' as const] } }
    expect(findPricingFaults(version, catalogFixture, { currency: 'USD' })).toEqual([
      {
        code: 'CURRENCY_MISMATCH',
        field: 'pricing_currency_settings.pricing_currencies',
        message: 'the plan has prices in EUR, not in USD',
      },
    ])
  })

  it('checks the prices of each currency and billing period', () => {
    const item: WirePricingItem = {
      ...itemOf('proi_completion', flat()),
      billing_period_configs: [{ billing_period: { type: 'YEAR' }, configs: [flat({ bands: [] })] }],
      pricing_currency_configs: [{ currency: 'EUR', configs: [flat()] }],
    }
    expect(faultsOf(versionOf(item))).toEqual([
      ['INVALID_RULE', `${ITEM}.billing_period_configs.0.configs.0.bands`],
      ['CURRENCY_MISMATCH', `${ITEM}.pricing_currency_configs.0.configs.0.bands.0.amount.currency`],
    ])
  })
})
