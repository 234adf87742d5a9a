const marker = Symbol.for('tallygate.error.StoreUnavailableError')

/** The store of holds and counts cannot be reached. `onUnavailable` answers it. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError'
  readonly code = 'STORE_UNAVAILABLE'
  readonly [marker] = true

  constructor(facts: { readonly message: string; readonly cause?: unknown }) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause })
  }

  /** Also true for an instance from another copy of this package. */
  static isInstance(value: unknown): value is StoreUnavailableError {
    return typeof value === 'object' && value !== null && marker in value
  }
}
