import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { ApiFault, invalidField, missingField, referenceNotFound } from '../http/api-fault.ts'
import type { ResourceStores } from '../resources/resource-stores.ts'
import { resolveConditions } from './resolve-conditions.ts'
import { pricingsOf } from './version-tree.ts'

type Entitlement = Schema<'EntitlementRequest'>

/** Entitlements with the id and the reference of their feature, whichever was given. Throws naming the one that does not resolve. */
export async function resolveEntitlementFeatures(
  database: Queryable,
  stores: ResourceStores,
  entitlements: readonly Entitlement[],
  field: string,
): Promise<Schema<'Entitlement'>[]> {
  const features = (await stores.features.list(database, [])).data
  return entitlements.map((entitlement, index) => {
    const at = `${field}.${index}`
    const { feature_id: id, feature_reference: reference } = entitlement
    if (id == null && reference == null) throw missingField(`${at}.feature_reference`, 'FEATURE')
    const feature = features.find((one) => (id == null ? one.reference === reference : one.id === id))
    if (feature?.id == null) {
      const member = id == null ? 'feature_reference' : 'feature_id'
      throw referenceNotFound(`${at}.${member}`, 'FEATURE', id ?? reference ?? '')
    }
    checkEntitlementValue(entitlement, feature, at)
    return { ...entitlement, feature_id: feature.id, feature_reference: feature.reference ?? '' }
  })
}

function checkEntitlementValue(entitlement: Entitlement, feature: Schema<'Feature'>, at: string): void {
  const members = { NUMBER: 'number', SWITCH: 'switch', AMOUNT: 'amount', ENUM: 'enum', STRING: 'string' } as const
  const member = members[feature.type ?? 'STRING']
  if (entitlement[member] == null) throw missingField(`${at}.${member}`, 'FEATURE')
  if (feature.type === 'ENUM' && !(feature.enum_values ?? []).includes(entitlement.enum ?? '')) {
    throw invalidField(`${at}.enum`, `value is not one of ${(feature.enum_values ?? []).join(', ')}`, 'FEATURE')
  }
}

/**
 * Resolves what a tree refers to, throwing at the first reference that leads nowhere. Returns the tree with the features
 * of its entitlements named by id and reference, and the meters that its product items count.
 */
export async function resolveTree(
  database: Queryable,
  stores: ResourceStores,
  categories: readonly Schema<'PricingCategory'>[],
): Promise<{ readonly categories: Schema<'PricingCategory'>[]; readonly pricedMeterIds: readonly string[] }> {
  for (const [index, { product_category_id: id }] of categories.entries()) {
    if (id === undefined) throw missingField(`pricing_categories.${index}.product_category_id`)
    const found = await stores.categories.find(database, id)
    if (found?.id !== id) {
      throw referenceNotFound(`pricing_categories.${index}.product_category_id`, 'PRODUCT_CATEGORY', id)
    }
  }
  const placed = pricingsOf(categories)
  const products = await stores.products.byIds(
    database,
    placed.flatMap(({ pricing }) => pricing.product_ids ?? []),
  )
  const items = await stores.productItems.byIds(
    database,
    placed.flatMap(({ pricing }) => (pricing.items ?? []).flatMap((item) => item.product_item_ids ?? [])),
  )
  for (const { pricing, field } of placed) {
    for (const [index, id] of (pricing.product_ids ?? []).entries()) {
      if (!products.has(id)) throw referenceNotFound(`${field}.product_ids.${index}`, 'PRODUCT', id)
    }
    for (const [itemIndex, item] of (pricing.items ?? []).entries()) {
      for (const [index, id] of (item.product_item_ids ?? []).entries()) {
        const at = `${field}.items.${itemIndex}.product_item_ids.${index}`
        if (!items.has(id)) throw referenceNotFound(at, 'PRODUCT_ITEM', id)
      }
    }
  }
  const calculations = await stores.calculations.byIds(
    database,
    [...items.values()].flatMap((item) => [
      item.usage_based?.meter_value_calculation_id ?? item.meter_value_calculation_id ?? '',
      item.usage_based?.tiering_meter_value_calculation_id ?? '',
    ]),
  )
  const meterIds = new Set([...calculations.values()].map(({ meter_id: id }) => id ?? ''))
  const named = await resolveConditions(database, stores, await withFeatures(database, stores, categories))
  return { categories: named, pricedMeterIds: [...meterIds].sort() }
}

async function withFeatures(
  database: Queryable,
  stores: ResourceStores,
  categories: readonly Schema<'PricingCategory'>[],
): Promise<Schema<'PricingCategory'>[]> {
  const resolved = new Map<Schema<'Pricing'>, Schema<'Entitlement'>[]>()
  for (const { pricing, field } of pricingsOf(categories)) {
    const entitlements = pricing.entitlements ?? []
    if (entitlements.length === 0) continue
    resolved.set(pricing, await resolveEntitlementFeatures(database, stores, entitlements, `${field}.entitlements`))
  }
  const renewed = (pricing: Schema<'Pricing'>): Schema<'Pricing'> => {
    const entitlements = resolved.get(pricing)
    return entitlements === undefined ? pricing : { ...pricing, entitlements }
  }
  return categories.map((category) => ({
    ...category,
    pricings: (category.pricings ?? []).map(renewed),
    pricing_groups: (category.pricing_groups ?? []).map((group) => ({
      ...group,
      pricings: (group.pricings ?? []).map(renewed),
    })),
  }))
}

/** A version can only become ACTIVE when the product items that it prices are. */
export async function requireActiveItems(
  database: Queryable,
  stores: ResourceStores,
  categories: readonly Schema<'PricingCategory'>[],
): Promise<void> {
  const ids = pricingsOf(categories).flatMap(({ pricing }) =>
    (pricing.items ?? []).flatMap((item) => item.product_item_ids ?? []),
  )
  for (const item of (await stores.productItems.byIds(database, ids)).values()) {
    if (item.status === 'ACTIVE') continue
    throw new ApiFault({
      status: 400,
      code: 'UNABLE_TO_PROCESS_INSTRUCTIONS',
      message: `The product item ${item.reference} is ${String(item.status)}; activate it first`,
      field: 'pricing_categories',
      resourceType: 'PRODUCT_ITEM',
      ...(item.id != null && { resourceId: item.id }),
    })
  }
}
