import type { Denial } from '@tallygate/entitlements'
import type { Protocol } from '../requests/call-kind.ts'
import type { RefusedRequestError } from '../requests/refused-request-error.ts'
import { toWireDenial } from './wire-denial.ts'

/** A call that is not made: it is denied, or it cannot be metered as it is. */
export type Refusal = { readonly protocol: Protocol } & (
  | { readonly denial: Denial; readonly error?: undefined }
  | { readonly denial?: undefined; readonly error: RefusedRequestError }
)

/** An answer that the gate gives in place of the provider. */
interface RefusalFacts {
  readonly status: number
  /** Machine-readable: a denial's reason, or that the request was refused. */
  readonly code: string
  readonly type: string
  readonly message: string
  readonly param?: string
  readonly retryAfterMs?: number
  readonly denial?: Readonly<Record<string, unknown>>
}

const BAD_REQUEST = 400
const PAYMENT_REQUIRED = 402
const FORBIDDEN = 403
const TOO_MANY_REQUESTS = 429
const UNAVAILABLE = 503

/** Wait before another try when a denial names none: long enough for a request in flight to end. */
const DEFAULT_RETRY_AFTER_MS = 1000

/** Types by status, as Anthropic and Google name them. */
const ANTHROPIC_TYPES: Readonly<Record<number, string>> = {
  [BAD_REQUEST]: 'invalid_request_error',
  [PAYMENT_REQUIRED]: 'billing_error',
  [FORBIDDEN]: 'permission_error',
  [TOO_MANY_REQUESTS]: 'rate_limit_error',
  [UNAVAILABLE]: 'api_error',
}
const GOOGLE_STATUSES: Readonly<Record<number, string>> = {
  [BAD_REQUEST]: 'INVALID_ARGUMENT',
  [PAYMENT_REQUIRED]: 'RESOURCE_EXHAUSTED',
  [FORBIDDEN]: 'PERMISSION_DENIED',
  [TOO_MANY_REQUESTS]: 'RESOURCE_EXHAUSTED',
  [UNAVAILABLE]: 'UNAVAILABLE',
}

/** Answers in the provider's own error shape, so that an SDK throws its own typed error and asks once. */
export function refusalResponse({ protocol, denial, error }: Refusal): Response {
  if (denial === undefined)
    return respond(protocol, {
      status: BAD_REQUEST,
      code: 'request_refused',
      type: 'invalid_request_error',
      message: error.message,
      param: error.field,
    })
  const status = statusOf(denial)
  const isLater = status === TOO_MANY_REQUESTS || status === UNAVAILABLE
  return respond(protocol, {
    status,
    code: denial.reason,
    type: 'denied',
    message: denial.message,
    denial: toWireDenial(denial),
    ...(isLater ? { retryAfterMs: denial.retryAfterMs ?? DEFAULT_RETRY_AFTER_MS } : {}),
  })
}

function statusOf({ reason }: Denial): number {
  if (reason === 'rate_limited' || reason === 'too_many_concurrent') return TOO_MANY_REQUESTS
  if (reason === 'entitlements_unavailable') return UNAVAILABLE
  return reason.endsWith('_exhausted') ? PAYMENT_REQUIRED : FORBIDDEN
}

function respond(protocol: Protocol, refusal: RefusalFacts): Response {
  const { status, retryAfterMs } = refusal
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    // The clients of OpenAI and Anthropic ask once, whatever the status.
    'x-should-retry': 'false',
    'tallygate-refused': refusal.code,
  }
  if (retryAfterMs !== undefined) headers['retry-after'] = String(Math.ceil(retryAfterMs / 1000))
  return new Response(JSON.stringify(bodyOf(protocol, refusal)), { status, headers })
}

function bodyOf(protocol: Protocol, { status, code, type, message, param, denial }: RefusalFacts): unknown {
  const more = denial === undefined ? {} : { denial }
  if (protocol === 'anthropic')
    return { type: 'error', error: { type: ANTHROPIC_TYPES[status], message, code, ...more } }
  if (protocol === 'gemini')
    return {
      error: {
        code: status,
        message,
        status: GOOGLE_STATUSES[status],
        details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: code, domain: 'tallygate' }],
        ...more,
      },
    }
  return { error: { message, type, code, param: param ?? null, ...more } }
}
