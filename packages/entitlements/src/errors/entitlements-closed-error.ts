const marker = Symbol.for('tallygate.error.EntitlementsClosedError')

/** `close()` was called; nothing is admitted any more. */
export class EntitlementsClosedError extends Error {
  override readonly name = 'EntitlementsClosedError'
  readonly code = 'ENTITLEMENTS_CLOSED'
  readonly [marker] = true

  constructor(facts: { readonly message: string; readonly cause?: unknown }) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause })
  }

  /** Also true for an instance from another copy of this package. */
  static isInstance(value: unknown): value is EntitlementsClosedError {
    return typeof value === 'object' && value !== null && marker in value
  }
}
