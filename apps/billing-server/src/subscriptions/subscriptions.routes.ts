import { resolveParties } from '../customers/resolve-parties.ts'
import { invalidOperation, missingField } from '../http/api-fault.ts'
import { withoutNull } from '../http/null-members.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { requireReferenceIdentifier } from '../http/require-reference-identifier.ts'
import { customFieldFilter, rangeFilter } from '../resources/list-filters.ts'
import { pageResponse } from '../resources/page-response.ts'
import { SUBSCRIPTION_START } from '../resources/subscription-order.store.ts'
import type { ServerContext } from '../server-context.ts'
import { createSubscription, NEVER_NULL } from './create-subscription.ts'
import { updateSubscription } from './update-subscription.ts'
import { withAllScheduleInfos, withScheduleInfos } from './with-schedule-infos.ts'

/** Subscriptions: who is billed by what, how often, in which currency. */
export function subscriptionRoutes(
  context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'makeId' | 'publish' | 'readSoldUsage'>,
): OperationHandlers {
  const { database, stores, makeId } = context
  return {
    listPricingPlanSubscriptions: async ({ query }) => {
      if (query.reference !== undefined && query.customer_id === undefined) throw missingField('customer_id')
      const filters = [
        { sql: 'customer_id', equals: query.customer_id },
        { sql: 'reference', equals: query.reference },
        { sql: 'status', equals: query.status },
        { sql: 'status', in: query['statuses[]'] },
        { body: 'type', equals: query.type },
        { body: 'variant', equals: query.variant },
        { body: 'pricing_plan_subscription_group_id', equals: query.pricing_plan_subscription_group_id },
        ...customFieldFilter(query.custom_field),
        ...rangeFilter('start_at', query.start_at, SUBSCRIPTION_START),
        ...rangeFilter('created_at', query.created_at, 'created_at'),
      ]
      const request = {
        page: query.page ?? 1,
        limit: query.limit ?? 50,
        orderBy: query.order_by,
        orderDirection: query.order_direction,
      }
      const found = await stores.subscriptions.list(database, filters, request)
      const data = await withAllScheduleInfos(context, database, found.data)
      return pageResponse('/v1/pricing-plan-subscriptions', request, { ...found, data })
    },
    createPricingPlanSubscription: ({ body }) =>
      database.transaction(async (transaction) => {
        const created = await createSubscription(context, transaction, body, makeId('pricing_plan_subscriptions'))
        return withScheduleInfos(context, transaction, created)
      }),
    // Found by customer and reference, which is unique among the subscriptions of one customer.
    upsertPricingPlanSubscription: ({ body, query }) =>
      database.transaction(async (transaction) => {
        requireReferenceIdentifier(query.identifier_field)
        if (body.reference === undefined) throw missingField('reference', 'PRICING_PLAN_SUBSCRIPTION')
        const { customer } = await resolveParties(context, transaction, body)
        if (customer?.id == null) throw missingField('customer_id', 'PRICING_PLAN_SUBSCRIPTION')
        const [found] = (
          await stores.subscriptions.list(transaction, [
            { sql: 'customer_id', equals: customer.id },
            { sql: 'reference', equals: body.reference },
          ])
        ).data
        const written =
          found?.id == null
            ? await createSubscription(context, transaction, body, body.reference)
            : await updateSubscription(
                context,
                transaction,
                await stores.subscriptions.lock(transaction, found.id),
                withoutNull(body, NEVER_NULL),
              )
        return withScheduleInfos(context, transaction, written)
      }),
    getPricingPlanSubscription: async ({ path }) =>
      withScheduleInfos(context, database, await stores.subscriptions.get(database, path.id)),
    updatePricingPlanSubscription: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const found = await stores.subscriptions.lock(transaction, path.id)
        const updated = await updateSubscription(context, transaction, found, body)
        return withScheduleInfos(context, transaction, updated)
      }),
    deletePricingPlanSubscription: ({ path }) =>
      database.transaction(async (transaction) => {
        const found = await stores.subscriptions.lock(transaction, path.id)
        if (found.status !== 'DRAFT') {
          const message = `The subscription is ${String(found.status)}; only a DRAFT can be deleted`
          throw invalidOperation(message, { resourceType: 'PRICING_PLAN_SUBSCRIPTION', resourceId: path.id })
        }
        return stores.subscriptions.remove(transaction, path.id)
      }),
  }
}
