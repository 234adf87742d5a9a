import type { ReportedUsage } from '@tallygate/rating'
import { bills, type Placement, placeAt, type SubscriptionTerms } from '../customers/subscription-terms.ts'
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
  let refusal: 'NO_SUBSCRIPTION' | 'NO_PRICING' | 'NO_RULE' = 'NO_SUBSCRIPTION'
  let chosen: Covering | undefined
  // A loop, since every event of a batch comes through here.
  for (const terms of subscriptions) {
    if (!bills(terms) || (wanted !== null && terms.id !== wanted && terms.reference !== wanted)) continue
    const placement = placeAt(terms, event.at)
    if (placement === undefined) continue
    if (refusal === 'NO_SUBSCRIPTION') refusal = 'NO_PRICING'
    if (!placement.schedule.pricedMeterIds.includes(event.meterId)) continue
    refusal = 'NO_RULE'
    if (!takes(placement.schedule.id, event)) continue
    if (chosen === undefined || isAfter(terms, chosen.terms)) chosen = { terms, ...placement }
  }
  if (chosen === undefined) return { matched: false, variant: refusal }
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

/** A subscription that covers an event, and where. */
interface Covering extends Placement {
  readonly terms: SubscriptionTerms
}

function isAfter(one: SubscriptionTerms, other: SubscriptionTerms): boolean {
  const [time, otherTime] = [one.createdAt.getTime(), other.createdAt.getTime()]
  return time > otherTime || (time === otherTime && one.id > other.id)
}
