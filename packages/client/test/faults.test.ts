import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import {
  type BillingClient,
  type BillingClientOptions,
  BillingConnectionError,
  createBillingClient,
  type RetryReport,
  unwrap,
} from '../src/index.ts'
import {
  actsThenHangs,
  actsThenResets,
  empty,
  json,
  type MisbehavingServer,
  resets,
  type Step,
  startMisbehavingServer,
  works,
} from './misbehaving-server.ts'

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
  return createBillingClient({ apiKey: 'key', baseUrl, random: () => 0.5, sleep: async () => {}, ...options })
}

async function unusedUrl(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

const path = { params: { path: { idOrRef: 'tokens' } } }
const create = (client: BillingClient) => client.POST('/v1/meters', { body: { reference: 'tokens' } })

async function faultOf(call: Promise<unknown>): Promise<BillingConnectionError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!BillingConnectionError.isInstance(error)) throw new Error('expected a BillingConnectionError', { cause: error })
  return error
}

describe('a refused connection', () => {
  test.each([
    ['a POST', create],
    [
      'a PATCH, which nobody can have carried out',
      (client: BillingClient) => client.PATCH('/v1/meters/{idOrRef}', { ...path, body: {} }),
    ],
  ] as const)('is tried again for %s', async (_, call) => {
    const reports: RetryReport[] = []
    const fault = await faultOf(call(clientOf(await unusedUrl(), { onRetry: (report) => reports.push(report) })))
    expect(fault).toMatchObject({ code: 'CONNECTION_FAILED', retryable: true, attempts: 3 })
    expect(fault.message).toContain('ECONNREFUSED')
    expect(reports.map(({ attempt, delayMs, status }) => [attempt, delayMs, status])).toEqual([
      [1, 150, undefined],
      [2, 300, undefined],
    ])
  })
})

test('two calls carry two keys, and the attempts of each carry the same', async () => {
  const server = await start(resets, works, works)
  const client = clientOf(server.url)
  await unwrap(create(client))
  await unwrap(create(client))
  const keys = server.arrivals.map((arrival) => arrival.key)
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
  expect(keys[1]).toBe(keys[0])
  expect(keys[2]).not.toBe(keys[0])
})

test('an error carries the key, and repeating the call with it replays instead of carrying it out again', async () => {
  const server = await start(actsThenHangs, works)
  const client = clientOf(server.url, { timeoutMs: 800, maxAttempts: 1 })
  const fault = await faultOf(create(client))
  expect(fault).toMatchObject({ code: 'TIMEOUT', retryable: true, attempts: 1 })
  const again = await client.POST('/v1/meters', {
    body: { reference: 'tokens' },
    headers: { 'Idempotency-Key': fault.idempotencyKey ?? '' },
  })
  expect(again.response.headers.get('Idempotent-Replayed')).toBe('true')
  expect(server.effects).toHaveLength(1)
})

describe('a key that protects nothing', () => {
  test('is replaced for a POST', async () => {
    const server = await start(actsThenResets, works)
    const headers = { 'Idempotency-Key': '' }
    await unwrap(clientOf(server.url).POST('/v1/meters', { body: { reference: 'tokens' }, headers }))
    expect(server.effects).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)])
  })

  test('makes nothing else repeatable', async () => {
    const server = await start(actsThenResets, works)
    const call = { ...path, body: {}, headers: { 'Idempotency-Key': '' } }
    await faultOf(clientOf(server.url).PATCH('/v1/meters/{idOrRef}', call))
    expect([server.arrivals.length, server.arrivals[0]?.key]).toEqual([1, undefined])
  })

  test.each(['', ' ', 'a\nb', 'ü', 'x'.repeat(256)])('is not taken from newIdempotencyKey: %j', async (key) => {
    const server = await start(works)
    const client = clientOf(server.url, { newIdempotencyKey: () => key })
    await expect(create(client)).rejects.toThrow('newIdempotencyKey must return 1 to 255')
    expect(server.arrivals).toHaveLength(0)
  })
})

test('an error without a body is told as its status, so that it cannot pass for a success', async () => {
  const server = await start(empty(500), empty(404, { 'Transfer-Encoding': 'chunked' }))
  const client = clientOf(server.url)
  expect((await client.GET('/v1/meters')).error).toBe('HTTP 500 Internal Server Error')
  expect((await client.GET('/v1/meters')).error).toBe('HTTP 404 Not Found')
})

test('a wait that would outlast totalTimeoutMs is not begun', async () => {
  const server = await start(json(503, {}, { 'Retry-After': '5' }), works)
  const client = clientOf(server.url, { timeoutMs: 1000, totalTimeoutMs: 4000 })
  const { response, error } = await client.GET('/v1/meters')
  expect([response.status, error, server.arrivals.length]).toEqual([503, {}, 1])
})

describe('an abort by the caller', () => {
  test('before the call sends nothing', async () => {
    const server = await start(works)
    const signal = AbortSignal.abort(new Error('left'))
    await expect(clientOf(server.url).GET('/v1/meters', { signal })).rejects.toThrow('left')
    expect(server.arrivals).toHaveLength(0)
  })

  test('during an attempt ends the call with its own reason and no retry', async () => {
    const controller = new AbortController()
    const server = await start(() => controller.abort(new Error('left')))
    const reports: RetryReport[] = []
    const client = clientOf(server.url, { onRetry: (report) => reports.push(report) })
    await expect(client.GET('/v1/meters', { signal: controller.signal })).rejects.toThrow('left')
    expect([server.arrivals.length, reports]).toEqual([1, []])
  })

  test('during a wait ends the wait', async () => {
    const controller = new AbortController()
    const server = await start(json(503, {}))
    const client = createBillingClient({
      apiKey: 'key',
      baseUrl: server.url,
      retryDelayMs: 20_000,
      maxRetryDelayMs: 20_000,
      onRetry: () => setImmediate(() => controller.abort(new Error('left'))),
    })
    await expect(client.GET('/v1/meters', { signal: controller.signal })).rejects.toThrow('left')
    expect(server.arrivals).toHaveLength(1)
  })
})

test('a redirect is not followed, so that the key stays with the API', async () => {
  const elsewhere = await start(works)
  const server = await start(({ response }) =>
    response.writeHead(307, { Location: `${elsewhere.url}/v1/meters` }).end(),
  )
  const { response } = await clientOf(server.url).GET('/v1/meters')
  expect([response.status, elsewhere.arrivals.length]).toEqual([307, 0])
})

describe('a body of more than maxResponseBytes', () => {
  const large = 'x'.repeat(5000)
  test.each([
    ['announced by its length', json(200, large, { 'Content-Length': '5002' })],
    ['sent in chunks', json(200, large)],
    [
      'compressed to less',
      ({ response }) => {
        const small = gzipSync(JSON.stringify(large))
        response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': small.byteLength }).end(small)
      },
    ],
  ] as const satisfies readonly (readonly [string, Step])[])('is refused: %s', async (_, step) => {
    const server = await start(step)
    const fault = await faultOf(clientOf(server.url, { maxResponseBytes: 2048 }).GET('/v1/meters'))
    expect(fault).toMatchObject({ code: 'RESPONSE_TOO_LARGE', retryable: false, attempts: 1 })
  })
})

test('a compressed answer is read', async () => {
  const body = { data: [{ id: 'metr_1' }] }
  const server = await start(({ response }) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })
    response.end(gzipSync(JSON.stringify(body)))
  })
  expect(await unwrap(clientOf(server.url).GET('/v1/meters'))).toEqual(body)
})

test('an error carries its call: attempts, key, what the server asked to wait', async () => {
  const server = await start(
    json(503, { type: 'API_ERROR', code: 'INTERNAL_ERROR', message: 'down' }, { 'Retry-After': '3600' }),
  )
  const error: unknown = await unwrap(create(clientOf(server.url))).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ attempts: 1, retryable: true, retryAfterMs: 3_600_000, requestId: 'reqr_1' })
  expect(error).toMatchObject({ idempotencyKey: server.arrivals[0]?.key })
})

test('the signal of a long-lived caller is left alone once the call is over', async () => {
  const server = await start(json(503, {}), works)
  const listeners = new Set<unknown>()
  const { signal } = new AbortController()
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)]
  signal.addEventListener = (...parameters: Parameters<typeof add>) => {
    listeners.add(parameters[1])
    add(...parameters)
  }
  signal.removeEventListener = (...parameters: Parameters<typeof remove>) => {
    listeners.delete(parameters[1])
    remove(...parameters)
  }
  const client = createBillingClient({ apiKey: 'key', baseUrl: server.url, retryDelayMs: 2 })
  await client.GET('/v1/meters', { signal })
  expect([server.arrivals.length, listeners.size]).toEqual([2, 0])
})

test('what onRetry throws ends the call', async () => {
  const server = await start(json(503, {}), works)
  const onRetry = (): never => {
    throw new Error('stop')
  }
  await expect(clientOf(server.url, { onRetry }).GET('/v1/meters')).rejects.toThrow('stop')
  expect(server.arrivals).toHaveLength(1)
})
