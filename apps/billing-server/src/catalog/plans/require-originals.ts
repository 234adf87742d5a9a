import type { Schema } from '@tallygate/client'
import type { Queryable } from '../../database/database.ts'
import { ApiFault, type ResourceType } from '../../http/api-fault.ts'
import type { ResourceStores } from '../../resources/resource-stores.ts'
import { idsOfTree, mapConfigs, pricingsOf } from './version-tree.ts'
import { versionInfos } from './versions.store.ts'

type Category = Schema<'PricingCategory'>

/** A part that another one says it was copied from, and where it says so. */
interface Original {
  readonly id: string
  readonly kind: 'pricings' | 'pricing_items' | 'pricing_item_configs'
  readonly type: ResourceType
  readonly field: string
}

/**
 * Throws where a part of a version's tree names an original that no earlier version of the same plan has, or that is
 * another kind of part there. Discounts, commitments and what-if follow these ids: one that leads nowhere would be
 * passed over without a word. Versions are read from the newest on, so that mostly one is.
 */
export async function requireOriginals(
  database: Queryable,
  stores: Pick<ResourceStores, 'versions'>,
  { planId, version }: { readonly planId: string; readonly version: number },
  categories: readonly Category[],
): Promise<void> {
  let missing = originalsOf(categories)
  if (missing.length === 0) return
  const infos = (await versionInfos(database, [planId])).get(planId) ?? []
  const earlier = infos.filter((info) => info.version < version).toSorted((one, other) => other.version - one.version)
  for (const { id } of earlier) {
    const known = idsOfTree((await stores.versions.get(database, id)).pricing_categories ?? [])
    missing = missing.filter((original) => known.get(original.kind)?.has(original.id) !== true)
    if (missing.length === 0) return
  }
  const [first] = missing
  if (first === undefined) return
  throw new ApiFault({
    status: 400,
    code: 'RESOURCES_NOT_FOUND',
    field: first.field,
    message: `No earlier version of the plan has this ${first.type}`,
    resourceType: first.type,
    resourceId: first.id,
  })
}

/** Every original that a tree names, in the order of the tree. */
function originalsOf(categories: readonly Category[]): Original[] {
  const originals: Original[] = []
  const add = (id: string | null | undefined, original: Omit<Original, 'id'>) => {
    if (id != null) originals.push({ id, ...original })
  }
  for (const { pricing, field } of pricingsOf(categories)) {
    const at = `${field}.original_pricing_id`
    add(pricing.original_pricing_id, { kind: 'pricings', type: 'PRICING', field: at })
    for (const [index, item] of (pricing.items ?? []).entries()) {
      const place = `${field}.items.${index}`
      const ofItem = `${place}.original_pricing_item_id`
      add(item.original_pricing_item_id, { kind: 'pricing_items', type: 'PRICING_ITEM', field: ofItem })
      mapConfigs(item, place, (config, configField) => {
        const ofConfig = `${configField}.original_pricing_item_config_id`
        const facts = { kind: 'pricing_item_configs', type: 'PRICING_ITEM_CONFIG', field: ofConfig } as const
        add(config.original_pricing_item_config_id, facts)
        return config
      })
    }
  }
  return originals
}
