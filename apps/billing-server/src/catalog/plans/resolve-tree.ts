import type { Schema } from '@tallygate/client'
import { depositsIntoWallets } from '@tallygate/rating'
import type { Queryable } from '../../database/database.ts'
import { missingField, referenceNotFound } from '../../http/api-fault.ts'
import type { ResourceStores } from '../../resources/resource-stores.ts'
import type { Stored } from '../../resources/stored.ts'
import { refuseUnknownWallets } from './refuse-unknown-wallets.ts'
import { resolveConditions } from './resolve-conditions.ts'
import { resolveEntitlementFeatures } from './resolve-entitlement-features.ts'
import { mapPricings, type PlacedPricing, pricingsOf } from './version-tree.ts'

type Pricing = Schema<'Pricing'>

/** A tree whose references were followed. */
export interface ResolvedTree {
  /** With the features and meter properties that it speaks of named by id and by reference. */
  readonly categories: Schema<'PricingCategory'>[]
  readonly columns: PriceColumns
}

/** The columns of prices that are asked for without reading their tree. */
export interface PriceColumns {
  /** The meters that their product items count, sorted. */
  readonly priced_meter_ids: readonly string[]
  /** True where they deposit into wallets. */
  readonly deposits: boolean
}

/** Follows what a tree refers to, throwing at the first reference that leads nowhere. */
export async function resolveTree(
  database: Queryable,
  stores: ResourceStores,
  categories: readonly Schema<'PricingCategory'>[],
): Promise<ResolvedTree> {
  const known = await stores.categories.byIds(
    database,
    categories.flatMap(({ product_category_id: id }) => id ?? []),
  )
  for (const [index, { product_category_id: id }] of categories.entries()) {
    const field = `pricing_categories.${index}.product_category_id`
    if (id === undefined) throw missingField(field)
    if (!known.has(id)) throw referenceNotFound(field, 'PRODUCT_CATEGORY', id)
  }
  const placed = pricingsOf(categories)
  const { pricings, columns } = await resolvePricings(database, stores, placed)
  const renewed = new Map(placed.map(({ field }, index) => [field, pricings[index]]))
  return { categories: mapPricings(categories, (pricing, field) => renewed.get(field) ?? pricing), columns }
}

/** The same for pricings wherever they stand. */
export async function resolvePricings(
  database: Queryable,
  stores: ResourceStores,
  placed: readonly PlacedPricing<Pricing>[],
): Promise<{ readonly pricings: Pricing[]; readonly columns: PriceColumns }> {
  const items = await requireCatalog(database, stores, placed)
  await refuseUnknownWallets(database, stores, placed)
  const calculations = await stores.calculations.byIds(
    database,
    items.flatMap((item) => [
      ...[item.usage_based?.meter_value_calculation_id ?? item.meter_value_calculation_id ?? []].flat(),
      ...[item.usage_based?.tiering_meter_value_calculation_id ?? []].flat(),
    ]),
  )
  const meterIds = new Set([...calculations.values()].map(({ meter_id: id }) => id))
  const granting: PlacedPricing<Pricing>[] = []
  for (const { pricing, field } of placed) {
    const given = pricing.entitlements ?? []
    const entitlements =
      given.length === 0 ? given : await resolveEntitlementFeatures(database, stores, given, `${field}.entitlements`)
    granting.push({ pricing: { ...pricing, ...(given.length > 0 && { entitlements }) }, field })
  }
  const pricings = await resolveConditions(database, stores, granting)
  const columns = { priced_meter_ids: [...meterIds].sort(), deposits: depositsIntoWallets(pricings) }
  return { pricings, columns }
}

/** The product items that the pricings price. Throws where one of them, or a product, does not exist. */
async function requireCatalog(
  database: Queryable,
  stores: ResourceStores,
  placed: readonly PlacedPricing<Pricing>[],
): Promise<Stored<'ProductItem'>[]> {
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
  return [...items.values()]
}
