import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BillingStub, type StubCustomer } from '../../test/billing-stub.ts'
import { ask, granted, grants, spent } from '../../test/setup.ts'
import { createEntitlements } from '../create-entitlements.ts'
import type { Entitlements } from '../entitlements.ts'
import type { EntitlementsOptions } from '../entitlements-options.ts'
import { InvalidOptionError } from '../errors/invalid-option-error.ts'
import { InvalidRequestError } from '../errors/invalid-request-error.ts'
import { memoryJournal } from '../journal/memory-journal.ts'
import { sqliteJournal } from '../journal/sqlite-journal.ts'
import { memoryStore } from '../store/memory-store.ts'
import type { Scope, ScopeLimit, ScopeOptions } from './scope.ts'

const START = Date.UTC(2030, 0, 10, 12)
const DAY = 86_400_000

let folder: string
let stub: BillingStub
let now: number
let opened: Entitlements[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tallygate-scopes-'))
  stub = new BillingStub()
  now = START
  opened = []
})
afterEach(async () => {
  for (const each of opened) await each.close({ deadlineMs: 1_000 })
  await rm(folder, { recursive: true, force: true })
})

/** Entitlements whose journal outlives them: a second call is a restart. */
function open(scopes: ScopeOptions = {}, customer: StubCustomer = {}, options: Partial<EntitlementsOptions> = {}) {
  stub.customers.set('c', { entitlements: grants('100000'), startAt: '2030-01-01T00:00:00Z', ...customer })
  const entitlements = createEntitlements({
    client: stub.client(),
    store: memoryStore({ now: () => now }),
    journal: sqliteJournal({ path: join(folder, 'usage.db'), now: () => now }),
    onUnavailable: 'deny',
    now: () => now,
    scopes,
    delivery: { retryDelayMs: 1, maxRetryDelayMs: 20 },
    ...options,
  })
  opened.push(entitlements)
  return entitlements
}

const user = (id: string, ...limits: ScopeLimit[]): Scope => ({ kind: 'user', id, limits })
const run = (id: string, limit: number): Scope => ({ kind: 'run', id, limits: [{ limit, per: 'life' }] })

describe('scopes below the customer', () => {
  it('admits at all levels or at none, and names the level that is short', async () => {
    const entitlements = open()
    const team: Scope = { kind: 'team', id: 'red', limits: [{ limit: 1_000, per: 'period' }] }
    const ada = user('ada', { limit: 150, per: 'day' })
    const first = granted(await entitlements.reserve(ask('r1', { scopes: [team, ada] })))
    const of = { kind: 'team', id: 'red', of: 'tokens', per: 'period' }
    expect(first.scopes).toMatchObject([
      { ...of, limit: 1_000, used: 0, held: 100, remaining: 900, resetsAt: new Date('2030-02-01T00:00:00Z') },
      { kind: 'user', id: 'ada', limit: 150, held: 100, remaining: 50, resetsAt: new Date('2030-01-11T00:00:00Z') },
    ])
    expect(
      await entitlements.reserve(ask('r2', { scopes: [team, ada], estimate: { promptTokens: 60 } })),
    ).toMatchObject({
      allowed: false,
      reason: 'budget_exhausted',
      message: 'The tokens of user "ada" of customer "c" do not suffice today: limit 150, used 0, held 100.',
      scope: { kind: 'user', id: 'ada', of: 'tokens', per: 'day' },
      limit: 150,
      held: 100,
      remaining: 50,
    })
    // Nothing was held at the level that had room.
    const lin = user('lin', { limit: 2_000, per: 'day' })
    expect(granted(await entitlements.reserve(ask('r3', { scopes: [team, lin] }))).scopes).toMatchObject([
      { kind: 'team', held: 200 },
      { kind: 'user', id: 'lin', held: 100 },
    ])
    const settled = await first.reservation.settle(spent(10, 40))
    expect(settled.budgets).toMatchObject([{ used: 50, held: 100 }])
    expect(settled.scopes).toMatchObject([
      { kind: 'team', used: 50, held: 100, remaining: 850 },
      { kind: 'user', id: 'ada', used: 50, held: 0, remaining: 100 },
    ])
    expect(await entitlements.usage('c', { scopes: [team, ada, lin] })).toMatchObject({
      budgets: [{ used: 50, held: 100 }],
      scopes: [{ used: 50, held: 100 }, { used: 50 }, { id: 'lin', used: 0, held: 100 }],
    })
  })

  it('fits the completion into the level that has the least left, and checks without holding', async () => {
    const entitlements = open()
    const scopes = [user('ada', { limit: 60, per: 'day' }), run('x', 80)]
    const { customer, model, estimate } = ask('r')
    expect(await entitlements.check({ customer, model, estimate, scopes })).toMatchObject({
      allowed: true,
      maxCompletionTokens: 50,
      scopes: [{ held: 0, remaining: 60 }, { remaining: 80 }],
    })
    expect(granted(await entitlements.reserve(ask('r', { scopes }))).reservation.maxCompletionTokens).toBe(50)
    expect(await entitlements.check({ customer, model, estimate, scopes })).toMatchObject({ scope: { id: 'ada' } })
  })

  it('counts each quantity by itself: attempts, prompts, completions', async () => {
    const limits = [
      { limit: 2, of: 'requests', per: 'day' },
      { limit: 1_000, of: 'promptTokens', per: 'day' },
      { limit: 1_000, of: 'completionTokens', per: 'period' },
    ] as const
    const entitlements = open({ limits: { key: limits } })
    const scopes = [{ kind: 'key', id: 'k1' }]
    const first = granted(await entitlements.reserve(ask('r1', { scopes })))
    expect((await first.reservation.settle(spent(7, 30))).scopes).toMatchObject([
      { of: 'requests', used: 1 },
      { of: 'promptTokens', used: 7 },
      { of: 'completionTokens', used: 30 },
    ])
    const second = granted(await entitlements.reserve(ask('r2', { scopes })))
    expect(await entitlements.reserve(ask('r3', { scopes }))).toMatchObject({
      scope: { of: 'requests' },
      used: 1,
      held: 1,
    })
    await second.reservation.release('never called')
    expect(await entitlements.reserve(ask('r4', { scopes }))).toMatchObject({ allowed: true })
  })

  it('begins a day anew at midnight of the customer’s time zone', async () => {
    const entitlements = open({}, { timezone: 'Asia/Tokyo' })
    now = Date.UTC(2030, 0, 10, 14, 59)
    const scopes = [user('ada', { limit: 100, per: 'day' })]
    await granted(await entitlements.reserve(ask('r1', { scopes }))).reservation.settle(spent(10, 90))
    expect(await entitlements.reserve(ask('r2', { scopes }))).toMatchObject({
      allowed: false,
      resetsAt: new Date('2030-01-10T15:00:00Z'),
    })
    now = Date.UTC(2030, 0, 10, 15)
    expect(await entitlements.reserve(ask('r3', { scopes }))).toMatchObject({ allowed: true })
  })

  it('asks a function of the application for limits, and refuses a scope that gets none', async () => {
    const asked: unknown[] = []
    const entitlements = open({
      limits: async (scope) => {
        asked.push(scope)
        return scope.id === 'ada' ? [{ limit: 100, per: 'day' }] : undefined
      },
    })
    const scopes = [{ kind: 'user', id: 'ada' }]
    expect(await entitlements.reserve(ask('r1', { scopes }))).toMatchObject({ allowed: true })
    expect(asked).toEqual([{ customer: 'c', kind: 'user', id: 'ada' }])
    const refused = await entitlements.reserve(ask('r2', { scopes: [{ kind: 'user', id: 'lin' }] })).catch((e) => e)
    expect(InvalidRequestError.isInstance(refused) && refused.message).toBe(
      'scopes[0].limits must be a list of 1 to 8 limits; it is undefined.',
    )
    expect(await entitlements.usage('c')).toMatchObject({ budgets: [{ used: 0, held: 100 }] })
  })
})

describe('the counts of scopes', () => {
  const scopes = [user('ada', { limit: 150, per: 'period' }, { limit: 120, per: 'day' }), run('x', 1_000)]

  it('are what they were after a restart: settled, running and unsettled attempts', async () => {
    const first = open()
    await granted(await first.reserve(ask('r1', { scopes }))).reservation.settle(spent(5, 5))
    granted(await first.reserve(ask('r2', { scopes })))
    await first.close({ deadlineMs: 1_000 })
    now += 60_000
    const second = open()
    expect(await second.usage('c', { scopes })).toMatchObject({
      scopes: [
        { per: 'period', used: 10, held: 100 },
        { per: 'day', used: 10, held: 100 },
        { per: 'life', used: 10, held: 100 },
      ],
    })
    expect(await second.reserve(ask('r3', { scopes }))).toMatchObject({ allowed: false, scope: { per: 'day' } })
    const [left] = await second.unsettled('c')
    expect(await left?.reservation.settle(spent(10, 20))).toMatchObject({
      scopes: [
        { per: 'period', used: 40, held: 0 },
        { per: 'day', used: 40 },
        { per: 'life', used: 40 },
      ],
    })
  })

  it('are what they were when the store forgot the customer in an idle hour', async () => {
    const entitlements = open({}, {}, { store: memoryStore({ maxCustomers: 1, now: () => now }) })
    stub.customers.set('d', { entitlements: grants(), startAt: '2030-01-01T00:00:00Z' })
    await granted(await entitlements.reserve(ask('r1', { scopes }))).reservation.settle(spent(5, 100))
    await granted(await entitlements.reserve({ ...ask('r2'), customer: 'd' })).reservation.release('no need')
    expect(await entitlements.reserve(ask('r3', { scopes, estimate: { promptTokens: 20 } }))).toMatchObject({
      allowed: false,
      scope: { kind: 'user', id: 'ada', per: 'day' },
      used: 105,
    })
  })

  it('end with the life of a run: 24 hours after its last attempt', async () => {
    const entitlements = open()
    const scopes = [run('x', 150)]
    const use = async (id: string) =>
      granted(await entitlements.reserve(ask(id, { scopes, estimate: { promptTokens: 1, completionTokens: 20 } })))
    await (await use('r1')).reservation.settle(spent(10, 40))
    now += DAY - 1
    const second = await use('r2')
    expect(second.scopes).toMatchObject([{ used: 50, resetsAt: new Date(now + DAY) }])
    await second.reservation.settle(spent(10, 40))
    now += DAY - 1
    expect((await use('r3')).scopes).toMatchObject([{ used: 100 }])
  })
})

describe('bad scopes', () => {
  const day = [{ limit: 1, per: 'day' }] as const
  it.each<[string, unknown, string]>([
    ['no list', 'user', 'scopes'],
    [
      'more levels than eight',
      Array.from({ length: 8 }, (_, index) => ({ kind: 'user', id: `u${index}`, limits: day })),
      'scopes',
    ],
    ['no scope at all', [null], 'scopes[0]'],
    ['a kind with white space', [{ kind: 'a b', id: 'x', limits: day }], 'scopes[0].kind'],
    ['an empty id', [{ kind: 'user', id: '', limits: day }], 'scopes[0].id'],
    ['half a surrogate', [{ kind: 'user', id: '\ud800', limits: day }], 'scopes[0].id'],
    ['the same twice', [user('ada', ...day), user('ada', ...day)], 'scopes[1]'],
    ['no limit', [{ kind: 'user', id: 'x' }], 'scopes[0].limits'],
    ['an empty list of limits', [user('x')], 'scopes[0].limits'],
    ['a negative limit', [user('x', { limit: -1, per: 'day' })], 'scopes[0].limits[0].limit'],
    ['a fraction', [user('x', { limit: 0.5, per: 'day' })], 'scopes[0].limits[0].limit'],
    ['an unknown quantity', [user('x', { limit: 1, of: 'words' as never, per: 'day' })], 'scopes[0].limits[0].of'],
    ['an unknown time', [user('x', { limit: 1, per: 'week' as never })], 'scopes[0].limits[0].per'],
    [
      'a limit twice',
      [user('x', { limit: 1, per: 'day' }, { limit: 2, of: 'tokens', per: 'day' })],
      'scopes[0].limits[1]',
    ],
  ])('with %s are refused by the name of the field, and nothing is held', async (_name, scopes, field) => {
    const entitlements = open()
    const thrown = await entitlements.reserve(ask('r1', { scopes: scopes as Scope[] })).catch((error: unknown) => error)
    expect(InvalidRequestError.isInstance(thrown) && thrown.field).toBe(field)
    expect(await entitlements.usage('c')).toMatchObject({ budgets: [{ used: 0, held: 0 }] })
    expect(await entitlements.reserve(ask('r1'))).toMatchObject({ allowed: true })
  })
  it('are all of them where the option is not set', async () => {
    const entitlements = open(undefined, {}, { scopes: undefined as never })
    const thrown = await entitlements.reserve(ask('r', { scopes: [] })).catch((error: unknown) => error)
    expect(InvalidRequestError.isInstance(thrown) && thrown.message).toBe(
      'scopes must be left out where the option `scopes` is not set; it is given.',
    )
  })
  it.each<[string, () => unknown, string]>([
    ['a journal that dies with its process', () => open({}, {}, { journal: memoryJournal() }), 'journal'],
    [
      'a journal that forgets before the period ends',
      () => open({}, {}, { journal: sqliteJournal({ path: join(folder, 'b.db'), keepDays: 30 }) }),
      'journal',
    ],
    ['a journal that forgets before a year ends', () => open({ longestPeriodDays: 366 }), 'journal'],
    [
      'a journal of one process and a store of many',
      () => open({}, {}, { store: { ...memoryStore(), isShared: true } }),
      'journal',
    ],
    ['a misspelt option', () => open({ limit: {} } as never), 'scopes.limit'],
    [
      'limits that are none',
      () => open({ limits: { user: [{ limit: -1, per: 'day' }] } }),
      'scopes.limits.user[0].limit',
    ],
  ])('are refused with %s at construction', (_name, construct, option) => {
    let thrown: unknown
    try {
      construct()
    } catch (error) {
      thrown = error
    }
    expect(InvalidOptionError.isInstance(thrown) && thrown.option).toBe(option)
  })
})
