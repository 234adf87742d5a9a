import { type BillingClient, createBillingClient, type Schema, unwrap } from '@tallygate/client'
import { Decimal } from '@tallygate/rating'
import { borrowBillingServer, type RunningBillingServer } from '@tallygate/test-kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEntitlements } from '../src/create-entitlements.ts'
import type { Entitlements } from '../src/entitlements.ts'
import { memoryJournal } from '../src/journal/memory-journal.ts'
import { memoryStore } from '../src/store/memory-store.ts'
import { seededRandom } from './seeded-random.ts'
import { CREDITS, sellCatalog, subscribe, type TestPlan } from './sell.ts'
import { granted } from './setup.ts'

/** A failure prints the seed; TEST_SEED replays or varies a run. `pnpm soak` makes it long. */
const SEED = Number(process.env['TEST_SEED'] ?? 20261201)
const PLANS = process.env['SOAK'] === '1' ? 100 : 5
const ATTEMPTS = 8
const MODELS = ['dear', 'cheap', 'other']

const random = seededRandom(SEED)
const upTo = (most: number): number => Math.floor(random() * (most + 1))
const price = (): string => (upTo(900) / 10_000).toFixed(4)
const tier = () => ({ upTo: 20 + upTo(100), price: price() })
const PRICES: readonly (() => Record<string, unknown>)[] = [
  () => ({ type: 'FLAT', price: price(), ...(random() < 0.5 ? { included: upTo(150) } : {}) }),
  () => ({ type: 'TIERED', tiers: [tier(), { price: price(), fixed: (upTo(300) / 100).toFixed(2) }] }),
  () => ({ type: 'TOP_TIERED', tiers: [tier(), { price: price() }] }),
  () => ({ type: 'STAIR_STEP', tiers: [{ upTo: 20 + upTo(100), fixed: '1.25' }, { fixed: '3.10' }] }),
  () => ({ by: 'model_id', per: 10, prices: { dear: price(), cheap: price() }, default: price() }),
]
const anyPrice = (index: number): Record<string, unknown> => PRICES[index % PRICES.length]?.() ?? {}
/** Prices in credits have no fixed amounts. */
const CREDIT_PRICES: readonly (() => Record<string, unknown>)[] = [
  () => ({ type: 'FLAT', price: price(), ...(random() < 0.5 ? { included: upTo(150) } : {}) }),
  () => ({ type: 'TIERED', tiers: [tier(), { price: price() }] }),
  () => ({ type: 'TOP_TIERED', tiers: [tier(), { price: price() }] }),
  () => ({ by: 'model_id', per: 10, prices: { dear: price(), cheap: price() }, default: price() }),
]
const anyInCredits = (index: number): Record<string, unknown> => ({
  ...CREDIT_PRICES[index % CREDIT_PRICES.length]?.(),
  credits: CREDITS,
})
const tokens = { monthly_token_budget: 1_000_000, available_models: ['dear', 'cheap', 'other'] }
const monthly_spend_limit = { quantity: '1000', currency: 'USD' }
const seeded = (kind: string, make: (index: number) => TestPlan): [string, TestPlan][] =>
  Array.from({ length: PLANS }, (_, index) => [`${kind}-${index}`, make(index)])
const money: Record<string, TestPlan> = Object.fromEntries([
  ...seeded('limited', (index) => ({
    prompt: anyPrice(upTo(9)),
    completion: anyPrice(index),
    entitlements: { ...tokens, monthly_spend_limit },
  })),
  ...seeded('free', (index) => ({ prompt: anyPrice(upTo(9)), completion: anyPrice(index), entitlements: tokens })),
])
const credits: Record<string, TestPlan> = Object.fromEntries(
  seeded('credits', (index) => ({
    prompt: anyInCredits(upTo(9)),
    completion: anyInCredits(index),
    entitlements: tokens,
    deposit: { credits: 1_000 },
  })),
)

let server: RunningBillingServer
let client: BillingClient
beforeAll(async () => {
  server = await borrowBillingServer()
  client = createBillingClient({ apiKey: server.apiKey, baseUrl: server.url })
  await sellCatalog(client, { ...money, ...credits })
})
afterAll(() => server?.stop())

function open(): Entitlements {
  const parts = { client, store: memoryStore(), journal: memoryJournal() }
  return createEntitlements({ ...parts, onUnavailable: 'deny', minCompletionTokens: 0, delivery: { lingerMs: 0 } })
}

async function linesOf(customer: string): Promise<readonly Schema<'InvoiceLine'>[]> {
  const { id } = await unwrap(client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: customer } } }))
  const query = { customer_id: id ?? '', 'statuses[]': ['OPEN'], include_periods: true, include_lines: true }
  const { data } = await unwrap(client.GET('/v1/invoices', { params: { query } }))
  return (data[0]?.periods?.[0]?.groups ?? []).flatMap(({ lines: own }) => own ?? [])
}

/** Adds the lines of the open invoice up before they are rounded. */
async function charged(customer: string, of: (line: Schema<'InvoiceLine'>) => string | undefined): Promise<string> {
  return Decimal.sum((await linesOf(customer)).map((line) => Decimal.parse(of(line) ?? '0'))).toString()
}

/** Makes attempts one after the other, and answers with the sum of their costs. */
async function attempts(entitlements: Entitlements, customer: string): Promise<Decimal> {
  let sum = Decimal.ZERO
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const model = MODELS[upTo(2)] ?? 'dear'
    const estimate = { promptTokens: upTo(40), completionTokens: upTo(60) }
    const decision = granted(await entitlements.reserve({ customer, model, requestId: 'r', attempt, estimate }))
    // At times less than was asked for.
    const completionTokens = random() < 0.5 ? estimate.completionTokens : upTo(estimate.completionTokens)
    const usage = { model, promptTokens: estimate.promptTokens, completionTokens, source: 'provider' } as const
    const { cost } = await decision.reservation.settle(usage)
    const amount = Decimal.parse(cost?.amount ?? 'none')
    expect(Decimal.parse(decision.maxCost?.amount ?? 'none').compare(amount), 'the hold is not short').not.toBe(-1)
    sum = sum.plus(amount)
  }
  await entitlements.flush()
  return sum
}

describe(`the gate and the bill (TEST_SEED=${SEED})`, () => {
  it.each(Object.entries(money))('agree on what attempts cost under %s', async (plan, { entitlements: limits }) => {
    await subscribe(client, plan, plan, new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000))
    const entitlements = open()
    const sum = await attempts(entitlements, plan)
    expect(await charged(plan, ({ details }) => details?.pricing_amount?.quantity)).toBe(sum.toString())
    // Who reads the period anew counts the same.
    const next = open()
    if ('monthly_spend_limit' in limits)
      expect(await next.usage(plan)).toMatchObject({ spend: [{ used: sum.toString() }] })
    await Promise.all([entitlements.close({ deadlineMs: 1_000 }), next.close({ deadlineMs: 1_000 })])
  })

  it.each(Object.keys(credits))('agree on the credits of attempts under %s', async (plan) => {
    await subscribe(client, plan, plan, new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000))
    const entitlements = open()
    const sum = await attempts(entitlements, plan)
    expect(await charged(plan, ({ details }) => details?.conversion?.credits?.quantity)).toBe(sum.toString())
    const next = open()
    const [wallet] = (await next.usage(plan)).wallets ?? []
    const drawn = await charged(plan, ({ details }) => details?.wallet_balance_details?.used_wallet_credits?.quantity)
    // The wallet counts what each line comes to in millionths.
    expect(wallet?.balance).toBe(Decimal.fromInteger(1_000).minus(Decimal.parse(drawn)).toString())
    await Promise.all([entitlements.close({ deadlineMs: 1_000 }), next.close({ deadlineMs: 1_000 })])
  })
})
