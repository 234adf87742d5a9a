import { afterEach, describe, expect, it, vi } from 'vitest'
import type { EntitlementsEvent } from '../src/entitlements-event.ts'
import { InvalidOptionError } from '../src/errors/invalid-option-error.ts'
import type { ReportOptions } from '../src/reports/report-options.ts'
import { memoryStore } from '../src/store/memory-store.ts'
import { apiError, json } from './billing-stub.ts'
import { ask, granted, type Setup, setUp, spent } from './setup.ts'

const HOUR_MS = 3_600_000

let setup: Setup
afterEach(() => setup.end())

interface Reported {
  readonly id: string
  readonly event_references: readonly string[]
}

type Answer = (path: string, body: unknown) => Response | Error | undefined

/** Entitlements that report, and what the operator routes were sent. */
function reporting(answer: Answer = () => undefined, options: Partial<ReportOptions> = {}, others: object = {}) {
  const sent: { path: string; body: { attempts?: Reported[] } & Record<string, unknown> }[] = []
  setup = setUp({ reports: { agent: 'agent-1', ...options }, ...others })
  setup.stub.fault = ({ path, body }) => {
    if (!path.startsWith('/operator/')) return undefined
    sent.push({ path, body: body as (typeof sent)[number]['body'] })
    return answer(path, body) ?? json({ data: [] }, 201)
  }
  const attempts = () => sent.flatMap(({ body }) => body.attempts ?? [])
  const asked = (path: RegExp) => sent.filter((one) => path.test(one.path)).length
  return { sent, attempts, asked }
}

const attemptsOnly =
  (answer: () => Response | Error): Answer =>
  (path) =>
    path === '/operator/attempts' ? answer() : undefined

async function settle(requestId: string): Promise<void> {
  const { reservation } = granted(await setup.entitlements.reserve(ask(requestId)))
  await reservation.settle(spent(10, 1))
}

const ofType = (type: EntitlementsEvent['type']) => setup.events.filter((event) => event.type === type)

describe('reports of attempts', () => {
  it('say what an attempt was, after its events were acknowledged', async () => {
    const trace = 'ab'.repeat(16)
    const { attempts, sent } = reporting(() => undefined, { traceId: () => trace })
    const { reservation } = granted(await setup.entitlements.reserve(ask('r1', { model: 'gpt-4o' })))
    await reservation.settle({
      model: 'gpt-4o-2024-08-06',
      promptTokens: 10,
      completionTokens: 5,
      details: { cachedPromptTokens: 4 },
      quantities: { toolCalls: 2, images: 0 },
      source: 'provider',
    })
    await expect.poll(() => attempts()).toHaveLength(1)
    expect(attempts()[0]).toEqual({
      id: 'c:r1:1',
      customer_reference: 'c',
      request_id: 'r1',
      model: 'gpt-4o',
      served_model: 'gpt-4o-2024-08-06',
      source: 'provider',
      quantities: {
        ...{ promptTokens: 10, completionTokens: 5 },
        ...{ uncachedPromptTokens: 6, cachedPromptTokens: 4, textCompletionTokens: 5, toolCalls: 2 },
      },
      scopes: [],
      properties: {},
      trace_id: trace,
      event_references: ['c:r1:1:prompt_tokens', 'c:r1:1:completion_tokens'],
      admitted_at: '2030-01-10T12:00:00.000Z',
      settled_at: '2030-01-10T12:00:00.000Z',
    })
    const order = setup.stub.calls.filter((call) => /meter-data|attempts/.test(call) && call.startsWith('POST'))
    expect(order).toEqual(['POST /v1/ingest/meter-datas', 'POST /operator/attempts'])
    expect(sent.every(({ body }) => JSON.stringify(body).length < 10_000)).toBe(true)
  })

  it('wait for events that are not acknowledged, and never stand in their way', async () => {
    let isAway = true
    const { attempts } = reporting()
    const { fault } = setup.stub
    setup.stub.fault = (request) =>
      isAway && request.method === 'POST' && request.path.startsWith('/v1/ingest') ? apiError(503) : fault(request)
    await settle('r1')
    await expect.poll(() => ofType('delivery_failed').length).toBeGreaterThan(1)
    expect(attempts()).toEqual([])
    isAway = false
    await setup.entitlements.flush()
    await expect.poll(() => attempts().map(({ id }) => id)).toEqual(['c:r1:1'])
  })

  it('are made of an attempt whose events were acknowledged before the store had counted it', async () => {
    const store = memoryStore()
    const settle = store.settle.bind(store)
    const acknowledged = Promise.withResolvers<void>()
    store.settle = (...settled) => acknowledged.promise.then(() => settle(...settled))
    const { attempts } = reporting(undefined, {}, { store })
    const { reservation } = granted(await setup.entitlements.reserve(ask('r1')))
    const settled = reservation.settle(spent(1, 1))
    await setup.entitlements.flush()
    expect(attempts()).toEqual([])
    acknowledged.resolve()
    await settled
    await expect.poll(() => attempts()).toHaveLength(1)
  })

  it('go out in batches', async () => {
    const { attempts, asked } = reporting()
    for (let count = 0; count < 8; count += 1) await settle(`r${count}`)
    await expect.poll(() => attempts()).toHaveLength(8)
    expect(asked(/attempts/)).toBeLessThan(8)
  })

  it('are sent again when the server fails, each once in the end, and flush() does not wait for them', async () => {
    let failures = 1
    const { attempts, asked } = reporting(
      attemptsOnly(() => (failures-- > 0 ? apiError(503) : json({ data: [] }, 201))),
    )
    await settle('r1')
    await setup.entitlements.flush()
    await expect.poll(() => asked(/attempts/)).toBe(2)
    expect(new Set(attempts().map(({ id }) => id))).toEqual(new Set(['c:r1:1']))
    expect(ofType('background_failed')).toMatchObject([{ what: 'reporting attempts to operators' }])
  })

  it('leave out the one that is refused, and say how many were dropped', async () => {
    const { attempts } = reporting((path, body) => {
      if (path !== '/operator/attempts') return undefined
      const isFaulty = (body as { attempts: Reported[] }).attempts.some(({ id }) => id === 'c:r1:1')
      return isFaulty ? apiError(400, 'INVALID_FIELD', 'attempts.1.id') : undefined
    })
    for (const id of ['r0', 'r1', 'r2']) await settle(id)
    await expect.poll(() => ofType('reports_dropped')).toEqual([{ type: 'reports_dropped', attempts: 1 }])
    await expect.poll(() => attempts().at(-1)?.id).toBe('c:r2:1')
  })

  it('are not offered for an hour to a server that has no such route', async () => {
    const { asked } = reporting(() => apiError(404, 'RESOURCE_NOT_FOUND'))
    await expect.poll(() => asked(/./)).toBe(1)
    await settle('r1')
    await setup.entitlements.flush()
    setup.clock.now += HOUR_MS - 1
    await settle('r2')
    await setup.entitlements.flush()
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(asked(/./)).toBe(1)
    setup.clock.now += 1
    await settle('r3')
    await expect.poll(() => asked(/attempts/)).toBe(1)
    expect(ofType('background_failed')).toEqual([])
  })

  it('let nobody wait whose server never answers: flush() and close() end', async () => {
    const { asked } = reporting()
    const { fault } = setup.stub
    let never: Promise<void> | undefined
    setup.stub.fault = (request) => {
      // Everything after this call waits behind the gate.
      if (request.path === '/operator/attempts') never = setup.stub.gate = new Promise(() => {})
      return fault(request)
    }
    await settle('r1')
    await setup.entitlements.flush()
    await expect.poll(() => asked(/attempts/)).toBe(1)
    expect(never).toBeDefined()
    const report = await setup.entitlements.close({ deadlineMs: 60_000 })
    expect(report.drained).toBe(true)
  })

  it('are sent by close() where they are ready', async () => {
    const { attempts } = reporting()
    await settle('r1')
    await setup.entitlements.close()
    expect(attempts().map(({ id }) => id)).toEqual(['c:r1:1'])
  })

  it('bear a traceId that throws or is none', async () => {
    const ids = ['x', '0'.repeat(32), undefined]
    const { attempts } = reporting(undefined, {
      traceId: () => {
        if (ids.length === 0) throw new Error('no context')
        return ids.shift()
      },
    })
    for (const id of ['r0', 'r1', 'r2', 'r3']) await settle(id)
    await expect.poll(() => attempts()).toHaveLength(4)
    expect(attempts().some((attempt) => 'trace_id' in attempt)).toBe(false)
  })

  it('say of a billed estimate that it is one', async () => {
    const { attempts } = reporting(undefined, {}, { bill: 'estimate' })
    const { reservation } = granted(await setup.entitlements.reserve(ask('r1')))
    await reservation.settle({ ...spent(10, 1), source: 'estimate' })
    await expect.poll(() => attempts()).toMatchObject([{ id: 'c:r1:1', source: 'estimate' }])
  })
})

describe('reports of the agent', () => {
  it('say once at the start and once a minute what it did, holds and denied', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const { sent } = reporting(undefined, { versions: { 'my-app': '1.2.3' } })
    try {
      const agents = () => sent.filter(({ path }) => path === '/operator/agents/agent-1').map(({ body }) => body)
      await expect.poll(() => agents()).toHaveLength(1)
      await settle('r1')
      granted(await setup.entitlements.reserve(ask('r2')))
      await setup.entitlements.reserve(ask('r3', { model: 'o9' }))
      await setup.entitlements.check({ customer: 'c', model: 'o9', estimate: { promptTokens: 1 } })
      await setup.entitlements.flush()
      setup.clock.now += 60_000
      vi.advanceTimersByTime(60_000)
      await expect.poll(() => agents()).toHaveLength(2)
      expect(agents()[1]).toMatchObject({
        started_at: '2030-01-10T12:00:00.000Z',
        reported_at: '2030-01-10T12:01:00.000Z',
        versions: { 'my-app': '1.2.3', node: process.versions.node, '@tallygate/entitlements': expect.any(String) },
        counts: {
          ...{ attempts_reserved: 2, attempts_settled: 1, attempts_denied: 1, attempts_released: 0 },
          ...{ events_delivered: 2, events_pending: 0, events_rejected: 0, usage_unrecorded: 0, reports_dropped: 0 },
        },
        holds: { attempts: 1, tokens: 100, unsettled: 0 },
        denials: { model_not_entitled: 1 },
      })
    } finally {
      vi.useRealTimers()
    }
  })

  it('are nothing where the option is absent', async () => {
    setup = setUp()
    await settle('r1')
    await setup.entitlements.close()
    expect(setup.stub.count(/operator/)).toBe(0)
  })
})

describe('the option reports', () => {
  it.each<[name: string, given: object, message: RegExp]>([
    ['no agent', {}, /^reports\.agent must be a printable text of 1 to 256 characters; it is undefined\.$/],
    ['an agent that changes the path', { agent: '..' }, /^reports\.agent must be/],
    ['too long an agent', { agent: 'x'.repeat(257) }, /^reports\.agent must be/],
    [
      'an unknown member',
      { agent: 'a', every: 1 },
      /^reports\.every must be one of agent, versions, traceId; it is unknown\.$/,
    ],
    ['a version that is a number', { agent: 'a', versions: { x: 1 } }, /^reports\.versions\.x must be/],
    ['a trace that is a text', { agent: 'a', traceId: 'x' }, /^reports\.traceId must be a function; it is "x"\.$/],
  ])('is refused with %s', (_, given, message) => {
    setup = setUp()
    expect(() => setUp({ reports: given as ReportOptions })).toThrow(InvalidOptionError)
    expect(() => setUp({ reports: given as ReportOptions })).toThrow(message)
  })
})
