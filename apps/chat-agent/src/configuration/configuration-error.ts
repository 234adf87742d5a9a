const MARKER = Symbol.for('tallygate.error.ConfigurationError')

/**
 * The environment does not describe an agent that can start. `faults` has one sentence for each fault; all are reported
 * at once.
 */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
  readonly code = 'CONFIGURATION_INVALID'
  readonly faults: readonly string[]
  readonly [MARKER] = true

  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length} ${faults.length === 1 ? 'error' : 'errors'}:\n- ${faults.join('\n- ')}`,
    )
    this.faults = faults
  }

  /** True for this error from any copy of this module. */
  static isInstance(error: unknown): error is ConfigurationError {
    return typeof error === 'object' && error !== null && MARKER in error
  }
}
