import { findCause } from './find-cause.ts'
import { type HeaderOf, retryAfterMs } from './retry-after.ts'

const MARKER = Symbol.for('tallygate.error.ProviderFailure')

/**
 * A call of a model failed for a reason that lies with the provider or the way to it; `cause` is what its client threw.
 */
export class ProviderFailure extends Error {
  override readonly name = 'ProviderFailure'
  readonly code = 'PROVIDER_FAILED'
  readonly model: string
  /** The provider's HTTP status, absent when no answer came. */
  readonly status: number | undefined
  readonly timedOut: boolean
  /** The wait that the provider asks for before another try. */
  readonly retryAfterMs: number | undefined
  readonly [MARKER] = true

  constructor(model: string, cause: unknown) {
    super(`The call of ${model} failed`, { cause })
    this.model = model
    const refusal = findCause(cause, isRefusal)
    this.status = refusal?.status
    this.retryAfterMs = retryAfterMs(headerOf(refusal?.headers))
    this.timedOut = findCause(cause, isTimeout) !== undefined
  }

  /** True for this error from any copy of this module. */
  static isInstance(error: unknown): error is ProviderFailure {
    return typeof error === 'object' && error !== null && MARKER in error
  }
}

/**
 * Returns what a client of the provider throws for an answer that is an error; LangChain wraps it once for each
 * middleware.
 */
function isRefusal(error: unknown): error is { readonly status: number; readonly headers?: unknown } {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number'
}

function headerOf(headers: unknown): HeaderOf {
  return (name) => (headers instanceof Headers ? headers.get(name) : undefined)
}

function isTimeout(error: unknown): error is Error {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'APIConnectionTimeoutError')
}
