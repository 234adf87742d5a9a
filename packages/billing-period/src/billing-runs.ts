import type { BillingSchedule } from './billing-schedule.ts'
import { isSamePeriod, type Period } from './period.ts'

/** One of the schedules that follow each other in a subscription, as far as time goes. */
export interface SubscriptionSchedule {
  /** Inclusive. */
  readonly startAt: Date
  /**
   * Exclusive; absent or null: open-ended. The schedule ends earlier where the next one starts, or the subscription
   * ends.
   */
  readonly endAt?: Date | null
  /** Length of its periods; absent or null: that of the subscription. */
  readonly period?: Period | null
  /**
   * True where billing periods begin anew with this schedule. (The API's
   * `realign_invoice_date_to_pricing_plan_schedule_start_at`.)
   */
  readonly realigns?: boolean
}

/** A subscription as far as time goes. */
export interface SubscriptionTime<Schedule extends SubscriptionSchedule> {
  readonly billingTime: 'EXACT' | 'CALENDAR'
  /** Length of the periods of schedules that have none of their own. */
  readonly period: Period
  readonly timeZone: string
  /** First instant that is no longer billed, exclusive; absent or null: open-ended. */
  readonly endAt?: Date | null
  /** In any order. */
  readonly schedules: readonly Schedule[]
}

/** Schedules that share one row of billing periods. */
export interface BillingRun<Schedule extends SubscriptionSchedule> {
  /** The schedule that cuts the run into periods: hand it to `billingPeriodAt` and its like. */
  readonly calendar: BillingSchedule
  /**
   * In the order of their start, without a gap. Each from its start (inclusive) to its end in effect (exclusive; null:
   * open-ended).
   */
  readonly schedules: readonly { readonly schedule: Schedule; readonly start: Date; readonly end: Date | null }[]
}

/**
 * Groups the schedules of a subscription by the billing periods that they share, in the order of time. A schedule that
 * starts where the one before ends goes on in its periods, so a plan change splits a period and begins none. A schedule
 * that realigns, has periods of another length (`isSamePeriod`), or starts after a gap begins a run of its own.
 * Schedules that hold at no instant are left out.
 *
 * @example
 * const year = (type: 'MONTH' | 'YEAR', value: number, startAt: string) => ({
 *   startAt: parseInstant(startAt),
 *   period: { type, value },
 * })
 * billingRuns({
 *   billingTime: 'EXACT',
 *   period: { type: 'MONTH', value: 12 },
 *   timeZone: 'UTC',
 *   schedules: [year('MONTH', 12, '2026-01-01T00:00:00Z'), year('YEAR', 1, '2026-07-01T00:00:00Z')],
 * }).length
 * // 1: 12 months are a year
 */
export function billingRuns<Schedule extends SubscriptionSchedule>(
  subscription: SubscriptionTime<Schedule>,
): readonly BillingRun<Schedule>[] {
  const { billingTime, period, timeZone } = subscription
  const runs: {
    readonly calendar: BillingSchedule
    readonly schedules: BillingRun<Schedule>['schedules'][number][]
  }[] = []
  for (const held of heldTimes(subscription)) {
    const run = runs.at(-1)
    const before = run?.schedules.at(-1)
    const goesOn =
      before?.end?.getTime() === held.start.getTime() &&
      held.schedule.realigns !== true &&
      isSamePeriod(before.schedule.period ?? period, held.schedule.period ?? period)
    if (goesOn) run?.schedules.push(held)
    else
      runs.push({
        calendar: { billingTime, period: held.schedule.period ?? period, startAt: held.start, timeZone },
        schedules: [held],
      })
  }
  return runs.map(({ calendar, schedules }) => ({
    calendar: { ...calendar, endAt: schedules.at(-1)?.end ?? null },
    schedules,
  }))
}

/** The time in which each schedule holds, in order. */
function heldTimes<Schedule extends SubscriptionSchedule>({
  schedules,
  endAt,
}: SubscriptionTime<Schedule>): BillingRun<Schedule>['schedules'] {
  return [...schedules]
    .sort((one, other) => one.startAt.getTime() - other.startAt.getTime())
    .map((schedule, index, inOrder) => ({
      schedule,
      start: schedule.startAt,
      end: earliest(schedule.endAt, inOrder[index + 1]?.startAt, endAt),
    }))
    .filter(({ start, end }) => end === null || end > start)
}

function earliest(...dates: readonly (Date | null | undefined)[]): Date | null {
  const times = dates.flatMap((date) => (date == null ? [] : [date.getTime()]))
  return times.length === 0 ? null : new Date(Math.min(...times))
}
