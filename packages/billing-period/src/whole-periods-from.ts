import { Temporal } from 'temporal-polyfill'
import type { BillingSchedule } from './billing-schedule.ts'
import { type Period, periodDuration } from './period.ts'
import { resolveTimeZone } from './resolve-time-zone.ts'

/** The boundaries of a schedule without its end: period `n` is the time from `at(n)` up to `at(n + 1)`. */
interface PeriodBoundaries {
  /** Boundary number `index`, in epoch milliseconds. Never decreases with the index. */
  at(index: number): number
}

/** A period before it is cut at the schedule's start and end, in epoch milliseconds. */
export interface WholePeriod {
  readonly start: number
  readonly end: number
}

/**
 * The periods from the one that contains `time` (epoch milliseconds) on, without an end. Those that a calendar leaves
 * empty (a day that a country skipped) are left out.
 *
 * The first is found by dividing by the mean length of a period and correcting: calendars keep the guess within two
 * periods of the truth, so the cost does not depend on how old the schedule is.
 */
export function* wholePeriodsFrom(schedule: BillingSchedule, time: number): Generator<WholePeriod, never> {
  const boundaries = periodBoundaries(schedule)
  let index = Math.floor((time - boundaries.at(0)) / meanPeriodMs(schedule.period))
  let start = boundaries.at(index)
  let end = boundaries.at(index + 1)
  while (start > time) {
    index -= 1
    end = start
    start = boundaries.at(index)
  }
  while (end <= time) {
    index += 1
    start = end
    end = boundaries.at(index + 1)
  }
  for (;;) {
    if (start < end) yield { start, end }
    index += 1
    start = end
    end = boundaries.at(index + 1)
  }
}

/** Returns the rule that cuts the schedule's time. The schedule must be valid. */
function periodBoundaries(schedule: BillingSchedule): PeriodBoundaries {
  const timeZone = resolveTimeZone(schedule.timeZone)
  return schedule.billingTime === 'EXACT' ? anniversaries(schedule, timeZone) : calendarBoundaries(schedule, timeZone)
}

/**
 * Each boundary is computed from the start, never from the boundary before, so nothing drifts: 31 January, 28 February,
 * 31 March. The start's wall clock time is kept; where daylight saving skips it, it falls as much later as the clock
 * was moved.
 */
function anniversaries({ period, startAt }: BillingSchedule, timeZone: string): PeriodBoundaries {
  const start = Temporal.Instant.fromEpochMilliseconds(startAt.getTime()).toZonedDateTimeISO(timeZone)
  return {
    at: (index) => start.add(periodDuration(period, index)).epochMilliseconds,
  }
}

/**
 * The origin from which calendar periods are counted: all of a length, whatever their start, share their boundaries. So
 * 2, 3, 4 and 6 months end with the calendar year, and 2 years begin in even years. Weeks are counted from the Monday
 * of the first ISO week of that year. (The API is silent about values above 1; the rule is ours.)
 */
const CALENDAR_ORIGIN = Temporal.PlainDate.from('2000-01-01')
const CALENDAR_ORIGIN_MONDAY = Temporal.PlainDate.from('2000-01-03')

/** A boundary is the first instant of its day in the time zone: 01:00 where midnight is skipped. */
function calendarBoundaries({ period }: BillingSchedule, timeZone: string): PeriodBoundaries {
  const origin = period.type === 'WEEK' ? CALENDAR_ORIGIN_MONDAY : CALENDAR_ORIGIN
  return {
    at: (index) => origin.add(periodDuration(period, index)).toZonedDateTime({ timeZone }).epochMilliseconds,
  }
}

const DAY_MS = 86_400_000

/** The Gregorian calendar repeats after 400 years of 146,097 days. */
const MEAN_DAYS = {
  DAY: 1,
  WEEK: 7,
  MONTH: 146_097 / 4800,
  YEAR: 146_097 / 400,
} as const

function meanPeriodMs(period: Period): number {
  return MEAN_DAYS[period.type] * period.value * DAY_MS
}
