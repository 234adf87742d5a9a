const marker = Symbol.for('tallygate.error.UsageUnreadableError')

/**
 * The usage of a customer's period cannot be read within the limits (too many pages of events, and no open invoice to
 * read instead).
 */
export class UsageUnreadableError extends Error {
  override readonly name = 'UsageUnreadableError'
  readonly code = 'USAGE_UNREADABLE'
  readonly [marker] = true

  constructor(facts: { readonly message: string; readonly cause?: unknown }) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause })
  }

  /** Also true for an instance from another copy of this package. */
  static isInstance(value: unknown): value is UsageUnreadableError {
    return typeof value === 'object' && value !== null && marker in value
  }
}
