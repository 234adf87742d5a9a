import type { Queryable } from '../database/database.ts'
import { invalidOperation } from '../http/api-fault.ts'
import { refuseNull, withoutNull } from '../http/null-members.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { requireReferenceIdentifier } from '../http/require-reference-identifier.ts'
import { customFieldFilter } from '../resources/list-filters.ts'
import { pageResponse } from '../resources/page-response.ts'
import { requireExisting } from '../resources/require-existing.ts'
import { requireUnsold } from '../resources/require-unsold.ts'
import { MAX_UNPAGED } from '../resources/resource.store.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { checkProduct } from './check-product.ts'
import { checkProductItem } from './check-product-item.ts'
import { isPriced } from './plans/versions.store.ts'

type LifecycleStatus = NonNullable<Stored<'Product'>['status']>

/** Product categories, products and product items. */
export function catalogRoutes(context: Pick<ServerContext, 'database' | 'stores' | 'clock'>): OperationHandlers {
  return { ...categoryRoutes(context), ...productRoutes(context), ...productItemRoutes(context) }
}

function categoryRoutes({ database, stores }: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
  return {
    listProductCategories: async ({ query }) => {
      const filters = [{ body: 'customer_id', equals: query.customer_id }]
      const page = { page: 1, limit: MAX_UNPAGED }
      return pageResponse('/v1/product-categories', page, await stores.categories.list(database, filters, page))
    },
    createProductCategory: ({ body }) =>
      database.transaction(async (transaction) => {
        await requireExisting(transaction, stores.customers, body.customer_id, 'customer_id')
        return stores.categories.insert(transaction, body)
      }),
    upsertProductCategory: ({ body }) =>
      database.transaction(async (transaction) => {
        await requireExisting(transaction, stores.customers, body.customer_id, 'customer_id')
        const found = await stores.categories.find(transaction, body.reference)
        return found?.id == null
          ? stores.categories.insert(transaction, body)
          : stores.categories.update(transaction, found.id, body)
      }),
    getProductCategory: ({ path }) => stores.categories.get(database, path.idOrRef),
    updateProductCategory: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.categories.lock(transaction, path.idOrRef)
        await requireExisting(transaction, stores.customers, body.customer_id, 'customer_id')
        return stores.categories.update(transaction, id, body)
      }),
    deleteProductCategory: ({ path }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.categories.lock(transaction, path.idOrRef)
        await requireUnpriced(transaction, 'product_category_id', id)
        return stores.categories.remove(transaction, id)
      }),
  }
}

function productRoutes({
  database,
  stores,
  clock,
}: Pick<ServerContext, 'database' | 'stores' | 'clock'>): OperationHandlers {
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
      const sold = { type: 'PRODUCT', id: id, reference: reference } as const
      if (status === 'ARCHIVED') await requireUnsold(transaction, sold, status, clock.date())
      if (align) await alignItems(transaction, id, status)
      return stores.products.update(transaction, id, { status })
    })
  return {
    listProducts: async ({ query }) => {
      const filters = [
        { sql: 'status', in: query['statuses[]'] },
        { sql: 'category_id', equals: query.product_category_id },
        { body: 'customer_id', equals: query.customer_id },
        ...customFieldFilter(query.custom_field),
      ]
      const page = { page: 1, limit: MAX_UNPAGED }
      return pageResponse('/v1/products', page, await stores.products.list(database, filters, page))
    },
    createProduct: ({ body }) =>
      database.transaction(async (transaction) =>
        stores.products.insert(transaction, {
          product_type: 'DEFAULT',
          ...(await checkProduct(transaction, stores, undefined, body)),
          status: 'DRAFT',
        }),
      ),
    upsertProduct: ({ body, query }) =>
      database.transaction(async (transaction) => {
        requireReferenceIdentifier(query.identifier_field)
        const found = await stores.products.find(transaction, body.reference)
        const members = await checkProduct(transaction, stores, found?.id ?? undefined, body)
        return found?.id == null
          ? stores.products.insert(transaction, { product_type: 'DEFAULT', ...members, status: 'DRAFT' })
          : stores.products.update(transaction, found.id, members)
      }),
    getProduct: ({ path }) => stores.products.get(database, path.idOrRef),
    updateProduct: ({ path, body, query }) =>
      database.transaction(async (transaction) => {
        const found = await stores.products.lock(transaction, path.idOrRef)
        const id = found.id
        const members = await checkProduct(transaction, stores, id, body)
        // A change says nothing of the status: the items get the one that the product has.
        if (query.align_product_item_status === true) await alignItems(transaction, id, found.status ?? 'DRAFT')
        return stores.products.update(transaction, id, members)
      }),
    deleteProduct: ({ path, query }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.products.lock(transaction, path.idOrRef)
        await requireUnpriced(transaction, 'product_ids', id)
        // Its items go with it, as long as no plan prices them.
        if (query.align_product_item_status === true) {
          for (const item of await itemsOf(transaction, id)) {
            await requireUnpriced(transaction, 'product_item_ids', item.id)
            await stores.productItems.remove(transaction, item.id)
          }
        }
        return stores.products.remove(transaction, id)
      }),
    activateProduct: ({ path, query }) => setStatus(path.idOrRef, 'ACTIVE', query.align_product_item_status ?? false),
    deprecateProduct: ({ path, query }) =>
      setStatus(path.idOrRef, 'DEPRECATED', query.align_product_item_status ?? false),
    archiveProduct: ({ path, query }) => setStatus(path.idOrRef, 'ARCHIVED', query.align_product_item_status ?? false),
  }
}

const soldItem = ({ id, reference }: Stored<'ProductItem'>) =>
  ({ type: 'PRODUCT_ITEM', id: id, reference: reference }) as const

function productItemRoutes({
  database,
  stores,
  clock,
}: Pick<ServerContext, 'database' | 'stores' | 'clock'>): OperationHandlers {
  const setStatus = (idOrReference: string, status: LifecycleStatus) =>
    database.transaction(async (transaction) => {
      const found = await stores.productItems.lock(transaction, idOrReference)
      if (status === 'ARCHIVED') await requireUnsold(transaction, soldItem(found), status, clock.date())
      return stores.productItems.update(transaction, found.id, { status })
    })
  return {
    listProductItems: async ({ query }) => {
      const filters = [
        { sql: 'product_id', equals: query.product_id },
        { body: 'customer_id', equals: query.customer_id },
        ...customFieldFilter(query.custom_field),
      ]
      const request = {
        page: query.page ?? 1,
        limit: query.limit ?? 50,
        orderBy: query.order_by,
        orderDirection: query.order_direction,
      }
      return pageResponse('/v1/product-items', request, await stores.productItems.list(database, filters, request))
    },
    createProductItem: ({ body }) =>
      database.transaction(async (transaction) =>
        stores.productItems.insert(transaction, {
          type: 'REVENUE',
          ...(await checkProductItem(transaction, stores, withoutNull(body, ['type']))),
          status: 'DRAFT',
        }),
      ),
    upsertProductItem: ({ body, query }) =>
      database.transaction(async (transaction) => {
        requireReferenceIdentifier(query.identifier_field)
        const found = await stores.productItems.find(transaction, body.reference)
        const members = await checkProductItem(transaction, stores, withoutNull(body, ['type']), found)
        return found?.id == null
          ? stores.productItems.insert(transaction, { type: 'REVENUE', ...members, status: 'DRAFT' })
          : stores.productItems.update(transaction, found.id, members)
      }),
    getProductItem: ({ path }) => stores.productItems.get(database, path.idOrRef),
    updateProductItem: ({ path, body }) =>
      database.transaction(async (transaction) => {
        refuseNull(body, ['product_id', 'name', 'type', 'model_type'], 'PRODUCT_ITEM')
        const found = await stores.productItems.lock(transaction, path.idOrRef)
        const members = await checkProductItem(transaction, stores, body, found)
        return stores.productItems.update(transaction, found.id, members)
      }),
    deleteProductItem: ({ path }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.productItems.lock(transaction, path.idOrRef)
        await requireUnpriced(transaction, 'product_item_ids', id)
        return stores.productItems.remove(transaction, id)
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
