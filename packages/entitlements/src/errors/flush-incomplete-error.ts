const marker = Symbol.for('tallygate.error.FlushIncompleteError')

/** The deadline passed before every event was acknowledged. Nothing is lost: `pending` events stay in the journal and are sent again. */
export class FlushIncompleteError extends Error {
  override readonly name = 'FlushIncompleteError'
  readonly code = 'FLUSH_INCOMPLETE'
  readonly pending: number
  readonly rejected: number
  readonly [marker] = true

  constructor(facts: {
    readonly message: string
    readonly pending: number
    readonly rejected: number
    readonly cause?: unknown
  }) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause })
    this.pending = facts.pending
    this.rejected = facts.rejected
  }

  /** Also true for an instance from another copy of this package. */
  static isInstance(value: unknown): value is FlushIncompleteError {
    return typeof value === 'object' && value !== null && marker in value
  }
}
