import { describe, expect, it } from 'vitest'
import { selectConfigs } from './select-configs.ts'
import { selectPricings } from './select-pricings.ts'
import type { WireEnabledPricing, WirePricing, WirePricingItem, WireSchedule, WireVersion } from './wire-plan.ts'

const pricing = (id: string, more: Partial<WirePricing> = {}): WirePricing => ({
  id,
  product_ids: [],
  ...more,
})
const addOn = pricing('addon', { product_type: 'ADDON' })
const version: WireVersion = {
  pricing_categories: [
    { display_order: 2, pricings: [pricing('later')] },
    {
      display_order: 1,
      pricings: [pricing('second', { display_order: 2 }), pricing('first', { display_order: 1 }), addOn],
      pricing_groups: [
        { selection_constraint: 'EXACTLY_ONE', pricings: [pricing('small'), pricing('large')] },
        { pricings: [pricing('grouped')] },
      ],
    },
  ],
}

const January = { start: new Date('2026-01-01T00:00:00Z'), end: new Date('2026-02-01T00:00:00Z') }

function selected(schedule: Partial<WireSchedule>, from = version) {
  return selectPricings({
    version: from,
    schedule: { start_at: '', ...schedule },
    ...January,
  })
}

const idsOf = (schedule: Partial<WireSchedule>) => selected(schedule).map((each) => each.pricing.id)

describe('selectPricings', () => {
  it('takes what is part of the plan, in the order of display', () => {
    expect(idsOf({})).toEqual(['first', 'second', 'grouped', 'later'])
  })

  it.each<[string, WireEnabledPricing[], string[]]>([
    ['an add-on', [{ pricing_id: 'addon' }], ['first', 'second', 'addon', 'grouped', 'later']],
    ['one of a group', [{ pricing_id: 'large' }], ['first', 'second', 'large', 'grouped', 'later']],
    [
      'what starts in the segment',
      [{ pricing_id: 'addon', start_at: '2026-01-31T23:59:59Z' }],
      ['first', 'second', 'addon', 'grouped', 'later'],
    ],
    [
      'nothing that starts at its end',
      [{ pricing_id: 'addon', start_at: '2026-02-01T00:00:00Z' }],
      ['first', 'second', 'grouped', 'later'],
    ],
    [
      'nothing that ended at its start',
      [{ pricing_id: 'addon', end_at: '2026-01-01T00:00:00Z' }],
      ['first', 'second', 'grouped', 'later'],
    ],
  ])('takes what the schedule enables: %s', (_, enabled, want) => {
    expect(idsOf({ enabled_pricings: enabled })).toEqual(want)
  })

  it('puts an override in the place of what it names, and says where it stands', () => {
    const override = pricing('override', { original_pricing_id: 'first' })
    const [first, second] = selected({ override_pricings: [override] })
    expect([first?.pricing.id, first?.field]).toEqual(['override', 'schedule.override_pricings.0'])
    expect([second?.pricing.id, second?.field]).toEqual(['second', 'pricing_categories.1.pricings.0'])
  })

  it('replaces single items where the override is SPECIFIC', () => {
    const from = { pricing_categories: [{ pricings: [pricing('first', { items: [{ id: 'a' }, { id: 'b' }] })] }] }
    const override = pricing('override', {
      original_pricing_id: 'first',
      override: 'SPECIFIC',
      items: [{ id: 'new', original_pricing_item_id: 'b' }],
    })
    const [first] = selected({ override_pricings: [override] }, from)
    expect([first?.pricing.id, first?.pricing.items?.map(({ id }) => id)]).toEqual(['first', ['a', 'new']])
  })

  it('adds the categories of the schedule', () => {
    const own = selected({ pricing_categories: [{ pricings: [pricing('own')] }] }).at(-1)
    expect([own?.pricing.id, own?.field]).toEqual(['own', 'schedule.pricing_categories.0.pricings.0'])
  })
})

describe('selectConfigs', () => {
  const item: WirePricingItem = {
    configs: [{ id: 'base' }],
    billing_period_configs: [{ billing_period: { type: 'YEAR' }, configs: [{ id: 'yearly' }] }],
    pricing_currency_configs: [
      {
        currency: 'EUR',
        configs: [{ id: 'euro' }],
        billing_period_configs: [{ billing_period: { type: 'MONTH', value: 12 }, configs: [{ id: 'euro yearly' }] }],
      },
    ],
  }

  it.each<[string, string, { type: 'MONTH' | 'YEAR'; value: number } | null, string, string]>([
    ['the base', 'USD', { type: 'MONTH', value: 1 }, 'base', 'items.0.configs'],
    [
      'of the billing period',
      'USD',
      { type: 'MONTH', value: 12 },
      'yearly',
      'items.0.billing_period_configs.0.configs',
    ],
    ['of the currency', 'EUR', { type: 'MONTH', value: 1 }, 'euro', 'items.0.pricing_currency_configs.0.configs'],
    [
      'of both',
      'EUR',
      { type: 'YEAR', value: 1 },
      'euro yearly',
      'items.0.pricing_currency_configs.0.billing_period_configs.0.configs',
    ],
    ['the base where the period is not known', 'USD', null, 'base', 'items.0.configs'],
  ])('takes the rules %s', (_, currency, billingPeriod, id, field) => {
    const { configs, field: at } = selectConfigs(item, { currency, billingPeriod }, 'items.0')
    expect([configs[0]?.id, at]).toEqual([id, field])
  })

  it('refuses a currency that the item has no price in, and exchange between currencies', () => {
    const onlyEuro = { pricing_currency_configs: [{ currency: 'EUR' as const, configs: [] }] }
    expect(() => selectConfigs(onlyEuro, { currency: 'USD', billingPeriod: null }, 'items.0')).toThrow(
      'no price in USD',
    )
    const exchanged = { pricing_currency_configs: [{ currency: 'EUR' as const, fallback_currency: 'USD' as const }] }
    expect(() => selectConfigs(exchanged, { currency: 'EUR', billingPeriod: null }, 'items.0')).toThrow(
      'prices are not exchanged',
    )
  })
})
