/** The reason for which a database cannot do something now. */
export type UnavailableReason =
  /** The connection was lost, refused, or never made. */
  | 'connection'
  /** The engine ended the transaction in favour of another: a deadlock, a conflict of versions. */
  | 'conflict'
  /** A limit of time or of waiting was reached: a lock, a statement, a place in the queue. */
  | 'busy'
  /** It cannot write: its disk is full or broken, or it is a copy that only reads. */
  | 'storage'

const marker = Symbol.for('tallygate.error.DatabaseUnavailableError')

/**
 * A database that cannot do something now and may be able to later. It is a fault of the moment, not of the request:
 * the caller may ask again.
 */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError'
  readonly code = 'DATABASE_UNAVAILABLE'
  readonly [marker] = true
  readonly reason: UnavailableReason
  /**
   * `none`: nothing of the transaction is stored. `unknown`: the connection was lost while the commit was under way, so
   * it may be stored or not.
   */
  readonly committed: 'none' | 'unknown'

  constructor(
    message: string,
    facts: { readonly reason: UnavailableReason; readonly committed: 'none' | 'unknown'; readonly cause?: unknown },
  ) {
    super(message, { cause: facts.cause })
    this.reason = facts.reason
    this.committed = facts.committed
  }

  static isInstance(error: unknown): error is DatabaseUnavailableError {
    return typeof error === 'object' && error !== null && marker in error
  }
}
