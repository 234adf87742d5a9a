import type { Schema } from '@tallygate/client'
import type { Queryable } from '../../database/database.ts'
import { ApiFault } from '../../http/api-fault.ts'
import type { ResourceStores } from '../../resources/resource-stores.ts'
import type { PlacedPricing } from './version-tree.ts'

/** Only product items that are ACTIVE can be sold. Throws naming where the first other one is priced. */
export async function requireActiveItems(
  database: Queryable,
  stores: ResourceStores,
  placed: readonly PlacedPricing<Schema<'Pricing'>>[],
): Promise<void> {
  const priced = placed.flatMap(({ pricing, field }) =>
    (pricing.items ?? []).flatMap((item, index) =>
      (item.product_item_ids ?? []).map((id, place) => ({
        id,
        at: `${field}.items.${index}.product_item_ids.${place}`,
      })),
    ),
  )
  const items = await stores.productItems.byIds(
    database,
    priced.map(({ id }) => id),
  )
  for (const { id, at } of priced) {
    const item = items.get(id)
    if (item === undefined || item.status === 'ACTIVE') continue
    throw new ApiFault({
      status: 400,
      code: 'UNABLE_TO_PROCESS_INSTRUCTIONS',
      message: `The product item ${item.reference} is ${String(item.status)}; activate it first`,
      field: at,
      resourceType: 'PRODUCT_ITEM',
      resourceId: id,
    })
  }
}
