import {
  type BillingPeriod,
  type BillingRun,
  billingPeriodAt,
  billingPeriodsBetween,
  billingRuns,
  type Period,
  type SubscriptionSchedule,
} from '@tallygate/billing-period'

/** One schedule of a subscription as far as time and prices go. */
export interface ScheduleTerms {
  readonly id: string
  readonly versionId: string
  /** Inclusive. */
  readonly startAt: Date
  /** Exclusive; the schedule may end earlier, when the next one starts. */
  readonly endAt: Date | null
  readonly billingPeriod: Period | null
  /** True where billing periods begin anew with this schedule. */
  readonly realigns: boolean
  /** Meters that the schedule's plan version counts, and those that its own prices do. */
  readonly pricedMeterIds: readonly string[]
  /** Another text whenever the rows that it is priced by were written: that of the version, and its own. */
  readonly pricesKey: string
  /** True where it has prices beside those of its version. */
  readonly hasOwnPrices: boolean
}

/** The terms of a subscription about time, from which alone its billing periods follow. */
export interface SubscriptionTerms {
  readonly id: string
  readonly customerId: string
  readonly reference: string
  readonly status: string
  /** The type of the subscription: only one of type BILLING has usage, invoices and grants. */
  readonly type: string
  readonly currency: string
  readonly billingEntityId: string
  readonly billingTime: 'EXACT' | 'CALENDAR'
  readonly billingPeriod: Period
  readonly timeZone: string
  readonly createdAt: Date
  /** First instant that is no longer billed; null while it goes on. */
  readonly endsAt: Date | null
  /** In the order of their start. */
  readonly schedules: readonly ScheduleTerms[]
}

/** The place of an instant. */
export interface Placement {
  readonly schedule: ScheduleTerms
  readonly period: BillingPeriod
}

/**
 * Groups the schedules of a subscription by the billing periods that they share: by the rule of
 * `@tallygate/billing-period`, which the gate counts by too.
 */
export function runsOf(terms: SubscriptionTerms): readonly BillingRun<RunSchedule>[] {
  const { billingTime, billingPeriod: period, timeZone, endsAt: endAt } = terms
  const schedules = terms.schedules.map((schedule): RunSchedule => {
    const { startAt, endAt: ownEnd, billingPeriod, realigns } = schedule
    return { startAt, endAt: ownEnd, period: billingPeriod, realigns, terms: schedule }
  })
  return billingRuns({ billingTime, period, timeZone, endAt, schedules })
}

/** A schedule as the rule about periods takes it. */
interface RunSchedule extends SubscriptionSchedule {
  readonly terms: ScheduleTerms
}

/** Placements that were found, by the terms they follow from: the events of a batch mostly fall into one period. */
const placed = new WeakMap<
  SubscriptionTerms,
  { readonly start: Date; readonly end: Date; readonly placement: Placement }[]
>()

/** The schedule and period that an instant falls into; undefined when the subscription does not cover it. */
export function placeAt(terms: SubscriptionTerms, at: Date): Placement | undefined {
  const known = placed.get(terms) ?? []
  const hit = known.find(({ start, end }) => at >= start && at < end)
  if (hit !== undefined) return hit.placement
  const placement = findPlacement(terms, at)
  if (placement !== undefined) {
    const segment = segmentsOf(terms, placement.period).find(({ start, end }) => at >= start && at < end)
    if (segment !== undefined) placed.set(terms, [...known, { start: segment.start, end: segment.end, placement }])
  }
  return placement
}

function findPlacement(terms: SubscriptionTerms, at: Date): Placement | undefined {
  for (const { calendar, schedules } of runsOf(terms)) {
    const held = schedules.find(({ start, end }) => at >= start && (end === null || at < end))
    if (held === undefined) continue
    const period = billingPeriodAt(calendar, at)
    if (period !== undefined) return { schedule: held.schedule.terms, period }
  }
  return undefined
}

/** The segments of a period, each under one schedule, in order. */
export function segmentsOf(
  terms: SubscriptionTerms,
  period: { readonly start: Date; readonly end: Date },
): readonly { readonly schedule: ScheduleTerms; readonly start: Date; readonly end: Date }[] {
  return runsOf(terms).flatMap(({ schedules }) =>
    schedules.flatMap(({ schedule: { terms: schedule }, start, end }) => {
      const from = new Date(Math.max(start.getTime(), period.start.getTime()))
      const to = end === null || end > period.end ? period.end : end
      return from < to ? [{ schedule, start: from, end: to }] : []
    }),
  )
}

/** All periods that have begun by `until` and end after `from`. */
export function periodsBegunBy(terms: SubscriptionTerms, from: Date, until: Date): readonly BillingPeriod[] {
  // `until` itself may be the first instant of a period; the range is half-open.
  const to = new Date(until.getTime() + 1)
  return runsOf(terms).flatMap(({ calendar }) =>
    calendar.startAt < to ? billingPeriodsBetween(calendar, from > calendar.startAt ? from : calendar.startAt, to) : [],
  )
}

/**
 * Tells whether a subscription can have usage, invoices and grants: a TEMPLATE and a QUOTE never do, whatever their
 * state.
 */
export const bills = ({ status, type }: Pick<SubscriptionTerms, 'status' | 'type'>): boolean =>
  type === 'BILLING' && (status === 'ACTIVE' || status === 'CANCELLED')
