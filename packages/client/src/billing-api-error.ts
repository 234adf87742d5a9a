import type { Schema } from './schema.ts'

const marker = Symbol.for('tallygate.error.BillingApiError')

/**
 * The API's reason, or `UNEXPECTED_RESPONSE` when the answer was no error object of the API: a proxy's page, an empty
 * body. A newer API may send codes that this version does not list.
 */
export type BillingApiErrorCode = Schema<'ApiError'>['code'] | 'UNEXPECTED_RESPONSE' | (string & {})

/** The facts of a call that the API refused. */
export interface BillingApiFacts {
  readonly code: BillingApiErrorCode
  readonly message: string
  readonly type: 'API_ERROR' | 'INVALID_REQUEST' | undefined
  readonly field: string | undefined
  readonly resourceId: string | undefined
  readonly resourceType: string | undefined
  readonly status: number
  readonly requestId: string | undefined
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  readonly attempts: number
  readonly idempotencyKey: string | undefined
  readonly cause: unknown
}

/** An answer of the API that is an error. Thrown by `unwrap` and `paginate`. */
export class BillingApiError extends Error {
  override readonly name = 'BillingApiError'
  readonly [marker] = true
  readonly code: BillingApiErrorCode
  /** The side at fault, the request's or the server's; undefined when the answer did not say. */
  readonly type: 'API_ERROR' | 'INVALID_REQUEST' | undefined
  /** The member at fault, as a dotted path with positions from 0: `schedules.0.start_at`. */
  readonly field: string | undefined
  readonly resourceId: string | undefined
  readonly resourceType: string | undefined
  /** HTTP status of the last attempt. */
  readonly status: number
  /** `X-REQUEST-ID` of the answer, for the vendor's support and for logs. */
  readonly requestId: string | undefined
  /**
   * True when the same call may succeed later and is not carried out twice by being made again. A call that had a key
   * must then be repeated with the same key: `headers: { 'Idempotency-Key': error.idempotencyKey }`.
   */
  readonly retryable: boolean
  /** The wait that the server asked for, in milliseconds from its answer; undefined when it did not ask. */
  readonly retryAfterMs: number | undefined
  /** Requests that were started, 1 or more. */
  readonly attempts: number
  /** The key that every attempt carried; undefined where the call has none. */
  readonly idempotencyKey: string | undefined

  constructor(facts: BillingApiFacts) {
    const { cause, message, ...known } = facts
    super(message, { cause })
    this.code = known.code
    this.type = known.type
    this.field = known.field
    this.resourceId = known.resourceId
    this.resourceType = known.resourceType
    this.status = known.status
    this.requestId = known.requestId
    this.retryable = known.retryable
    this.retryAfterMs = known.retryAfterMs
    this.attempts = known.attempts
    this.idempotencyKey = known.idempotencyKey
  }

  /** Returns true for errors of this class, also when a second copy of the package is installed. */
  static isInstance(error: unknown): error is BillingApiError {
    return typeof error === 'object' && error !== null && marker in error
  }
}
