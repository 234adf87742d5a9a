const marker = Symbol.for('tallygate.error.BillingConnectionError')

/**
 * - `CONNECTION_FAILED`: refused, reset, or broken off before the answer was complete.
 * - `TIMEOUT`: an attempt took longer than `timeoutMs`, or all of them longer than `totalTimeoutMs`.
 * - `INVALID_RESPONSE`: a success status with a body that is not the JSON it should be (cut off, or a page of a proxy).
 * - `RESPONSE_TOO_LARGE`: a body of more than `maxResponseBytes`.
 */
export type BillingConnectionErrorCode = 'CONNECTION_FAILED' | 'TIMEOUT' | 'INVALID_RESPONSE' | 'RESPONSE_TOO_LARGE'

/** The facts of a call that got no usable answer. */
export interface BillingConnectionFacts {
  readonly code: BillingConnectionErrorCode
  readonly method: string
  /** The URL without its query. */
  readonly url: string
  /** Requests that were started, 1 or more. */
  readonly attempts: number
  readonly retryable: boolean
  readonly idempotencyKey: string | undefined
  readonly cause: unknown
}

const sentences: Record<BillingConnectionErrorCode, string> = {
  CONNECTION_FAILED: 'the connection failed before an answer was complete',
  TIMEOUT: 'no answer came in time',
  INVALID_RESPONSE: 'the answer is not the JSON that it should be',
  RESPONSE_TOO_LARGE: 'the answer is larger than maxResponseBytes',
}

/**
 * A call to which no usable answer came, after every retry that was safe. Thrown by `client.GET`, `client.POST` and the
 * others themselves, so that a result always carries an answer of the server.
 */
export class BillingConnectionError extends Error {
  override readonly name = 'BillingConnectionError'
  readonly [marker] = true
  readonly code: BillingConnectionErrorCode
  readonly method: string
  /** The URL without its query. */
  readonly url: string
  /** Requests that were started, 1 or more. */
  readonly attempts: number
  /**
   * True when the same call may be made again without being carried out twice. A POST (or any call that had a key) must
   * then be repeated with the same key: `headers: { 'Idempotency-Key': error.idempotencyKey }`.
   */
  readonly retryable: boolean
  /** The key that every attempt carried; undefined where the call has none (reads, PUT, event ingestion). */
  readonly idempotencyKey: string | undefined

  constructor(facts: BillingConnectionFacts) {
    const tried = facts.attempts === 1 ? '' : ` (${facts.attempts} attempts)`
    super(`${facts.method} ${facts.url}: ${sentences[facts.code]}${tried}${reasonOf(facts.cause)}`, {
      cause: facts.cause,
    })
    this.code = facts.code
    this.method = facts.method
    this.url = facts.url
    this.attempts = facts.attempts
    this.retryable = facts.retryable
    this.idempotencyKey = facts.idempotencyKey
  }

  /** Returns true for errors of this class, also when a second copy of the package is installed. */
  static isInstance(error: unknown): error is BillingConnectionError {
    return typeof error === 'object' && error !== null && marker in error
  }
}

/**
 * Finds the reason, which `fetch` hides one level down: "fetch failed" is the message, ECONNREFUSED is in its cause.
 */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return ''
  const inner = cause.cause instanceof Error ? cause.cause : cause
  return inner.message === '' ? '' : `: ${inner.message}`
}
