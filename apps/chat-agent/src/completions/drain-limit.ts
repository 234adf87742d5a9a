/** Streams whose reader has gone and that are read to their end all the same: more at once would cost more than exact numbers are worth. */
const MAX_DRAINS = 50
/** Longest that such a stream is read on. */
const MAX_DRAIN_MS = 30_000

export interface DrainLimitOptions {
  readonly maxDrains?: number
  readonly maxDrainMs?: number
}

/**
 * A provider tells what a stream used in its last chunk, and never to someone who hangs up. So when a reader leaves, its stream is read on to the end;
 * within these limits, because each such stream costs tokens that nobody reads.
 */
export class DrainLimit {
  readonly #maxDrains: number
  readonly #maxDrainMs: number
  #active = 0

  constructor({ maxDrains = MAX_DRAINS, maxDrainMs = MAX_DRAIN_MS }: DrainLimitOptions = {}) {
    this.#maxDrains = maxDrains
    this.#maxDrainMs = maxDrainMs
  }

  /** Streams that are read on at the moment. */
  get active(): number {
    return this.#active
  }

  /**
   * Begins to drain: calls `abort` when the time is over, at once when too many are drained already. Call what it returns when the stream has ended.
   */
  begin(abort: () => void): () => void {
    if (this.#active >= this.#maxDrains) {
      abort()
      return () => undefined
    }
    this.#active += 1
    const timer = setTimeout(abort, this.#maxDrainMs)
    let ended = false
    return () => {
      if (ended) return
      ended = true
      clearTimeout(timer)
      this.#active -= 1
    }
  }
}
