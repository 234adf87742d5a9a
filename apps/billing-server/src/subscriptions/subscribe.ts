import { formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { createCustomer, updateCustomer } from '../customers/write-customer.ts'
import type { Queryable } from '../database/database.ts'
import { invalidField, missingField, referenceNotFound, under } from '../http/api-fault.ts'
import { withoutNull } from '../http/null-members.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { activateSubscription } from './activate-subscription.ts'
import { createSchedule } from './create-schedule.ts'
import { createSubscription } from './create-subscription.ts'
import { withScheduleInfos } from './with-schedule-infos.ts'

type Subscription = Stored<'PricingPlanSubscription'>
type Request = Schema<'PricingPlanSubscriptionInitCreateRequest'>

/** The resources that subscribing at once made. */
export interface Subscribed {
  readonly customer: Stored<'Customer'>
  readonly subscription: Subscription
  readonly schedules: Stored<'PricingPlanSchedule'>[]
  readonly startAt: string
}

/** Customer, subscription and schedules in one transaction; ACTIVE at its end, unless the request says DRAFT. */
export async function subscribe(
  context: Pick<ServerContext, 'stores' | 'clock' | 'makeId' | 'publish' | 'readSoldUsage'>,
  transaction: Queryable,
  body: Request,
): Promise<Subscribed> {
  if (body.pricing_plan_schedules.length === 0) throw missingField('pricing_plan_schedules.0')
  const customer = await customerOf(context, transaction, body)
  const draft = await under('pricing_plan_subscription', () =>
    subscriptionOf(context, transaction, body.pricing_plan_subscription ?? {}, customer),
  )
  const startAt = body.pricing_plan_subscription_start_at ?? formatInstant(context.clock.date())
  const schedules: Stored<'PricingPlanSchedule'>[] = []
  for (const [index, given] of body.pricing_plan_schedules.entries()) {
    schedules.push(
      await under(`pricing_plan_schedules.${index}`, () => {
        const { id: _id, pricing_plan_subscription_id: subscriptionId, ...schedule } = given
        if (subscriptionId !== undefined) throw ofNew('pricing_plan_subscription_id')
        const members = {
          ...(body.enabled_pricings != null && { enabled_pricings: body.enabled_pricings }),
          ...schedule,
          pricing_plan_subscription_id: draft.id,
          start_at: schedule.start_at ?? startAt,
        }
        return createSchedule(context, transaction, members, { setPreviousEnd: false, setNextStart: false })
      }),
    )
  }
  const stays = body.pricing_plan_subscription?.status === 'DRAFT'
  const subscription = stays ? draft : await activateSubscription(context, transaction, draft)
  return {
    customer,
    subscription: await withScheduleInfos(context, transaction, subscription),
    schedules,
    startAt: schedules[0]?.start_at ?? startAt,
  }
}

/**
 * The customer that the request names, with the members that it brings; a new one where there is none. DRAFT ones
 * become ACTIVE.
 */
async function customerOf(
  context: Pick<ServerContext, 'stores' | 'makeId'>,
  transaction: Queryable,
  body: Request,
): Promise<Stored<'Customer'>> {
  const { stores } = context
  const { id, ...members } = body.customer ?? {}
  if (body.customer === undefined) {
    const { customer_id: named, customer_reference: reference } = body.pricing_plan_subscription ?? {}
    const name = named ?? reference
    if (name === undefined) throw missingField('customer')
    const field = `pricing_plan_subscription.${named === undefined ? 'customer_reference' : 'customer_id'}`
    const found = await stores.customers.find(transaction, name)
    if (found === undefined) throw referenceNotFound(field, 'CUSTOMER', name)
    return active(context, transaction, found)
  }
  return under('customer', async () => {
    const name = id ?? members.reference
    const found = name === undefined ? undefined : await stores.customers.find(transaction, name)
    if (id != null && found?.id !== id) throw referenceNotFound('id', 'CUSTOMER', id)
    if (members.status != null && members.status !== 'ACTIVE' && members.status !== 'DRAFT') {
      throw invalidField('status', `status must be ACTIVE or DRAFT to subscribe; it is ${members.status}`, 'CUSTOMER')
    }
    if (found?.id == null) {
      const created = { ...members, type: members.type ?? 'ORGANIZATION', status: members.status ?? 'ACTIVE' } as const
      return active(context, transaction, await createCustomer(context, transaction, created))
    }
    const brings = Object.keys(withoutNull(members, ['status'])).some((member) => member !== 'reference' || id != null)
    const customer = brings
      ? await updateCustomer(context, transaction, found.id, withoutNull(members, ['status']))
      : found
    return active(context, transaction, customer)
  })
}

async function active(
  { stores }: Pick<ServerContext, 'stores'>,
  transaction: Queryable,
  customer: Stored<'Customer'>,
): Promise<Stored<'Customer'>> {
  if (customer.status !== 'DRAFT') return customer
  return stores.customers.update(transaction, customer.id, { status: 'ACTIVE' })
}

async function subscriptionOf(
  context: Pick<ServerContext, 'stores' | 'makeId'>,
  transaction: Queryable,
  given: Schema<'PricingPlanSubscriptionRequest'>,
  customer: Stored<'Customer'>,
): Promise<Subscription> {
  const { id, status, customer_reference: _reference, ...members } = given
  if (id != null) throw ofNew('id')
  if (status != null && status !== 'DRAFT' && status !== 'ACTIVE') {
    throw invalidField('status', 'a new subscription is DRAFT or ACTIVE', 'PRICING_PLAN_SUBSCRIPTION')
  }
  if (
    members.customer_id !== undefined &&
    members.customer_id !== customer.id &&
    members.customer_id !== customer.reference
  ) {
    throw invalidField('customer_id', 'value is not the customer of this request', 'PRICING_PLAN_SUBSCRIPTION')
  }
  const reference = context.makeId('pricing_plan_subscriptions')
  return createSubscription(context, transaction, { ...members, customer_id: customer.id }, reference)
}

const ofNew = (field: string) =>
  invalidField(field, 'the subscription is made by this request; leave it out', 'PRICING_PLAN_SUBSCRIPTION')
