import { createHash } from 'node:crypto'
import { CustomerCache } from '../customer-cache.ts'

/**
 * The time that an answer can be asked for again, and the number of answers that are kept (of at most some 16 kB each):
 * a caller retries within seconds, not days.
 */
const KEEP_MS = 10 * 60_000
const MAX_KEPT = 2_000
/** Share of one customer. */
const MAX_KEPT_PER_CUSTOMER = 500

/** An id was used for another request before. */
export class RequestIdReusedError extends Error {
  override readonly name = 'RequestIdReusedError'
  readonly code = 'REQUEST_ID_REUSED'

  constructor() {
    super('This request id was used for another request')
  }
}

interface Entry<T> {
  readonly fingerprint: string
  readonly result: Promise<T>
}

/**
 * Runs that are made once for each customer, id and content: a second request gets the answer of the first, also while
 * that is still being made. A run that fails is forgotten, so that a retry is a new run. In this process only.
 */
export class IdempotentRuns<T> {
  /** Never forgotten before they end; how many run is limited elsewhere. */
  readonly #running = new Map<string, Entry<T>>()
  readonly #finished: CustomerCache<Entry<T>>

  constructor(now: () => number = Date.now) {
    this.#finished = new CustomerCache({
      maxEntries: MAX_KEPT,
      maxEntriesPerCustomer: MAX_KEPT_PER_CUSTOMER,
      keepMs: KEEP_MS,
      now,
    })
  }

  /**
   * Makes the run, or returns the one that was made for the same customer and id.
   * @throws RequestIdReusedError when the id was used with other content.
   */
  async once(customer: string, id: string, content: unknown, make: () => Promise<T>): Promise<T> {
    const key = JSON.stringify([customer, id])
    const fingerprint = createHash('sha256').update(JSON.stringify(content)).digest('base64')
    const known = this.#running.get(key) ?? this.#finished.get(customer, id)
    if (known !== undefined) {
      if (known.fingerprint !== fingerprint) throw new RequestIdReusedError()
      return await known.result
    }
    const entry = { fingerprint, result: make() }
    this.#running.set(key, entry)
    try {
      const result = await entry.result
      this.#finished.set(customer, id, entry)
      return result
    } finally {
      this.#running.delete(key)
    }
  }
}
