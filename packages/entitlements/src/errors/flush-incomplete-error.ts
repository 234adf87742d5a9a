const marker = Symbol.for('tallygate.error.FlushIncompleteError')

/**
 * An error for events that are not acknowledged at the end of a flush. Nothing is lost: they stay in the journal.
 * Pending and postponed ones are sent again, rejected ones on request.
 */
export class FlushIncompleteError extends Error {
  override readonly name = 'FlushIncompleteError'
  readonly code = 'FLUSH_INCOMPLETE'
  readonly pending: number
  readonly postponed: number
  readonly rejected: number
  readonly [marker] = true

  constructor(facts: {
    readonly message: string
    readonly pending: number
    readonly postponed: number
    readonly rejected: number
    readonly cause?: unknown
  }) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause })
    this.pending = facts.pending
    this.postponed = facts.postponed
    this.rejected = facts.rejected
  }

  /** Also true for an instance from another copy of this package. */
  static isInstance(value: unknown): value is FlushIncompleteError {
    return typeof value === 'object' && value !== null && marker in value
  }
}
