import type { Queryable } from '../database/database.ts'
import { invalidOperation } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { requireUnsold } from '../resources/require-unsold.ts'
import { resourceRoutes } from '../resources/resource-routes.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { bumpCatalogRevision } from './catalog-revision.store.ts'
import { checkProduct } from './check-product.ts'
import { checkProductItem } from './check-product-item.ts'
import { isPriced } from './plans/versions.store.ts'

type LifecycleStatus = NonNullable<Stored<'Product'>['status']>

/** Product categories, products and product items. */
export function catalogRoutes(context: Pick<ServerContext, 'database' | 'stores' | 'clock'>): OperationHandlers {
  return {
    ...resourceRoutes(context, 'categories', {
      refuseDeletion: (transaction, { id }) => requireUnpriced(transaction, 'product_category_id', id),
    }),
    ...productRoutes(context),
    ...productItemRoutes(context),
  }
}

function productRoutes(context: Pick<ServerContext, 'database' | 'stores' | 'clock'>): OperationHandlers {
  const { database, stores, clock } = context
  const itemsOf = async (transaction: Queryable, id: string) =>
    (await stores.productItems.list(transaction, [{ sql: 'product_id', equals: id }])).data
  const alignItems = async (transaction: Queryable, id: string, status: LifecycleStatus) => {
    for (const item of await itemsOf(transaction, id)) {
      if (status === 'ARCHIVED') await requireUnsold(transaction, soldItem(item), status, clock.date())
      await stores.productItems.update(transaction, item.id, { status })
    }
  }
  const setStatus = (idOrReference: string, status: LifecycleStatus, align: boolean) =>
    database.transaction(async (transaction) => {
      const { id, reference } = await stores.products.lock(transaction, idOrReference)
      const sold = { type: 'PRODUCT', id, reference } as const
      if (status === 'ARCHIVED') await requireUnsold(transaction, sold, status, clock.date())
      if (align) await alignItems(transaction, id, status)
      return stores.products.update(transaction, id, { status })
    })
  return {
    ...resourceRoutes(context, 'products', {
      create: (transaction, body) => checkProduct(transaction, stores, undefined, body),
      update: async (transaction, { id, status }, body, { query }) => {
        const members = await checkProduct(transaction, stores, id, body)
        // A change says nothing of the status: the items get the one that the product has.
        if (query['align_product_item_status'] === true) await alignItems(transaction, id, status)
        return members
      },
      refuseDeletion: async (transaction, { id }, { query }) => {
        await requireUnpriced(transaction, 'product_ids', id)
        if (query['align_product_item_status'] !== true) return
        // Its items go with it, as long as no plan prices them.
        for (const item of await itemsOf(transaction, id)) {
          await requireUnpriced(transaction, 'product_item_ids', item.id)
          await stores.productItems.remove(transaction, item.id)
        }
      },
    }),
    activateProduct: ({ path, query }) => setStatus(path.idOrRef, 'ACTIVE', query.align_product_item_status ?? false),
    deprecateProduct: ({ path, query }) =>
      setStatus(path.idOrRef, 'DEPRECATED', query.align_product_item_status ?? false),
    archiveProduct: ({ path, query }) => setStatus(path.idOrRef, 'ARCHIVED', query.align_product_item_status ?? false),
  }
}

const soldItem = ({ id, reference }: Stored<'ProductItem'>) =>
  ({ type: 'PRODUCT_ITEM', id: id, reference: reference }) as const

function productItemRoutes(context: Pick<ServerContext, 'database' | 'stores' | 'clock'>): OperationHandlers {
  const { database, stores, clock } = context
  const setStatus = (idOrReference: string, status: LifecycleStatus) =>
    database.transaction(async (transaction) => {
      const found = await stores.productItems.lock(transaction, idOrReference)
      if (status === 'ARCHIVED') await requireUnsold(transaction, soldItem(found), status, clock.date())
      return stores.productItems.update(transaction, found.id, { status })
    })
  return {
    ...resourceRoutes(context, 'productItems', {
      create: (transaction, body) => checkProductItem(transaction, stores, body),
      update: async (transaction, found, body) => {
        // Its conditions say which usage it counts.
        await bumpCatalogRevision(transaction)
        return checkProductItem(transaction, stores, body, found)
      },
      refuseDeletion: (transaction, { id }) => requireUnpriced(transaction, 'product_item_ids', id),
    }),
    activateProductItem: ({ path }) => setStatus(path.idOrRef, 'ACTIVE'),
    deprecateProductItem: ({ path }) => setStatus(path.idOrRef, 'DEPRECATED'),
    archiveProductItem: ({ path }) => setStatus(path.idOrRef, 'ARCHIVED'),
  }
}

/** Throws when a plan version or a schedule prices the resource. */
async function requireUnpriced(database: Queryable, member: string, id: string): Promise<void> {
  if (await isPriced(database, member, id))
    throw invalidOperation('It is priced by a plan version or a schedule and cannot be deleted', { resourceId: id })
}
