import { markNotRetryable } from './mark-not-retryable.ts'

const marker = Symbol.for('tallygate.error.ConflictingCustomersError')

/**
 * One model call was to be billed to two customers, by two handlers or by a handler and the middleware. The provider is
 * not called.
 */
export class ConflictingCustomersError extends TypeError {
  override readonly name = 'ConflictingCustomersError'
  readonly code = 'CONFLICTING_CUSTOMERS'
  readonly customers: readonly [string, string]
  readonly retryable = false
  readonly [marker] = true

  constructor(facts: { readonly customers: readonly [string, string]; readonly cause?: unknown }) {
    const [first, second] = facts.customers
    super(
      `A model call must have one customer; it is "${first}" for one handler and "${second}" for another. Attach one of them, or give both the same customer.`,
      facts.cause === undefined ? undefined : { cause: facts.cause },
    )
    this.customers = facts.customers
    markNotRetryable(this)
  }

  /** Also true for an instance from another copy of this package. */
  static isInstance(value: unknown): value is ConflictingCustomersError {
    return typeof value === 'object' && value !== null && marker in value
  }
}
