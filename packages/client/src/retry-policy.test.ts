import document from '@tallygate/openapi/document' with { type: 'json' }
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  isRepeatable,
  isTransient,
  readRetryAfter,
  retryDelay,
  takesIdempotencyKey,
  wasNeverSent,
} from './retry-policy.ts'

describe('the contract and the client agree on the Idempotency-Key', () => {
  const posts = Object.entries(document.paths).flatMap(([path, item]) => {
    if (!('post' in item)) return []
    const parameters = 'parameters' in item.post ? item.post.parameters : []
    return [{ path, inContract: JSON.stringify(parameters).includes('IdempotencyKey') }]
  })

  test('there are POST operations', () => {
    expect(posts.length).toBeGreaterThan(80)
  })

  test.each(posts)('POST $path: $inContract', ({ path, inContract }) => {
    expect(takesIdempotencyKey('POST', `https://host/prefix${path.replaceAll(/\{\w+\}/g, 'x')}`)).toBe(inContract)
  })
})

test.each<[string, string, string | undefined, boolean]>([
  ['GET', '/v1/meters', undefined, true],
  ['PUT', '/v1/customers', undefined, true],
  ['POST', '/v1/meters', 'key', true],
  ['POST', '/v1/ingest/meter-data', undefined, true],
  ['POST', '/v1/ingest/meter-datas', undefined, true],
  ['POST', '/v1/events/ingest', undefined, true],
  ['POST', '/v1/events/ingest-list', undefined, true],
  ['POST', '/v1/events/ingest-batch', undefined, true],
  ['POST', '/v1/ingest/persist-data', undefined, false],
  ['POST', '/v1/ingest/persist-data', 'key that is not honoured there', false],
  ['PATCH', '/v1/meters/x', undefined, false],
  ['PATCH', '/v1/meters/x', 'key', true],
  ['DELETE', '/v1/meters/x', undefined, false],
  ['DELETE', '/v1/meters/x', 'key', true],
])('%s %s with key %s: repeatable %s', (method, path, idempotencyKey, want) => {
  expect(isRepeatable({ method, path, idempotencyKey })).toBe(want)
})

test.each<[number, Readonly<Record<string, string>>, string | undefined, boolean]>([
  [200, {}, 'key', false],
  [400, {}, 'key', false],
  [401, {}, 'key', false],
  [403, {}, 'key', false],
  [404, {}, 'key', false],
  [408, {}, undefined, true],
  [409, {}, 'key', false],
  [422, {}, 'key', true],
  [422, {}, undefined, false],
  [429, {}, undefined, true],
  [500, {}, 'key', false],
  [500, { 'Idempotency-Retryable': 'false' }, 'key', false],
  [500, { 'Idempotency-Retryable': 'true' }, 'key', true],
  [501, {}, 'key', false],
  [502, {}, undefined, true],
  [503, {}, undefined, true],
  [504, {}, undefined, true],
])('%d with %o and key %s: transient %s', (status, headers, idempotencyKey, want) => {
  expect(isTransient(status, new Headers(headers), idempotencyKey)).toBe(want)
})

const fault = (code: string, cause?: unknown): Error => Object.assign(new Error('fetch failed', { cause }), { code })

test.each<[string, unknown, boolean]>([
  ['refused, as Node says it', new TypeError('fetch failed', { cause: fault('ECONNREFUSED') }), true],
  ['no such host', new TypeError('fetch failed', { cause: fault('ENOTFOUND') }), true],
  ['no connection in time', new TypeError('fetch failed', { cause: fault('UND_ERR_CONNECT_TIMEOUT') }), true],
  ['refused, as Bun says it', fault('ConnectionRefused'), true],
  ['reset, which says nothing', new TypeError('fetch failed', { cause: fault('ECONNRESET') }), false],
  ['closed by the other side', new TypeError('fetch failed', { cause: fault('UND_ERR_SOCKET') }), false],
  ['without a reason', new TypeError('Failed to fetch'), false],
  ['no error at all', 'refused', false],
])('a fault is proof that nothing was sent: %s', (_, error, want) => {
  expect(wasNeverSent(error)).toBe(want)
})

test.each<[string | undefined, number | undefined]>([
  [undefined, undefined],
  ['', undefined],
  ['0', 0],
  ['120', 120_000],
  ['Sun, 01 Mar 2026 12:01:00 GMT', 60_000],
  ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
])('Retry-After %s is %s ms', (text, want) => {
  const headers = new Headers(text === undefined ? {} : { 'Retry-After': text })
  expect(readRetryAfter(headers, () => Date.parse('2026-03-01T12:00:00Z'))).toBe(want)
})

test('a wait lies between half its step and its step, and its step doubles up to the longest', () => {
  const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), unit, (attempt, random) => {
      const wait = retryDelay(attempt, undefined, { retryDelayMs: 200, maxRetryDelayMs: 5_000, random: () => random })
      const step = Math.min(5_000, 200 * 2 ** (attempt - 1))
      expect(wait).toBeGreaterThanOrEqual(step / 2)
      expect(wait).toBeLessThanOrEqual(step)
    }),
    { seed: 11, numRuns: 200 },
  )
})

test('a Retry-After is never cut short', () => {
  const settings = { retryDelayMs: 200, maxRetryDelayMs: 5_000 }
  expect(retryDelay(1, 9_000, { ...settings, random: () => 0 })).toBe(9_000)
  expect(retryDelay(1, 9_000, { ...settings, random: () => 0.999 })).toBe(9_200)
})
