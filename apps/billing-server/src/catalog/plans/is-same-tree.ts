import { isDeepStrictEqual } from 'node:util'
import type { Schema } from '@tallygate/client'
import { mapConfigs, mapPricings } from './version-tree.ts'

type Category = Schema<'PricingCategory'>

/**
 * Tells whether two resolved trees say the same, whatever the ids of their parts: a request that is repeated brings
 * none.
 */
export function isSameTree(one: readonly Category[], other: readonly Category[]): boolean {
  return isDeepStrictEqual(withoutIds(one), withoutIds(other))
}

function withoutIds(categories: readonly Category[]): object[] {
  return mapPricings(categories, ({ id: _id, pricing_group_id: _group, ...pricing }) => ({
    ...pricing,
    items: (pricing.items ?? []).map(({ id: _item, ...item }) =>
      mapConfigs(item, '', ({ id: _config, ...config }) => config),
    ),
  })).map(({ id: _id, pricing_groups: groups, ...category }) => ({
    ...category,
    pricing_groups: (groups ?? []).map(({ id: _group, ...group }) => group),
  }))
}
