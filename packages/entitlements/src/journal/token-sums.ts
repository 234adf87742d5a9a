import type { JournalEvent, UndeliveredTokens } from './journal.ts'

/** Adds the tokens of events up, by meter and by the subscription that they name. */
export class TokenSums {
  readonly #sums = new Map<string, UndeliveredTokens>()

  add({ meter, subscriptionId, tokens }: Pick<JournalEvent, 'meter' | 'subscriptionId' | 'tokens'>): void {
    // A reference has no white space.
    const key = `${meter} ${subscriptionId ?? ''}`
    const sum = (this.#sums.get(key)?.tokens ?? 0) + tokens
    this.#sums.set(key, { meter, ...(subscriptionId === undefined ? {} : { subscriptionId }), tokens: sum })
  }

  values(): readonly UndeliveredTokens[] {
    return [...this.#sums.values()]
  }
}
