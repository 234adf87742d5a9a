const marker = Symbol.for('tallygate.error.BillingServerConfigurationError')

/** The server cannot be started as it is configured. Lists every fault at once. */
export class BillingServerConfigurationError extends Error {
  override readonly name = 'BillingServerConfigurationError'
  readonly code = 'INVALID_CONFIGURATION'
  readonly [marker] = true
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`the billing server cannot start:\n${faults.map((fault) => `- ${fault}`).join('\n')}`)
    this.faults = faults
  }

  static isInstance(error: unknown): error is BillingServerConfigurationError {
    return typeof error === 'object' && error !== null && marker in error
  }
}
