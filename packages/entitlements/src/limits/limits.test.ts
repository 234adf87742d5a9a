import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BillingStub } from '../../test/billing-stub.ts'
import { findRedis, newPrefix, removeKeys } from '../../test/redis-server.ts'
import { ask, granted, grants, spent } from '../../test/setup.ts'
import { createEntitlements } from '../create-entitlements.ts'
import type { Entitlements } from '../entitlements.ts'
import type { EntitlementsEvent } from '../entitlements-event.ts'
import type { EntitlementsOptions } from '../entitlements-options.ts'
import { InvalidOptionError } from '../errors/invalid-option-error.ts'
import { redisJournal } from '../journal/redis-journal.ts'
import { sqliteJournal } from '../journal/sqlite-journal.ts'
import type { Scope } from '../scopes/scope.ts'
import { memoryStore } from '../store/memory-store.ts'
import { redisStore } from '../store/redis-store.ts'
import type { LimitEvent } from './limit-event.ts'

const redis = await findRedis()
const START = Date.UTC(2030, 0, 10, 12)

let folder: string
let stub: BillingStub
let now: number
let opened: Entitlements[]
let events: EntitlementsEvent[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tallygate-limits-'))
  stub = new BillingStub()
  stub.customers.set('c', { entitlements: grants('1000'), startAt: '2030-01-01T00:00:00Z' })
  now = START
  opened = []
  events = []
})
afterEach(async () => {
  for (const each of opened) await each.close({ deadlineMs: 1_000 })
  await rm(folder, { recursive: true, force: true })
})

/** Entitlements whose journal outlives them: a second call is a restart. */
function open(options: Partial<EntitlementsOptions> = {}): Entitlements {
  const entitlements = createEntitlements({
    client: stub.client(),
    store: memoryStore({ now: () => now }),
    journal: sqliteJournal({ path: join(folder, 'usage.db'), now: () => now }),
    onUnavailable: 'deny',
    now: () => now,
    scopes: {},
    delivery: { retryDelayMs: 1, maxRetryDelayMs: 20 },
    onEvent: (event) => events.push(event),
    ...options,
  })
  opened.push(entitlements)
  return entitlements
}

let sequence = 0
/** Settles an attempt of so many tokens. */
async function use(entitlements: Entitlements, tokens: number, scopes?: readonly Scope[]) {
  sequence += 1
  const estimate = { promptTokens: 0, completionTokens: tokens }
  const facts = scopes === undefined ? { estimate } : { estimate, scopes }
  return granted(await entitlements.reserve(ask(`u${sequence}`, facts))).reservation.settle(spent(0, tokens))
}

const limitEvents = () => events.filter((event): event is LimitEvent => 'limit' in event && 'customer' in event)
const told = () => limitEvents().map((event) => (event.type === 'threshold_reached' ? event.threshold : event.by))

describe('a soft limit', () => {
  it('grants what goes beyond it, says so, and records all of it', async () => {
    const entitlements = open({ beyond: 'allow', thresholds: [] })
    await use(entitlements, 980)
    const { customer, model, estimate } = ask('r')
    expect(await entitlements.check({ customer, model, estimate })).toMatchObject({
      allowed: true,
      maxCompletionTokens: 90,
      beyond: [{ feature: 'monthly_token_budget', limit: 1_000, by: 80 }],
    })
    const decision = granted(await entitlements.reserve(ask('r')))
    expect(decision).toMatchObject({
      budgets: [{ limit: 1_000, used: 980, held: 100, remaining: -80 }],
      reservation: { maxCompletionTokens: 90 },
      beyond: [{ feature: 'monthly_token_budget', limit: 1_000, by: 80 }],
    })
    const settled = await decision.reservation.settle(spent(10, 500))
    expect(settled.budgets).toMatchObject([{ used: 1_490, held: 0, remaining: -490 }])
    expect(limitEvents()).toEqual([
      {
        type: 'limit_passed',
        customer: 'c',
        id: 'c:r:1',
        model: 'gpt-4o-mini',
        feature: 'monthly_token_budget',
        limit: 1_000,
        by: 80,
      },
    ])
    expect(await entitlements.usage('c')).toMatchObject({ budgets: [{ limit: 1_000, used: 1_490, remaining: -490 }] })
  })

  it('says nothing of a request within it', async () => {
    const decision = granted(await open({ beyond: 'allow' }).reserve(ask('r')))
    expect(decision).not.toHaveProperty('beyond')
    expect(events.map(({ type }) => type)).toEqual(['reserved'])
  })

  it('is soft by feature alone, and hard levels below it still deny', async () => {
    const entitlements = open({ beyond: { monthly_token_budget: 'allow' } })
    const scopes: Scope[] = [{ kind: 'user', id: 'ada', limits: [{ limit: 50, per: 'day' }] }]
    await use(entitlements, 1_200)
    expect(await entitlements.reserve(ask('r1', { scopes, estimate: { promptTokens: 60 } }))).toMatchObject({
      allowed: false,
      scope: { id: 'ada' },
    })
    // The completion fits into what the hard level has left.
    expect(granted(await entitlements.reserve(ask('r2', { scopes })))).toMatchObject({
      reservation: { maxCompletionTokens: 40 },
      beyond: [{ feature: 'monthly_token_budget', by: 250 }],
    })
  })

  it.each(['deny', 'allow'] as const)('may be the limit of a scope: its own word counts, %s', async (beyond) => {
    const entitlements = open({ beyond: beyond === 'allow' ? 'deny' : 'allow' })
    const level = { kind: 'user', id: 'ada', of: 'tokens', per: 'day' } as const
    const scopes: Scope[] = [{ kind: 'user', id: 'ada', limits: [{ limit: 60, per: 'day', beyond }] }]
    const decision = await entitlements.reserve(
      ask('r', { scopes, estimate: { promptTokens: 61, completionTokens: 9 } }),
    )
    expect(decision).toMatchObject(
      beyond === 'deny'
        ? { allowed: false, scope: level }
        : {
            allowed: true,
            scopes: [{ limit: 60, held: 70, remaining: -10 }],
            beyond: [{ scope: level, limit: 60, by: 10 }],
          },
    )
  })

  it('never lets rates and concurrency pass', async () => {
    stub.customers.set('c', {
      entitlements: grants('1000', { feature_reference: 'tokens_per_minute', number: '50' }),
      startAt: '2030-01-01T00:00:00Z',
    })
    expect(await open({ beyond: 'allow' }).reserve(ask('r', { estimate: { promptTokens: 60 } }))).toMatchObject({
      allowed: false,
      reason: 'rate_limited',
    })
  })

  it.each<[string, Partial<EntitlementsOptions>, string]>([
    ['another word', { beyond: 'maybe' as never }, 'beyond'],
    ['another word for a feature', { beyond: { monthly_token_budget: true as never } }, 'beyond.monthly_token_budget'],
    ['a feature that is no limit', { beyond: { monthly_budget: 'allow' } }, 'beyond.monthly_budget'],
    ['a threshold of 0', { thresholds: [50, 0] }, 'thresholds[1]'],
    ['a fraction of a percent', { thresholds: [99.5] }, 'thresholds[0]'],
    ['a threshold twice', { thresholds: [50, 80, 50] }, 'thresholds[2]'],
    ['a threshold that is no number', { thresholds: ['80' as never] }, 'thresholds[0]'],
    ['thresholds that are no list', { thresholds: 80 as never }, 'thresholds'],
  ])('is refused with %s at construction', (_name, options, option) => {
    let thrown: unknown
    try {
      open(options)
    } catch (error) {
      thrown = error
    }
    expect(InvalidOptionError.isInstance(thrown) && thrown.option).toBe(option)
  })
})

describe('thresholds', () => {
  it('are told once each when settled attempts reach them', async () => {
    const entitlements = open()
    await use(entitlements, 499)
    expect(limitEvents()).toEqual([])
    await use(entitlements, 1)
    await use(entitlements, 100)
    expect(limitEvents()).toEqual([
      {
        type: 'threshold_reached',
        customer: 'c',
        feature: 'monthly_token_budget',
        threshold: 50,
        used: 500,
        limit: 1_000,
        resetsAt: new Date('2030-02-01T00:00:00Z'),
      },
    ])
    await use(entitlements, 360)
    expect(told()).toEqual([50, 80, 95])
    await use(entitlements, 40)
    expect(told()).toEqual([50, 80, 95, 100])
  })

  it('begin anew with the next period, and only then', async () => {
    const entitlements = open({ thresholds: [80, 20] })
    await use(entitlements, 900)
    expect(told()).toEqual([20, 80])
    stub.events.clear()
    await entitlements.flush()
    await entitlements.correct('c')
    await use(entitlements, 50)
    expect(told()).toEqual([20, 80])
    now = Date.UTC(2030, 1, 2)
    entitlements.invalidate('c')
    await use(entitlements, 300)
    expect(told()).toEqual([20, 80, 20])
  })

  it('are told for each level below the customer', async () => {
    const entitlements = open({ thresholds: [80] })
    const scopes: Scope[] = [
      { kind: 'user', id: 'ada', limits: [{ limit: 100, per: 'day' }] },
      { kind: 'run', id: 'x', limits: [{ limit: 200, of: 'completionTokens', per: 'life' }] },
    ]
    await use(entitlements, 85, scopes)
    await use(entitlements, 15, scopes)
    expect(limitEvents()).toMatchObject([
      {
        scope: { kind: 'user', id: 'ada', of: 'tokens', per: 'day' },
        threshold: 80,
        used: 85,
        limit: 100,
        resetsAt: new Date('2030-01-11T00:00:00Z'),
      },
    ])
    await use(entitlements, 70, [scopes[1] as Scope])
    expect(limitEvents()[1]).toMatchObject({ scope: { kind: 'run', of: 'completionTokens' }, used: 170 })
  })

  it('are not told again after a restart: what the journal and the billing API know counts as told', async () => {
    const scopes: Scope[] = [{ kind: 'user', id: 'ada', limits: [{ limit: 1_000, per: 'day' }] }]
    const first = open()
    await use(first, 820, scopes)
    await first.close()
    expect(told()).toEqual([50, 80, 50, 80])
    events = []
    const second = open()
    await use(second, 20, scopes)
    expect(told()).toEqual([])
    await use(second, 120, scopes)
    expect(told()).toEqual([95, 95])
  })

  it('go on without a word where nobody listens', async () => {
    const entitlements = open({ onEvent: undefined as never })
    expect(await use(entitlements, 900)).toMatchObject({ outcome: 'settled' })
  })

  if (redis !== undefined)
    it('are told once by several processes that share a store, which begin before and after', async () => {
      const prefix = newPrefix()
      const join = () =>
        open({ store: redisStore(redis, { prefix }), journal: redisJournal(redis, { prefix }), thresholds: [50, 80] })
      const processes = [join(), join(), join()]
      await Promise.all(
        Array.from({ length: 10 }, (_, index) => use(processes[index % 3] as Entitlements, index === 9 ? 82 : 80)),
      )
      expect(told().sort()).toEqual([50, 80])
      await use(join(), 10)
      expect(told().sort()).toEqual([50, 80])
      await removeKeys(redis, prefix)
    })
})
