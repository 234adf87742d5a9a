import { BillingConfigurationError } from './billing-configuration-error.ts'
import type { RetryReport } from './retry-policy.ts'

/** Options of {@link createBillingClient}. Exactly one of `apiKey` and `token` is required. */
export interface BillingClientOptions {
  /** Key of one environment, sent as `X-API-KEY`. */
  readonly apiKey?: string | undefined
  /** JWT, sent as `Authorization: Bearer`. A function is asked once per call, so that it can renew the token. */
  readonly token?: string | (() => string | Promise<string>) | undefined
  /** Root of the API without `/v1`: {@link TEST_BASE_URL}, {@link LIVE_BASE_URL}, {@link LOCAL_BASE_URL} or your own. */
  readonly baseUrl: string
  /** Sent as `x-platform-id` with every call, for keys that may see several platforms. Default: not sent. */
  readonly platformId?: string | undefined
  /** Headers of every call. Default: none. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Time for one attempt, answer body included, in milliseconds. Default 10,000; 1 to 600,000. */
  readonly timeoutMs?: number | undefined
  /** Time for all attempts and the waits between them, in milliseconds. Default three times `timeoutMs`; `timeoutMs` to 3,600,000. */
  readonly totalTimeoutMs?: number | undefined
  /** Requests that one call may start. Default 3; 1 (never retry) to 10. */
  readonly maxAttempts?: number | undefined
  /** Wait before the second attempt, doubled before each one after it; half of it is random. Milliseconds. Default 200; 0 to 60,000. */
  readonly retryDelayMs?: number | undefined
  /** Longest wait that doubling leads to. Milliseconds. Default 5,000; `retryDelayMs` to 600,000. */
  readonly maxRetryDelayMs?: number | undefined
  /**
   * Longest `Retry-After` that is waited for. A longer one ends the call with the answer that carried it. Milliseconds.
   * Default 20,000; 0 to 3,600,000.
   */
  readonly maxRetryAfterMs?: number | undefined
  /** Largest answer body that is read, in bytes after decompression. Default 64 MiB; 1 KiB to 1 GiB. */
  readonly maxResponseBytes?: number | undefined
  /** Called once per attempt; must honour `init.signal`. Default: the `fetch` of the runtime. */
  readonly fetch?: BillingFetch | undefined
  /** Wall clock in epoch milliseconds, read only for a `Retry-After` that is a date. Default `Date.now`. */
  readonly now?: (() => number) | undefined
  /** Numbers from 0 to below 1 for the jitter of waits. Default `Math.random`. */
  readonly random?: (() => number) | undefined
  /** Waits between attempts; rejects with the reason of the signal when that aborts. Default: a timer. */
  readonly sleep?: ((ms: number, signal: AbortSignal | undefined) => Promise<void>) | undefined
  /** Makes the `Idempotency-Key` of one call: 1 to 255 printable ASCII characters without spaces. Default: a random UUID. */
  readonly newIdempotencyKey?: (() => string) | undefined
  /** Told before each repeated attempt, for logs and metrics. What it throws ends the call. Default: nobody is told. */
  readonly onRetry?: ((report: RetryReport) => void) | undefined
}

/** The part of `fetch` that the client uses. `globalThis.fetch` fits. */
export type BillingFetch = (url: string, init: BillingFetchInit) => Promise<Response>

/** What the client hands to `fetch`: a body that can be sent again, and no redirects, which would carry the key elsewhere. */
export interface BillingFetchInit {
  readonly method: string
  readonly headers: Headers
  readonly body?: string | FormData
  readonly signal: AbortSignal
  readonly redirect: 'manual'
}

/** The options with every default filled in. */
export interface ClientSettings {
  readonly baseUrl: string
  readonly headers: Readonly<Record<string, string>>
  readonly token: (() => string | Promise<string>) | undefined
  readonly timeoutMs: number
  readonly totalTimeoutMs: number
  readonly maxAttempts: number
  readonly retryDelayMs: number
  readonly maxRetryDelayMs: number
  readonly maxRetryAfterMs: number
  readonly maxResponseBytes: number
  readonly fetch: BillingFetch
  readonly now: () => number
  readonly random: () => number
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>
  readonly newIdempotencyKey: () => string
  readonly onRetry: ((report: RetryReport) => void) | undefined
}

// A call that takes longer than ten minutes is not a call any more but a job; `setTimeout` itself ends at 24 days.
const MAX_TIMEOUT_MS = 600_000
const MAX_TOTAL_MS = 3_600_000
// Ten attempts with doubling waits outlast any hiccup; more would turn an outage into load.
const MAX_ATTEMPTS = 10
const MAX_DELAY_MS = 60_000
const MEBIBYTE = 1_048_576
// A page of 1,000 invoices with all their lines is a few MiB; what is larger than this is not an answer to one call.
const DEFAULT_MAX_RESPONSE_BYTES = 64 * MEBIBYTE

const known: Record<keyof BillingClientOptions, true> = {
  apiKey: true,
  token: true,
  baseUrl: true,
  platformId: true,
  headers: true,
  timeoutMs: true,
  totalTimeoutMs: true,
  maxAttempts: true,
  retryDelayMs: true,
  maxRetryDelayMs: true,
  maxRetryAfterMs: true,
  maxResponseBytes: true,
  fetch: true,
  now: true,
  random: true,
  sleep: true,
  newIdempotencyKey: true,
  onRetry: true,
}

/** Checks every option and fills in the defaults. Throws {@link BillingConfigurationError}. */
export function readClientOptions(options: BillingClientOptions): ClientSettings {
  if (typeof options !== 'object' || options === null) {
    throw new BillingConfigurationError('options', 'must be an object with baseUrl and apiKey or token')
  }
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(known, name)) {
      throw new BillingConfigurationError(name, `unknown option; the options are ${Object.keys(known).join(', ')}`)
    }
  }
  const timeoutMs = readNumber(options, 'timeoutMs', 10_000, 1, MAX_TIMEOUT_MS)
  const retryDelayMs = readNumber(options, 'retryDelayMs', 200, 0, MAX_DELAY_MS)
  return {
    baseUrl: readBaseUrl(options.baseUrl),
    ...readAuthentication(options),
    timeoutMs,
    totalTimeoutMs: readNumber(options, 'totalTimeoutMs', 3 * timeoutMs, timeoutMs, MAX_TOTAL_MS),
    maxAttempts: readNumber(options, 'maxAttempts', 3, 1, MAX_ATTEMPTS),
    retryDelayMs,
    maxRetryDelayMs: readNumber(
      options,
      'maxRetryDelayMs',
      Math.max(5_000, retryDelayMs),
      retryDelayMs,
      MAX_TIMEOUT_MS,
    ),
    maxRetryAfterMs: readNumber(options, 'maxRetryAfterMs', 20_000, 0, MAX_TOTAL_MS),
    maxResponseBytes: readNumber(options, 'maxResponseBytes', DEFAULT_MAX_RESPONSE_BYTES, 1024, 1024 * MEBIBYTE),
    // Looked up at each call: a runtime's fetch may be replaced later, by instrumentation for example.
    fetch: readFunction(options, 'fetch') ?? ((url, init) => globalThis.fetch(url, init)),
    now: readFunction(options, 'now') ?? Date.now,
    random: readFunction(options, 'random') ?? Math.random,
    sleep: readFunction(options, 'sleep') ?? sleep,
    newIdempotencyKey: readFunction(options, 'newIdempotencyKey') ?? (() => crypto.randomUUID()),
    onRetry: readFunction(options, 'onRetry'),
  }
}

function readAuthentication(options: BillingClientOptions): Pick<ClientSettings, 'headers' | 'token'> {
  const { apiKey, token, platformId } = options
  if ((apiKey === undefined) === (token === undefined)) {
    throw new BillingConfigurationError('apiKey', 'give exactly one of apiKey and token')
  }
  const headers: Record<string, string> = { Accept: 'application/json' }
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name))
      throw new BillingConfigurationError('headers', `"${name}" is no name of a header`)
    headers[name] = readHeaderValue('headers', value)
  }
  if (platformId !== undefined) headers['x-platform-id'] = readHeaderValue('platformId', platformId)
  if (apiKey !== undefined) headers['X-API-KEY'] = readHeaderValue('apiKey', apiKey)
  if (typeof token === 'string') headers['Authorization'] = `Bearer ${readHeaderValue('token', token)}`
  else if (token !== undefined && typeof token !== 'function') {
    throw new BillingConfigurationError('token', 'must be a string or a function that returns one')
  }
  return { headers, token: typeof token === 'function' ? token : undefined }
}

/** A key with a line break at its end, as files have it, would fail at the first call with a message that hides why. */
function readHeaderValue(option: string, value: unknown): string {
  if (typeof value !== 'string' || !/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value)) {
    throw new BillingConfigurationError(option, 'must be printable ASCII text, not empty, without space around it')
  }
  return value
}

function readBaseUrl(value: unknown): string {
  const bad = (problem: string): BillingConfigurationError => new BillingConfigurationError('baseUrl', problem)
  if (typeof value !== 'string' || !URL.canParse(value)) throw bad('must be a URL such as https://api.example.com')
  const url = new URL(value)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw bad('must begin with https:// or http://')
  if (url.username !== '' || url.password !== '') throw bad('must not carry a user name or password; use apiKey')
  if (url.search !== '' || url.hash !== '') throw bad('must not have a query or a fragment')
  if (/\/v1\/?$/.test(url.pathname)) throw bad('must not end with /v1, which is part of every path')
  if (url.protocol === 'http:' && /(^|\.)solvimon\.com$/.test(url.hostname)) {
    throw bad('must begin with https://, or the key would be sent in clear')
  }
  return url.href.replace(/\/+$/, '')
}

function readNumber(
  options: BillingClientOptions,
  name:
    | 'timeoutMs'
    | 'totalTimeoutMs'
    | 'maxAttempts'
    | 'retryDelayMs'
    | `max${'RetryDelay' | 'RetryAfter'}Ms`
    | 'maxResponseBytes',
  fallback: number,
  minimum: number,
  maximum: number,
): number {
  const value = options[name]
  if (value === undefined) return Math.min(fallback, maximum)
  if (!Number.isSafeInteger(value) || value < minimum || value > maximum) {
    throw new BillingConfigurationError(
      name,
      `must be a whole number from ${minimum} to ${maximum}, got ${String(value)}`,
    )
  }
  return value
}

function readFunction<Name extends 'fetch' | 'now' | 'random' | 'sleep' | 'newIdempotencyKey' | 'onRetry'>(
  options: BillingClientOptions,
  name: Name,
): BillingClientOptions[Name] {
  const value = options[name]
  if (value !== undefined && typeof value !== 'function')
    throw new BillingConfigurationError(name, 'must be a function')
  return value
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, ms)
    if (signal?.aborted) abort()
    else signal?.addEventListener('abort', abort, { once: true })
  })
}
