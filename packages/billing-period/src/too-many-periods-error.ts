const MARKER = Symbol.for('tallygate.error.TooManyPeriodsError')

/** More periods were asked for than one answer may hold. */
export class TooManyPeriodsError extends Error {
  override readonly name = 'TooManyPeriodsError'
  readonly code = 'TOO_MANY_PERIODS'
  /** The number that one answer may hold. */
  readonly limit: number
  readonly [MARKER] = true

  constructor(limit: number) {
    super(`More than ${limit} billing periods lie in that range: ask for a shorter one.`)
    this.limit = limit
  }

  /** Returns true for errors of this class, also when another copy of this package made them. */
  static isInstance(error: unknown): error is TooManyPeriodsError {
    return error instanceof Error && MARKER in error
  }
}
