import type { OperationHandlers } from '../../http/operation-handlers.ts'
import { pageResponse } from '../../resources/page-response.ts'
import { resourceRoutes } from '../../resources/resource-routes.ts'
import type { ServerContext } from '../../server-context.ts'
import { planIdsWithVersionIn } from './versions.store.ts'
import { withVersionInfos } from './with-version-infos.ts'

/** Pricing plans. */
export function planRoutes(context: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
  const { database, stores } = context
  return {
    ...resourceRoutes(context, 'plans', { present: withVersionInfos }),
    // A plan has the statuses of its versions.
    listPricingPlans: async ({ query }) => {
      const withStatus = query['statuses[]']
      const versionsIn = withStatus && (await planIdsWithVersionIn(database, withStatus))
      const filters = [
        { body: 'type', equals: query.type },
        { body: 'customer_id', equals: query.customer_id },
        { body: 'variant', in: query['variants[]'] },
        // An empty list would mean "no condition", so a status that no plan has needs an id that none has either.
        { sql: 'id', in: versionsIn && [...versionsIn, ''] },
      ]
      const request = {
        page: query.page ?? 1,
        limit: query.limit ?? 50,
        orderBy: query.order_by,
        orderDirection: query.order_direction,
      }
      const found = await stores.plans.list(database, filters, request)
      return pageResponse('/v1/pricing-plans', request, {
        ...found,
        data: await withVersionInfos(database, found.data),
      })
    },
  }
}
