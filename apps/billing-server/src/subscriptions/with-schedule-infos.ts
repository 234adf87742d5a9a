import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import type { ServerContext } from '../server-context.ts'

type Subscription = Schema<'PricingPlanSubscription'>

/** The subscription with the index of its schedules. */
export async function withScheduleInfos(
  { stores }: ServerContext,
  database: Queryable,
  subscription: Subscription,
): Promise<Subscription> {
  const schedules = await stores.schedules.list(
    database,
    [{ sql: 'pricing_plan_subscription_id', equals: subscription.id ?? '' }],
    { orderBy: 'created_at', orderDirection: 'asc' },
  )
  return {
    ...subscription,
    pricing_plan_schedule_infos: schedules.data
      .toSorted((one, other) => (one.start_at ?? '').localeCompare(other.start_at ?? ''))
      .map((schedule) => ({
        id: schedule.id ?? null,
        pricing_plan_id: schedule.pricing_plan_id ?? null,
        pricing_plan_version_id: schedule.pricing_plan_version_id ?? null,
        start_at: schedule.start_at ?? null,
        end_at: schedule.end_at ?? null,
      })),
  }
}
