const marker = Symbol.for('tallygate.error.BillingConfigurationError')

/**
 * An option, a query value or a path value that cannot work: an unknown option, a missing key, a time out of range,
 * an empty path value. Thrown before anything is sent. The message says how to put it right and never contains a secret.
 */
export class BillingConfigurationError extends Error {
  override readonly name = 'BillingConfigurationError'
  readonly code = 'INVALID_OPTION'
  readonly [marker] = true
  /** The name of what is wrong: `timeoutMs`, `baseUrl`, `params.path.id`. */
  readonly option: string

  constructor(option: string, problem: string) {
    super(`${option}: ${problem}`)
    this.option = option
  }

  /** True for errors of this class, also when a second copy of the package is installed. */
  static isInstance(error: unknown): error is BillingConfigurationError {
    return typeof error === 'object' && error !== null && marker in error
  }
}
