const MARKER = Symbol.for('tallygate.error.ProviderFailure')

/** A call of a model failed for a reason that lies with the provider or the way to it; `cause` is what its client threw. */
export class ProviderFailure extends Error {
  override readonly name = 'ProviderFailure'
  readonly code = 'PROVIDER_FAILED'
  readonly model: string
  /** The provider's HTTP status, absent when no answer came. */
  readonly status: number | undefined
  readonly timedOut: boolean
  readonly [MARKER] = true

  constructor(model: string, cause: unknown) {
    super(`The call of ${model} failed`, { cause })
    this.model = model
    this.status = statusOf(cause)
    this.timedOut =
      cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'APIConnectionTimeoutError')
  }

  /** True for this error from any copy of this module. */
  static isInstance(error: unknown): error is ProviderFailure {
    return typeof error === 'object' && error !== null && MARKER in error
  }
}

function statusOf(cause: unknown): number | undefined {
  return typeof cause === 'object' && cause !== null && 'status' in cause && typeof cause.status === 'number'
    ? cause.status
    : undefined
}
