import type { Schema } from '@tallygate/client'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { followGuide, type Guide } from './guide.ts'
import { type Band, type Config, price, rules } from './plans/plan-arbitraries.ts'
import { testEngines } from './test-engines.ts'
import { completionEvent, TestServer } from './test-server.ts'

const SEED = Number(process.env['TEST_SEED'] ?? 20260131)
process.stdout.write(`what-if-equals-invoice: TEST_SEED=${SEED}\n`)

/** Random months of each test. The engines share all but the SQL, so that PGlite, the slower one, gets fewer. */
const RUNS = process.env['SOAK'] === '1' ? { pglite: 500, postgresql: 500 } : { pglite: 8, postgresql: 25 }
const JANUARY = { from: '2026-01-01', to: '2026-02-01' }
const START = '2026-01-01T00:00:00Z'
const usd = (quantity: string) => ({ quantity, currency: 'USD' })
const january = (day: number): string => new Date(Date.UTC(2026, 0, day)).toISOString().replace('.000Z', 'Z')

const events = fc.array(
  fc.record({
    model: fc.constantFrom('gpt-4o', 'gpt-4o-mini', 'o3', 'claude', 'other'),
    tokens: fc.oneof(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 30_000_000 })).map(String),
    day: fc.integer({ min: 2, max: 28 }),
  }),
  { maxLength: 40 },
)
type Events = typeof events extends fc.Arbitrary<infer Value> ? Value : never

/** A deposit of credits: what it is from which day, and for how many days. */
const deposit = fc.record({
  quantity: fc.oneof(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 50_000_000 })).map(String),
  day: fc.integer({ min: 1, max: 28 }),
  lasts: fc.option(fc.integer({ min: 1, max: 40 })),
  promotional: fc.boolean(),
})

/** A plan whose usage costs credits, and the wallet that is set against it. */
const creditPlans = fc.record({
  rules,
  /** Prices of credits beyond the wallet; null where nothing sells them. */
  overage: fc.option(fc.tuple(price, price, fc.integer({ min: 1, max: 1_000_000 }))),
  /** Credits that the fee deposits each month, and after how many they expire. */
  monthly: fc.option(
    fc.record({ credits: fc.integer({ min: 1, max: 100_000 }), expires: fc.constantFrom(null, 1, 2) }),
  ),
  /** Dollars that it deposits beside. */
  money: fc.option(fc.integer({ min: 1, max: 500 })),
  deposits: fc.array(deposit, { maxLength: 5 }),
})
type CreditPlan = typeof creditPlans extends fc.Arbitrary<infer Value> ? Value : never

describe.each(testEngines)(`what-if and the invoice, on $name (seed ${SEED})`, (engine) => {
  let server: TestServer
  let guide: Guide
  let ids: Readonly<
    Record<'category' | 'product' | 'usage' | 'overage' | 'fee' | 'credit' | 'wallet' | 'money', string>
  >
  let entityId: string
  const start = Date.parse(START)

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => start })
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    guide = await followGuide(server, { startAt: START })
    entityId = (await server.must('GET', '/v1/billing-entities/our-company')).id
    await setUpCredits()
    await server.must('POST', '/local/clock', { now: '2026-01-29T00:00:00Z' })
  })

  const ask = (question: object) => server.must('POST', '/operator/what-if', { ...JANUARY, ...question })

  it('are equal, line by line, under the same version, for random catalogs and events', async () => {
    const sold = new Sold()
    await fc.assert(
      fc.asyncProperty(rules, events, async (configs, used) => {
        const customer = sold.next('random')
        const items = [{ product_item_ids: [ids.usage], configs: configs.map(withoutId) }]
        const versionId = await sell('random', customer, items)
        if (versionId === undefined) return
        await report(customer, used)
        sold.add(customer, versionId, await compare(customer, versionId))
      }),
      { seed: SEED, numRuns: RUNS[engine.kind], endOnFailure: true },
    )
    // A run whose rules contradict each other is refused when it is sold; most must not be.
    expect(sold.count, `of ${sold.runs}`).toBeGreaterThan(sold.runs / 2)
    expect(sold.lines).toBeGreaterThan(sold.count)
    await compareFinals(sold)
  })

  it('are equal, line by line, for random prices in credits, deposits of plans, and grants that start and expire', async () => {
    const sold = new Sold()
    let drawn = 0
    await fc.assert(
      fc.asyncProperty(creditPlans, events, async (plan, used) => {
        const customer = sold.next('credits')
        const versionId = await sell('credits', customer, creditItems(plan))
        if (versionId === undefined) return
        await grant(customer, plan)
        await report(customer, used)
        const lines = await compare(customer, versionId)
        sold.add(customer, versionId, lines)
        drawn += lines.filter(({ details }) => Number(usedCredits(details)) > 0).length
      }),
      { seed: SEED, numRuns: RUNS[engine.kind], endOnFailure: true },
    )
    expect(sold.count, `of ${sold.runs}`).toBeGreaterThan(sold.runs / 2)
    expect(drawn, 'lines that drew a wallet').toBeGreaterThan(sold.count / 2)
    await compareFinals(sold)
  })

  /** Asks about the invoice under its own version, from totals and from events; resolves with its lines. */
  async function compare(customer: string, versionId: string): Promise<Schema<'InvoiceLine'>[]> {
    const { id } = await server.must('GET', `/v1/customers/${customer}`)
    const query = `customer_id=${id}&include_lines=true&order_by=invoice_date&order_direction=asc`
    const invoice = (await server.must('GET', `/v1/invoices?${query}`)).data[0]
    const lines = linesIn(invoice)
    for (const usage of ['totals', 'events']) {
      const { invoices, refused } = await ask({ pricing_plan_version_id: versionId, customer, usage, lines: true })
      expect(refused).toEqual([])
      expect(invoices).toMatchObject([{ invoice_id: invoice.id, status: invoice.status, difference: usd('0.00') }])
      expect(invoices[0].lines.map((line: Compared) => line.before)).toEqual(lines)
      expect(invoices[0].lines.map((line: Compared) => line.after)).toEqual(lines)
    }
    return lines
  }

  /** Each customer again under the version that was sold to them, when all of it is FINAL. */
  async function compareFinals(sold: Sold): Promise<void> {
    await server.must('POST', '/local/clock', { now: '2026-02-02T00:00:00Z' })
    for (const [customer, { versionId, lines }] of sold.all) {
      expect(await compare(customer, versionId)).toEqual(lines)
      const { invoices } = await ask({ pricing_plan_version_id: versionId, customer })
      expect(invoices[0].status).toBe('FINAL')
    }
  }

  /** A version with these items and a customer on it; undefined where the prices are refused. */
  async function sell(reference: string, customer: string, items: object[]): Promise<string | undefined> {
    const plan = await server.must('PUT', '/v1/pricing-plans', { reference, name: reference })
    const pricings = [{ product_ids: [ids.product], items }]
    const made = await server.call('POST', '/v1/pricing-plan-versions', {
      pricing_plan_id: plan.id,
      status: 'ACTIVE',
      pricing_categories: [{ product_category_id: ids.category, pricings }],
    })
    if (made.status !== 201) return undefined
    await server.must('POST', '/v1/pricing-plan-subscriptions/init', {
      customer: { reference: customer, type: 'ORGANIZATION' },
      pricing_plan_subscription: { reference: customer, billing_currency: 'USD' },
      pricing_plan_schedules: [{ pricing_plan_version_id: made.body.id, start_at: START }],
      pricing_plan_subscription_start_at: START,
    })
    return made.body.id
  }

  function creditItems({ rules: priced, overage, monthly, money }: CreditPlan): object[] {
    const inCredits = ({ amount, minimum_amount: _, fixed_amount: __, ...band }: Band): Band => ({
      ...band,
      ...(amount?.quantity !== undefined && { credits: { quantity: amount.quantity, credit_type_id: ids.credit } }),
    })
    const configs = priced.map((config) => ({ ...withoutId(config), bands: (config.bands ?? []).map(inCredits) }))
    const credits = (quantity: number) => ({ credits: { quantity: String(quantity), credit_type_id: ids.credit } })
    const grants = [
      ...(monthly === null
        ? []
        : [
            {
              wallet_type_id: ids.wallet,
              credits_grant: credits(monthly.credits),
              ...(monthly.expires && { expiry_policy: { expiry_period: { type: 'MONTH', value: monthly.expires } } }),
            },
          ]),
      ...(money === null ? [] : [{ wallet_type_id: ids.money, amount_grant: { amount: usd(String(money)) } }]),
    ]
    return [
      { product_item_ids: [ids.usage], configs },
      ...(overage === null ? [] : [{ product_item_ids: [ids.overage], configs: [overageRule(overage)] }]),
      ...(grants.length === 0
        ? []
        : [
            {
              product_item_ids: [ids.fee],
              configs: [{ type: 'FIXED', bands: [{ amount: usd('20') }], wallet_grants: grants }],
            },
          ]),
    ]
  }

  /** Deposits by hand, into the wallet that the plan opened or a new one. */
  async function grant(customer: string, { deposits }: CreditPlan): Promise<void> {
    const { id: customerId } = await server.must('GET', `/v1/customers/${customer}`)
    const query = `customer_id=${customerId}&wallet_type_id=${ids.wallet}`
    const { data } = await server.must('GET', `/v1/wallets?${query}`)
    let walletId = data[0]?.id
    if (walletId === undefined) {
      const wallet = { reference: customer, wallet_type_id: ids.wallet, customer_id: customerId }
      await server.must('POST', '/v1/wallets', wallet)
      walletId = (await server.must('POST', `/v1/wallets/${customer}/activate`)).id
    }
    for (const { quantity, day, lasts, promotional } of deposits) {
      await server.must('POST', '/v1/wallet-grants', {
        customer_id: customerId,
        billing_entity_id: entityId,
        wallet_id: walletId,
        type: promotional ? 'PROMOTION' : 'DEFAULT',
        grant_credits: { quantity, credit_type_id: ids.credit },
        start_at: january(day),
        ...(lasts !== null && { expire_at: january(day + lasts) }),
      })
    }
  }

  async function report(customer: string, used: Events): Promise<void> {
    if (used.length === 0) return
    await server.must('POST', '/v1/ingest/meter-datas', {
      meter_datas: used.map(({ model, tokens, day }, index) =>
        completionEvent(`${customer}-event-${index}`, tokens, {
          customer_reference: customer,
          meter_properties: [{ reference: 'model_id', value: model }],
          timestamp: january(day),
        }),
      ),
    })
  }

  async function setUpCredits(): Promise<void> {
    const version = await server.must('GET', `/v1/pricing-plan-versions/${guide.versionId}`)
    const [{ product_category_id: category, pricings }] = version.pricing_categories
    const [{ product_ids, items }] = pricings
    const credit = await server.must('POST', '/v1/credit-types', { reference: 'credit', name: 'Credit' })
    const walletType = async (reference: string, of: object) => {
      const body = { reference, name: reference, type: 'CREDIT', credit: of }
      return (await server.must('POST', '/v1/wallet-types', body)).id
    }
    const item = async (reference: string, members: object) => {
      const body = { product_id: product_ids[0], reference, name: reference, ...members }
      return (await server.must('POST', '/v1/product-items', body)).id
    }
    ids = {
      category,
      product: product_ids[0],
      usage: items[0].product_item_ids[0],
      credit: credit.id,
      wallet: await walletType('credits', {
        grant_type: 'CREDITS',
        credits_grant: { credit_type_id: credit.id },
      }),
      money: await walletType('money', { grant_type: 'AMOUNT', amount_grant: { default_currency: 'USD' } }),
      overage: await item('overage', { model_type: 'CREDITS', credits: { credit_type_id: credit.id } }),
      fee: await item('fee', { model_type: 'RECURRING' }),
    }
    await server.must('POST', `/v1/products/${ids.product}/activate?align_product_item_status=true`)
  }
})

/** The sales of a run: who was sold what, and the lines of their invoice. */
class Sold {
  readonly all = new Map<string, { readonly versionId: string; readonly lines: Schema<'InvoiceLine'>[] }>()
  runs = 0
  lines = 0

  get count(): number {
    return this.all.size
  }

  /** Reference of the next customer. */
  next(kind: string): string {
    this.runs += 1
    return `${kind}-${this.runs}`
  }

  add(customer: string, versionId: string, lines: Schema<'InvoiceLine'>[]): void {
    this.lines += lines.length
    this.all.set(customer, { versionId, lines })
  }
}

interface Compared {
  readonly before: Schema<'InvoiceLine'> | null
  readonly after: Schema<'InvoiceLine'> | null
}

const withoutId = ({ id: _, ...config }: Config): Config => config

const overageRule = ([first, then, bound]: readonly [string, string, number]): Config => ({
  type: 'TIERED',
  bands: [{ amount: usd(first), tier_top_bound: { number: String(bound) } } as Band, { amount: usd(then) } as Band],
})

const usedCredits = (details: Schema<'InvoiceLine'>['details']): string =>
  details?.wallet_balance_details?.used_wallet_credits?.quantity ?? '0'

const linesIn = (invoice: Schema<'Invoice'>): Schema<'InvoiceLine'>[] =>
  (invoice.periods ?? []).flatMap((period) => (period.groups ?? []).flatMap((group) => group.lines ?? []))
