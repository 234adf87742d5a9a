import { eventProperties } from './event-properties.ts'
import type { JournalEvent, UndeliveredUsage } from './journal.ts'

/** Adds the usage of events up, by meter, by their properties and by the subscription that they name. */
export class UsageSums {
  readonly #sums = new Map<string, UndeliveredUsage>()

  add({
    meter,
    subscriptionId,
    quantity,
    body,
  }: Pick<JournalEvent, 'meter' | 'subscriptionId' | 'quantity' | 'body'>): void {
    const properties = eventProperties(body)
    const key = JSON.stringify([meter, subscriptionId, Object.entries(properties)])
    const sum = (this.#sums.get(key)?.quantity ?? 0) + quantity
    const subscription = subscriptionId === undefined ? {} : { subscriptionId }
    this.#sums.set(key, { meter, properties, ...subscription, quantity: sum })
  }

  values(): readonly UndeliveredUsage[] {
    return [...this.#sums.values()]
  }
}
