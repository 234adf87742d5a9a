import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BillingClient, createBillingClient, unwrap } from '@tallygate/client'
import { Decimal } from '@tallygate/rating'
import { borrowBillingServer, type RunningBillingServer } from '@tallygate/test-kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReserveRequest } from '../src/admission/reserve-request.ts'
import { createEntitlements } from '../src/create-entitlements.ts'
import type { Entitlements } from '../src/entitlements.ts'
import type { EntitlementsEvent } from '../src/entitlements-event.ts'
import type { EntitlementsOptions } from '../src/entitlements-options.ts'
import { memoryJournal } from '../src/journal/memory-journal.ts'
import { sqliteJournal } from '../src/journal/sqlite-journal.ts'
import { memoryStore } from '../src/store/memory-store.ts'
import { seededRandom } from './seeded-random.ts'
import { sellCatalog, subscribe } from './sell.ts'
import { ask as askStub, granted, grants, setUp } from './setup.ts'

const SEED = Number(process.env['TEST_SEED'] ?? 20261201)
const models = { monthly_token_budget: 1_000_000_000, available_models: ['dear', 'cheap'] }
const usd = (quantity: string) => ({ ...models, monthly_spend_limit: { quantity, currency: 'USD' } })
const byModel = { by: 'model_id', per: 1_000_000, prices: { dear: '10', cheap: '0.5' }, default: '1' }
const none = { type: 'FLAT', price: '0' }

let server: RunningBillingServer
let client: BillingClient
let folder: string
const opened: Entitlements[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tallygate-money-'))
  server = await borrowBillingServer()
  client = createBillingClient({ apiKey: server.apiKey, baseUrl: server.url })
  await sellCatalog(client, {
    five: { prompt: none, completion: byModel, entitlements: usd('5.00') },
    hundred: { prompt: none, completion: { type: 'FLAT', price: '0.01' }, entitlements: usd('100') },
    tiers: {
      prompt: none,
      completion: { type: 'TIERED', tiers: [{ upTo: 1_000, price: '0.001' }, { price: '0.1' }] },
      entitlements: usd('5'),
    },
    top: {
      prompt: none,
      completion: { type: 'TOP_TIERED', tiers: [{ upTo: 1_000, price: '0.01' }, { price: '0.001' }] },
      entitlements: usd('50'),
    },
    included: {
      prompt: { type: 'FLAT', price: '0.001', included: 1_000 },
      completion: { type: 'FLAT', price: '0.003' },
      entitlements: usd('1'),
    },
    yen: {
      prompt: none,
      completion: { type: 'FLAT', price: '1' },
      entitlements: { ...models, monthly_spend_limit: { quantity: '10000000', currency: 'JPY' } },
      currency: 'JPY',
    },
    free: { prompt: none, completion: byModel, entitlements: models },
  })
})

afterAll(async () => {
  for (const entitlements of opened) await entitlements.close({ deadlineMs: 1_000 })
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

const monthStart = () => new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000)

function open(options: Partial<EntitlementsOptions> = {}): Entitlements {
  const entitlements = createEntitlements({
    client,
    store: memoryStore(),
    journal: memoryJournal(),
    onUnavailable: 'deny',
    delivery: { lingerMs: 0 },
    ...options,
  })
  opened.push(entitlements)
  return entitlements
}

/** Scopes need a journal that outlives its process. */
function openScoped(): Entitlements {
  return open({ journal: sqliteJournal({ path: join(folder, `${crypto.randomUUID()}.db`) }), scopes: {} })
}

let sequence = 0
function ask(customer: string, completionTokens: number, facts: Partial<ReserveRequest> = {}): ReserveRequest {
  sequence += 1
  const estimate = { promptTokens: 10, completionTokens }
  return { customer, model: 'dear', requestId: `r${sequence}`, estimate, ...facts }
}
const spent = (completionTokens: number, model = 'dear', promptTokens = 10) =>
  ({ model, promptTokens, completionTokens, source: 'provider' }) as const

async function use(entitlements: Entitlements, customer: string, completionTokens: number, model = 'dear') {
  const decision = granted(await entitlements.reserve(ask(customer, completionTokens, { model })))
  return decision.reservation.settle(spent(completionTokens, model))
}

/** Reads the amount of the open invoice, before tax. */
async function billed(customer: string): Promise<string> {
  const { id = '' } = await unwrap(client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: customer } } }))
  const { data } = await unwrap(
    client.GET('/v1/invoices', {
      params: { query: { customer_id: id ?? '', 'statuses[]': ['OPEN'], include_periods: true } },
    }),
  )
  return data[0]?.periods?.[0]?.amount_excluding_tax?.quantity ?? ''
}

describe('a scope of 5.00 USD', () => {
  const scopes = (limit: string, currency = 'USD') => [
    { kind: 'user', id: 'ada', limits: [{ limit, of: { currency }, per: 'period' }] } as const,
  ]

  it('cuts the dear model at its money, and lets the cheap one go on', async () => {
    await subscribe(client, 'scoped', 'free', monthStart())
    const entitlements = openScoped()
    const asked = { scopes: scopes('5.00') }
    const first = granted(await entitlements.reserve(ask('scoped', 400_000, asked)))
    expect(first).toMatchObject({ maxCost: { amount: '4' }, scopes: [{ limit: '5', held: '4', remaining: '1' }] })
    expect(await first.reservation.settle(spent(400_000))).toMatchObject({
      cost: { amount: '4', currency: 'USD' },
      scopes: [{ used: '4', held: '0', remaining: '1' }],
    })
    const second = granted(await entitlements.reserve(ask('scoped', 400_000, asked)))
    expect(second.reservation.maxCompletionTokens).toBe(100_000)
    await second.reservation.settle(spent(99_999))
    expect(await entitlements.reserve(ask('scoped', 400_000, asked))).toMatchObject({
      allowed: false,
      scope: { kind: 'user', id: 'ada' },
      used: '4.99999',
      remaining: '0.00001',
    })
    // A token of the cheap model is worth a twentieth: it has room for 20.
    const cheap = granted(await entitlements.reserve(ask('scoped', 400_000, { ...asked, model: 'cheap' })))
    expect(cheap.reservation.maxCompletionTokens).toBe(20)
    expect(await cheap.reservation.settle(spent(18, 'cheap'))).toMatchObject({ scopes: [{ used: '4.999999' }] })
  })

  it('counts 10 million JPY to the last one', async () => {
    await subscribe(client, 'yen-scope', 'yen', monthStart(), 'JPY')
    const entitlements = openScoped()
    const asked = { scopes: scopes('9999999', 'JPY') }
    const first = granted(await entitlements.reserve(ask('yen-scope', 9_999_998, asked)))
    expect(first.scopes).toMatchObject([{ limit: '9999999', held: '9999998', remaining: '1' }])
    await first.reservation.settle(spent(9_999_998))
    expect(
      await entitlements.reserve(
        ask('yen-scope', 400_000, { ...asked, estimate: { promptTokens: 0, completionTokens: 400_000 } }),
      ),
    ).toMatchObject({
      allowed: false,
      scope: { id: 'ada', of: { currency: 'JPY' } },
      used: '9999998',
      limit: '9999999',
      currency: 'JPY',
    })
  })
})

describe('a limit of 5.00 USD', () => {
  it('cuts the dear model at its money, and lets the cheap one go on', async () => {
    await subscribe(client, 'five', 'five', monthStart())
    const entitlements = open()
    const first = granted(await entitlements.reserve(ask('five', 400_000)))
    expect(first.maxCost).toEqual({ amount: '4', currency: 'USD' })
    expect(first.spend).toMatchObject([
      { feature: 'monthly_spend_limit', currency: 'USD', limit: '5', used: '0', held: '4', remaining: '1' },
    ])
    const settled = await first.reservation.settle(spent(400_000))
    expect(settled.cost).toEqual({ amount: '4', currency: 'USD' })
    expect(settled.spend).toMatchObject([{ used: '4', held: '0', remaining: '1' }])
    // What the money left can buy: 1 USD at 10 USD a million.
    const second = granted(await entitlements.reserve(ask('five', 400_000)))
    expect(second.reservation.maxCompletionTokens).toBe(100_000)
    await second.reservation.settle(spent(95_000))
    expect(
      await entitlements.reserve(
        ask('five', 400_000, { model: 'dear', estimate: { promptTokens: 10, completionTokens: 400_000 } }),
      ),
    ).toMatchObject({
      allowed: true,
      reservation: { maxCompletionTokens: 5_000 },
    })
    const other = open({ store: memoryStore(), minCompletionTokens: 6_000 })
    await entitlements.flush()
    expect(await other.reserve(ask('five', 400_000))).toMatchObject({
      allowed: false,
      reason: 'budget_exhausted',
      feature: 'monthly_spend_limit',
      currency: 'USD',
      limit: '5',
      used: '4.95',
      remaining: '0.05',
      plans: ['top', 'hundred'],
    })
    const cheap = granted(await other.reserve(ask('five', 100_000, { model: 'cheap' })))
    expect((await cheap.reservation.settle(spent(100_000, 'cheap'))).cost).toEqual({ amount: '0.05', currency: 'USD' })
    await other.flush()
    expect(await billed('five')).toBe('5.00')
  })

  it('checks without holding, and tells what is spent', async () => {
    await subscribe(client, 'checked', 'five', monthStart())
    const entitlements = open()
    const { customer, model, estimate } = ask('checked', 1_000_000)
    expect(await entitlements.check({ customer, model, estimate })).toMatchObject({
      allowed: true,
      maxCompletionTokens: 500_000,
      maxCost: { amount: '5', currency: 'USD' },
      spend: [{ held: '0', remaining: '5' }],
    })
    expect(await entitlements.usage('checked')).toMatchObject({ spend: [{ limit: '5', used: '0', held: '0' }] })
  })

  it('grants 100 of 500 that come at once with room for 100', async () => {
    await subscribe(client, 'race', 'hundred', monthStart())
    const entitlements = open()
    const decisions = await Promise.all(Array.from({ length: 500 }, () => entitlements.reserve(ask('race', 100))))
    expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(100)
    for (const decision of decisions)
      if (!decision.allowed) expect(decision).toMatchObject({ feature: 'monthly_spend_limit', held: '100' })
    await Promise.all(decisions.map((decision) => decision.allowed && decision.reservation.settle(spent(100))))
    expect(await entitlements.usage('race')).toMatchObject({ spend: [{ used: '100', held: '0', remaining: '0' }] })
  })
})

describe('the cost of an attempt', () => {
  it('follows tiers that begin in mid-request, and the hold is not short of them', async () => {
    await subscribe(client, 'tiers', 'tiers', monthStart())
    const entitlements = open()
    expect((await use(entitlements, 'tiers', 990)).cost?.amount).toBe('0.99')
    const decision = granted(await entitlements.reserve(ask('tiers', 30)))
    const result = await decision.reservation.settle(spent(30))
    // Ten tokens of the first tier, twenty of the second.
    expect(result.cost?.amount).toBe('2.01')
    expect(Decimal.parse(decision.maxCost?.amount ?? '0').compare(Decimal.parse('2.01'))).toBeGreaterThanOrEqual(0)
    expect(result.spend).toMatchObject([{ used: '3', remaining: '2' }])
    await entitlements.flush()
    expect(await billed('tiers')).toBe('3.00')
    expect(granted(await entitlements.reserve(ask('tiers', 100))).reservation.maxCompletionTokens).toBe(20)
  })

  it('may be below zero, which takes nothing off before the counts are corrected', async () => {
    await subscribe(client, 'top', 'top', monthStart())
    const entitlements = open()
    expect((await use(entitlements, 'top', 1_000)).cost?.amount).toBe('10')
    const { cost, spend } = await use(entitlements, 'top', 1_000)
    expect(cost?.amount).toBe('-8')
    expect(spend).toMatchObject([{ used: '10' }])
    await entitlements.flush()
    expect(await billed('top')).toBe('2.00')
    await entitlements.correct('top')
    expect(await entitlements.usage('top')).toMatchObject({ spend: [{ used: '2', remaining: '48' }] })
    // What comes after is priced by the whole period.
    expect((await use(entitlements, 'top', 100)).cost?.amount).toBe('0.1')
  })

  it('goes on after a restart from what the open invoice charges, included volume and all', async () => {
    await subscribe(client, 'included', 'included', monthStart())
    const first = open()
    const reserve = (from: Entitlements) =>
      from.reserve(ask('included', 10, { estimate: { promptTokens: 700, completionTokens: 10 } }))
    const one = await granted(await reserve(first)).reservation.settle(spent(10, 'dear', 700))
    expect(one.cost?.amount).toBe('0.03')
    await first.flush()
    const second = open()
    const two = await granted(await reserve(second)).reservation.settle(spent(10, 'dear', 700))
    // 300 prompt tokens are included, 400 are not.
    expect(two.cost?.amount).toBe('0.43')
    expect(two.spend).toMatchObject([{ used: '0.46' }])
    await second.flush()
    expect(await billed('included')).toBe('0.46')
  })

  it('sums to what the invoice charges before it rounds, whoever settles when (seeded)', async () => {
    await subscribe(client, 'random', 'tiers', monthStart())
    const random = seededRandom(SEED)
    const entitlements = open({ minCompletionTokens: 0 })
    let sum = Decimal.ZERO
    let used = 0
    for (let round = 0; round < 12; round += 1) {
      const decisions = await Promise.all(
        [1, 2, 3].map(() => entitlements.reserve(ask('random', 1 + Math.floor(random() * 12)))),
      )
      for (const decision of decisions) {
        if (!decision.allowed) continue
        const tokens = Math.floor(random() * 15)
        used += tokens
        const { cost } = await decision.reservation.settle(spent(tokens))
        sum = sum.plus(Decimal.parse(cost?.amount ?? 'none'))
      }
    }
    expect(sum.toString(), `TEST_SEED=${SEED}`).toBe(Decimal.fromInteger(used).times(Decimal.parse('0.001')).toString())
  })

  it('counts ten million yen to the yen', async () => {
    await subscribe(client, 'yen', 'yen', monthStart(), 'JPY')
    const entitlements = open()
    await use(entitlements, 'yen', 9_999_999)
    expect(await entitlements.usage('yen')).toMatchObject({
      spend: [{ currency: 'JPY', limit: '10000000', used: '9999999', remaining: '1' }],
    })
    expect(granted(await open({ minCompletionTokens: 1 }).reserve(ask('yen', 10)))).toBeDefined()
  })
})

describe('a limit that cannot be held', () => {
  it('is refused in another currency than the subscription is billed in', async () => {
    const amount = { quantity: '5', currency: 'EUR' }
    const setup = setUp({}, { entitlements: grants('1000', { feature_reference: 'monthly_spend_limit', amount }) })
    expect(await setup.entitlements.reserve(askStub('r1'))).toMatchObject({
      allowed: false,
      reason: 'currency_mismatch',
      feature: 'monthly_spend_limit',
      currency: 'USD',
      message:
        'The limit "monthly_spend_limit" of customer "c" must be in USD, which the subscription is billed in; it is 5 EUR.',
    })
    expect(await setup.entitlements.usage('c')).toMatchObject({ budgets: [{ used: 0, held: 0 }] })
    await setup.end()
  })
  it.each([
    ['deny', { allowed: false, reason: 'price_unknown', feature: 'monthly_spend_limit' }],
    ['allow', { allowed: true }],
  ] as const)('answers by onUnpriceable where no price can be told: %s', async (onUnpriceable, want) => {
    // The stub's schedule names no plan version.
    const amount = { quantity: '5', currency: 'USD' }
    const entitlements = grants('1000', { feature_reference: 'monthly_spend_limit', amount })
    const setup = setUp({ onUnpriceable }, { entitlements })
    for (const id of ['r1', 'r2']) expect(await setup.entitlements.reserve(askStub(id))).toMatchObject(want)
    expect(setup.events.filter(({ type }) => type === 'price_unknown')).toEqual([
      {
        type: 'price_unknown',
        customer: 'c',
        pricingPlanVersionId: undefined,
        policy: onUnpriceable,
        reason: 'the schedule names no plan version',
      },
    ])
    await setup.end()
  })
  it('lets requests pass a soft limit, and tells by how much and at which shares', async () => {
    await subscribe(client, 'soft', 'five', monthStart())
    const events: EntitlementsEvent[] = []
    const entitlements = open({ beyond: { monthly_spend_limit: 'allow' }, onEvent: (event) => events.push(event) })
    await use(entitlements, 'soft', 450_000)
    const decision = granted(await entitlements.reserve(ask('soft', 100_000)))
    expect(decision).toMatchObject({
      reservation: { maxCompletionTokens: 100_000 },
      spend: [{ limit: '5', used: '4.5', held: '1', remaining: '-0.5' }],
      beyond: [{ feature: 'monthly_spend_limit', currency: 'USD', limit: '5', by: '0.5' }],
    })
    await decision.reservation.settle(spent(90_000))
    const money = { customer: 'soft', feature: 'monthly_spend_limit', currency: 'USD', limit: '5' }
    expect(events.filter((event) => 'currency' in event)).toEqual([
      { ...money, type: 'threshold_reached', threshold: 50, used: '4.5', resetsAt: expect.any(Date) },
      { ...money, type: 'threshold_reached', threshold: 80, used: '4.5', resetsAt: expect.any(Date) },
      { ...money, type: 'limit_passed', id: decision.reservation.id, model: 'dear', by: '0.5' },
      { ...money, type: 'threshold_reached', threshold: 95, used: '5.4', resetsAt: expect.any(Date) },
      { ...money, type: 'threshold_reached', threshold: 100, used: '5.4', resetsAt: expect.any(Date) },
    ])
    // A restart reads what was spent, and tells nothing again.
    await entitlements.flush()
    const told = events.length
    const next = open({ beyond: 'allow', onEvent: (event) => events.push(event) })
    await use(next, 'soft', 1_000)
    expect(events.slice(told).filter(({ type }) => type === 'threshold_reached')).toEqual([])
  })
  it('tells the cost to customers whom nothing limits', async () => {
    await subscribe(client, 'free', 'free', monthStart())
    const entitlements = open()
    const request = ask('free', 1_000_000)
    const { customer, model, estimate } = request
    expect(await entitlements.check({ customer, model, estimate })).toMatchObject({ maxCost: { amount: '10' } })
    const decision = granted(await entitlements.reserve(request))
    expect(decision).not.toHaveProperty('spend')
    expect(decision.maxCost).toEqual({ amount: '10', currency: 'USD' })
    const settled = await decision.reservation.settle(spent(1_000))
    expect(settled).not.toHaveProperty('spend')
    expect(settled.cost).toEqual({ amount: '0.01', currency: 'USD' })
    expect(JSON.parse(JSON.stringify(settled))).toMatchObject({ cost: { amount: '0.01', currency: 'USD' } })
  })
  it('lets the next request pass when the limit was just raised', async () => {
    await subscribe(client, 'raised', 'five', monthStart())
    let limit = '5.00'
    let reads = 0
    const raising = createBillingClient({
      apiKey: server.apiKey,
      baseUrl: server.url,
      fetch: async (url, init) => {
        const response = await fetch(url, init)
        if (!url.endsWith('/v1/customers/raised/entitlements')) return response
        reads += 1
        return new Response(
          (await response.text()).replaceAll(/"quantity":"5(\.0+)?"/g, `"quantity":"${limit}"`),
          response,
        )
      },
    })
    const now = { ms: Date.now() }
    const entitlements = open({
      client: raising,
      now: () => now.ms,
      store: memoryStore({ now: () => now.ms }),
      cache: { freshMs: 3_600_000, maxAgeMs: 7_200_000 },
    })
    await use(entitlements, 'raised', 500_000)
    const denied = await Promise.all(Array.from({ length: 20 }, () => entitlements.reserve(ask('raised', 100_000))))
    for (const decision of denied) expect(decision).toMatchObject({ allowed: false, currency: 'USD', limit: '5' })
    // The first read, and one before the denials of all that waited.
    expect(reads).toBe(2)
    limit = '7.00'
    now.ms += 1_000
    const decision = granted(await entitlements.reserve(ask('raised', 100_000)))
    expect(decision.spend).toMatchObject([{ limit: '7', used: '5', held: '1' }])
    expect(reads).toBe(3)
  })
})
