import { loadTerms } from '../customers/subscription-terms.store.ts'
import { gatherEntitlements } from '../features/gather-entitlements.ts'
import { resolveEntitlements } from '../features/resolve-entitlements.ts'
import { invalidOperation } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { listInvoices } from '../invoicing/invoices.store.ts'
import { presentInvoice } from '../invoicing/present-invoice.ts'
import type { ServerContext } from '../server-context.ts'
import { cancelSubscription } from './cancel-subscription.ts'
import { copySubscription } from './copy-subscription.ts'
import { settleChanges } from './settle-changes.ts'
import { subscribe } from './subscribe.ts'
import { countInvoicesOf, forgetUsage } from './subscriptions.store.ts'
import { withScheduleInfos } from './with-schedule-infos.ts'

/** Makes the routes for subscriptions as a whole: subscribing at once, cancelling, voiding, archiving, copying. */
export function subscriptionActionRoutes(
  context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'makeId' | 'readCuts' | 'publish' | 'readSoldUsage'>,
): OperationHandlers {
  const { database, stores, makeId } = context
  const refuse = (message: string, id: string, field?: string) =>
    invalidOperation(message, { resourceType: 'PRICING_PLAN_SUBSCRIPTION', resourceId: id, ...(field && { field }) })
  return {
    initPricingPlanSubscription: async ({ body }) => {
      const created = await database.transaction((transaction) => subscribe(context, transaction, body))
      const invoices = await listInvoices(database, [{ sql: 'subscription_id', equals: created.subscription.id }], {
        page: 1,
        limit: 1,
        orderDirection: 'asc',
      })
      const first = invoices.data[0]
      return {
        customer: created.customer,
        pricing_plan_subscription: created.subscription,
        pricing_plan_schedules: created.schedules,
        pricing_plan_subscription_start_at: created.startAt,
        enabled_pricings: body.enabled_pricings ?? null,
        entitlements_summary: resolveEntitlements(await gatherEntitlements(context, created.customer.id)),
        invoice: first === undefined ? null : await presentInvoice(context, database, first),
      }
    },
    cancelPricingPlanSubscription: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const found = await stores.subscriptions.lock(transaction, path.id)
        if (found.status !== 'ACTIVE')
          throw refuse(`A subscription that is ${String(found.status)} cannot be cancelled`, path.id)
        const [terms] = await loadTerms(transaction, { subscriptionIds: [path.id] })
        if (terms === undefined) throw refuse('The subscription has no schedule', path.id)
        return withScheduleInfos(
          context,
          transaction,
          await cancelSubscription(context, transaction, found, terms, body),
        )
      }),
    voidPricingPlanSubscription: ({ path }) =>
      database.transaction(async (transaction) => {
        const found = await stores.subscriptions.lock(transaction, path.id)
        if (found.status !== 'DRAFT' && found.status !== 'ACTIVE') {
          throw refuse(`A subscription that is ${String(found.status)} cannot be voided`, path.id)
        }
        if ((await countInvoicesOf(transaction, path.id, true)) > 0) {
          throw refuse('The subscription has FINAL invoices; cancel it instead', path.id)
        }
        const voided = await stores.subscriptions.update(transaction, path.id, { status: 'VOID' })
        // Its events count nowhere any more, and what was not invoiced never will be.
        await settleChanges(context, transaction, path.id)
        await forgetUsage(transaction, path.id)
        return withScheduleInfos(context, transaction, voided)
      }),
    archivePricingPlanSubscription: ({ path }) =>
      database.transaction(async (transaction) => {
        const found = await stores.subscriptions.lock(transaction, path.id)
        if (found.status === 'ACTIVE') throw refuse('Cancel the subscription before archiving it', path.id)
        if ((await countInvoicesOf(transaction, path.id, false)) > 0) {
          throw refuse('The subscription has invoices that are not FINAL yet', path.id)
        }
        const archived = await stores.subscriptions.update(transaction, path.id, { status: 'ARCHIVED' })
        return withScheduleInfos(context, transaction, archived)
      }),
    copyPricingPlanSubscription: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const source = await stores.subscriptions.get(transaction, path.id)
        const reference = body?.reference ?? makeId('pricing_plan_subscriptions')
        const copy = await copySubscription(context, transaction, source, reference)
        return withScheduleInfos(context, transaction, copy)
      }),
  }
}
