const MARKER = Symbol.for('tallygate.error.InvalidInstantError')

/** A text that is not an instant, or a date that cannot be written as one. */
export class InvalidInstantError extends Error {
  override readonly name = 'InvalidInstantError'
  readonly code = 'INVALID_INSTANT'
  /** The text that was given, cut to 64 characters. */
  readonly given: string
  readonly [MARKER] = true

  constructor(given: string) {
    const cut = given.slice(0, 64)
    super(`Invalid instant ${JSON.stringify(cut)}: use ISO 8601 with Z or an offset, such as 2026-01-31T00:00:00Z.`)
    this.given = cut
  }

  /** Returns true for errors of this class, also when another copy of this package made them. */
  static isInstance(error: unknown): error is InvalidInstantError {
    return error instanceof Error && MARKER in error
  }
}
