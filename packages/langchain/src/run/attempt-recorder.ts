import type { RecordedAttempt } from './recorded-attempt.ts'

/**
 * Attempts that are kept: a request with more calls is a loop, and a handler that serves all requests is read through
 * `onAttempt`.
 */
const MAX_KEPT_ATTEMPTS = 1000

/**
 * Keeps how attempts ended, and tells the application. Shared by a handler and its copies, so that an attempt is told
 * once.
 */
export class AttemptRecorder {
  readonly #attempts: RecordedAttempt[] = []
  readonly #onAttempt: ((attempt: RecordedAttempt) => void) | undefined

  constructor(onAttempt: ((attempt: RecordedAttempt) => void) | undefined) {
    this.#onAttempt = onAttempt
  }

  /** The newest 1,000, in the order in which they ended. */
  get attempts(): readonly RecordedAttempt[] {
    return this.#attempts
  }

  record(attempt: RecordedAttempt): void {
    this.#attempts.push(attempt)
    if (this.#attempts.length > MAX_KEPT_ATTEMPTS) this.#attempts.shift()
    try {
      this.#onAttempt?.(attempt)
    } catch (error) {
      process.emitWarning(`An onAttempt hook of @tallygate/langchain threw: ${String(error)}`)
    }
  }
}
