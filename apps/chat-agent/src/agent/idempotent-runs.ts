import { createHash } from 'node:crypto'

/** How long an answer can be asked for again, and how many are kept (of at most some 16 kB each): a caller retries within seconds, not days. */
const KEEP_MS = 10 * 60_000
const MAX_KEPT = 2_000

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
  readonly madeAt: number
}

/**
 * Runs of which each is made once, whoever asks again: a second request with the same customer, id and content gets the answer of the first, also while that is
 * still being made. A run that fails is forgotten, so that a retry is a new run. In this process only.
 */
export class IdempotentRuns<T> {
  readonly #entries = new Map<string, Entry<T>>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /**
   * Makes the run, or returns the one that was made for the same key.
   * @throws RequestIdReusedError when the key was used with other content.
   */
  async once(key: readonly string[], content: unknown, make: () => Promise<T>): Promise<T> {
    const id = JSON.stringify(key)
    const fingerprint = createHash('sha256').update(JSON.stringify(content)).digest('base64')
    this.#forgetOld()
    const known = this.#entries.get(id)
    if (known !== undefined) {
      if (known.fingerprint !== fingerprint) throw new RequestIdReusedError()
      return await known.result
    }
    const result = make()
    this.#entries.set(id, { fingerprint, result, madeAt: this.#now() })
    try {
      return await result
    } catch (error) {
      this.#entries.delete(id)
      throw error
    }
  }

  #forgetOld(): void {
    const oldest = this.#now() - KEEP_MS
    for (const [id, entry] of this.#entries) {
      if (entry.madeAt > oldest && this.#entries.size < MAX_KEPT) return
      this.#entries.delete(id)
    }
  }
}
