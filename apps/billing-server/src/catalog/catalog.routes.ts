import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { invalidField, invalidOperation, referenceNotFound } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { customFieldFilter } from '../resources/list-filters.ts'
import { pageResponse } from '../resources/page-response.ts'
import { MAX_UNPAGED } from '../resources/resource-store.ts'
import type { ServerContext } from '../server-context.ts'

type LifecycleStatus = NonNullable<Schema<'Product'>['status']>

/** Product categories, products and product items. */
export function catalogRoutes(context: ServerContext): OperationHandlers {
  return { ...categoryRoutes(context), ...productRoutes(context), ...productItemRoutes(context) }
}

function categoryRoutes({ database, stores }: ServerContext): OperationHandlers {
  return {
    listProductCategories: async ({ query }) => {
      const filters = [{ sql: "body ->> 'customer_id'", equals: query.customer_id }]
      const page = { page: 1, limit: MAX_UNPAGED }
      return pageResponse('/v1/product-categories', page, await stores.categories.list(database, filters, page))
    },
    createProductCategory: ({ body }) =>
      database.transaction((transaction) => stores.categories.insert(transaction, body)),
    upsertProductCategory: ({ body }) =>
      database.transaction(async (transaction) => {
        const found = await stores.categories.find(transaction, body.reference)
        return found?.id == null
          ? stores.categories.insert(transaction, body)
          : stores.categories.update(transaction, found.id, body)
      }),
    getProductCategory: ({ path }) => stores.categories.get(database, path.idOrRef),
    updateProductCategory: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.categories.lock(transaction, path.idOrRef)
        return stores.categories.update(transaction, id ?? '', body)
      }),
    deleteProductCategory: ({ path }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.categories.lock(transaction, path.idOrRef)
        return stores.categories.remove(transaction, id ?? '')
      }),
  }
}

function productRoutes({ database, stores }: ServerContext): OperationHandlers {
  const checked = async (connection: Queryable, body: Schema<'ProductUpdateRequest'>): Promise<object> => {
    if (body.category_id !== undefined) {
      const category = await stores.categories.find(connection, body.category_id)
      if (category?.id !== body.category_id)
        throw referenceNotFound('category_id', 'PRODUCT_CATEGORY', body.category_id)
    }
    if (body.features == null) return body
    const features: { id: string; reference: string }[] = []
    for (const [index, feature] of body.features.entries()) {
      const [found] = (
        await stores.features.list(connection, [
          { sql: feature.id == null ? 'reference' : 'id', equals: feature.id ?? feature.reference },
        ])
      ).data
      if (found?.id == null) {
        throw referenceNotFound(`features.${index}`, 'FEATURE', feature.id ?? feature.reference ?? '')
      }
      features.push({ id: found.id, reference: found.reference ?? '' })
    }
    return { ...body, features }
  }
  const setStatus = (idOrReference: string, status: LifecycleStatus, alignItems: boolean) =>
    database.transaction(async (transaction) => {
      const { id } = await stores.products.lock(transaction, idOrReference)
      if (alignItems) {
        const items = await stores.productItems.list(transaction, [{ sql: 'product_id', equals: id ?? '' }])
        for (const item of items.data) await stores.productItems.update(transaction, item.id ?? '', { status })
      }
      return stores.products.update(transaction, id ?? '', { status })
    })
  return {
    listProducts: async ({ query }) => {
      const filters = [
        { sql: 'status', in: query['statuses[]'] },
        { sql: 'category_id', equals: query.product_category_id },
        { sql: "body ->> 'customer_id'", equals: query.customer_id },
        ...customFieldFilter(query.custom_field),
      ]
      const page = { page: 1, limit: MAX_UNPAGED }
      return pageResponse('/v1/products', page, await stores.products.list(database, filters, page))
    },
    createProduct: ({ body }) =>
      database.transaction(async (transaction) =>
        stores.products.insert(transaction, {
          product_type: 'DEFAULT',
          ...(await checked(transaction, body)),
          status: 'DRAFT',
        }),
      ),
    upsertProduct: ({ body, query }) =>
      database.transaction(async (transaction) => {
        requireReferenceIdentifier(query.identifier_field)
        const members = await checked(transaction, body)
        const found = await stores.products.find(transaction, body.reference)
        return found?.id == null
          ? stores.products.insert(transaction, { product_type: 'DEFAULT', ...members, status: 'DRAFT' })
          : stores.products.update(transaction, found.id, members)
      }),
    getProduct: ({ path }) => stores.products.get(database, path.idOrRef),
    updateProduct: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.products.lock(transaction, path.idOrRef)
        return stores.products.update(transaction, id ?? '', await checked(transaction, body))
      }),
    deleteProduct: ({ path }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.products.lock(transaction, path.idOrRef)
        await requireUnpriced(transaction, 'product_ids', id ?? '')
        return stores.products.remove(transaction, id ?? '')
      }),
    activateProduct: ({ path, query }) => setStatus(path.idOrRef, 'ACTIVE', query.align_product_item_status ?? false),
    deprecateProduct: ({ path, query }) =>
      setStatus(path.idOrRef, 'DEPRECATED', query.align_product_item_status ?? false),
    archiveProduct: ({ path, query }) => setStatus(path.idOrRef, 'ARCHIVED', query.align_product_item_status ?? false),
  }
}

function productItemRoutes({ database, stores }: ServerContext): OperationHandlers {
  const checked = async (
    connection: Queryable,
    body: Schema<'ProductItemUpdateRequest'>,
    previous?: Schema<'ProductItem'>,
  ): Promise<object> => {
    if (body.product_id != null) {
      const product = await stores.products.find(connection, body.product_id)
      if (product?.id !== body.product_id) throw referenceNotFound('product_id', 'PRODUCT', body.product_id)
    }
    const creditTypeId = body.credits?.credit_type_id
    if (creditTypeId != null && (await stores.creditTypes.find(connection, creditTypeId))?.id !== creditTypeId) {
      throw referenceNotFound('credits.credit_type_id', 'CREDIT_TYPE', creditTypeId)
    }
    // The older place of the link is read, and kept in the newer one, which wins.
    const nested = body.usage_based?.meter_value_calculation_id
    const calculationId = nested ?? body.meter_value_calculation_id
    if (calculationId == null) return body
    if ((await stores.calculations.find(connection, calculationId)) === undefined) {
      const field = nested == null ? 'meter_value_calculation_id' : 'usage_based.meter_value_calculation_id'
      throw referenceNotFound(field, 'METER_VALUE_CALCULATION', calculationId)
    }
    if (previous?.status === 'ACTIVE' && previous.usage_based?.meter_value_calculation_id !== calculationId) {
      throw invalidField(
        'usage_based.meter_value_calculation_id',
        'the calculation of an ACTIVE product item cannot change',
        'PRODUCT_ITEM',
      )
    }
    return {
      ...body,
      meter_value_calculation_id: calculationId,
      usage_based: { ...previous?.usage_based, ...body.usage_based, meter_value_calculation_id: calculationId },
    }
  }
  const setStatus = (idOrReference: string, status: LifecycleStatus) =>
    database.transaction(async (transaction) => {
      const { id } = await stores.productItems.lock(transaction, idOrReference)
      return stores.productItems.update(transaction, id ?? '', { status })
    })
  return {
    listProductItems: async ({ query }) => {
      const filters = [
        { sql: 'product_id', equals: query.product_id },
        { sql: "body ->> 'customer_id'", equals: query.customer_id },
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
          ...(await checked(transaction, body)),
          status: 'DRAFT',
        }),
      ),
    upsertProductItem: ({ body, query }) =>
      database.transaction(async (transaction) => {
        requireReferenceIdentifier(query.identifier_field)
        const found = await stores.productItems.find(transaction, body.reference)
        const members = await checked(transaction, body, found)
        return found?.id == null
          ? stores.productItems.insert(transaction, { type: 'REVENUE', ...members, status: 'DRAFT' })
          : stores.productItems.update(transaction, found.id, members)
      }),
    getProductItem: ({ path }) => stores.productItems.get(database, path.idOrRef),
    updateProductItem: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const found = await stores.productItems.lock(transaction, path.idOrRef)
        return stores.productItems.update(transaction, found.id ?? '', await checked(transaction, body, found))
      }),
    deleteProductItem: ({ path }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.productItems.lock(transaction, path.idOrRef)
        await requireUnpriced(transaction, 'product_item_ids', id ?? '')
        return stores.productItems.remove(transaction, id ?? '')
      }),
    activateProductItem: ({ path }) => setStatus(path.idOrRef, 'ACTIVE'),
    deprecateProductItem: ({ path }) => setStatus(path.idOrRef, 'DEPRECATED'),
    archiveProductItem: ({ path }) => setStatus(path.idOrRef, 'ARCHIVED'),
  }
}

/** Upserts find by reference; other identifiers are named, not guessed. */
export function requireReferenceIdentifier(identifierField: string | undefined): void {
  if (identifierField !== undefined && identifierField !== 'reference') {
    throw invalidField('identifier_field', 'only reference identifies a resource on this server')
  }
}

/** Throws when a plan version prices the product or item: a tree holds ids, so no foreign key can. */
async function requireUnpriced(database: Queryable, member: string, id: string): Promise<void> {
  const found = await database.query(
    `select id from pricing_plan_versions where jsonb_path_exists(body, $1::jsonpath, jsonb_build_object('id', $2::text)) limit 1`,
    [`$.**.${member}[*] ? (@ == $id)`, id],
  )
  if (found.length > 0)
    throw invalidOperation('It is priced by a plan version and cannot be deleted', { resourceId: id })
}
