import type { Schema } from '@tallygate/client'
import type { CatalogProductItem, PricingCatalog, UsageTotal, WireCalculation } from '@tallygate/rating'
import type { Stored } from '../../src/resources/stored.ts'

// A small catalog for tests: tokens by model, seats, payments; and short ways to write plans and usage.

const items: CatalogProductItem[] = [
  {
    id: 'proi_completion',
    name: 'Completion tokens',
    product_id: 'prod_ai',
    model_type: 'USAGE_BASED',
    meter_value_calculation_id: 'bmet_completion',
  },
  {
    id: 'proi_prompt',
    name: 'Prompt tokens',
    product_id: 'prod_ai',
    model_type: 'USAGE_BASED',
    usage_based: { meter_value_calculation_id: 'bmet_prompt' },
  },
  {
    id: 'proi_payments',
    name: 'Payments',
    product_id: 'prod_ai',
    model_type: 'USAGE_BASED',
    meter_value_calculation_id: 'bmet_payments',
  },
  {
    id: 'proi_users',
    name: 'Active users',
    product_id: 'prod_ai',
    model_type: 'USAGE_BASED',
    meter_value_calculation_id: 'bmet_users',
  },
  {
    id: 'proi_platform',
    name: 'Platform fee',
    product_id: 'prod_platform',
    model_type: 'RECURRING',
    tax_category: 'EXEMPT',
  },
  { id: 'proi_setup', name: 'Setup', product_id: 'prod_platform', model_type: 'ONE_OFF' },
  {
    id: 'proi_credits',
    name: 'Credits',
    product_id: 'prod_ai',
    model_type: 'CREDITS',
    credits: { credit_type_id: 'ctyp_1' },
  },
  { id: 'proi_seats', name: 'Seats', product_id: 'prod_platform', model_type: 'PER_SEAT' },
]

const sum = (meter: string, value: string): WireCalculation => ({
  calculation_type: 'SUM',
  meter_id: meter,
  meter_value_id: value,
  meter_property_id: null,
})

/** Resources that the plans of the tests refer to. */
export const catalogFixture: PricingCatalog = {
  productItems: new Map(items.map((item) => [item.id, item])),
  products: new Map([
    ['prod_ai', { id: 'prod_ai', name: 'AI', category_id: 'proc_usage' }],
    ['prod_platform', { id: 'prod_platform', name: 'Platform', category_id: 'proc_usage' }],
  ]),
  categories: new Map([['proc_usage', { id: 'proc_usage', name: 'Usage' }]]),
  calculations: new Map([
    ['bmet_completion', sum('metr_completion', 'metv_tokens')],
    ['bmet_prompt', sum('metr_prompt', 'metv_tokens')],
    ['bmet_payments', sum('metr_payments', 'metv_volume')],
    [
      'bmet_users',
      { calculation_type: 'UNIQUE', meter_id: 'metr_completion', meter_value_id: null, meter_property_id: 'metp_user' },
    ],
  ]),
  meters: new Map([
    ['metr_completion', { reference: 'completion_tokens' }],
    ['metr_prompt', { reference: 'prompt_tokens' }],
    ['metr_payments', { reference: 'payments' }],
  ]),
  meterValues: new Map([
    ['metv_tokens', { reference: 'token_count', type: 'NUMBER' }],
    ['metv_volume', { reference: 'volume', type: 'AMOUNT' }],
  ]),
  meterProperties: new Map([
    ['metp_model', { reference: 'model_id', type: 'STRING' }],
    ['metp_user', { reference: 'user_id', type: 'STRING' }],
    ['metp_context', { reference: 'context', type: 'NUMBER' }],
  ]),
}

/** Tokens of one model (or other property values), as one row of totals. */
export function tokens(
  number: string,
  properties: Readonly<Record<string, string>> = {},
  options: Partial<UsageTotal> = {},
): UsageTotal {
  return {
    meterId: 'metr_completion',
    meterValueId: 'metv_tokens',
    properties,
    currency: null,
    sum: number,
    count: 1,
    min: number,
    max: number,
    ...options,
  }
}

/** Payments of an amount. */
export function payments(quantity: string, currency = 'USD', count = 1): UsageTotal {
  return tokens(quantity, {}, { meterId: 'metr_payments', meterValueId: 'metv_volume', currency, count })
}

/** US dollars on the wire. */
export function usd(quantity: string): Schema<'Amount'> {
  return { quantity, currency: 'USD' }
}

/** Conditions of a rule on one model. */
export function ofModel(model: string): Schema<'PricingItemConfigConditions'> {
  return { meter_properties: [{ reference: 'model_id', comparator: 'EQUALS', value: model }] }
}

/** A FLAT rule: so much for a thousand tokens. */
export function perThousand(id: string, quantity: string, model?: string): Schema<'PricingItemConfig'> {
  return {
    id,
    type: 'FLAT',
    ...(model === undefined ? {} : { conditions: ofModel(model) }),
    bands: [{ amount: usd(quantity), block_size: { number: '1000' } }],
  }
}

/** A version with one category and one pricing of these items. */
export function versionOf(...pricingItems: Schema<'PricingItem'>[]): Stored<'PricingPlanVersion'> {
  return {
    object_type: 'PRICING_PLAN_VERSION',
    id: 'ppve_pro',
    pricing_plan_id: 'ppl_pro',
    version: 1,
    status: 'ACTIVE',
    pricing_categories: [
      {
        id: 'pcat_usage',
        product_category_id: 'proc_usage',
        pricings: [{ id: 'pric_pro', name: 'Pro', product_ids: ['prod_ai'], items: pricingItems }],
      },
    ],
  }
}

/** A pricing item of one product item with these rules. */
export function itemOf(productItemId: string, ...configs: Schema<'PricingItemConfig'>[]): Schema<'PricingItem'> {
  return { id: `pit_${productItemId}`, product_item_ids: [productItemId], configs }
}

/** The worked example of the product's guide: gpt-4o, gpt-4o-mini, and a default rate. */
export const proVersion: Stored<'PricingPlanVersion'> = versionOf(
  itemOf(
    'proi_completion',
    { ...perThousand('pico_default', '0.01'), order: 3 },
    { ...perThousand('pico_gpt4o', '0.015', 'gpt-4o'), order: 1 },
    { ...perThousand('pico_mini', '0.0006', 'gpt-4o-mini'), order: 2 },
  ),
)
