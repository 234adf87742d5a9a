import {
  type BillingPeriod,
  type BillingSchedule,
  billingPeriodAt,
  billingPeriodsBetween,
  type Period,
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
  /** Whether billing periods begin anew with this schedule. */
  readonly realigns: boolean
  /** Meters that the schedule's plan version counts, and those that its own prices do. */
  readonly pricedMeterIds: readonly string[]
}

/** What a subscription says about time: from it alone follow its billing periods. */
export interface SubscriptionTerms {
  readonly id: string
  readonly customerId: string
  readonly reference: string
  readonly status: string
  /** What it is for: only one of type BILLING has usage, invoices and grants. */
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

/** Schedules that share one row of billing periods. */
export interface BillingRun {
  readonly calendar: BillingSchedule
  readonly schedules: readonly { readonly terms: ScheduleTerms; readonly start: Date; readonly end: Date | null }[]
}

/** Where an instant falls. */
export interface Placement {
  readonly schedule: ScheduleTerms
  readonly period: BillingPeriod
}

const earliest = (...dates: readonly (Date | null | undefined)[]): Date | null => {
  const times = dates.filter((date) => date != null).map((date) => date.getTime())
  return times.length === 0 ? null : new Date(Math.min(...times))
}

/**
 * The runs of a subscription. A schedule that follows without a gap goes on in the periods of the one before, so a plan
 * change splits a period instead of beginning another; with `realign_invoice_date_…`, another length of period, or after
 * a gap, it begins a run of its own.
 */
export function billingRuns(terms: SubscriptionTerms): readonly BillingRun[] {
  const pieces = terms.schedules
    .map((schedule, index) => ({
      terms: schedule,
      start: schedule.startAt,
      end: earliest(schedule.endAt, terms.schedules[index + 1]?.startAt, terms.endsAt),
    }))
    .filter(({ start, end }) => end === null || end > start)
  const groups: (typeof pieces)[] = []
  for (const piece of pieces) {
    const group = groups.at(-1)
    const previous = group?.at(-1)
    const goesOn =
      previous?.end != null &&
      previous.end.getTime() === piece.start.getTime() &&
      !piece.terms.realigns &&
      samePeriod(previous.terms.billingPeriod ?? terms.billingPeriod, piece.terms.billingPeriod ?? terms.billingPeriod)
    if (goesOn) group?.push(piece)
    else groups.push([piece])
  }
  return groups.flatMap((schedules) => {
    const first = schedules[0]
    const last = schedules.at(-1)
    if (first === undefined || last === undefined) return []
    return [
      {
        calendar: {
          billingTime: terms.billingTime,
          period: first.terms.billingPeriod ?? terms.billingPeriod,
          startAt: first.start,
          endAt: last.end,
          timeZone: terms.timeZone,
        },
        schedules,
      },
    ]
  })
}

const samePeriod = (one: Period, other: Period): boolean => one.type === other.type && one.value === other.value

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
    const stretch = segmentsOf(terms, placement.period).find(({ start, end }) => at >= start && at < end)
    if (stretch !== undefined) placed.set(terms, [...known, { start: stretch.start, end: stretch.end, placement }])
  }
  return placement
}

function findPlacement(terms: SubscriptionTerms, at: Date): Placement | undefined {
  for (const { calendar, schedules } of billingRuns(terms)) {
    const schedule = schedules.find(({ start, end }) => at >= start && (end === null || at < end))
    if (schedule === undefined) continue
    const period = billingPeriodAt(calendar, at)
    if (period !== undefined) return { schedule: schedule.terms, period }
  }
  return undefined
}

/** The stretches of a period in which one schedule holds, in order. */
export function segmentsOf(
  terms: SubscriptionTerms,
  period: { readonly start: Date; readonly end: Date },
): readonly { readonly schedule: ScheduleTerms; readonly start: Date; readonly end: Date }[] {
  return billingRuns(terms).flatMap(({ schedules }) =>
    schedules.flatMap(({ terms: schedule, start, end }) => {
      const from = new Date(Math.max(start.getTime(), period.start.getTime()))
      const to = earliest(end, period.end) ?? period.end
      return from < to ? [{ schedule, start: from, end: to }] : []
    }),
  )
}

/** All periods that have begun by `until` and end after `from`. */
export function periodsBegunBy(terms: SubscriptionTerms, from: Date, until: Date): readonly BillingPeriod[] {
  // `until` itself may be the first instant of a period; the range is half-open.
  const to = new Date(until.getTime() + 1)
  return billingRuns(terms).flatMap(({ calendar }) =>
    calendar.startAt < to ? billingPeriodsBetween(calendar, from > calendar.startAt ? from : calendar.startAt, to) : [],
  )
}

/** Whether a subscription can have usage, invoices and grants: a TEMPLATE and a QUOTE never do, whatever their state. */
export const bills = ({ status, type }: Pick<SubscriptionTerms, 'status' | 'type'>): boolean =>
  type === 'BILLING' && (status === 'ACTIVE' || status === 'CANCELLED')
