import type { BackgroundFailed } from '../errors/background-failed.ts'
import type { AttemptMeters } from '../quantities/quantity-meters.ts'
import type { SnapshotSchedule, SnapshotSubscription } from './customer-snapshot.ts'
import { isUnavailable } from './is-unavailable.ts'
import type { PlanReader } from './plan-reader.ts'
import { type SoldPlan, soldPlanOf } from './sold-plan.ts'

/** Versions whose failure was reported. */
const REPORTED_MAX = 1_000

/**
 * Makes a reader of schedules' plans. An outage is thrown, since the customer is read again after it. A plan that
 * cannot be read for another reason is not known: its customers go on, and the reason is reported once a version.
 */
export function readPlanWith(
  plans: PlanReader,
  meters: AttemptMeters,
  emit: ((event: BackgroundFailed) => void) | undefined,
): (subscription: SnapshotSubscription, schedule: SnapshotSchedule) => Promise<SoldPlan | undefined> {
  const reported = new Set<string>()
  return async (subscription, schedule) => {
    try {
      const read = await plans.read(subscription, schedule)
      return read === undefined ? undefined : soldPlanOf(read, meters)
    } catch (error) {
      if (isUnavailable(error)) throw error
      const version = schedule.pricingPlanVersionId ?? ''
      if (reported.has(version) || reported.size === REPORTED_MAX) return undefined
      reported.add(version)
      emit?.({ type: 'background_failed', what: 'reading a plan', error })
      return undefined
    }
  }
}
