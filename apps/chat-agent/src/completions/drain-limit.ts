/** Streams of one customer whose reader has gone and that are read to their end all the same. */
const MAX_DRAINS_PER_CUSTOMER = 100

export interface DrainLimitOptions {
  readonly maxDrainsPerCustomer?: number
  /** Longest that such a stream is read on; 0: not at all. */
  readonly maxDrainMs: number
}

/**
 * A provider tells what a stream used in its last chunk, and never to someone who hangs up. So when a reader leaves,
 * its stream is read on to the end; within these limits. Each customer has a share of its own, so that a crowd that
 * leaves at once takes nothing from others.
 */
export class DrainLimit {
  readonly #maxDrainsPerCustomer: number
  readonly #maxDrainMs: number
  readonly #active = new Map<string, number>()

  constructor({ maxDrainsPerCustomer = MAX_DRAINS_PER_CUSTOMER, maxDrainMs }: DrainLimitOptions) {
    this.#maxDrainsPerCustomer = maxDrainsPerCustomer
    this.#maxDrainMs = maxDrainMs
  }

  /** Streams that are read on at the moment. */
  get active(): number {
    let sum = 0
    for (const active of this.#active.values()) sum += active
    return sum
  }

  /**
   * Begins to drain: calls `abort` when the time is over, at once when too many streams of the customer are drained
   * already. Call what it returns when the stream has ended.
   */
  begin(customer: string, abort: () => void): () => void {
    const active = this.#active.get(customer) ?? 0
    if (active >= this.#maxDrainsPerCustomer || this.#maxDrainMs === 0) {
      abort()
      return () => undefined
    }
    this.#active.set(customer, active + 1)
    const timer = setTimeout(abort, this.#maxDrainMs)
    let ended = false
    return () => {
      if (ended) return
      ended = true
      clearTimeout(timer)
      this.#leave(customer)
    }
  }

  #leave(customer: string): void {
    const active = (this.#active.get(customer) ?? 1) - 1
    if (active === 0) this.#active.delete(customer)
    else this.#active.set(customer, active)
  }
}
