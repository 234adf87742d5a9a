import type { Schema } from '@tallygate/client'
import { idsOfTree, type TreeIds } from '../catalog/plans/version-tree.ts'
import type { Queryable } from '../database/database.ts'
import { type ResourceType, referenceNotFound } from '../http/api-fault.ts'
import type { ResourceStores } from '../resources/resource-stores.ts'
import type { Stored } from '../resources/stored.ts'

type Schedule = Omit<Stored<'PricingPlanSchedule'>, 'id' | 'object_type' | 'created_at'>

/** A resource that a schedule speaks of, and where. */
interface Mention {
  readonly id: string | null | undefined
  readonly type: ResourceType
  readonly field: string
}

const OF_TREE = {
  PRICING: 'pricings',
  PRICING_ITEM: 'pricing_items',
  PRICING_ITEM_CONFIG: 'pricing_item_configs',
} as const

/**
 * Throws where a schedule speaks of a part that neither its plan version nor its own prices have, or of a resource that
 * does not exist: a discount on nothing would bill in full, and an override of nothing would never be used.
 */
export async function requireKnownParts(
  database: Queryable,
  stores: ResourceStores,
  schedule: Schedule,
  version: Stored<'PricingPlanVersion'>,
): Promise<void> {
  const mentions = [...mentionsOf(schedule)]
  const parts: TreeIds = idsOfTree([
    ...(version.pricing_categories ?? []),
    ...(schedule.pricing_categories ?? []),
    { pricings: schedule.override_pricings ?? [] },
  ])
  const idsFor = (type: ResourceType) =>
    mentions.filter((mention) => mention.type === type).flatMap(({ id }) => id ?? [])
  const catalog: Partial<Record<ResourceType, ReadonlyMap<string, unknown>>> = {
    PRODUCT: await stores.products.byIds(database, idsFor('PRODUCT')),
    PRODUCT_ITEM: await stores.productItems.byIds(database, idsFor('PRODUCT_ITEM')),
    PRODUCT_CATEGORY: await stores.categories.byIds(database, idsFor('PRODUCT_CATEGORY')),
  }
  for (const { id, type, field } of mentions) {
    const known = type in OF_TREE ? parts.get(OF_TREE[type as keyof typeof OF_TREE]) : catalog[type]
    if (id == null || known?.has(id) !== true) throw referenceNotFound(field, type, id)
  }
}

function* mentionsOf(schedule: Schedule): Generator<Mention> {
  for (const member of ['seats_values', 'included_volumes'] as const) {
    for (const [index, { pricing_item_config_id: id }] of (schedule[member] ?? []).entries()) {
      yield { id, type: 'PRICING_ITEM_CONFIG', field: `${member}.${index}.pricing_item_config_id` }
    }
  }
  for (const [index, { pricing_id: id }] of (schedule.enabled_pricings ?? []).entries()) {
    yield { id, type: 'PRICING', field: `enabled_pricings.${index}.pricing_id` }
  }
  for (const [index, pricing] of (schedule.override_pricings ?? []).entries()) {
    const field = `override_pricings.${index}`
    yield { id: pricing.original_pricing_id, type: 'PRICING', field: `${field}.original_pricing_id` }
    if (pricing.override !== 'SPECIFIC') continue
    for (const [place, item] of (pricing.items ?? []).entries()) {
      const at = `${field}.items.${place}.original_pricing_item_id`
      yield { id: item.original_pricing_item_id, type: 'PRICING_ITEM', field: at }
    }
  }
  // There are no coupons and no promotion codes here: a discount of the schedule says the same.
  for (const [index, id] of (schedule.coupon_ids ?? []).entries()) {
    yield { id, type: 'COUPON', field: `coupon_ids.${index}` }
  }
  for (const [index, id] of (schedule.promotion_codes ?? []).entries()) {
    yield { id, type: 'PROMOTION_CODE', field: `promotion_codes.${index}` }
  }
  for (const member of ['discount', 'markup', 'commitment'] as const) yield* adjusted(schedule[member], member)
}

const ADJUSTED = {
  pricing_item_configs: 'PRICING_ITEM_CONFIG',
  pricing_items: 'PRICING_ITEM',
  pricings: 'PRICING',
  products: 'PRODUCT',
  product_items: 'PRODUCT_ITEM',
  product_categories: 'PRODUCT_CATEGORY',
} as const

function* adjusted(adjustments: Schema<'Discount'> | null | undefined, field: string): Generator<Mention> {
  for (const [member, type] of Object.entries(ADJUSTED)) {
    for (const [index, { ids }] of (adjustments?.[member as keyof typeof ADJUSTED] ?? []).entries()) {
      for (const [place, id] of (ids ?? []).entries()) {
        yield { id, type, field: `${field}.${member}.${index}.ids.${place}` }
      }
    }
  }
}
