const MARKER = Symbol.for('tallygate.error.InvalidDurationError')

/** A text that is not a duration of ISO 8601, or one that leads out of the years 0 to 9999. */
export class InvalidDurationError extends Error {
  override readonly name = 'InvalidDurationError'
  readonly code = 'INVALID_DURATION'
  /** The text that was given, cut to 64 characters. */
  readonly given: string
  readonly [MARKER] = true

  constructor(given: string, problem: string, options?: ErrorOptions) {
    const cut = given.slice(0, 64)
    super(`Invalid duration ${JSON.stringify(cut)}: ${problem}.`, options)
    this.given = cut
  }

  /** Returns true for errors of this class, also when another copy of this package made them. */
  static isInstance(error: unknown): error is InvalidDurationError {
    return error instanceof Error && MARKER in error
  }
}
