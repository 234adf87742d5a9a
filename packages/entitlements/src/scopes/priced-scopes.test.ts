import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BillingStub } from '../../test/billing-stub.ts'
import { ask, granted, grants, soldTokens, spent } from '../../test/setup.ts'
import { createEntitlements } from '../create-entitlements.ts'
import type { Entitlements } from '../entitlements.ts'
import type { EntitlementsEvent } from '../entitlements-event.ts'
import type { EntitlementsOptions } from '../entitlements-options.ts'
import { InvalidRequestError } from '../errors/invalid-request-error.ts'
import { sqliteJournal } from '../journal/sqlite-journal.ts'
import { memoryStore } from '../store/memory-store.ts'
import type { Scope, ScopeLimit } from './scope.ts'

const START = Date.UTC(2030, 0, 10, 12)
let folder: string
let stub: BillingStub
let opened: Entitlements[]
let events: EntitlementsEvent[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tallygate-priced-'))
  stub = new BillingStub()
  stub.customers.set('c', soldTokens('1000000'))
  opened = []
  events = []
})
afterEach(async () => {
  for (const each of opened) await each.close({ deadlineMs: 1_000 })
  await rm(folder, { recursive: true, force: true })
})

/** Entitlements whose journal outlives them: a second call is a restart. */
function open(options: Partial<EntitlementsOptions> = {}): Entitlements {
  const now = () => START
  const entitlements = createEntitlements({
    client: stub.client(),
    store: memoryStore({ now }),
    journal: sqliteJournal({ path: join(folder, 'usage.db'), now }),
    onUnavailable: 'deny',
    now,
    scopes: {},
    delivery: { retryDelayMs: 1, maxRetryDelayMs: 20 },
    onEvent: (event) => events.push(event),
    ...options,
  })
  opened.push(entitlements)
  return entitlements
}

const usd = (limit: number | string, facts: Partial<ScopeLimit> = {}): ScopeLimit => ({
  limit,
  of: { currency: 'USD' },
  per: 'day',
  ...facts,
})
const user = (...limits: ScopeLimit[]): Scope => ({ kind: 'user', id: 'ada', limits })

describe('a scope that is limited in money', () => {
  it('holds the most that attempts may cost, counts what they cost, and names the level that is short', async () => {
    const entitlements = open()
    const scopes = [user(usd('1.50'), { limit: 1_000, per: 'day' })]
    const first = granted(await entitlements.reserve(ask('r1', { scopes })))
    expect(first).toMatchObject({
      maxCost: { amount: '1', currency: 'USD' },
      scopes: [
        { of: { currency: 'USD' }, limit: '1.5', used: '0', held: '1', remaining: '0.5' },
        { of: 'tokens', limit: 1_000, held: 100 },
      ],
    })
    const settled = await first.reservation.settle(spent(10, 40))
    expect(settled).toMatchObject({
      cost: { amount: '0.5', currency: 'USD' },
      scopes: [{ used: '0.5', held: '0', remaining: '1' }, { used: 50 }],
    })
    // What the money left can buy, less the prompt.
    const second = granted(await entitlements.reserve(ask('r2', { scopes, estimate: { promptTokens: 60 } })))
    expect(second.reservation.maxCompletionTokens).toBe(40)
    expect(await entitlements.reserve(ask('r3', { scopes }))).toMatchObject({
      allowed: false,
      reason: 'budget_exhausted',
      message: 'The USD of user "ada" of customer "c" do not suffice today: limit 1.5, used 0.5, held 1.',
      scope: { kind: 'user', id: 'ada', of: { currency: 'USD' }, per: 'day' },
      limit: '1.5',
      used: '0.5',
      held: '1',
      remaining: '0',
      currency: 'USD',
    })
    expect(await entitlements.usage('c', { scopes })).toMatchObject({
      budgets: [{ used: 50, held: 100 }],
      scopes: [{ limit: '1.5', used: '0.5', held: '1' }, { used: 50 }],
    })
    const { customer, model, estimate } = ask('r4')
    expect(await entitlements.check({ customer, model, estimate, scopes })).toMatchObject({ scope: { per: 'day' } })
  })

  it('is rebuilt from the journal after a restart, with its thresholds, and the journal has the exact cost', async () => {
    const scopes = [user(usd('2'))]
    const first = open()
    await granted(await first.reserve(ask('r1', { scopes }))).reservation.settle(spent(0, 99))
    // Its outcome is not known: it holds for ever.
    await first.reserve(ask('r2', { scopes, estimate: { promptTokens: 0, completionTokens: 5 } }))
    await first.close()
    const second = open()
    expect(await second.usage('c', { scopes })).toMatchObject({ scopes: [{ used: '0.99', held: '0.05' }] })
    const told = granted(await second.reserve(ask('r3', { scopes })))
    expect(told.scopes).toMatchObject([{ used: '0.99', held: '1.01' }])
    expect(told.reservation.maxCompletionTokens).toBe(86)
    await told.reservation.settle(spent(0, 1))
    expect(events.filter(({ type }) => type === 'threshold_reached')).toMatchObject([
      { scope: { kind: 'user' }, currency: 'USD', threshold: 50, used: '1', limit: '2' },
    ])
    const journal = sqliteJournal({ path: join(folder, 'usage.db'), readOnly: true })
    await journal.open()
    const [attempt] = await journal.attempts('c', START - 1_000, START + 1_000, 10)
    expect(attempt?.usage?.costs).toEqual([{ amount: '0.99', currency: 'USD' }])
    await journal.close()
  })

  it('finds what was counted under a limit of another size', async () => {
    const entitlements = open()
    await granted(await entitlements.reserve(ask('r1', { scopes: [user(usd('5'))] }))).reservation.settle(spent(0, 90))
    const scopes = [user(usd('900000000'))]
    expect(await entitlements.usage('c', { scopes })).toMatchObject({ scopes: [{ limit: '900000000', used: '0.9' }] })
    await granted(await entitlements.reserve(ask('r2', { scopes }))).reservation.settle(spent(0, 10))
    await entitlements.close()
    expect(await open().usage('c', { scopes: [user(usd('5'))] })).toMatchObject({ scopes: [{ limit: '5', used: '1' }] })
  })

  it('counts attempts of one request at all levels, each by its own limit', async () => {
    const entitlements = open()
    const run: Scope = { kind: 'run', id: 'x', limits: [usd(0.5, { per: 'life' })] }
    const decision = granted(await entitlements.reserve(ask('r', { scopes: [user(usd('10')), run] })))
    expect(decision.scopes).toMatchObject([
      { kind: 'user', held: '0.5' },
      { kind: 'run', limit: '0.5', held: '0.5', remaining: '0' },
    ])
    expect(decision.reservation.maxCompletionTokens).toBe(40)
  })

  it('may be passed where it is soft', async () => {
    const scopes = [user(usd('0.10', { beyond: 'allow' }))]
    expect(granted(await open().reserve(ask('r', { scopes })))).toMatchObject({
      scopes: [{ limit: '0.1', held: '1', remaining: '-0.9' }],
      beyond: [{ scope: { kind: 'user' }, currency: 'USD', limit: '0.1', by: '0.9' }],
    })
  })

  it('counts what is released not at all, and more than was held in full', async () => {
    const entitlements = open()
    const scopes = [user(usd('3'))]
    await granted(await entitlements.reserve(ask('r1', { scopes }))).reservation.release('never called')
    const second = granted(await entitlements.reserve(ask('r2', { scopes })))
    expect((await second.reservation.settle(spent(10, 400))).scopes).toMatchObject([{ used: '4.1', remaining: '-1.1' }])
    expect(await entitlements.reserve(ask('r3', { scopes }))).toMatchObject({ allowed: false, used: '4.1' })
  })

  it('is denied in a currency that the subscription is not billed in', async () => {
    const scopes = [user({ limit: '5', of: { currency: 'EUR' }, per: 'day' })]
    expect(await open().reserve(ask('r', { scopes }))).toMatchObject({
      allowed: false,
      reason: 'currency_mismatch',
      message:
        'The limit of user "ada" of customer "c" must be in USD, which the subscription is billed in; it is EUR.',
      scope: { kind: 'user', id: 'ada', of: { currency: 'EUR' } },
    })
  })

  it.each([
    ['deny', { allowed: false, reason: 'price_unknown', scope: { kind: 'user', id: 'ada' } }],
    ['allow', { allowed: true, scopes: [] }],
  ] as const)('answers by onUnpriceable where no price can be told: %s', async (onUnpriceable, want) => {
    stub.customers.set('c', { entitlements: grants('1000'), startAt: '2030-01-01T00:00:00Z' })
    expect(await open({ onUnpriceable }).reserve(ask('r', { scopes: [user(usd('5'))] }))).toMatchObject(want)
  })
})

describe('a scope that is limited in other quantities', () => {
  it('counts what the application states, and pools by what their total may be', async () => {
    const entitlements = open({ quantities: { pages: 'pages_read' } })
    const limits: ScopeLimit[] = [
      { limit: 10, of: 'images', per: 'period' },
      { limit: 9, of: 'pages', per: 'day' },
      { limit: 500, of: 'cachedPromptTokens', per: 'day' },
    ]
    const scopes = [user(...limits)]
    const estimate = { promptTokens: 100, completionTokens: 10, quantities: { images: 4, pages: 6 } }
    const first = granted(await entitlements.reserve(ask('r1', { scopes, estimate })))
    expect(first.scopes).toMatchObject([{ held: 4 }, { held: 6 }, { held: 100 }])
    expect(await entitlements.reserve(ask('r2', { scopes, estimate }))).toMatchObject({
      allowed: false,
      scope: { of: 'pages' },
      remaining: 3,
    })
    const usage = { ...spent(100, 10), details: { cachedPromptTokens: 70 }, quantities: { images: 3, pages: 1 } }
    expect((await first.reservation.settle(usage)).scopes).toMatchObject([{ used: 3 }, { used: 1 }, { used: 70 }])
    await entitlements.close()
    expect(await open({ quantities: { pages: 'pages_read' } }).usage('c', { scopes })).toMatchObject({
      scopes: [{ used: 3 }, { used: 1 }, { used: 70 }],
    })
  })
})

it.each<[string, ScopeLimit, string]>([
  ['a negative amount', usd('-1'), 'scopes[0].limits[0].limit'],
  ['an amount that is no number', usd('five'), 'scopes[0].limits[0].limit'],
  ['an amount with an exponent', usd(1e-9), 'scopes[0].limits[0].limit'],
  ['more decimals than are counted', usd('0.0000000001'), 'scopes[0].limits[0].limit'],
  ['decimal text for tokens', { limit: '5', per: 'day' }, 'scopes[0].limits[0].limit'],
  ['a currency that is none', usd('1', { of: { currency: 'usd' } }), 'scopes[0].limits[0].of'],
  ['two units at once', usd('1', { of: { currency: 'USD', creditTypeId: 'x' } as never }), 'scopes[0].limits[0].of'],
  ['nothing at all', usd('1', { of: {} as never }), 'scopes[0].limits[0].of'],
  ['a quantity that is not mapped', { limit: 1, of: 'pages', per: 'day' }, 'scopes[0].limits[0].of'],
])('refuses %s by the name of the field, and holds nothing', async (_name, limit, field) => {
  const entitlements = open()
  const thrown = await entitlements.reserve(ask('r', { scopes: [user(limit)] })).catch((error: unknown) => error)
  expect(InvalidRequestError.isInstance(thrown) && thrown.field).toBe(field)
  expect(await entitlements.usage('c')).toMatchObject({ budgets: [{ held: 0 }] })
})
