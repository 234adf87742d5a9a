const MARKER = Symbol.for('tallygate.error.ReaderGoneError')

/** The run was given up because nobody waits for its answer. */
export class ReaderGoneError extends Error {
  override readonly name = 'ReaderGoneError'
  readonly code = 'READER_GONE'
  readonly [MARKER] = true

  constructor(message: string) {
    super(message)
  }

  /** True for this error from any copy of this module. */
  static isInstance(error: unknown): error is ReaderGoneError {
    return typeof error === 'object' && error !== null && MARKER in error
  }
}
