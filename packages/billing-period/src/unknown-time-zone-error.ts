const MARKER = Symbol.for('tallygate.error.UnknownTimeZoneError')

/** A time zone name that this runtime does not know, or that stands for several zones. */
export class UnknownTimeZoneError extends Error {
  override readonly name = 'UnknownTimeZoneError'
  readonly code = 'UNKNOWN_TIME_ZONE'
  /** The name as it was given. */
  readonly timeZone: string
  readonly [MARKER] = true

  constructor(timeZone: string, problem: string, options?: ErrorOptions) {
    super(
      `Unknown time zone ${JSON.stringify(timeZone)}: ${problem}. Use an IANA name such as Europe/Amsterdam, UTC, or GMT+2.`,
      options,
    )
    this.timeZone = timeZone
  }

  /** Returns true for errors of this class, also when another copy of this package made them. */
  static isInstance(error: unknown): error is UnknownTimeZoneError {
    return error instanceof Error && MARKER in error
  }
}
