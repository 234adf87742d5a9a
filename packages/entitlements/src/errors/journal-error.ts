const marker = Symbol.for('tallygate.error.JournalError')

/** The journal could not write or read. Nothing that was not acknowledged by the journal may be taken as recorded. */
export class JournalError extends Error {
  override readonly name = 'JournalError'
  readonly code = 'JOURNAL_FAILED'
  readonly [marker] = true

  constructor(facts: { readonly message: string; readonly cause?: unknown }) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause })
  }

  /** Also true for an instance from another copy of this package. */
  static isInstance(value: unknown): value is JournalError {
    return typeof value === 'object' && value !== null && marker in value
  }
}
