import type { Queryable } from '../../database/database.ts'
import { refuseNull, withoutNull } from '../../http/null-members.ts'
import type { OperationHandlers } from '../../http/operation-handlers.ts'
import { pageResponse } from '../../resources/page-response.ts'
import { requireExisting } from '../../resources/require-existing.ts'
import type { Stored } from '../../resources/stored.ts'
import type { ServerContext } from '../../server-context.ts'
import { planIdsWithVersionIn } from './versions.store.ts'
import { withVersionInfos } from './with-version-infos.ts'

/** Members that a plan has whatever was said: null asks for their default. */
const NEVER_NULL = ['type', 'variant'] as const

/** Pricing plans. */
export function planRoutes({ database, stores }: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
  const one = async (connection: Queryable, plan: Stored<'PricingPlan'>): Promise<Stored<'PricingPlan'>> =>
    (await withVersionInfos(connection, [plan]))[0] ?? plan
  const defaults = { type: 'STANDARD', amount_type: 'EXCLUDING_TAX', variant: 'DEFAULT' } as const
  return {
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
    createPricingPlan: ({ body }) =>
      database.transaction(async (transaction) => {
        await requireExisting(transaction, stores.customers, body.customer_id, 'customer_id')
        const members = { ...defaults, ...withoutNull(body, NEVER_NULL) }
        return one(transaction, await stores.plans.insert(transaction, members))
      }),
    upsertPricingPlan: ({ body }) =>
      database.transaction(async (transaction) => {
        await requireExisting(transaction, stores.customers, body.customer_id, 'customer_id')
        const members = withoutNull(body, NEVER_NULL)
        const found = await stores.plans.find(transaction, body.reference)
        const plan =
          found?.id == null
            ? await stores.plans.insert(transaction, { ...defaults, ...members })
            : await stores.plans.update(transaction, found.id, members)
        return one(transaction, plan)
      }),
    getPricingPlan: async ({ path }) => one(database, await stores.plans.get(database, path.idOrRef)),
    updatePricingPlan: ({ path, body }) =>
      database.transaction(async (transaction) => {
        refuseNull(body, NEVER_NULL, 'PRICING_PLAN')
        await requireExisting(transaction, stores.customers, body.customer_id, 'customer_id')
        const { id } = await stores.plans.lock(transaction, path.idOrRef)
        return one(transaction, await stores.plans.update(transaction, id, body))
      }),
    deletePricingPlan: ({ path }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.plans.lock(transaction, path.idOrRef)
        return stores.plans.remove(transaction, id)
      }),
  }
}
