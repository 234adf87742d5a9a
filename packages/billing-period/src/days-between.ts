import { Temporal } from 'temporal-polyfill'
import { resolveTimeZone } from './resolve-time-zone.ts'

/**
 * Counts the days from one instant to the other on the calendar of the time zone. A day is counted where it starts to
 * be the later part: the day of a change belongs to what comes after it. So the days of two neighbours always add up to
 * the days of both, with or without daylight saving, wherever in a day the change falls.
 */
export function daysBetween(start: Date, end: Date, timeZone: string): number {
  return dayOf(start, timeZone).until(dayOf(end, timeZone), { largestUnit: 'day' }).days
}

function dayOf(instant: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(resolveTimeZone(timeZone))
    .toPlainDate()
}
