import { type BillingPeriod, billingPeriodAt } from '@tallygate/billing-period'
import { runsOf, type ScheduleTerms, type SubscriptionTerms, segmentsOf } from '../customers/subscription-terms.ts'
import type { BookedSegment, LateUsage } from '../metering/usage-totals.store.ts'
import type { InvoiceRow } from './invoices.store.ts'

/** Late usage that an invoice bills: of a schedule in an earlier period. */
export interface PlacedLate {
  readonly schedule: ScheduleTerms
  /** The earlier period, and the segment of it in which the schedule held. */
  readonly period: BillingPeriod
  readonly start: Date
  readonly end: Date
  /** The usage that came late. */
  readonly own: BookedSegment
  /** The usage of the same segment that earlier invoices billed: in time, and late. */
  readonly billed: readonly BookedSegment[]
}

/** Finds the late usage of an invoice among that of all subscriptions, and what was billed before it. */
export function placeLate(late: readonly LateUsage[], row: InvoiceRow, terms: SubscriptionTerms): PlacedLate[] {
  const ofSubscription = late.filter((one) => one.subscription_id === terms.id)
  const own = ofSubscription.filter((one) => one.period_start.getTime() === row.period_start.getTime())
  return own.flatMap(({ schedule_id: scheduleId, period_start: periodStart, late_of: lateOf }): PlacedLate[] => {
    const schedule = terms.schedules.find(({ id }) => id === scheduleId)
    if (schedule === undefined) return []
    const period = periodOf(terms, { start: lateOf, end: row.period_start })
    const segment = segmentsOf(terms, period).find((one) => one.schedule.id === scheduleId) ?? period
    const before = ofSubscription.filter(
      (one) =>
        one.schedule_id === scheduleId &&
        one.late_of.getTime() === lateOf.getTime() &&
        one.period_start < row.period_start,
    )
    return [
      {
        schedule,
        period,
        start: segment.start,
        end: segment.end,
        own: { scheduleId, periodStart, lateOf },
        billed: [
          { scheduleId, periodStart: lateOf },
          ...before.map((one) => ({ scheduleId, periodStart: one.period_start, lateOf })),
        ],
      },
    ]
  })
}

/**
 * Finds the billing period that starts at an instant, with its unclipped length, which recurring amounts are prorated
 * by.
 */
export function periodOf(
  terms: SubscriptionTerms,
  { start, end }: { readonly start: Date; readonly end: Date },
): BillingPeriod {
  for (const { calendar } of runsOf(terms)) {
    const found = billingPeriodAt(calendar, start)
    if (found !== undefined && found.start.getTime() === start.getTime()) {
      return { start, end: end < found.end ? end : found.end, full: found.full }
    }
  }
  return { start, end, full: { start, end } }
}
