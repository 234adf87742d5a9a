import { InvalidScheduleError } from './invalid-schedule-error.ts'
import { PERIOD_TYPES, type PeriodType } from './period-type.ts'

/**
 * The largest `value` of a period. A thousand years is past every contract, and any multiple of it that a date of
 * four-digit years asks for still fits into a `Date`.
 */
export const MAX_PERIOD_VALUE = 1000

/** A length of calendar time, as the API's `Period`: `{type: 'MONTH', value: 3}` is a quarter. */
export interface Period {
  readonly type: PeriodType
  /** The number of them: an integer from 1 to `MAX_PERIOD_VALUE`. */
  readonly value: number
}

/** Throws `InvalidScheduleError` naming `field` when the period is not one that can be billed. */
export function assertPeriod(period: Period, field: string): void {
  if (!PERIOD_TYPES.includes(period.type)) {
    throw new InvalidScheduleError(
      `${field}.type`,
      `must be one of ${PERIOD_TYPES.join(', ')}; it is ${JSON.stringify(period.type)}`,
    )
  }
  if (!Number.isInteger(period.value) || period.value < 1 || period.value > MAX_PERIOD_VALUE) {
    throw new InvalidScheduleError(
      `${field}.value`,
      `must be a whole number from 1 to ${MAX_PERIOD_VALUE}; it is ${String(period.value)}`,
    )
  }
}

/** The same length as the duration that Temporal adds, `times` times. */
export function periodDuration(period: Period, times: number): { days: number } | { months: number } {
  switch (period.type) {
    case 'DAY':
      return { days: period.value * times }
    case 'WEEK':
      return { days: 7 * period.value * times }
    case 'MONTH':
      return { months: period.value * times }
    case 'YEAR':
      return { months: 12 * period.value * times }
  }
}

/**
 * Tells whether two periods are as long as each other: 12 months and a year, 7 days and a week. The only meaning of
 * "the same length".
 */
export function isSamePeriod(one: Period, other: Period): boolean {
  const [left, right] = [periodDuration(one, 1), periodDuration(other, 1)]
  return 'days' in left
    ? 'days' in right && left.days === right.days
    : 'months' in right && left.months === right.months
}
