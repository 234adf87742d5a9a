import type { Schema } from '@tallygate/client'
import type { CatalogState } from '../catalog-state.ts'
import { canonicalDecimal, withoutEmpty } from '../compare/without-empty.ts'
import { comparableConfig, comparablePeriod } from './comparable-config.ts'

type Version = Schema<'PricingPlanVersion'> | Schema<'PricingPlanVersionCreateRequest'>
type Category = Schema<'PricingCategory'> | Schema<'PricingCategoryRequest'>
type Pricing = Schema<'Pricing'> | Schema<'PricingRequest'>
type Item = Schema<'PricingItem'> | Schema<'PricingItemRequest'>
type Entitlement = Schema<'Entitlement'> | Schema<'EntitlementRequest'>
type Tree = { [name: string]: unknown }

/**
 * The meaning of a version, laid out like a plan of the catalog and in a form in which equal meanings are equal: what
 * the server adds (ids, expanded objects, nulls, defaults, display order) is gone, ids of the catalog are references,
 * decimals have one spelling, and order is left only where it matters. Members that this package does not write are
 * kept, so that a version edited elsewhere differs.
 */
export function comparableVersion(version: Version, state: CatalogState): unknown {
  const currencies = version.pricing_currency_settings
  const pricings: Tree = {}
  const categories: Tree = {}
  for (const category of version.pricing_categories ?? []) addCategory(pricings, categories, category, state)
  return withoutEmpty({
    currency: currencies?.default_pricing_currency ?? currencies?.pricing_currencies?.[0],
    currencies: currencies?.pricing_currencies?.toSorted(),
    billing_periods: (version.billing_period_settings?.billing_periods ?? [])
      .map(({ period }) => comparablePeriod(period))
      .sort(),
    rate_card: version.rate_card,
    pricings,
    categories,
  })
}

function addCategory(pricings: Tree, categories: Tree, category: Category, state: CatalogState): void {
  const {
    object_type: _type,
    id: _id,
    product_category_id,
    product_category: _category,
    display_order: _order,
    pricings: entries,
    ...others
  } = { object_type: null, product_category: null, ...category }
  const reference = state.referenceOf(product_category_id ?? '')
  add(categories, reference, others)
  for (const pricing of entries ?? []) {
    add(pricings, references(pricing.product_ids, state), { category: reference, ...comparablePricing(pricing, state) })
  }
}

function comparablePricing(pricing: Pricing, state: CatalogState): Tree {
  const {
    object_type: _type,
    id: _id,
    pricing_plan_version_id: _versionId,
    pricing_plan_schedule_id: _scheduleId,
    pricing_group_id: _groupId,
    original_pricing_id: _originalId,
    original_pricing: _original,
    products: _products,
    product_ids: _productIds,
    display_order: _order,
    product_type,
    entitlements,
    items,
    ...others
  } = { object_type: null, original_pricing: null, products: null, ...pricing }
  const rates: Tree = {}
  for (const item of items ?? []) add(rates, references(item.product_item_ids, state), comparableItem(item, state))
  return {
    ...others,
    product_type: product_type === 'DEFAULT' ? undefined : product_type,
    rates,
    entitlements: comparableEntitlements(entitlements ?? [], state),
  }
}

function comparableItem(item: Item, state: CatalogState): Tree {
  const {
    object_type: _type,
    id: _id,
    original_pricing_item_id: _originalId,
    original_pricing_item: _original,
    product_item_ids: _itemIds,
    product_items: _items,
    display_order: _order,
    configs,
    ...others
  } = { object_type: null, original_pricing_item: null, product_items: null, ...item }
  const ordered = (configs ?? []).toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
  const rules: Tree = {}
  for (const config of ordered) {
    const { when, rule } = comparableConfig(config, state)
    add(rules, when, rule)
  }
  // The first rule that matches counts, so their order is part of what they mean.
  const names = Object.keys(rules)
  return { ...rules, precedence: names.length > 1 ? names : undefined, ...others }
}

/** By feature: the value, or all values of a feature that has several rows. */
function comparableEntitlements(entitlements: readonly Entitlement[], state: CatalogState): Tree {
  const byFeature = new Map<string, unknown[]>()
  for (const entitlement of entitlements) {
    const { feature_id, feature_reference, feature: _feature, ...granted } = { feature: null, ...entitlement }
    const reference = feature_reference ?? state.referenceOf(feature_id ?? '')
    const values = byFeature.get(reference) ?? []
    byFeature.set(reference, values)
    values.push(comparableGrant(granted))
  }
  return Object.fromEntries(
    [...byFeature].map(([reference, values]) => [reference, values.length > 1 ? sorted(values) : values[0]]),
  )
}

/** `"50000"`, `"on"`, `"gpt-4o"`: one text where an entitlement says one thing. */
function comparableGrant(granted: Omit<Schema<'EntitlementRequest'>, 'feature_id' | 'feature_reference'>): unknown {
  const { number, switch: on, enum: value, string, amount, ...others } = granted
  const texts = [
    number == null ? undefined : canonicalDecimal(number),
    on == null ? undefined : on ? 'on' : 'off',
    amount?.quantity == null ? undefined : `${canonicalDecimal(amount.quantity)} ${amount.currency ?? ''}`,
    // Marked, so that a text is never taken for a decimal: "1.0" is another value than "1".
    value == null ? undefined : `'${value}'`,
    string == null ? undefined : `'${string}'`,
  ].filter((text) => text !== undefined)
  const rest = withoutEmpty(others)
  return rest === undefined && texts.length === 1 ? texts[0] : { texts, rest }
}

function sorted(values: readonly unknown[]): unknown[] {
  return values.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

function references(ids: readonly string[] | null | undefined, state: CatalogState): string {
  return (ids ?? [])
    .map((id) => state.referenceOf(id))
    .sort()
    .join(' + ')
}

/** Under a name that comes again it stands with a number behind it. */
function add(tree: Tree, name: string, value: unknown): void {
  let key = name
  for (let count = 2; Object.hasOwn(tree, key); count += 1) key = `${name} (${count})`
  tree[key] = value
}
