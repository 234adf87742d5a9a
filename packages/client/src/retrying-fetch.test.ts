import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { BillingConnectionError } from './billing-connection-error.ts'
import { createBillingClient } from './create-billing-client.ts'

// Only what a real server cannot show without a race: at which instant an attempt is given up. Time is moved by the
// test.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A `fetch` whose attempts fail after the given times, or hang until they are given up where no time is given. */
function attemptsThatFailAfter(...timesMs: readonly (number | undefined)[]) {
  const endedAt: number[] = []
  let attempt = 0
  const fetch = (_url: string, { signal }: { readonly signal: AbortSignal }): Promise<Response> => {
    const failsAfter = timesMs[attempt++]
    return new Promise((_, reject) => {
      const end = (reason: unknown): void => {
        endedAt.push(performance.now())
        reject(reason)
      }
      if (failsAfter !== undefined) setTimeout(() => end(new TypeError('fetch failed')), failsAfter)
      else signal.addEventListener('abort', () => end(signal.reason))
    })
  }
  return { fetch, endedAt }
}

test.each<[string, readonly (number | undefined)[], object, readonly number[], string]>([
  ['one attempt that hangs', [undefined], { timeoutMs: 600, maxAttempts: 1 }, [600], 'TIMEOUT'],
  ['two that hang', [undefined, undefined], { timeoutMs: 600, maxAttempts: 2 }, [600, 1200], 'TIMEOUT'],
  [
    'one that hangs with 100 ms of the total left',
    [500, undefined],
    { timeoutMs: 600, totalTimeoutMs: 600 },
    [500, 600],
    'TIMEOUT',
  ],
  [
    'the total is over before the attempts are',
    [undefined, undefined, undefined],
    { timeoutMs: 400, totalTimeoutMs: 1000, maxAttempts: 10 },
    [400, 800, 1000],
    'TIMEOUT',
  ],
  [
    'the wait counts too',
    [500, undefined],
    { timeoutMs: 600, totalTimeoutMs: 1000, retryDelayMs: 200 },
    [500, 1000],
    'TIMEOUT',
  ],
  [
    'a wait that would outlast the total is not begun',
    [500],
    { timeoutMs: 600, totalTimeoutMs: 600, retryDelayMs: 200 },
    [500],
    'CONNECTION_FAILED',
  ],
])('attempts are given up in time: %s', async (_, timesMs, options, want, code) => {
  const { fetch, endedAt } = attemptsThatFailAfter(...timesMs)
  const fixed = { apiKey: 'key', baseUrl: 'http://127.0.0.1', random: () => 0.999 }
  // A timer of no time takes a millisecond; rows that do not wait have none at all.
  const waits = 'retryDelayMs' in options ? {} : { sleep: async () => {} }
  const client = createBillingClient({ ...fixed, ...waits, retryDelayMs: 0, ...options, fetch })
  const startedAt = performance.now()
  const fault = client.GET('/v1/meters').then(
    () => undefined,
    (reason: BillingConnectionError) => reason,
  )
  await vi.advanceTimersByTimeAsync(10_000)
  expect(await fault).toMatchObject({ code, attempts: want.length })
  expect(endedAt.map((instant) => instant - startedAt)).toEqual(want)
  expect(vi.getTimerCount()).toBe(0)
})
