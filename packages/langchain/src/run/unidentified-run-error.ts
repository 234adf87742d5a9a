import { markNotRetryable } from './mark-not-retryable.ts'

const marker = Symbol.for('tallygate.error.UnidentifiedRunError')

/** A model call that cannot be gated because it does not say for whom, or which model. The provider is not called. */
export class UnidentifiedRunError extends TypeError {
  override readonly name = 'UnidentifiedRunError'
  readonly code = 'UNIDENTIFIED_RUN'
  readonly missing: 'customer' | 'model'
  readonly retryable = false
  readonly [marker] = true

  constructor(facts: { readonly message: string; readonly missing: 'customer' | 'model'; readonly cause?: unknown }) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause })
    this.missing = facts.missing
    markNotRetryable(this)
  }

  /** Also true for an instance from another copy of this package. */
  static isInstance(value: unknown): value is UnidentifiedRunError {
    return typeof value === 'object' && value !== null && marker in value
  }
}
