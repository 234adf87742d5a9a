import type { Logger } from 'pino'

/** Longest wait for the billing server to say what time it is. */
const TIMEOUT_MS = 2_000

export interface BillingClockOptions {
  /** Root of the billing server. */
  readonly url: string
  readonly apiKey: string
  readonly logger: Logger
}

/**
 * The time of a billing server whose clock tests move, so that usage is dated as the server's periods are. It is asked
 * before each request: between two requests anything may have happened to it. While the server does not say, the last
 * difference holds.
 */
export class BillingClock {
  readonly #options: BillingClockOptions
  #offsetMs = 0
  #failure: string | undefined
  #asking: Promise<void> | undefined

  constructor(options: BillingClockOptions) {
    this.#options = options
  }

  /** Epoch milliseconds. */
  readonly now = (): number => Date.now() + this.#offsetMs

  /** Asks for the time. Never rejects. */
  refresh(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined
    })
    return this.#asking
  }

  async #ask(): Promise<void> {
    const { url, apiKey, logger } = this.#options
    try {
      const response = await fetch(`${url}/local/clock`, {
        headers: { 'x-api-key': apiKey },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      this.#offsetMs = offsetOf(response.ok ? await response.json() : undefined, response.status)
      this.#failure = undefined
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error)
      if (failure !== this.#failure) logger.warn({ err: error }, 'The clock of the billing server cannot be read')
      this.#failure = failure
    }
  }
}

function offsetOf(body: unknown, status: number): number {
  const offset = typeof body === 'object' && body !== null && 'offset_ms' in body ? body.offset_ms : undefined
  if (typeof offset === 'number' && Number.isFinite(offset)) return offset
  throw new Error(`GET /local/clock answered ${status} without an offset; the server needs LOCAL_CONTROLS`)
}
