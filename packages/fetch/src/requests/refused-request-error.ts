const MARKER = Symbol.for('tallygate.error.RefusedRequestError')

/** A call cannot be metered as it is: it would spend what is not counted, or nothing says for whom it is. */
export class RefusedRequestError extends Error {
  override readonly name = 'RefusedRequestError'
  readonly code = 'REQUEST_REFUSED'
  /** The member of the request, or the header, that is at fault. */
  readonly field: string
  readonly [MARKER] = true

  constructor(field: string, message: string) {
    super(message)
    this.field = field
  }

  /** Tells whether it is this error, from any copy of this module. */
  static isInstance(error: unknown): error is RefusedRequestError {
    return typeof error === 'object' && error !== null && MARKER in error
  }
}
