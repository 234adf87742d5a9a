const MARKER = Symbol.for('tallygate.error.AgentError')

/**
 * Every answer that is not a success: HTTP status and `type` by `code`. `type` groups codes that a caller handles
 * alike. Clients branch on `code`; the message is for people.
 */
const KINDS = {
  invalid_request: [400, 'invalid_request_error'],
  unauthenticated: [401, 'authentication_error'],
  budget_exhausted: [402, 'denied'],
  credits_exhausted: [402, 'denied'],
  forbidden: [403, 'invalid_request_error'],
  no_subscription: [403, 'denied'],
  model_not_entitled: [403, 'denied'],
  feature_not_entitled: [403, 'denied'],
  plan_faulty: [403, 'denied'],
  currency_mismatch: [403, 'denied'],
  price_unknown: [403, 'denied'],
  not_found: [404, 'invalid_request_error'],
  method_not_allowed: [405, 'invalid_request_error'],
  request_id_reused: [409, 'invalid_request_error'],
  request_in_flight: [409, 'invalid_request_error'],
  request_answered: [409, 'invalid_request_error'],
  out_of_steps: [422, 'run_error'],
  rate_limited: [429, 'rate_limit_error'],
  too_many_concurrent: [429, 'rate_limit_error'],
  internal_error: [500, 'server_error'],
  provider_error: [502, 'provider_error'],
  entitlements_unavailable: [503, 'server_error'],
  overloaded: [503, 'server_error'],
  shutting_down: [503, 'server_error'],
  provider_rate_limited: [429, 'rate_limit_error'],
  provider_timeout: [504, 'provider_error'],
} as const satisfies Record<string, readonly [status: number, type: string]>

export type AgentErrorCode = keyof typeof KINDS

export interface AgentErrorOptions {
  /** Another status for the same code: 413 and 415 are `invalid_request` too. */
  readonly status?: number
  /**
   * Members of the `error` object beside type, code and message; snake_case, JSON values, undefined ones are left out.
   */
  readonly details?: Readonly<Record<string, unknown>>
  /**
   * The caller may try again after so many milliseconds: becomes `Retry-After` in whole seconds, rounded up, and
   * `retry_after_ms`.
   */
  readonly retryAfterMs?: number
  readonly cause?: unknown
}

/** An answer that is not a success, ready to be sent: everything in it but `cause` is for the caller's eyes. */
export class AgentError extends Error {
  override readonly name = 'AgentError'
  readonly code: AgentErrorCode
  readonly status: number
  readonly details: Readonly<Record<string, unknown>>
  readonly retryAfterMs: number | undefined
  readonly [MARKER] = true

  constructor(code: AgentErrorCode, message: string, options: AgentErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.status = options.status ?? KINDS[code][0]
    this.details = options.details ?? {}
    this.retryAfterMs = options.retryAfterMs
  }

  get type(): string {
    return KINDS[this.code][1]
  }

  /** The same answer with more details. */
  withDetails(details: Readonly<Record<string, unknown>>): AgentError {
    return new AgentError(this.code, this.message, {
      status: this.status,
      details: { ...this.details, ...details },
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
      cause: this.cause,
    })
  }

  /** The body of the answer. `param` is the field at fault, as OpenAI's clients read it. */
  toWire(): { error: Record<string, unknown> } {
    const retry = this.retryAfterMs === undefined ? {} : { retry_after_ms: this.retryAfterMs }
    return {
      error: {
        type: this.type,
        code: this.code,
        message: this.message,
        param: this.details['field'] ?? null,
        ...retry,
        ...this.details,
      },
    }
  }

  /** True for this error from any copy of this module. */
  static isInstance(error: unknown): error is AgentError {
    return typeof error === 'object' && error !== null && MARKER in error
  }
}
