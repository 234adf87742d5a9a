const MARKER = Symbol.for('tallygate.error.PricingError')

/**
 * The reason why a price could not be worked out.
 *
 * - `INVALID_DECIMAL` a text that is not a decimal number
 * - `INVALID_CURRENCY` a currency without a minor unit in ISO 4217
 * - `CURRENCY_MISMATCH` money or usage in another currency than the one that is billed
 * - `INVALID_RULE` a pricing rule that says too little or contradicts itself
 * - `NOT_SUPPORTED` a rule that asks for a step that does not exist here: refused, never left out
 * - `UNKNOWN_RESOURCE` the tree names a resource that was not handed in
 * - `TOO_LARGE` a tree beyond the limits
 */
export type PricingErrorCode =
  | 'INVALID_DECIMAL'
  | 'INVALID_CURRENCY'
  | 'CURRENCY_MISMATCH'
  | 'INVALID_RULE'
  | 'NOT_SUPPORTED'
  | 'UNKNOWN_RESOURCE'
  | 'TOO_LARGE'

/** A refusal to price. It names the field of the plan that is at fault, as the API writes paths: `bands.0.amount`. */
export class PricingError extends Error {
  override readonly name = 'PricingError'
  readonly [MARKER] = true
  readonly code: PricingErrorCode
  /** Path of the member at fault, relative to the tree that was handed in; empty where there is none. */
  readonly field: string

  constructor(code: PricingErrorCode, message: string, field = '', options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.field = field
  }

  /** True for an error of this class, from whichever copy of the module. */
  static isInstance(error: unknown): error is PricingError {
    return typeof error === 'object' && error !== null && MARKER in error
  }
}
