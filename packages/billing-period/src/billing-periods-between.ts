import type { BillingPeriod } from './billing-period.ts'
import { cutPeriod } from './billing-period-at.ts'
import { assertInstant, assertSchedule, type BillingSchedule } from './billing-schedule.ts'
import { TooManyPeriodsError } from './too-many-periods-error.ts'
import { wholePeriodsFrom } from './whole-periods-from.ts'

/** Most periods in one answer: 27 years of days, a few megabytes of memory. */
export const MAX_PERIODS = 10_000

/**
 * The billing periods that share time with `from` (inclusive) up to `to` (exclusive), in order, each one whole (not cut
 * at `from` and `to`). Empty when `to` is not after `from`.
 *
 * @throws TooManyPeriodsError above `MAX_PERIODS`; InvalidScheduleError; UnknownTimeZoneError
 */
export function billingPeriodsBetween(schedule: BillingSchedule, from: Date, to: Date): BillingPeriod[] {
  assertSchedule(schedule)
  assertInstant(from, 'from')
  assertInstant(to, 'to')
  const periods: BillingPeriod[] = []
  const last = Math.min(to.getTime(), schedule.endAt?.getTime() ?? Number.POSITIVE_INFINITY)
  const first = Math.max(from.getTime(), schedule.startAt.getTime())
  if (first >= last) return periods
  for (const whole of wholePeriodsFrom(schedule, first)) {
    if (whole.start >= last) break
    if (periods.length === MAX_PERIODS) throw new TooManyPeriodsError(MAX_PERIODS)
    periods.push(cutPeriod(schedule, whole))
  }
  return periods
}
