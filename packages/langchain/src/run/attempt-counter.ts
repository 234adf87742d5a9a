/** Requests that are remembered at least; twice as many at most. Far more than one process serves at the same time. */
const MAX_REQUESTS_PER_GENERATION = 50_000

/**
 * Numbers the model calls of a request: 1, 2, 3 … in the order in which they start. The number is part of the references of the usage events. A request that is
 * forgotten and goes on gets a number again, which @tallygate/entitlements refuses as a duplicate: nothing is billed under another call's name.
 */
export class AttemptCounter {
  #young = new Map<string, number>()
  #old = new Map<string, number>()

  next(customer: string, requestId: string): number {
    const key = `${customer} ${requestId}`
    const attempt = (this.#young.get(key) ?? this.#old.get(key) ?? 0) + 1
    if (this.#young.size >= MAX_REQUESTS_PER_GENERATION && !this.#young.has(key)) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, attempt)
    return attempt
  }
}
