import type { Queryable } from '../database/database.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'

type Subscription = Stored<'PricingPlanSubscription'>
type Schedule = Stored<'PricingPlanSchedule'>

/** The subscription with the index of its schedules. */
export async function withScheduleInfos(
  context: Pick<ServerContext, 'stores'>,
  database: Queryable,
  subscription: Subscription,
): Promise<Subscription> {
  return (await withAllScheduleInfos(context, database, [subscription]))[0] ?? subscription
}

/** As `withScheduleInfos`, for a whole page: one statement, however many subscriptions there are. */
export async function withAllScheduleInfos(
  { stores }: Pick<ServerContext, 'stores'>,
  database: Queryable,
  subscriptions: readonly Subscription[],
): Promise<Subscription[]> {
  if (subscriptions.length === 0) return []
  const schedules = await stores.schedules.list(
    database,
    [{ sql: 'pricing_plan_subscription_id', in: subscriptions.map(({ id }) => id) }],
    { orderBy: 'created_at', orderDirection: 'asc' },
  )
  const bySubscription = Map.groupBy(schedules.data, (schedule) => schedule.pricing_plan_subscription_id)
  return subscriptions.map((subscription) => ({
    ...subscription,
    pricing_plan_schedule_infos: (bySubscription.get(subscription.id) ?? [])
      .toSorted((one, other) => one.start_at.localeCompare(other.start_at))
      .map(toInfo),
  }))
}

const toInfo = (schedule: Schedule) => ({
  id: schedule.id ?? null,
  pricing_plan_id: schedule.pricing_plan_id ?? null,
  pricing_plan_version_id: schedule.pricing_plan_version_id ?? null,
  start_at: schedule.start_at ?? null,
  end_at: schedule.end_at ?? null,
})
