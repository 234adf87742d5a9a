import { Temporal } from 'temporal-polyfill'
import { assertInstant } from './billing-schedule.ts'
import { InvalidDurationError } from './invalid-duration-error.ts'
import { InvalidScheduleError } from './invalid-schedule-error.ts'
import { resolveTimeZone } from './resolve-time-zone.ts'

/** Longest text that is read: every unit with a number of six digits fits. */
const MAX_LENGTH = 64

/** Without a sign and with `.` alone: what ISO 8601 and the API's documents have in common. */
const DURATION =
  /^P(?=\d|T\d)(?:\d{1,6}Y)?(?:\d{1,6}M)?(?:\d{1,6}W)?(?:\d{1,6}D)?(?:T(?=\d)(?:\d{1,9}H)?(?:\d{1,9}M)?(?:\d{1,9}(?:\.\d{1,9})?S)?)?$/

/**
 * `instant` plus a duration of ISO 8601 (`PT8H`, `P1M`, `P1Y2M10DT2H30M`) on the calendar of the time zone: years to
 * days keep the wall clock time, hours to seconds are exact. Durations are never negative.
 *
 * @throws InvalidDurationError for an invalid text, or a result outside of the years 0 to 9999;
 * UnknownTimeZoneError
 */
export function addDuration(instant: Date, duration: string, timeZone: string): Date {
  assertInstant(instant, 'instant')
  if (typeof duration !== 'string' || duration.length > MAX_LENGTH || !DURATION.test(duration)) {
    throw new InvalidDurationError(String(duration), 'use ISO 8601, such as PT8H or P1M')
  }
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(resolveTimeZone(timeZone))
  try {
    const result = new Date(local.add(duration).epochMilliseconds)
    assertInstant(result, 'result')
    return result
  } catch (cause) {
    if (!(cause instanceof RangeError) && !InvalidScheduleError.isInstance(cause)) throw cause
    throw new InvalidDurationError(duration, 'it leads out of the years 0 to 9999', { cause })
  }
}
