const marker = Symbol.for('tallygate.error.InvalidOptionError')

/**
 * An option of this package is unknown or out of range; the message names the option and the fix. Thrown at
 * construction.
 */
export class InvalidOptionError extends Error {
  override readonly name = 'InvalidOptionError'
  readonly code = 'INVALID_OPTION'
  readonly option: string
  readonly [marker] = true

  constructor(facts: { readonly message: string; readonly option: string; readonly cause?: unknown }) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause })
    this.option = facts.option
  }

  /** Also true for an instance from another copy of this package. */
  static isInstance(value: unknown): value is InvalidOptionError {
    return typeof value === 'object' && value !== null && marker in value
  }
}
