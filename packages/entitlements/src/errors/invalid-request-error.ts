const marker = Symbol.for('tallygate.error.InvalidRequestError')

/**
 * A request or a usage holds a value that cannot be counted (NaN, negative, fractional, too long …); `field` names it.
 * Nothing was held or billed.
 */
export class InvalidRequestError extends Error {
  override readonly name = 'InvalidRequestError'
  readonly code = 'INVALID_REQUEST'
  readonly field: string
  readonly [marker] = true

  constructor(facts: { readonly message: string; readonly field: string; readonly cause?: unknown }) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause })
    this.field = facts.field
  }

  /** Also true for an instance from another copy of this package. */
  static isInstance(value: unknown): value is InvalidRequestError {
    return typeof value === 'object' && value !== null && marker in value
  }
}
