import { BillingConfigurationError } from './billing-configuration-error.ts'
import { BillingConnectionError, type BillingConnectionErrorCode } from './billing-connection-error.ts'
import { BufferedAnswer } from './buffered-answer.ts'
import { attachCallFacts } from './call-facts.ts'
import type { ClientSettings } from './client-options.ts'
import { describeValue } from './describe-value.ts'
import type { PlannedRequest } from './plan-request.ts'
import { readBody } from './read-body.ts'
import {
  isRepeatable,
  isTransient,
  readRetryAfter,
  retryDelay,
  takesIdempotencyKey,
  wasNeverSent,
} from './retry-policy.ts'

/** A logical call: the same for all its attempts. */
interface Call {
  readonly request: PlannedRequest
  readonly idempotencyKey: string | undefined
  readonly repeatable: boolean
  readonly startedAt: number
}

/** The reason for which an attempt brought no usable answer. */
interface Fault {
  readonly code: BillingConnectionErrorCode
  readonly cause: unknown
}

/** The end of one attempt. `retryable`: the same request may succeed later and is not carried out twice by it. */
interface Outcome {
  readonly answer?: BufferedAnswer
  readonly fault?: Fault
  readonly retryable: boolean
  readonly retryAfterMs?: number | undefined
}

/**
 * Returns a function that carries one call out: up to `maxAttempts` requests with the same body and the same key, each
 * within `timeoutMs`, all within `totalTimeoutMs`. It resolves with the last answer, whatever its status, and throws
 * BillingConnectionError when the last attempt had none. An abort by the caller is thrown as the caller's own reason.
 */
export function createRetryingFetch(settings: ClientSettings): (request: PlannedRequest) => Promise<BufferedAnswer> {
  return async (request) => {
    const call = await startCall(request, settings)
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await runAttempt(call, settings)
      const delayMs = nextDelay(call, attempt, outcome, settings)
      if (delayMs === undefined) return finish(call, attempt, outcome)
      settings.onRetry?.({
        method: request.method,
        url: call.request.url,
        attempt,
        delayMs,
        status: outcome.answer?.original.status,
        cause: outcome.fault?.cause,
      })
      await settings.sleep(delayMs, request.signal)
    }
  }
}

async function startCall(request: PlannedRequest, settings: ClientSettings): Promise<Call> {
  const { method, url: path, headers } = request
  // Durations come from the monotonic clock: a wall clock that is set back must not stretch a timeout.
  const startedAt = performance.now()
  if (settings.token !== undefined) headers['authorization'] = `Bearer ${await settings.token()}`
  if (method === 'GET') return { request, idempotencyKey: undefined, repeatable: true, startedAt }
  if (takesIdempotencyKey(method, path)) headers['idempotency-key'] ??= newKey(settings)
  const idempotencyKey = headers['idempotency-key']
  return { request, idempotencyKey, repeatable: isRepeatable({ method, path, idempotencyKey }), startedAt }
}

function newKey({ newIdempotencyKey }: ClientSettings): string {
  const key: unknown = newIdempotencyKey()
  if (typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key)) return key
  throw new BillingConfigurationError({
    option: 'newIdempotencyKey',
    message: `newIdempotencyKey must return 1 to 255 printable ASCII characters without spaces; it is ${describeValue(key)}.`,
  })
}

function remainingMs(call: Call, settings: ClientSettings): number {
  return Math.max(0, settings.totalTimeoutMs - (performance.now() - call.startedAt))
}

async function runAttempt(call: Call, settings: ClientSettings): Promise<Outcome> {
  const { request } = call
  const caller = request.signal
  caller?.throwIfAborted()
  const controller = new AbortController()
  const forward = (): void => controller.abort(caller?.reason)
  caller?.addEventListener('abort', forward, { once: true })
  let timedOut = false
  const expire = (): void => {
    timedOut = true
    controller.abort(new DOMException('the attempt was given up', 'TimeoutError'))
  }
  const timer = setTimeout(expire, Math.min(settings.timeoutMs, remainingMs(call, settings)))
  try {
    const answer = await settings.fetch(request.url + request.query, {
      method: request.method,
      headers: request.headers,
      ...(request.body !== undefined && { body: request.body }),
      signal: controller.signal,
      redirect: 'manual',
    })
    const content = await readBody(answer, settings.maxResponseBytes, request.expectsJson)
    if (content === undefined) return { fault: { code: 'RESPONSE_TOO_LARGE', cause: undefined }, retryable: false }
    return judge(call, new BufferedAnswer(answer, content), settings)
  } catch (cause) {
    if (caller?.aborted) throw caller.reason
    const code = timedOut ? 'TIMEOUT' : 'CONNECTION_FAILED'
    return { fault: { code, cause }, retryable: call.repeatable || wasNeverSent(cause) }
  } finally {
    clearTimeout(timer)
    caller?.removeEventListener('abort', forward)
  }
}

function judge(call: Call, answer: BufferedAnswer, settings: ClientSettings): Outcome {
  if (answer.original.ok) {
    if (!call.request.expectsJson || answer.isEmpty) return { answer, retryable: false }
    try {
      answer.parse()
      return { answer, retryable: false }
    } catch (cause) {
      return { fault: { code: 'INVALID_RESPONSE', cause }, retryable: call.repeatable }
    }
  }
  const { status, headers } = answer.original
  const transient = isTransient(status, headers, call.idempotencyKey)
  // 429 is said before anything is carried out, so it may be followed by the same request whatever the method.
  const retryable = transient && (call.repeatable || status === 429)
  return { answer, retryable, retryAfterMs: transient ? readRetryAfter(headers, settings.now) : undefined }
}

/** Returns the wait before the next attempt, or undefined when this outcome is the last one. */
function nextDelay(call: Call, attempt: number, outcome: Outcome, settings: ClientSettings): number | undefined {
  if (!outcome.retryable || attempt >= settings.maxAttempts) return undefined
  // Coming back earlier than the server asked would only be refused again, so a wait that is too long ends the call.
  if (outcome.retryAfterMs !== undefined && outcome.retryAfterMs > settings.maxRetryAfterMs) return undefined
  const delayMs = retryDelay(attempt, outcome.retryAfterMs, settings)
  return delayMs < remainingMs(call, settings) ? delayMs : undefined
}

function finish(call: Call, attempts: number, outcome: Outcome): BufferedAnswer {
  const { answer, fault, retryable, retryAfterMs } = outcome
  const { idempotencyKey } = call
  if (answer !== undefined) {
    if (!answer.original.ok) attachCallFacts(answer.original, { attempts, idempotencyKey, retryable, retryAfterMs })
    return answer
  }
  throw new BillingConnectionError({
    code: fault?.code ?? 'CONNECTION_FAILED',
    method: call.request.method,
    url: call.request.url,
    attempts,
    retryable,
    idempotencyKey,
    cause: fault?.cause,
  })
}
