const marker = Symbol.for('tallygate.error.WebhookVerificationError')

/**
 * - `SIGNATURE_MISSING`: the signature or its timestamp is not among the headers.
 * - `SIGNATURE_MALFORMED`: the headers are there and cannot be read.
 * - `TIMESTAMP_OUT_OF_TOLERANCE`: signed too long ago, or in the future.
 * - `SIGNATURE_MISMATCH`: signed with another secret, or the body was changed on its way.
 * - `PAYLOAD_INVALID`: the signature is good, the body is no event.
 */
export type WebhookVerificationErrorCode =
  | 'SIGNATURE_MISSING'
  | 'SIGNATURE_MALFORMED'
  | 'TIMESTAMP_OUT_OF_TOLERANCE'
  | 'SIGNATURE_MISMATCH'
  | 'PAYLOAD_INVALID'

/** A delivery that must not be trusted. Answer it with 400; the sender will try again. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError'
  readonly [marker] = true
  readonly code: WebhookVerificationErrorCode

  constructor(code: WebhookVerificationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }

  /** Returns true for errors of this class, also when a second copy of the package is installed. */
  static isInstance(error: unknown): error is WebhookVerificationError {
    return typeof error === 'object' && error !== null && marker in error
  }
}
