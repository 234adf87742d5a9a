const marker = Symbol.for('tallygate.error.JournalLockedError')

/** Another live process (or another journal of this process) writes to this journal file. One file has one writer. */
export class JournalLockedError extends Error {
  override readonly name = 'JournalLockedError'
  readonly code = 'JOURNAL_LOCKED'
  readonly path: string
  readonly [marker] = true

  constructor(facts: { readonly message: string; readonly path: string; readonly cause?: unknown }) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause })
    this.path = facts.path
  }

  /** Also true for an instance from another copy of this package. */
  static isInstance(value: unknown): value is JournalLockedError {
    return typeof value === 'object' && value !== null && marker in value
  }
}
