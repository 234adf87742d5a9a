import type { Schema } from '@tallygate/client'
import type { Catalog } from '../catalog.ts'
import type { Currency, FeatureDefinition, PeriodDefinition } from '../catalog-definition.ts'
import type { CatalogState } from '../catalog-state.ts'
import type { AnyEntitlementValue, AnyPlanDefinition, AnyPricingDefinition } from '../plan-definition.ts'
import { definitionOf } from '../resources/definition-of.ts'
import { pricingConfigs } from './pricing-configs.ts'

const MONTHLY: readonly PeriodDefinition[] = [{ type: 'MONTH', value: 1 }]

/** The request that makes a version of a plan with everything that the catalog says, ACTIVE at once. */
export function versionRequest(
  catalog: Catalog,
  reference: string,
  state: CatalogState,
): Schema<'PricingPlanVersionCreateRequest'> {
  const plan = definitionOf(catalog.plans, reference)
  return {
    pricing_plan_id: state.idOf('plan', reference),
    status: 'ACTIVE',
    pricing_currency_settings: { default_pricing_currency: plan.currency, pricing_currencies: [plan.currency] },
    billing_period_settings: {
      billing_periods: (plan.billingPeriods ?? MONTHLY).map((period) => ({ period: { ...period } })),
    },
    pricing_categories: pricingCategories(catalog, plan, state),
  }
}

/** Pricings stand below the category of their product, both in the order of the plan. */
function pricingCategories(
  catalog: Catalog,
  plan: AnyPlanDefinition,
  state: CatalogState,
): Schema<'PricingCategoryRequest'>[] {
  const categories = new Map<string, Schema<'PricingRequest'>[]>()
  for (const [reference, pricing] of Object.entries(plan.pricings)) {
    if (pricing === undefined) continue
    const { category, name } = definitionOf(catalog.products, reference)
    const pricings = categories.get(category) ?? []
    categories.set(category, pricings)
    pricings.push({
      name: pricing.name ?? name,
      product_ids: [state.idOf('product', reference)],
      entitlements: entitlements(catalog, pricing, state),
      items: items(pricing, plan.currency, state),
    })
  }
  return [...categories].map(([category, pricings]) => ({
    product_category_id: state.idOf('product category', category),
    pricings,
  }))
}

function items(
  { rates }: AnyPricingDefinition,
  currency: Currency,
  state: CatalogState,
): Schema<'PricingItemRequest'>[] {
  return Object.entries(rates).flatMap(([item, rate]) =>
    rate === undefined
      ? []
      : [{ product_item_ids: [state.idOf('product item', item)], configs: pricingConfigs(rate, currency, state) }],
  )
}

function entitlements(
  catalog: Catalog,
  pricing: AnyPricingDefinition,
  state: CatalogState,
): Schema<'EntitlementRequest'>[] {
  return Object.entries(pricing.entitlements ?? {}).flatMap(([reference, value]) => {
    if (value === undefined) return []
    const id = state.idOf('feature', reference)
    const rows = entitlementMembers(definitionOf(catalog.features, reference), value)
    return rows.map((members) => ({ feature_id: id, feature_reference: reference, ...members }))
  })
}

/** The API writes one row for each value of an ENUM or STRING, and reads them as lists. */
function entitlementMembers(
  { type }: FeatureDefinition,
  value: AnyEntitlementValue,
): readonly Schema<'EntitlementRequest'>[] {
  const texts: readonly string[] = Array.isArray(value) ? value : [String(value)]
  switch (type) {
    case 'SWITCH':
      return [{ switch: value === true }]
    case 'NUMBER':
      return [{ number: String(value) }]
    case 'AMOUNT':
      return typeof value === 'object' && 'currency' in value ? [{ amount: { ...value } }] : []
    case 'ENUM':
      return texts.map((text) => ({ enum: text }))
    case 'STRING':
      return texts.map((text) => ({ string: text }))
  }
}
