import type { BillingPeriod } from './billing-period.ts'
import { assertInstant, assertSchedule, type BillingSchedule } from './billing-schedule.ts'
import { wholePeriodAt } from './whole-period-at.ts'
import type { WholePeriod } from './whole-periods-from.ts'

/**
 * The billing period that contains `at`: `start` inclusive, `end` exclusive. Undefined before the schedule's start, and
 * from its end on.
 *
 * @throws InvalidScheduleError naming the field; UnknownTimeZoneError
 *
 * @example
 * billingPeriodAt(
 *   {
 *     billingTime: 'EXACT',
 *     period: { type: 'MONTH', value: 1 },
 *     startAt: parseInstant('2026-01-31T00:00:00Z'),
 *     timeZone: 'UTC',
 *   },
 *   parseInstant('2026-03-01T12:00:00Z'),
 * )
 * // start 2026-02-28T00:00:00Z, end 2026-03-31T00:00:00Z
 */
export function billingPeriodAt(schedule: BillingSchedule, at: Date): BillingPeriod | undefined {
  assertSchedule(schedule)
  assertInstant(at, 'at')
  const time = at.getTime()
  const first = schedule.startAt.getTime()
  const last = schedule.endAt?.getTime() ?? Number.POSITIVE_INFINITY
  if (time < first || time >= last) return undefined
  return cutPeriod(schedule, wholePeriodAt(schedule, time))
}

/** A whole period of the schedule, cut at the schedule's start and end. */
export function cutPeriod({ startAt, endAt }: BillingSchedule, { start, end }: WholePeriod): BillingPeriod {
  return {
    start: new Date(Math.max(start, startAt.getTime())),
    end: new Date(Math.min(end, endAt?.getTime() ?? Number.POSITIVE_INFINITY)),
    full: { start: new Date(start), end: new Date(end) },
  }
}
