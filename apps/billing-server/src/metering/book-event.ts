import type { ReportedUsage } from '@tallygate/rating'
import { bills, placeAt, type SubscriptionTerms } from '../customers/subscription-terms.ts'
import type { TakesUsage } from '../server-context.ts'
import type { ReadEvent } from './read-event.ts'

/** The place that an event counts towards, or the reason why it counts nowhere. */
export type Booking =
  | BookedOn
  | { readonly matched: false; readonly variant: 'NO_SUBSCRIPTION' | 'NO_PRICING' | 'NO_RULE' }
  /** It belongs to this period, which is closed. */
  | {
      readonly matched: false
      readonly variant: 'INVOICE_FINAL'
      readonly subscriptionId: string
      readonly scheduleId: string
      readonly periodStart: Date
    }

/** A schedule of a subscription, and the billing period whose invoice shows the event. */
export interface BookedOn {
  readonly matched: true
  readonly subscriptionId: string
  readonly scheduleId: string
  readonly periodStart: Date
  /** Start of the earlier period that it was used in, whose invoice was FINAL; null: it was used in this one. */
  readonly lateOf: Date | null
}

/** Periods whose invoice is OPEN or DRAFT, by subscription, in order of their start. */
export type OpenPeriods = ReadonlyMap<string, readonly Date[]>

/** The facts about an event's customer that are known when the event is booked. */
export interface BookingFacts {
  readonly subscriptions: readonly SubscriptionTerms[]
  /** Periods whose invoice is FINAL, as `subscriptionId` and start in epoch milliseconds. */
  readonly finalPeriods: ReadonlySet<string>
  /** Periods that take an event of a FINAL one; absent: it counts nowhere. */
  readonly openPeriods?: OpenPeriods | undefined
}

/** The parts of an event that its booking follows from. */
export interface BookableEvent extends Pick<ReadEvent, 'at' | 'wantedSubscription'>, ReportedUsage {}

/** Returns the parts of a read event that its booking follows from. */
export const bookableOf = ({ at, wantedSubscription, meter, quantities, properties }: ReadEvent): BookableEvent => ({
  at,
  wantedSubscription,
  meterId: meter.id,
  meterValueIds: quantities.flatMap(({ meterValueId }) => (meterValueId === '' ? [] : [meterValueId])),
  properties,
})

export const finalPeriodKey = (subscriptionId: string, periodStart: Date): string =>
  `${subscriptionId} ${periodStart.getTime()}`

/**
 * Finds what an event counts towards. Pure. Rule (our decision where the API is silent): of the subscriptions that
 * cover the event's time and whose plan takes it, the one that was created last (the API's fallback LATEST). Usage that
 * no rule takes counts nowhere (the vendor's unmatched events). A final invoice never changes: an event of its period
 * goes to the next one that is not, or is kept and counts nowhere.
 */
export function bookEvent(
  event: BookableEvent,
  { subscriptions, finalPeriods, openPeriods }: BookingFacts,
  takes: TakesUsage,
): Booking {
  const { wantedSubscription: wanted } = event
  const covering = subscriptions
    .filter(bills)
    .filter(({ id, reference }) => wanted === null || id === wanted || reference === wanted)
    .flatMap((terms) => {
      const placement = placeAt(terms, event.at)
      return placement === undefined ? [] : [{ terms, ...placement }]
    })
  if (covering.length === 0) return { matched: false, variant: 'NO_SUBSCRIPTION' }
  const priced = covering
    .filter(({ schedule }) => schedule.pricedMeterIds.includes(event.meterId))
    .toSorted(
      (one, other) =>
        other.terms.createdAt.getTime() - one.terms.createdAt.getTime() || (one.terms.id < other.terms.id ? 1 : -1),
    )
  if (priced.length === 0) return { matched: false, variant: 'NO_PRICING' }
  const chosen = priced.find(({ schedule }) => takes(schedule.id, event))
  if (chosen === undefined) return { matched: false, variant: 'NO_RULE' }
  const booked = {
    subscriptionId: chosen.terms.id,
    scheduleId: chosen.schedule.id,
    periodStart: chosen.period.start,
  }
  if (!finalPeriods.has(finalPeriodKey(booked.subscriptionId, booked.periodStart))) {
    return { matched: true, ...booked, lateOf: null }
  }
  const next = openPeriods?.get(booked.subscriptionId)?.find((start) => start > booked.periodStart)
  if (next === undefined) return { matched: false, variant: 'INVOICE_FINAL', ...booked }
  return { matched: true, ...booked, periodStart: next, lateOf: booked.periodStart }
}
