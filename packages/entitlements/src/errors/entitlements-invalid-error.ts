const marker = Symbol.for('tallygate.error.EntitlementsInvalidError')

/**
 * The billing API answered with entitlements that cannot be used (not a number, too many members …). The customer and
 * the feature are named.
 */
export class EntitlementsInvalidError extends Error {
  override readonly name = 'EntitlementsInvalidError'
  readonly code = 'ENTITLEMENTS_INVALID'
  readonly customer: string
  readonly feature: string | undefined
  readonly [marker] = true

  constructor(facts: {
    readonly message: string
    readonly customer: string
    readonly feature: string | undefined
    readonly cause?: unknown
  }) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause })
    this.customer = facts.customer
    this.feature = facts.feature
  }

  /** Also true for an instance from another copy of this package. */
  static isInstance(value: unknown): value is EntitlementsInvalidError {
    return typeof value === 'object' && value !== null && marker in value
  }
}
