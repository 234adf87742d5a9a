const marker = Symbol.for('tallygate.error.DuplicateAttemptError')

/**
 * This (customer, request id, attempt) was used before. Its events carry the same references, so the billing API would
 * count them once and the second call to the provider would be free: give each call its own attempt.
 */
export class DuplicateAttemptError extends Error {
  override readonly name = 'DuplicateAttemptError'
  readonly code = 'DUPLICATE_ATTEMPT'
  readonly customer: string
  readonly requestId: string
  readonly attempt: string
  readonly [marker] = true

  constructor(facts: {
    readonly message: string
    readonly customer: string
    readonly requestId: string
    readonly attempt: string
    readonly cause?: unknown
  }) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause })
    this.customer = facts.customer
    this.requestId = facts.requestId
    this.attempt = facts.attempt
  }

  /** Also true for an instance from another copy of this package. */
  static isInstance(value: unknown): value is DuplicateAttemptError {
    return typeof value === 'object' && value !== null && marker in value
  }
}
