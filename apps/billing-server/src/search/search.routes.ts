import type { Schema } from '@tallygate/client'
import { withVersionInfos } from '../catalog/plans/with-version-infos.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { pageResponse } from '../resources/page-response.ts'
import type { ResourceStore } from '../resources/resource.store.ts'
import { searchFilters } from '../resources/search.ts'
import { searchMembers } from '../resources/search-members.ts'
import type { StoredSchema } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { withAllScheduleInfos } from '../subscriptions/with-schedule-infos.ts'

interface SearchQuery {
  readonly page?: number
  readonly limit?: number
  readonly order_by?: string
  readonly order_direction?: 'asc' | 'desc'
}

/** Searches over the resources that are kept as they were sent. They answer what the lists answer. */
export function searchRoutes(context: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
  const { database, stores } = context
  const search = <Name extends StoredSchema>(path: string, schema: Name, store: () => ResourceStore<Name>) => {
    const members = searchMembers({ $ref: `#/components/schemas/${schema}` })
    return async ({ body, query }: { readonly body: Schema<'SearchCreateRequest'>; readonly query: SearchQuery }) => {
      const orderBy = query.order_by ?? 'name'
      const request = {
        page: query.page ?? 1,
        limit: query.limit ?? 50,
        // The contract's default for searches is a member that not every kind of resource has.
        orderBy: orderBy === 'name' && !members.names.has('name') ? 'created_at' : orderBy,
        orderDirection: query.order_direction ?? 'asc',
      } as const
      return pageResponse(path, request, await store().list(database, searchFilters(body, members), request))
    }
  }
  const plans = search('/v1/pricing-plans/search', 'PricingPlan', () => stores.plans)
  const subscriptions = search(
    '/v1/pricing-plan-subscriptions/search',
    'PricingPlanSubscription',
    () => stores.subscriptions,
  )
  return {
    searchProductCategories: search('/v1/product-categories/search', 'ProductCategory', () => stores.categories),
    searchProducts: search('/v1/products/search', 'Product', () => stores.products),
    searchProductItems: search('/v1/product-items/search', 'ProductItem', () => stores.productItems),
    searchCustomers: search('/v1/customers/search', 'Customer', () => stores.customers),
    searchPricingPlans: async (request) => {
      const page = await plans(request)
      return { ...page, data: await withVersionInfos(database, page.data) }
    },
    searchPricingPlanSubscriptions: async (request) => {
      const page = await subscriptions(request)
      return { ...page, data: await withAllScheduleInfos(context, database, page.data) }
    },
  }
}
