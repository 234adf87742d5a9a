import { idsOfTree, withPricingIds, withTreeIds } from '../catalog/plans/version-tree.ts'
import type { Queryable } from '../database/database.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { priceColumnsOfSchedule } from './subscriptions.store.ts'

type Subscription = Stored<'PricingPlanSubscription'>
type Schedule = Stored<'PricingPlanSchedule'>

/** A DRAFT with the members and schedules of another subscription, whatever became of that one. */
export async function copySubscription(
  context: Pick<ServerContext, 'stores' | 'makeId'>,
  transaction: Queryable,
  source: Subscription,
  reference: string,
): Promise<Subscription> {
  const { stores } = context
  const {
    id,
    object_type: _type,
    created_at: _created,
    updated_at: _updated,
    activated_at: _activated,
    ...members
  } = source
  const copy = await stores.subscriptions.insert(transaction, {
    ...members,
    reference,
    status: 'DRAFT',
    inactive_periods: [],
  })
  const schedules = await stores.schedules.list(transaction, [{ sql: 'pricing_plan_subscription_id', equals: id }])
  for (const schedule of schedules.data) await copySchedule(context, transaction, schedule, copy.id)
  return copy
}

/** Parts of a schedule's own prices keep their ids, so that its seats, volumes and discounts still find them. */
async function copySchedule(
  { stores, makeId }: Pick<ServerContext, 'stores' | 'makeId'>,
  transaction: Queryable,
  { id: sourceId, object_type: _type, created_at: _at, ...schedule }: Schedule,
  subscriptionId: string,
): Promise<void> {
  const id = makeId('pricing_plan_schedules')
  const owner = { pricing_plan_schedule_id: id }
  const { pricing_categories: categories, override_pricings: overrides } = schedule
  await stores.schedules.insert(
    transaction,
    {
      ...schedule,
      pricing_plan_subscription_id: subscriptionId,
      ...(categories && { pricing_categories: withTreeIds(categories, owner, makeId, idsOfTree(categories)) }),
      ...(overrides && {
        override_pricings: withPricingIds(overrides, owner, makeId, idsOfTree([{ pricings: overrides }])),
      }),
    },
    {
      start_at: schedule.start_at,
      end_at: schedule.end_at ?? null,
      ...(await priceColumnsOfSchedule(transaction, sourceId)),
    },
    id,
  )
}
