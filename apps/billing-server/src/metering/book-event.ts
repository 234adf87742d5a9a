import { bills, placeAt, type SubscriptionTerms } from '../customers/subscription-terms.ts'
import type { ReadEvent } from './read-event.ts'

/** The place that an event counts towards, or the reason why it counts nowhere. */
export type Booking =
  | { readonly matched: true; readonly subscriptionId: string; readonly scheduleId: string; readonly periodStart: Date }
  | { readonly matched: false; readonly variant: 'NO_SUBSCRIPTION' | 'NO_PRICING' }
  /** It belongs to a period of this subscription that is closed. */
  | { readonly matched: false; readonly variant: 'INVOICE_FINAL'; readonly subscriptionId: string }

/** The facts about an event's customer that are known when the event is booked. */
export interface BookingFacts {
  readonly subscriptions: readonly SubscriptionTerms[]
  /** Periods whose invoice is FINAL, as `subscriptionId` and start in epoch milliseconds. */
  readonly finalPeriods: ReadonlySet<string>
}

export const finalPeriodKey = (subscriptionId: string, periodStart: Date): string =>
  `${subscriptionId} ${periodStart.getTime()}`

/**
 * Finds what an event counts towards. Pure. Rule (our decision where the API is silent): of the subscriptions that
 * cover the event's time and whose plan counts its meter, the one that was created last (the API's fallback LATEST). An
 * event of a period whose invoice is FINAL is kept and counts nowhere: a final invoice never changes.
 */
export function bookEvent(
  event: Pick<ReadEvent, 'at' | 'wantedSubscription'> & { readonly meterId: string },
  { subscriptions, finalPeriods }: BookingFacts,
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
  const chosen = priced[0]
  if (chosen === undefined) return { matched: false, variant: 'NO_PRICING' }
  if (finalPeriods.has(finalPeriodKey(chosen.terms.id, chosen.period.start))) {
    return { matched: false, variant: 'INVOICE_FINAL', subscriptionId: chosen.terms.id }
  }
  return {
    matched: true,
    subscriptionId: chosen.terms.id,
    scheduleId: chosen.schedule.id,
    periodStart: chosen.period.start,
  }
}
