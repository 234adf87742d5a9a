import { isWritableInstant } from './instant-range.ts'
import { InvalidScheduleError } from './invalid-schedule-error.ts'
import { assertPeriod, type Period } from './period.ts'

/** A rule that cuts the time of a subscription into billing periods. */
export interface BillingSchedule {
  /**
   * `EXACT`: periods begin on the anniversaries of `startAt`. `CALENDAR`: periods begin with the calendar's days,
   * weeks, months or years, so the first one may be partial. (The API's `billing_time`.)
   */
  readonly billingTime: 'EXACT' | 'CALENDAR'
  /** Length of a period. */
  readonly period: Period
  /** First instant that is billed, inclusive. */
  readonly startAt: Date
  /** First instant that is no longer billed, exclusive; absent or null: open-ended. Never before `startAt`. */
  readonly endAt?: Date | null
  /** The time zone whose calendar is read: an IANA name, `UTC`, `GMT+2`, or an abbreviation (see `resolveTimeZone`). */
  readonly timeZone: string
}

/** Throws `InvalidScheduleError` naming the first field that cannot be billed by. */
export function assertSchedule(schedule: BillingSchedule): void {
  if (schedule.billingTime !== 'EXACT' && schedule.billingTime !== 'CALENDAR') {
    throw new InvalidScheduleError(
      'billingTime',
      `must be one of EXACT, CALENDAR; it is ${JSON.stringify(schedule.billingTime)}`,
    )
  }
  assertPeriod(schedule.period, 'period')
  assertInstant(schedule.startAt, 'startAt')
  if (schedule.endAt == null) return
  assertInstant(schedule.endAt, 'endAt')
  if (schedule.endAt < schedule.startAt) {
    throw new InvalidScheduleError('endAt', 'must not be before startAt')
  }
}

/** Throws `InvalidScheduleError` naming `field` when the date is invalid, or outside of the years 0 to 9999. */
export function assertInstant(date: Date, field: string): void {
  if (!isWritableInstant(date.getTime())) {
    throw new InvalidScheduleError(field, 'must be a date of the years 0 to 9999')
  }
}
