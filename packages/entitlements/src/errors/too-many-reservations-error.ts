const marker = Symbol.for('tallygate.error.TooManyReservationsError')

/**
 * This process has more reservations open than `maxOpenReservations`: reservations are made and never settled or
 * released.
 */
export class TooManyReservationsError extends Error {
  override readonly name = 'TooManyReservationsError'
  readonly code = 'TOO_MANY_RESERVATIONS'
  readonly limit: number
  readonly [marker] = true

  constructor(facts: { readonly message: string; readonly limit: number; readonly cause?: unknown }) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause })
    this.limit = facts.limit
  }

  /** Also true for an instance from another copy of this package. */
  static isInstance(value: unknown): value is TooManyReservationsError {
    return typeof value === 'object' && value !== null && marker in value
  }
}
