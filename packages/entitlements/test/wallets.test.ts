import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BillingClient, createBillingClient, unwrap } from '@tallygate/client'
import { borrowBillingServer, type RunningBillingServer } from '@tallygate/test-kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReserveRequest } from '../src/admission/reserve-request.ts'
import { createEntitlements } from '../src/create-entitlements.ts'
import type { Entitlements } from '../src/entitlements.ts'
import type { EntitlementsOptions } from '../src/entitlements-options.ts'
import { memoryJournal } from '../src/journal/memory-journal.ts'
import { sqliteJournal } from '../src/journal/sqlite-journal.ts'
import { memoryStore } from '../src/store/memory-store.ts'
import { balanceOf, buyPack, CREDITS, sellCatalog, subscribe, topUp } from './sell.ts'
import { granted } from './setup.ts'

const entitlements = { monthly_token_budget: 1_000_000_000_000, available_models: ['dear', 'cheap'] }
const none = { type: 'FLAT', price: '0', credits: CREDITS }
const byModel = { by: 'model_id', per: 1_000, prices: { dear: '2', cheap: '0.1' }, default: '3', credits: CREDITS }

let server: RunningBillingServer
let client: BillingClient
const opened: Entitlements[] = []

beforeAll(async () => {
  server = await borrowBillingServer()
  client = createBillingClient({ apiKey: server.apiKey, baseUrl: server.url })
  await sellCatalog(client, {
    prepaid: { prompt: none, completion: byModel, entitlements },
    hundred: { prompt: none, completion: { type: 'FLAT', price: '0.01', credits: CREDITS }, entitlements },
    overage: { prompt: none, completion: byModel, entitlements, overage: '0.025' },
    packs: { prompt: none, completion: byModel, entitlements, pack: 10 },
    monthly: { prompt: none, completion: byModel, entitlements, deposit: { credits: 10 } },
    money: { prompt: { type: 'FLAT', price: '0.001' }, completion: byModel, entitlements },
  })
})

afterAll(async () => {
  for (const one of opened) await one.close({ deadlineMs: 1_000 })
  await server?.stop()
})

/** Moves the server's clock, or leaves it, and answers with its time in epoch ms. */
async function serverClock(advance?: string): Promise<number> {
  const response = await fetch(`${server.url}/local/clock`, {
    ...(advance !== undefined && { method: 'POST', body: JSON.stringify({ advance }) }),
    headers: { 'X-API-KEY': server.apiKey, 'Content-Type': 'application/json' },
  })
  return new Date(((await response.json()) as { now: string }).now).getTime()
}

const monthStart = () => new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000)

function open(options: Partial<EntitlementsOptions> = {}): Entitlements {
  const made = createEntitlements({
    client,
    store: memoryStore(),
    journal: memoryJournal(),
    onUnavailable: 'deny',
    delivery: { lingerMs: 0 },
    ...options,
  })
  opened.push(made)
  return made
}

let sequence = 0
function ask(customer: string, completionTokens: number, facts: Partial<ReserveRequest> = {}): ReserveRequest {
  sequence += 1
  const estimate = { promptTokens: 10, completionTokens }
  return { customer, model: 'dear', requestId: `r${sequence}`, estimate, ...facts }
}
const spent = (completionTokens: number, model = 'dear') =>
  ({ model, promptTokens: 10, completionTokens, source: 'provider' }) as const

describe('a wallet of credits', () => {
  it('is held against, settled at the price of the bill, and denies when it is empty', async () => {
    await subscribe(client, 'one', 'prepaid', monthStart())
    const wallet = await topUp(client, 'one', '10')
    const gate = open()
    const first = granted(await gate.reserve(ask('one', 4_000)))
    const { maxCost } = first
    expect(maxCost).toEqual({ amount: '8', creditTypeId: expect.any(String) })
    expect(first.wallets).toMatchObject([{ wallet, balance: '10', held: '8', remaining: '2' }])
    const settled = await first.reservation.settle(spent(4_000))
    expect(settled.cost).toEqual(maxCost)
    expect(settled.wallets).toMatchObject([{ balance: '2', held: '0', remaining: '2' }])
    // Two credits buy a thousand tokens of the dear model.
    const second = granted(await gate.reserve(ask('one', 4_000)))
    expect(second.reservation.maxCompletionTokens).toBe(1_000)
    await second.reservation.settle(spent(990))
    const denied = await gate.reserve(ask('one', 4_000))
    expect(denied).toMatchObject({
      allowed: false,
      reason: 'credits_exhausted',
      wallet: { wallet, balance: '0.02', held: '0', remaining: '0.02', needed: '0.032', missing: '0.012' },
      message: `Customer "one" has 0.02 in wallet "${wallet}", of which 0 are held; 0.032 are needed: top up 0.012.`,
    })
    // The cheap model goes on with what is left.
    const cheap = granted(await gate.reserve(ask('one', 4_000, { model: 'cheap' })))
    expect(cheap.reservation.maxCompletionTokens).toBe(200)
    await cheap.reservation.release('not called')
    await gate.flush()
    expect(await balanceOf(client, wallet)).toBe('10 9.98 0.02')
    expect(await open().usage('one')).toMatchObject({ wallets: [{ balance: '0.02', held: '0' }] })
  })

  it('is shared by users, each with a limit in credits of their own', async () => {
    await subscribe(client, 'shared', 'prepaid', monthStart())
    await topUp(client, 'shared', '100')
    const folder = await mkdtemp(join(tmpdir(), 'tallygate-wallets-'))
    const gate = open({ journal: sqliteJournal({ path: join(folder, 'usage.db') }), scopes: {} })
    const [{ id: creditTypeId = '' } = {}] = (await unwrap(client.GET('/v1/credit-types'))).data
    const levels = (id: string) => [
      { kind: 'user', id, limits: [{ limit: '5', of: { creditTypeId: creditTypeId ?? '' }, per: 'period' }] } as const,
    ]
    const ada = granted(await gate.reserve(ask('shared', 2_000, { scopes: levels('ada') })))
    expect(ada).toMatchObject({
      wallets: [{ balance: '100', held: '4' }],
      scopes: [{ of: { creditTypeId }, limit: '5', held: '4', remaining: '1' }],
    })
    await ada.reservation.settle(spent(2_000))
    expect(granted(await gate.reserve(ask('shared', 2_000, { scopes: levels('ada') }))).reservation).toMatchObject({
      maxCompletionTokens: 500,
    })
    expect(await gate.reserve(ask('shared', 2_000, { scopes: levels('ada') }))).toMatchObject({
      allowed: false,
      reason: 'budget_exhausted',
      scope: { kind: 'user', id: 'ada', of: { creditTypeId } },
      limit: '5',
      used: '4',
      held: '1',
    })
    expect(await gate.reserve(ask('shared', 2_000, { scopes: levels('lin') }))).toMatchObject({ allowed: true })
    await gate.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('passes the next request of a customer at zero who has bought a pack', async () => {
    await subscribe(client, 'at-zero', 'packs', monthStart())
    // Wallets are read again before a denial at most once a second: a second passes between the two requests.
    let passed = 0
    const gate = open({ now: () => Date.now() + passed })
    const denied = await gate.reserve(ask('at-zero', 4_000))
    expect(denied).toMatchObject({ allowed: false, reason: 'credits_exhausted' })
    expect(await buyPack(client, 'at-zero')).toMatchObject({ status: 'FINAL' })
    passed = 1_000
    const { reservation, wallets } = granted(await gate.reserve(ask('at-zero', 4_000)))
    expect(wallets).toMatchObject([{ balance: '10', held: '8', remaining: '2' }])
    await reservation.release('not called')
  })

  it('counts usage once while it is on its way, delivered, and read by another process', async () => {
    await subscribe(client, 'once', 'prepaid', monthStart())
    await topUp(client, 'once', '100')
    let away = true
    const failing = createBillingClient({
      apiKey: server.apiKey,
      baseUrl: server.url,
      maxAttempts: 1,
      fetch: (url, init) => {
        if (away && url.includes('/ingest/') && init.method === 'POST') throw new Error('away')
        return fetch(url, init)
      },
    })
    const store = memoryStore()
    const gate = open({ client: failing, store, delivery: { lingerMs: 0, retryDelayMs: 1, maxRetryDelayMs: 5 } })
    const { reservation } = granted(await gate.reserve(ask('once', 1_000)))
    await reservation.settle(spent(1_000))
    expect(await gate.usage('once')).toMatchObject({ wallets: [{ balance: '98' }] })
    // What wallets have is read anew; the event is still on its way.
    gate.invalidate('once')
    expect(await gate.usage('once')).toMatchObject({ wallets: [{ balance: '98' }] })
    away = false
    await gate.flush()
    expect(await gate.usage('once')).toMatchObject({ wallets: [{ balance: '98' }] })
    gate.invalidate('once')
    expect(await gate.usage('once')).toMatchObject({ wallets: [{ balance: '98' }] })
    await gate.correct('once')
    expect(await gate.usage('once')).toMatchObject({ wallets: [{ balance: '98' }] })
    expect(await open().usage('once')).toMatchObject({ wallets: [{ balance: '98' }] })
  })

  it('that was just topped up serves the next request, and all who waited read it once', async () => {
    await subscribe(client, 'topped', 'prepaid', monthStart())
    let reads = 0
    const counting = createBillingClient({
      apiKey: server.apiKey,
      baseUrl: server.url,
      fetch: (url, init) => {
        if (url.endsWith('/wallets/balance')) reads += 1
        return fetch(url, init)
      },
    })
    const clock = { now: Date.now() }
    const gate = open({
      client: counting,
      now: () => clock.now,
      store: memoryStore({ now: () => clock.now }),
      cache: { freshMs: 3_600_000, maxAgeMs: 7_200_000 },
    })
    const empty = { allowed: false, reason: 'credits_exhausted', wallet: { balance: '0', needed: '0.2' } }
    const noWallet = await gate.reserve(ask('topped', 100, { estimate: { promptTokens: 10, completionTokens: 100 } }))
    expect(noWallet).toMatchObject({ allowed: false, reason: 'credits_exhausted' })
    expect(reads).toBe(0)
    const wallet = await topUp(client, 'topped', '1')
    clock.now += 1_000
    await granted(await gate.reserve(ask('topped', 500))).reservation.settle(spent(500))
    expect(reads).toBe(1)
    clock.now += 1_000
    const tight = open({
      client: counting,
      store: memoryStore({ now: () => clock.now }),
      now: () => clock.now,
      whenShort: 'deny',
    })
    await gate.flush()
    const before = reads
    const denied = await Promise.all(Array.from({ length: 20 }, () => tight.reserve(ask('topped', 100))))
    for (const decision of denied) expect(decision).toMatchObject({ ...empty, wallet: { ...empty.wallet, wallet } })
    expect(reads - before, 'one read of the customer, and one before the denials').toBe(2)
    await topUp(client, 'topped', '0.5')
    clock.now += 1_000
    expect(granted(await tight.reserve(ask('topped', 100))).wallets).toMatchObject([{ balance: '0.5', held: '0.2' }])
    expect(
      await tight.check({ customer: 'topped', model: 'dear', estimate: { promptTokens: 1, completionTokens: 100 } }),
    ).toMatchObject({ allowed: true, wallets: [{ remaining: '0.3' }] })
  })

  it('grants 100 of 500 that come at once with room for 100', async () => {
    await subscribe(client, 'race', 'hundred', monthStart())
    await topUp(client, 'race', '100')
    const gate = open()
    const decisions = await Promise.all(Array.from({ length: 500 }, () => gate.reserve(ask('race', 100))))
    expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(100)
    for (const decision of decisions)
      if (!decision.allowed) expect(decision).toMatchObject({ reason: 'credits_exhausted', wallet: { held: '100' } })
    await Promise.all(decisions.map((decision) => decision.allowed && decision.reservation.settle(spent(100))))
    expect(await gate.usage('race')).toMatchObject({ wallets: [{ balance: '0', held: '0', remaining: '0' }] })
    await gate.flush()
  })

  it('goes below zero where the plan sells what it lacks, and says so', async () => {
    await subscribe(client, 'over', 'overage', monthStart())
    const wallet = await topUp(client, 'over', '1')
    const gate = open()
    const first = granted(await gate.reserve(ask('over', 1_000)))
    expect(first.wallets).toMatchObject([{ wallet, balance: '1', held: '2', remaining: '-1', overage: '1' }])
    const settled = await first.reservation.settle(spent(1_000))
    expect(settled).toMatchObject({ cost: { amount: '2' }, wallets: [{ balance: '-1', overage: '1' }] })
    await gate.flush()
    expect(granted(await gate.reserve(ask('over', 1_000))).wallets).toMatchObject([{ overage: '3' }])
    // Who reads it anew sees an empty wallet: what was sold is not owed.
    expect(await open().usage('over')).toMatchObject({ wallets: [{ balance: '0', overage: '0' }] })
    expect(await balanceOf(client, wallet)).toBe('1 1 0')
  })

  it('is what the plan deposits at its start', async () => {
    await subscribe(client, 'monthly', 'monthly', monthStart())
    const gate = open()
    expect(granted(await gate.reserve(ask('monthly', 100_000))).reservation.maxCompletionTokens).toBe(5_000)
  })

  it('of ten million credits is counted to the last token', async () => {
    await subscribe(client, 'rich', 'hundred', monthStart())
    await topUp(client, 'rich', '10000000')
    const gate = open()
    const { reservation } = granted(await gate.reserve(ask('rich', 999_999_999)))
    await reservation.settle(spent(999_999_999))
    expect(await gate.usage('rich')).toMatchObject({ wallets: [{ balance: '0.01' }] })
    expect(granted(await gate.reserve(ask('rich', 1, {}))).wallets).toMatchObject([{ remaining: '0' }])
    expect(await gate.reserve(ask('rich', 1))).toMatchObject({ reason: 'credits_exhausted' })
  })

  it('loses what expires in mid-request, and nothing that was used before', async () => {
    const start = await serverClock()
    await subscribe(client, 'expiring', 'prepaid', new Date(start))
    const expire_at = new Date(start + 3_600_000).toISOString()
    const wallet = await topUp(client, 'expiring', '10', { expire_at })
    const clock = { now: start + 1_000 }
    const gate = open({ now: () => clock.now, store: memoryStore({ now: () => clock.now }), leaseMs: 86_400_000 })
    const first = granted(await gate.reserve(ask('expiring', 2_000)))
    expect(first.wallets).toMatchObject([{ balance: '10', held: '4' }])
    clock.now = await serverClock('PT2H')
    // No time passes between the expiry and the answer that knows of it, though what is cached is fresh.
    expect(await gate.reserve(ask('expiring', 100))).toMatchObject({
      reason: 'credits_exhausted',
      wallet: { held: '4' },
    })
    const { cost, wallets } = await first.reservation.settle(spent(2_000))
    expect(cost?.amount).toBe('4')
    expect(wallets).toMatchObject([{ held: '0' }])
    await gate.flush()
    expect(await balanceOf(client, wallet)).toBe('4 4 0')
    await topUp(client, 'expiring', '1')
    gate.invalidate('expiring')
    expect(granted(await gate.reserve(ask('expiring', 100))).wallets).toMatchObject([{ balance: '1', held: '0.2' }])
  })

  it('is told beside the money where a plan prices in both', async () => {
    await subscribe(client, 'both', 'money', monthStart())
    await topUp(client, 'both', '10')
    const gate = open()
    const decision = granted(await gate.reserve(ask('both', 1_000)))
    expect(decision).toMatchObject({ maxCost: { amount: '0.01', currency: 'USD' }, wallets: [{ held: '2' }] })
    const { cost, costs } = await decision.reservation.settle(spent(1_000))
    expect(cost).toEqual({ amount: '0.01', currency: 'USD' })
    expect(costs).toEqual([cost, { amount: '2', creditTypeId: expect.any(String) }])
  })
})
