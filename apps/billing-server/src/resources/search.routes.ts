import type { Schema } from '@tallygate/client'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import type { ServerContext } from '../server-context.ts'
import { pageResponse } from './page-response.ts'
import type { ResourceStore, SchemaName } from './resource-store.ts'
import { searchFilters } from './search.ts'

interface SearchQuery {
  readonly page?: number
  readonly limit?: number
  readonly order_by?: string
  readonly order_direction?: 'asc' | 'desc'
}

/** Searches over the resources that are kept as they were sent. */
export function searchRoutes({ database, stores }: ServerContext): OperationHandlers {
  const search = async <Name extends SchemaName>(
    path: string,
    store: ResourceStore<Name>,
    { body, query }: { readonly body: Schema<'SearchCreateRequest'>; readonly query: SearchQuery },
    members: readonly string[] = ['name', 'reference', 'description'],
  ) => {
    const request = {
      page: query.page ?? 1,
      limit: query.limit ?? 50,
      orderBy: query.order_by,
      orderDirection: query.order_direction ?? 'asc',
    } as const
    return pageResponse(path, request, await store.list(database, searchFilters(body, members), request))
  }
  return {
    searchProductCategories: (request) => search('/v1/product-categories/search', stores.categories, request),
    searchProducts: (request) => search('/v1/products/search', stores.products, request),
    searchProductItems: (request) => search('/v1/product-items/search', stores.productItems, request),
    searchPricingPlans: (request) => search('/v1/pricing-plans/search', stores.plans, request),
    searchCustomers: (request) =>
      search('/v1/customers/search', stores.customers, request, ['name', 'reference', 'email']),
    searchPricingPlanSubscriptions: (request) =>
      search('/v1/pricing-plan-subscriptions/search', stores.subscriptions, request),
  }
}
