/** Limits of reading on: it costs what the provider charges for an answer that nobody reads. */
export interface DrainOptions {
  /**
   * Answers of one customer that are read on at the same time. Default 100: a wave of closed connections is not a wave
   * of cost, and a crowd that leaves at once takes nothing from others.
   */
  readonly maxConcurrent?: number
  /** From the moment the reader left. Default 60,000 ms. */
  readonly maxMs?: number
}

export const DRAIN_DEFAULTS = { maxConcurrent: 100, maxMs: 60_000 } as const
export const DRAIN_MOST = { maxConcurrent: 100_000, maxMs: 3_600_000 } as const

/**
 * The answers whose reader has gone, and that are read on to the provider's usage. A server that reads on by itself, to
 * keep an answer for a retry, counts them here.
 */
export class Drains {
  readonly #limits: Required<DrainOptions>
  readonly #active = new Map<string, number>()
  readonly #waiting = new Set<() => void>()

  constructor(limits: DrainOptions = {}) {
    this.#limits = { ...DRAIN_DEFAULTS, ...limits }
  }

  /** Answers that are read on at the moment. */
  get size(): number {
    let sum = 0
    for (const active of this.#active.values()) sum += active
    return sum
  }

  /**
   * Begins to drain: calls `stop` when the time is over, at once when too many answers of the customer are drained
   * already. Call what it returns when the answer has ended.
   */
  begin(customer: string, stop: () => void): () => void {
    const active = this.#active.get(customer) ?? 0
    if (active >= this.#limits.maxConcurrent || this.#limits.maxMs === 0) {
      stop()
      return () => undefined
    }
    this.#active.set(customer, active + 1)
    const timer = setTimeout(stop, this.#limits.maxMs)
    let ended = false
    return () => {
      if (ended) return
      ended = true
      clearTimeout(timer)
      this.#end(customer)
    }
  }

  /** Resolves with the number of answers that are still read: 0, or more at the deadline. */
  async idle(deadlineMs: number): Promise<number> {
    if (this.#active.size === 0) return 0
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, deadlineMs)
      this.#waiting.add(() => {
        clearTimeout(timer)
        resolve()
      })
    })
    return this.size
  }

  #end(customer: string): void {
    const active = (this.#active.get(customer) ?? 1) - 1
    if (active === 0) this.#active.delete(customer)
    else this.#active.set(customer, active)
    if (this.#active.size > 0) return
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}
