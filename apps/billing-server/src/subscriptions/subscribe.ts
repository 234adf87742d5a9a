import { formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { missingField } from '../http/api-fault.ts'
import type { ServerContext } from '../server-context.ts'
import { activateSubscription } from './activate-subscription.ts'
import { createSchedule } from './create-schedule.ts'
import { createSubscription } from './create-subscription.ts'
import { withScheduleInfos } from './with-schedule-infos.ts'

type Subscription = Schema<'PricingPlanSubscription'>

/** What subscribing at once made. */
export interface Subscribed {
  readonly customer: Schema<'Customer'>
  readonly subscription: Subscription
  readonly schedules: Schema<'PricingPlanSchedule'>[]
  readonly startAt: string
}

/** Customer, subscription and schedules in one transaction, ACTIVE at its end. */
export async function subscribe(
  context: ServerContext,
  transaction: Queryable,
  body: Schema<'PricingPlanSubscriptionInitCreateRequest'>,
): Promise<Subscribed> {
  const { stores, makeId, clock } = context
  if (body.pricing_plan_schedules.length === 0) throw missingField('pricing_plan_schedules.0')
  const given = body.customer
  const name = given?.id ?? given?.reference ?? body.pricing_plan_subscription?.customer_id
  const existing = name == null ? undefined : await stores.customers.find(transaction, name)
  if (existing === undefined && given === undefined) throw missingField('customer')
  let customer =
    existing ??
    (await stores.customers.insert(transaction, {
      ...given,
      type: given?.type ?? 'ORGANIZATION',
      reference: given?.reference ?? makeId('customers'),
      status: 'ACTIVE',
    } as Partial<Schema<'Customer'>>))
  if (customer.status === 'DRAFT') {
    customer = await stores.customers.update(transaction, customer.id ?? '', { status: 'ACTIVE' })
  }
  const draft = await createSubscription(
    context,
    transaction,
    {
      ...body.pricing_plan_subscription,
      customer_id: customer.id ?? '',
    } as Schema<'PricingPlanSubscriptionCreateRequest'>,
    makeId('pricing_plan_subscriptions'),
  )
  const startAt = body.pricing_plan_subscription_start_at ?? formatInstant(clock.date())
  const schedules: Schema<'PricingPlanSchedule'>[] = []
  for (const schedule of body.pricing_plan_schedules) {
    const created = await createSchedule(
      context,
      transaction,
      {
        ...(body.enabled_pricings == null ? {} : { enabled_pricings: body.enabled_pricings }),
        ...schedule,
        pricing_plan_subscription_id: draft.id ?? '',
        start_at: schedule.start_at ?? startAt,
      } as Schema<'PricingPlanScheduleCreateRequest'>,
      { setPreviousEnd: false, setNextStart: false },
    )
    schedules.push(created)
  }
  const active = await activateSubscription(context, transaction, draft)
  return {
    customer,
    subscription: await withScheduleInfos(context, transaction, active),
    schedules,
    startAt: schedules[0]?.start_at ?? startAt,
  }
}
