import type { Schema } from '@tallygate/client'
import { pricingsOf } from '../catalog/plans/version-tree.ts'
import type { Stored } from '../resources/stored.ts'

type Version = Stored<'PricingPlanVersion'>
type Schedule = Stored<'PricingPlanSchedule'>

/**
 * A schedule as it would be under another version of its plan: what it says of a rule, an item or a pricing by its id
 * (seats, included volumes, add-ons, discounts, markups, commitments) is said of the one in its place. That is the one
 * that names it as its original; else the one for the same product items under the same conditions, the first for the
 * first. What has no counterpart keeps its id and means nothing there.
 */
export function carrySchedule(schedule: Schedule, sold: Version, candidate: Version): Schedule {
  if (sold.id != null && sold.id === candidate.id) return schedule
  const ids = counterparts(sold, candidate)
  if (ids.size === 0) return schedule
  return renamed(schedule, ids) as Schedule
}

/** Members that hold ids of rules, items and pricings; other texts of a schedule are never changed. */
const ID_MEMBERS = new Set([
  'pricing_item_config_id',
  'pricing_id',
  'original_pricing_id',
  'original_pricing_item_id',
  'ids',
])

function renamed(value: unknown, ids: ReadonlyMap<string, string>, member = ''): unknown {
  if (typeof value === 'string') return ID_MEMBERS.has(member) ? (ids.get(value) ?? value) : value
  if (Array.isArray(value)) return value.map((entry) => renamed(entry, ids, member))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, renamed(inner, ids, name)]))
}

/** A part of a tree: what it is for, as a key, and its ids. */
interface Part {
  readonly id: string
  readonly originalId: string | null
  readonly key: string
}

/** For each id of a rule, item or pricing of the sold version, the id of its counterpart where that is another. */
export function counterparts(sold: Version, candidate: Version): Map<string, string> {
  const others = partsOf(candidate)
  const byOriginal = new Map(others.flatMap(({ id, originalId }) => (originalId === null ? [] : [[originalId, id]])))
  const byKey = Map.groupBy(others, ({ key }) => key)
  const ids = new Map<string, string>()
  for (const { id, key } of partsOf(sold)) {
    // Taken either way, so that the second of two alike meets the second.
    const alike = byKey.get(key)?.shift()?.id
    const other = byOriginal.get(id) ?? alike
    if (other !== undefined && other !== id) ids.set(id, other)
  }
  return ids
}

function partsOf(version: Version): Part[] {
  return pricingsOf(version.pricing_categories ?? []).flatMap(({ pricing }) => [
    ...partOf('pricing', pricing.id, pricing.original_pricing_id, [pricing.product_ids, pricing.product_type]),
    ...(pricing.items ?? []).flatMap((item) => [
      ...partOf('item', item.id, item.original_pricing_item_id, [item.product_item_ids]),
      ...configSetsOf(item).flatMap(([place, configs]) =>
        configs.flatMap((config) =>
          partOf('rule', config.id, config.original_pricing_item_config_id, [
            item.product_item_ids,
            place,
            conditionsOf(config),
          ]),
        ),
      ),
    ]),
  ])
}

function configSetsOf(
  item: Schema<'PricingItem'>,
): [place: unknown, configs: readonly Schema<'PricingItemConfig'>[]][] {
  return [
    [null, item.configs ?? []],
    ...(item.billing_period_configs ?? []).map((each): [unknown, readonly Schema<'PricingItemConfig'>[]] => [
      each.billing_period,
      each.configs ?? [],
    ]),
    ...(item.pricing_currency_configs ?? []).flatMap((each): [unknown, readonly Schema<'PricingItemConfig'>[]][] => [
      [each.currency, each.configs ?? []],
      ...(each.billing_period_configs ?? []).map((inner): [unknown, readonly Schema<'PricingItemConfig'>[]] => [
        [each.currency, inner.billing_period],
        inner.configs ?? [],
      ]),
    ]),
  ]
}

function conditionsOf({ conditions }: Schema<'PricingItemConfig'>): unknown[] {
  return (conditions?.meter_properties ?? [])
    .map((each) => [each.reference ?? each.id, each.comparator, each.values ?? each.value])
    .map((each) => JSON.stringify(each))
    .toSorted()
}

const partOf = (
  kind: string,
  id: string | null | undefined,
  originalId: string | null | undefined,
  content: unknown,
): Part[] => (id == null ? [] : [{ id, originalId: originalId ?? null, key: JSON.stringify([kind, content]) }])
