import { Temporal } from 'temporal-polyfill'
import { assertInstant } from './billing-schedule.ts'
import { assertPeriod, type Period, periodDuration } from './period.ts'
import { resolveTimeZone } from './resolve-time-zone.ts'

/**
 * `instant` plus one period on the calendar of the time zone: the wall clock time stays, a day that the month does not
 * have becomes its last. For anniversaries use `billingPeriodAt`: adding again and again drifts from the 31st to the
 * 28th.
 *
 * @throws InvalidScheduleError; UnknownTimeZoneError
 */
export function addPeriod(instant: Date, period: Period, timeZone: string): Date {
  assertInstant(instant, 'instant')
  assertPeriod(period, 'period')
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(resolveTimeZone(timeZone))
  return new Date(local.add(periodDuration(period, 1)).epochMilliseconds)
}
