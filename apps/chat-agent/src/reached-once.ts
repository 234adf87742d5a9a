import type { Logger } from 'pino'

/** Pause between two tries. */
const RETRY_MS = 500

/**
 * A memory of whether a part was reached at least once. The agent is not ready before the billing API has answered it:
 * a wrong address or key shows at the start. Later outages do not make it unready, because it goes on under its stated
 * policy, and an orchestrator would take every agent away at once.
 */
export class ReachedOnce {
  readonly #try: () => Promise<unknown>
  readonly #logger: Logger
  #reached = false
  #failure = 'not asked yet'
  #stopped = false
  #timer: NodeJS.Timeout | undefined

  constructor(attempt: () => Promise<unknown>, logger: Logger) {
    this.#try = attempt
    this.#logger = logger
    void this.#attempt()
  }

  /** Throws with the reason of the last try until one has succeeded. */
  assert(): void {
    if (!this.#reached) throw new Error(this.#failure)
  }

  /** Ends the tries. */
  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  async #attempt(): Promise<void> {
    try {
      await this.#try()
      this.#reached = true
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error)
      if (failure !== this.#failure && !this.#stopped)
        this.#logger.warn({ err: error }, 'The billing API did not answer as it should; trying again')
      this.#failure = failure
      if (!this.#stopped) this.#timer = setTimeout(() => void this.#attempt(), RETRY_MS)
    }
  }
}
