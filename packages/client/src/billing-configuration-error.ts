const marker = Symbol.for('tallygate.error.BillingConfigurationError')

/**
 * An option, a query value, a path value or a header that cannot work: an unknown option, a missing key, a time out of
 * range, an empty path value. Thrown before anything is sent. The message says how to put it right and never contains a
 * secret.
 */
export class BillingConfigurationError extends Error {
  override readonly name = 'BillingConfigurationError'
  readonly code = 'INVALID_OPTION'
  readonly [marker] = true
  /** The name of what is wrong: `timeoutMs`, `baseUrl`, `params.path.id`. */
  readonly option: string

  constructor(facts: { readonly option: string; readonly message: string }) {
    super(facts.message)
    this.option = facts.option
  }

  /** Returns true for errors of this class, also when a second copy of the package is installed. */
  static isInstance(error: unknown): error is BillingConfigurationError {
    return typeof error === 'object' && error !== null && marker in error
  }
}
