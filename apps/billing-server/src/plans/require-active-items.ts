import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { ApiFault } from '../http/api-fault.ts'
import type { ResourceStores } from '../resources/resource-stores.ts'
import { pricingsOf } from './version-tree.ts'

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
