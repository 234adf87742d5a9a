import { formatInstant } from '@tallygate/billing-period'
import { loadTerms } from '../customers/subscription-terms.store.ts'
import type { Queryable } from '../database/database.ts'
import { ApiFault } from '../http/api-fault.ts'
import { ensureInvoices } from '../invoicing/ensure-invoices.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { refuseFaultySchedule } from './refuse-faulty-schedule.ts'

type Subscription = Stored<'PricingPlanSubscription'>

/** DRAFT → ACTIVE: from here on events are booked and invoices run. */
export async function activateSubscription(
  context: Pick<ServerContext, 'stores' | 'clock' | 'makeId' | 'publish'>,
  database: Queryable,
  subscription: Subscription,
): Promise<Subscription> {
  const { stores, clock } = context
  const id = subscription.id
  const refuse = (message: string, facts: { field?: string; resourceType: 'CUSTOMER' | 'PRICING_PLAN_SCHEDULE' }) =>
    new ApiFault({ status: 400, code: 'UNABLE_TO_PROCESS_INSTRUCTIONS', message, resourceId: id, ...facts })
  const customer = await stores.customers.get(database, subscription.customer_id)
  if (customer.status !== 'ACTIVE') {
    const message = `The customer is ${String(customer.status)}; activate it first (POST /v1/customers/${customer.reference}/activate)`
    throw refuse(message, { field: 'customer_id', resourceType: 'CUSTOMER' })
  }
  const schedules = await stores.schedules.list(database, [{ sql: 'pricing_plan_subscription_id', equals: id }])
  if (schedules.total === 0) {
    throw refuse('The subscription has no schedule; create one first', {
      field: 'status',
      resourceType: 'PRICING_PLAN_SCHEDULE',
    })
  }
  await requireBillable(context, database, subscription, schedules.data)
  const entity = await stores.billingEntities.get(database, subscription.billing_entity_id)
  const activated = await stores.subscriptions.update(
    database,
    id,
    { status: 'ACTIVE', activated_at: formatInstant(clock.date()) },
    { activated_at: clock.date(), time_zone: customer.timezone ?? entity.timezone ?? 'UTC' },
  )
  const [terms] = await loadTerms(database, { subscriptionIds: [id] })
  if (terms !== undefined) await ensureInvoices(context, database, terms)
  return activated
}

/**
 * Throws where a schedule cannot be billed as the subscription says by now: its currency or period may have changed
 * since.
 */
async function requireBillable(
  context: Pick<ServerContext, 'stores'>,
  database: Queryable,
  subscription: Subscription,
  schedules: readonly Stored<'PricingPlanSchedule'>[],
): Promise<void> {
  const versions = await context.stores.versions.byIds(
    database,
    schedules.map(({ pricing_plan_version_id: id }) => id),
  )
  for (const schedule of schedules) {
    const version = versions.get(schedule.pricing_plan_version_id)
    if (version === undefined) continue
    try {
      await refuseFaultySchedule(context, database, { schedule, version, subscription })
    } catch (error) {
      if (!ApiFault.isInstance(error)) throw error
      const at = error.field === undefined ? '' : `${error.field}: `
      throw new ApiFault({
        status: error.status,
        code: 'UNABLE_TO_PROCESS_INSTRUCTIONS',
        field: 'status',
        message: `The schedule ${schedule.id} cannot be billed: ${at}${error.message}`,
        resourceType: 'PRICING_PLAN_SCHEDULE',
        resourceId: schedule.id,
        cause: error,
      })
    }
  }
}
