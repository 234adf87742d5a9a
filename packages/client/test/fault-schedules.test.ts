import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BillingApiError, BillingConnectionError, createBillingClient } from '../src/index.ts'
import { calls } from './calls.ts'
import {
  actsThenResets,
  cutsByClose,
  cutsByLength,
  empty,
  html,
  json,
  resets,
  type Step,
  startMisbehavingServer,
  works,
} from './misbehaving-server.ts'

const error = { type: 'API_ERROR', code: 'INTERNAL_ERROR', message: 'failed' }
const actsThen =
  (answer: Step): Step =>
  (exchange) => {
    exchange.act()
    answer(exchange)
  }

const faults: Readonly<Record<string, Step>> = {
  resets,
  actsThenResets,
  cutsByLength,
  cutsByClose,
  'acts, then 502': actsThen(html(502)),
  'acts, then 503': actsThen(json(503, error)),
  'acts, then 500 retryable': actsThen(json(500, error, { 'Idempotency-Retryable': 'true' })),
  'acts, then 500': actsThen(json(500, error)),
  'acts, then an empty 200': empty(200),
  '422': json(422, error),
  '429': json(429, error, { 'Retry-After': '0' }),
  '408': empty(408),
}

const seed = 20260301
const schedule = fc.array(fc.constantFrom(...Object.keys(faults)), { maxLength: 6 })
const writes = fc.constantFrom('create', 'event', 'update', 'remove', 'persist', 'keyedUpdate')

test(`whatever goes wrong in whatever order, a write is carried out at most once (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(writes, schedule, fc.integer({ min: 1, max: 8 }), async (call, names, maxAttempts) => {
      const server = await startMisbehavingServer(...names.flatMap((name) => faults[name] ?? []), works)
      try {
        const fixed = { timeoutMs: 20_000, sleep: async () => {} }
        const client = createBillingClient({ apiKey: 'key', baseUrl: server.url, maxAttempts, ...fixed })
        const outcome = await calls[call](client).then(
          () => 'success',
          (reason: unknown) => {
            if (BillingApiError.isInstance(reason) || BillingConnectionError.isInstance(reason)) return 'failure'
            throw reason
          },
        )
        expect(server.effects.length).toBeLessThanOrEqual(1)
        if (outcome === 'success') expect(server.effects).toHaveLength(1)
        expect(server.arrivals.length).toBeLessThanOrEqual(maxAttempts)
      } finally {
        await server.close()
      }
    }),
    { seed, numRuns: 150 },
  )
})
