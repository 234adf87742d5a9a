import { afterEach, expect, test } from 'vitest'
import {
  BillingApiError,
  type BillingClient,
  type BillingClientOptions,
  BillingConnectionError,
  createBillingClient,
} from '../src/index.ts'
import { calls } from './calls.ts'
import {
  actsThenHangs,
  actsThenResets,
  cutsByClose,
  cutsByLength,
  empty,
  hangs,
  html,
  json,
  type MisbehavingServer,
  resets,
  type Step,
  stallsInBody,
  startMisbehavingServer,
  works,
} from './misbehaving-server.ts'

const now = Date.parse('2026-03-01T12:00:00Z')
const body = (code: string): unknown => ({ type: 'API_ERROR', code, message: `because ${code}` })
const busy = (headers: Readonly<Record<string, string>> = {}): Step => json(429, body('BUSY'), headers)
const seven = { 'Retry-After': '7' }
const nineByDate = { 'Retry-After': 'Sun, 01 Mar 2026 12:00:09 GMT' }
const half = { 'Retry-After': '30' }
const broken = json(500, body('INTERNAL_ERROR'))
const brokenRetryable = json(500, body('INTERNAL_ERROR'), { 'Idempotency-Retryable': 'true' })
const brokenFinal = json(500, body('INTERNAL_ERROR'), { 'Idempotency-Retryable': 'false' })
const otherBody = json(409, body('IDEMPOTENCY_CHECK_FAILED'))
const inFlight = json(422, body('IDEMPOTENCY_CHECK_FAILED'))
const emptyChunks: Step = ({ response, act }) => {
  act()
  response.writeHead(200, { 'Transfer-Encoding': 'chunked' }).end()
}
const actsThenUnavailable: Step = (exchange) => {
  exchange.act()
  html(503)(exchange)
}

type Row = readonly [name: string, given: readonly [keyof typeof calls, ...Step[]], want: string]

// What the caller got · requests that arrived · the key they carried · how often it was carried out · waits in ms.
// Jitter is fixed at a half, so the waits are 150 and 300, and a Retry-After of 7 s is 7,100.
// biome-ignore format: one fault a row
const rows: readonly Row[] = [
  ['nothing wrong', ['create', works], 'data · 1 request · one key · done once'],
  ['nothing wrong, a read', ['read', works], 'data · 1 request · no key · done once'],
  ['an event', ['event', works], 'data · 1 request · no key · done once'],

  ['reset before it acted', ['create', resets, works], 'data · 2 requests · one key · done once · 150'],
  ['reset after it acted', ['create', actsThenResets, works], 'data · 2 requests · one key · done once · 150'],
  ['reset always', ['create', resets], 'CONNECTION_FAILED retryable · 3 requests · one key · never done · 150 300'],
  ['reset after acting, always', ['create', actsThenResets], 'CONNECTION_FAILED retryable · 3 requests · one key · done once · 150 300'],
  ['reset, a read', ['read', resets, resets, works], 'data · 3 requests · no key · done once · 150 300'],
  ['reset after it acted, an event', ['event', actsThenResets, works], 'data · 2 requests · no key · done once · 150'],
  ['reset, an upsert', ['upsert', resets, works], 'data · 2 requests · no key · done once · 150'],
  ['reset after it acted, an update', ['update', actsThenResets, works], 'CONNECTION_FAILED final · 1 request · no key · done once'],
  ['reset after it acted, a removal', ['remove', actsThenResets, works], 'CONNECTION_FAILED final · 1 request · no key · done once'],
  ['reset after it acted, persisted data', ['persist', actsThenResets, works], 'CONNECTION_FAILED final · 1 request · no key · done once'],
  ["reset after it acted, an update with the caller's key", ['keyedUpdate', actsThenResets, works], 'data · 2 requests · one key · done once · 150'],

  ['no answer', ['create', hangs, works], 'data · 2 requests · one key · done once · 150'],
  ['acted, no answer', ['create', actsThenHangs, works], 'data · 2 requests · one key · done once · 150'],
  ['acted, never an answer', ['event', actsThenHangs], 'TIMEOUT retryable · 3 requests · no key · done once · 150 300'],
  ['acted, no answer, an update', ['update', actsThenHangs, works], 'TIMEOUT final · 1 request · no key · done once'],
  ['an answer that stops half way', ['create', stallsInBody, works], 'data · 2 requests · one key · done once · 150'],
  ['an answer that always stops half way', ['read', stallsInBody], 'TIMEOUT retryable · 3 requests · no key · done 3 times · 150 300'],

  ['429 with seconds', ['create', busy(seven), works], 'data · 2 requests · one key · done once · 7100'],
  ['429 with a date', ['create', busy(nineByDate), works], 'data · 2 requests · one key · done once · 9100'],
  ['429 with half a minute, which is more than maxRetryAfterMs', ['create', busy(half), works], 'BUSY 429 retryable · 1 request · one key · never done'],
  ['429 without a time', ['read', busy(), works], 'data · 2 requests · no key · done once · 150'],
  ['429 always', ['event', busy()], 'BUSY 429 retryable · 3 requests · no key · never done · 150 300'],
  ['429, an update', ['update', busy(), works], 'data · 2 requests · no key · done once · 150'],
  ['429, persisted data', ['persist', busy(), works], 'data · 2 requests · no key · done once · 150'],

  ['500', ['create', broken, works], 'INTERNAL_ERROR 500 final · 1 request · one key · never done'],
  ['500, a read', ['read', broken, works], 'INTERNAL_ERROR 500 final · 1 request · no key · never done'],
  ['500 marked retryable', ['create', brokenRetryable, works], 'data · 2 requests · one key · done once · 150'],
  ['500 marked final', ['create', brokenFinal, works], 'INTERNAL_ERROR 500 final · 1 request · one key · never done'],
  ['503 after it acted', ['create', actsThenUnavailable, works], 'data · 2 requests · one key · done once · 150'],
  ['503 after it acted, an event', ['event', actsThenUnavailable, works], 'data · 2 requests · no key · done once · 150'],
  ['503 after it acted, an update', ['update', actsThenUnavailable, works], 'UNEXPECTED_RESPONSE 503 final · 1 request · no key · done once'],
  ['408', ['create', empty(408), works], 'data · 2 requests · one key · done once · 150'],
  ['504', ['event', html(504), works], 'data · 2 requests · no key · done once · 150'],

  ['409, the key had another body', ['create', otherBody, works], 'IDEMPOTENCY_CHECK_FAILED 409 final · 1 request · one key · never done'],
  ['422, the first is still in flight', ['create', inFlight, inFlight, works], 'data · 3 requests · one key · done once · 150 300'],
  ['422 without a key', ['event', inFlight, works], 'IDEMPOTENCY_CHECK_FAILED 422 final · 1 request · no key · never done'],

  ['JSON cut off, seen by its length', ['create', cutsByLength, works], 'data · 2 requests · one key · done once · 150'],
  ['JSON always cut off', ['create', cutsByClose], 'INVALID_RESPONSE retryable · 3 requests · one key · done once · 150 300'],
  ['JSON cut off, seen only by parsing it', ['create', cutsByClose, works], 'data · 2 requests · one key · done once · 150'],
  ['JSON cut off, an update', ['update', cutsByClose, works], 'INVALID_RESPONSE final · 1 request · no key · done once'],
  ['a page of HTML with 502', ['create', html(502)], 'UNEXPECTED_RESPONSE 502 retryable · 3 requests · one key · never done · 150 300'],
  ['a page of HTML with 404', ['create', html(404)], 'UNEXPECTED_RESPONSE 404 final · 1 request · one key · never done'],
  ['a page of HTML with 200', ['read', html(200)], 'INVALID_RESPONSE retryable · 3 requests · no key · never done · 150 300'],
  ['200 with nothing, in chunks', ['read', emptyChunks], 'nothing · 1 request · no key · done once'],
  ['204', ['create', empty(204)], 'nothing · 1 request · one key · done once'],
  ['an empty 500', ['create', empty(500)], 'UNEXPECTED_RESPONSE 500 final · 1 request · one key · done once'],
  ['a redirect', ['create', empty(302, { Location: 'https://elsewhere.example/' })], 'UNEXPECTED_RESPONSE 302 final · 1 request · one key · done once'],
]

const servers: MisbehavingServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function start(...steps: readonly Step[]): Promise<MisbehavingServer> {
  const server = await startMisbehavingServer(...steps)
  servers.push(server)
  return server
}

function clientOf(baseUrl: string, options: Partial<BillingClientOptions> = {}): BillingClient {
  const fixed = { now: () => now, random: () => 0.5, sleep: async () => {} }
  return createBillingClient({ apiKey: 'key', baseUrl, timeoutMs: 800, totalTimeoutMs: 60_000, ...fixed, ...options })
}

async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    return (await call) === undefined ? 'nothing' : 'data'
  } catch (error) {
    if (BillingConnectionError.isInstance(error)) return `${error.code} ${error.retryable ? 'retryable' : 'final'}`
    if (BillingApiError.isInstance(error)) {
      return `${error.code} ${error.status} ${error.retryable ? 'retryable' : 'final'}`
    }
    throw error
  }
}

function describeKeys(server: MisbehavingServer): string {
  const keys = new Set(server.arrivals.map((arrival) => arrival.key))
  if (keys.size > 1) return `${keys.size} keys`
  return keys.has(undefined) ? 'no key' : 'one key'
}

function describeEffects({ effects }: MisbehavingServer): string {
  if (effects.length === 0) return 'never done'
  return effects.length === 1 ? 'done once' : `done ${effects.length} times`
}

test.each(rows)('%s', async (_, [call, ...steps], want) => {
  const server = await start(...steps)
  const delays: number[] = []
  const client = clientOf(server.url, { onRetry: ({ delayMs }) => delays.push(delayMs) })
  const got = await outcomeOf(calls[call](client))
  const count = server.arrivals.length
  const seen = [got, `${count} request${count === 1 ? '' : 's'}`, describeKeys(server), describeEffects(server)]
  expect([...seen, ...(delays.length === 0 ? [] : [delays.join(' ')])].join(' · ')).toBe(want)
  // Every attempt of a call is the same request, byte for byte.
  expect(new Set(server.arrivals.map((arrival) => `${arrival.method} ${arrival.url} ${arrival.body}`)).size).toBe(1)
})
