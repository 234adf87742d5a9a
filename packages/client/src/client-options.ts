import { BillingConfigurationError } from './billing-configuration-error.ts'
import { describeValue } from './describe-value.ts'
import { isHeaderValue } from './header-value.ts'
import type { RetryReport } from './retry-policy.ts'

/** Options of {@link createBillingClient}. Exactly one of `apiKey` and `token` is required. */
export interface BillingClientOptions {
  /** Key of one environment, sent as `X-API-KEY`. */
  readonly apiKey?: string | undefined
  /** JWT, sent as `Authorization: Bearer`. A function is called once per call, so that it can renew the token. */
  readonly token?: string | (() => string | Promise<string>) | undefined
  /**
   * Root of the API without `/v1`: {@link TEST_BASE_URL}, {@link LIVE_BASE_URL}, {@link LOCAL_BASE_URL} or your own.
   */
  readonly baseUrl: string
  /** Sent as `x-platform-id` with every call, for keys that may see several platforms. Default: not sent. */
  readonly platformId?: string | undefined
  /** Further headers of every call; none that the client sends itself. Default: none. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Time for one attempt, answer body included, in milliseconds. Default 10,000; 1 to 600,000. */
  readonly timeoutMs?: number | undefined
  /**
   * Time for all attempts and the waits between them, in milliseconds. Default three times `timeoutMs`; `timeoutMs` to
   * 3,600,000.
   */
  readonly totalTimeoutMs?: number | undefined
  /** Requests that one call may start. Default 3; 1 (never retry) to 10. */
  readonly maxAttempts?: number | undefined
  /**
   * Wait before the second attempt, doubled before each one after it; half of it is random. Milliseconds. Default 200;
   * 0 to 60,000.
   */
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
  /**
   * Makes the `Idempotency-Key` of one call: 1 to 255 printable ASCII characters without spaces. Default: a random
   * UUID.
   */
  readonly newIdempotencyKey?: (() => string) | undefined
  /**
   * Called before each repeated attempt, for logs and metrics. An error that it throws ends the call. Default: none.
   */
  readonly onRetry?: ((report: RetryReport) => void) | undefined
}

/** The part of `fetch` that the client uses. `globalThis.fetch` fits. */
export type BillingFetch = (url: string, init: BillingFetchInit) => Promise<Response>

/**
 * The request that the client hands to `fetch`: a body that can be sent again, and no redirects, which would carry the
 * key elsewhere.
 */
export interface BillingFetchInit {
  readonly method: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | FormData
  readonly signal: AbortSignal
  readonly redirect: 'manual'
}

/** The options with every default filled in. */
export interface ClientSettings {
  readonly baseUrl: string
  /** Headers of every call, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Names, in lower case, of the headers that no call may replace. */
  readonly ownHeaders: ReadonlySet<string>
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
    throw refused('options', `must be an object with baseUrl and apiKey or token; it is ${describeValue(options)}.`)
  }
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(known, name)) {
      const options = Object.keys(known).join(', ')
      throw new BillingConfigurationError({
        option: name,
        message: `createBillingClient has no option "${name}"; its options are ${options}.`,
      })
    }
  }
  const timeoutMs = readNumber(options, 'timeoutMs', 10_000, 1, MAX_TIMEOUT_MS)
  const retryDelayMs = readNumber(options, 'retryDelayMs', 200, 0, MAX_DELAY_MS)
  return {
    baseUrl: readBaseUrl(options.baseUrl),
    ...readHeaders(options),
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

function readHeaders(options: BillingClientOptions): Pick<ClientSettings, 'headers' | 'ownHeaders' | 'token'> {
  const { apiKey, token, platformId } = options
  if ((apiKey === undefined) === (token === undefined)) {
    const given = apiKey === undefined ? 'neither is given' : 'both are given'
    throw refused('apiKey', `must be given where token is not, and only there; ${given}.`)
  }
  const own: Record<string, string> = {}
  if (platformId !== undefined) own['x-platform-id'] = readHeaderValue('platformId', platformId)
  if (apiKey !== undefined) own['x-api-key'] = readHeaderValue('apiKey', apiKey)
  if (typeof token === 'string') own['authorization'] = `Bearer ${readHeaderValue('token', token)}`
  else if (token !== undefined && typeof token !== 'function') {
    throw refused('token', `must be a string or a function that returns one; it is ${describeValue(token)}.`)
  }
  const ownHeaders = new Set(['x-api-key', ...Object.keys(own), ...(token === undefined ? [] : ['authorization'])])
  const headers: Record<string, string> = { accept: 'application/json' }
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    const known = name.toLowerCase()
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw refused('headers', `must have names of headers; one is "${name}".`)
    if (ownHeaders.has(known)) throw refused('headers', `must not have ${name}, which the client sends itself.`)
    if (known === 'idempotency-key')
      throw refused('headers', `must not have ${name}, which is another one in each call.`)
    headers[known] = readHeaderValue('headers', value)
  }
  return { headers: { ...headers, ...own }, ownHeaders, token: typeof token === 'function' ? token : undefined }
}

function readHeaderValue(option: string, value: unknown): string {
  if (isHeaderValue(value)) return value
  throw refused(option, 'must be printable ASCII text, not empty, without space around it.')
}

function readBaseUrl(value: unknown): string {
  const bad = (rule: string): BillingConfigurationError =>
    refused('baseUrl', `must ${rule}; it is ${describeValue(value)}.`)
  if (typeof value !== 'string' || !URL.canParse(value)) throw bad('be a URL such as https://api.example.com')
  const url = new URL(value)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw bad('begin with https:// or http://')
  if (url.username !== '' || url.password !== '') {
    throw refused('baseUrl', 'must not carry a user name or password. Use apiKey.')
  }
  if (url.search !== '' || url.hash !== '') throw refused('baseUrl', 'must not have a query or a fragment.')
  if (/\/v1\/?$/.test(url.pathname)) throw bad('not end with /v1, which is part of every path')
  if (url.protocol === 'http:' && /(^|\.)solvimon\.com$/.test(url.hostname)) {
    throw bad('begin with https://, or the key would be sent in clear')
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
    throw refused(name, `must be a whole number from ${minimum} to ${maximum}; it is ${describeValue(value)}.`)
  }
  return value
}

function readFunction<Name extends 'fetch' | 'now' | 'random' | 'sleep' | 'newIdempotencyKey' | 'onRetry'>(
  options: BillingClientOptions,
  name: Name,
): BillingClientOptions[Name] {
  const value = options[name]
  if (value !== undefined && typeof value !== 'function') {
    throw refused(name, `must be a function; it is ${describeValue(value)}.`)
  }
  return value
}

function refused(option: string, rest: string): BillingConfigurationError {
  return new BillingConfigurationError({ option, message: `${option} ${rest}` })
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
