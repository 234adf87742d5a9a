/** A repeated attempt, reported to `onRetry` before the wait. */
export interface RetryReport {
  readonly method: string
  /** The URL without its query. */
  readonly url: string
  /** The attempt that just failed, from 1. */
  readonly attempt: number
  /** Wait before the next attempt, in milliseconds. */
  readonly delayMs: number
  /** Status of the answer that is not taken; undefined when there was none. */
  readonly status: number | undefined
  /** The reason for which there was no answer; undefined when there was one. */
  readonly cause: unknown
}

/** The facts of a request that the rules look at. */
export interface RepeatableFacts {
  readonly method: string
  readonly path: string
  readonly idempotencyKey: string | undefined
}

// The API honours Idempotency-Key everywhere but in ingestion, where the event's own reference does its work.
const eventIngestion = /\/v1\/(ingest\/meter-datas?|events\/ingest(-list|-batch)?)$/
const ingestion = /\/v1\/(ingest\/(meter-datas?|persist-data)|events\/ingest(-list|-batch)?)$/

/** Returns true for the POSTs on which an Idempotency-Key means something: all but ingestion. Source: API fact. */
export function takesIdempotencyKey(method: string, path: string): boolean {
  return method === 'POST' && !ingestion.test(path)
}

/**
 * Returns true when a request that the server may have carried out can be sent again without being carried out twice:
 * reads, PUT, usage events (their reference counts once), and whatever carries an Idempotency-Key. PATCH and DELETE
 * have none unless the caller gave one; persisted data has neither key nor a reference that is known to count once.
 */
export function isRepeatable({ method, path, idempotencyKey }: RepeatableFacts): boolean {
  if (method === 'GET' || method === 'PUT') return true
  if (method === 'POST' && eventIngestion.test(path)) return true
  return idempotencyKey !== undefined && !ingestion.test(path)
}

/**
 * Returns true when an answer says that the same request may succeed later. 422 means that the first request with this
 * key is still under way (validation answers 400), 500 only counts when the server marks it. Source: API facts.
 */
export function isTransient(status: number, headers: Headers, idempotencyKey: string | undefined): boolean {
  switch (status) {
    case 408:
    case 429:
    case 502:
    case 503:
    case 504:
      return true
    case 422:
      return idempotencyKey !== undefined
    case 500:
      return headers.get('Idempotency-Retryable') === 'true'
    default:
      return false
  }
}

// Reasons of Node, Bun and undici for a connection that never came about: nothing can have been carried out.
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ConnectionRefused',
])

/**
 * Returns true when a network error proves that the request did not reach the server. Unknown reasons count as reached.
 */
export function wasNeverSent(error: unknown): boolean {
  for (let inner = error, depth = 0; inner instanceof Error && depth < 5; inner = inner.cause, depth += 1) {
    if ('code' in inner && typeof inner.code === 'string' && neverSent.has(inner.code)) return true
  }
  return false
}

/**
 * Reads `Retry-After`, seconds or an HTTP date, as milliseconds from now; undefined when absent or unreadable. Never
 * negative.
 */
export function readRetryAfter(headers: Headers, now: () => number): number | undefined {
  const text = headers.get('Retry-After')?.trim()
  if (text === undefined || text === '') return undefined
  if (/^\d+$/.test(text)) return Number(text) * 1000
  // Date.parse reads almost anything, "-5" too; an HTTP date ends with GMT.
  const date = text.endsWith('GMT') ? Date.parse(text) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - now())
}

/** The part of the client's settings that waits come from. */
interface Backoff {
  readonly retryDelayMs: number
  readonly maxRetryDelayMs: number
  readonly random: () => number
}

/**
 * Returns the wait before the attempt after `attempt` (from 1), in milliseconds. Doubling, half of it random, so that
 * clients that failed together do not come back together. A `Retry-After` is waited for in full, with jitter after it.
 */
export function retryDelay(
  attempt: number,
  retryAfterMs: number | undefined,
  { retryDelayMs, maxRetryDelayMs, random }: Backoff,
): number {
  if (retryAfterMs !== undefined) return Math.round(retryAfterMs + random() * retryDelayMs)
  const step = Math.min(maxRetryDelayMs, retryDelayMs * 2 ** (attempt - 1))
  return Math.round(step / 2 + (random() * step) / 2)
}
