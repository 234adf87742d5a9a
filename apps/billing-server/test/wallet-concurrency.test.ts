import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBillingServer } from '../src/billing-server.ts'
import { type CreditsSold, grantOf, openWallet, sellCredits, subscribe, subscribeAgain, tokensUsed } from './credits.ts'
import { lineOf, Money } from './money.ts'
import { postgresEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

const WRITERS = 32
/** The number of times that each caller deposits, uses or closes, while the others do. */
const ROUNDS = process.env['SOAK'] === '1' ? 12 : 3
/** Subscriptions that draw the one wallet: their invoices close at the same instant, on two servers. */
const SUBSCRIPTIONS = 8

// PGlite runs one transaction at a time and can show none of this.
describe.each(postgresEngines)('a wallet on $name', (engine) => {
  let one: TestServer
  let other: Awaited<ReturnType<typeof createBillingServer>>
  let sold: CreditsSold
  let customerId: string
  let walletId: string
  const start = Date.parse('2026-01-31T20:00:00Z')
  const now = () => start

  beforeAll(async () => {
    one = await TestServer.start(engine, { now })
    sold = await sellCredits(one, { rate: '1' })
    customerId = (await subscribe(one, sold, { reference: 'acme', startAt: '2026-01-01T00:00:00Z' })).customerId
    for (let index = 1; index < SUBSCRIPTIONS; index += 1) {
      const reference = `acme-${index}`
      await subscribeAgain(one, sold, { customerId, reference, startAt: '2026-01-01T00:00:00Z' })
    }
    walletId = await openWallet(one, sold, customerId)
    other = await createBillingServer({ ...one.config, now })
  })
  afterAll(async () => {
    await other.close()
    await one.stop()
  })

  const post = (url: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
    send('POST', url, path, body, headers)
  const patch = (url: string, path: string, body: unknown) => send('PATCH', url, path, body, {})
  /**
   * Sends it again, under one key, while all connections are in use: 32 callers wait for 16 of them, on a machine that
   * may be busy.
   */
  const send = async (method: string, url: string, path: string, body: unknown, headers: Record<string, string>) => {
    const key = randomUUID()
    for (;;) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          'x-api-key': one.config.apiKey,
          'content-type': 'application/json',
          ...(method === 'POST' && { 'idempotency-key': key }),
          ...headers,
        },
        body: JSON.stringify(body),
      })
      // biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
      const said = (await response.json()) as any
      if (response.status !== 503) return { status: response.status, body: said }
    }
  }
  const sumOf = async (sql: string): Promise<number> => {
    const [row] = await one.server.database.query<{ sum: string | null }>(sql, [])
    return Number(row?.sum ?? 0)
  }

  it(`neither loses nor invents a credit when ${WRITERS} callers grant, use and read while its invoices close`, async () => {
    const granted = new Map<string, number>()
    const writer = async (caller: number): Promise<number> => {
      let used = 0
      for (let round = 0; round < ROUNDS; round += 1) {
        const url = (caller + round) % 2 === 0 ? one.server.url : other.url
        // Two callers ask for the same deposit under the same key.
        const key = `deposit-${Math.floor(caller / 2)}-${round}`
        const grant = grantOf(sold, customerId, walletId, '3', { start_at: '2026-01-01T00:00:00Z' })
        const deposit = await post(url, '/v1/wallet-grants', grant, { 'idempotency-key': key })
        if (deposit.status === 201) granted.set(deposit.body.id, Number(deposit.body.grant_credits.quantity))
        else expect([deposit.status, deposit.body.code]).toEqual([422, 'IDEMPOTENCY_CHECK_FAILED'])
        const event = tokensUsed('acme', `used-by-${caller}-in-${round}`, '2500', '2026-01-31T12:00:00Z', {
          pricing_plan_subscription_id: undefined,
          ...(caller % SUBSCRIPTIONS > 0 && { pricing_plan_subscription_reference: `acme-${caller % SUBSCRIPTIONS}` }),
        })
        const report = await post(url, '/v1/ingest/meter-data', event)
        expect(report.status).toBe(201)
        if (report.body.processed_details.type === 'DEFAULT') used += 2.5
        const { status, body } = await post(url, `/v1/wallets/${walletId}/balance`, {})
        expect(status).toBe(200)
        const of = (member: string) => Number(body[member].credits.quantity)
        expect(of('open_balance')).toBe(of('balance') - of('reserved_balance'))
      }
      return used
    }
    const closing = async (url: string) => {
      for (const at of ['2026-02-01T00:00:00Z', '2026-02-01T08:00:30Z']) await post(url, '/local/clock', { now: at })
    }
    const [used] = await Promise.all([
      Promise.all(Array.from({ length: WRITERS }, (_, caller) => writer(caller))),
      closing(one.server.url),
      closing(other.url),
    ])
    // What came after its invoice was FINAL is on the next one, which closes too.
    await one.must('POST', '/local/clock', { now: '2026-03-01T08:00:30Z' })
    const usedInAll = used.reduce((sum, each) => sum + each, 0)
    const grantedInAll = [...granted.values()].reduce((sum, each) => sum + each, 0)
    expect(granted.size).toBe((WRITERS / 2) * ROUNDS)
    expect(await sumOf('select sum(quantity) from wallet_grants')).toBe(grantedInAll)
    const drawn = await sumOf(`select sum(quantity) from wallet_entries where kind = 'DRAW'`)
    const overage = await sumOf(`select sum(quantity) from wallet_entries where kind <> 'DRAW'`)
    expect(await sumOf('select sum(drawn) from wallet_grants')).toBe(drawn)
    expect(drawn + overage).toBe(usedInAll)
    expect(await sumOf(`select count(*) as sum from invoices where status = 'FINAL'`)).toBe(2 * SUBSCRIPTIONS)
    const { body } = await post(one.server.url, `/v1/wallets/${walletId}/balance`, {})
    // Granted = used + left: nothing expires here.
    expect(Number(body.open_balance.credits.quantity)).toBe(grantedInAll - drawn)
    // What the invoices say is what was taken.
    const { data } = await one.must(
      'GET',
      `/v1/invoices?customer_id=${customerId}&statuses[]=FINAL&include_lines=true&limit=100`,
    )
    const onInvoices = data.flatMap((invoice: { periods: { groups: { lines: object[] }[] }[] }) =>
      (invoice.periods[0]?.groups ?? []).flatMap(({ lines }) => lines),
    ) as { details: { wallet_balance_details?: { used_wallet_credits: { quantity: string } } } }[]
    const shown = onInvoices.map(({ details }) =>
      Number(details.wallet_balance_details?.used_wallet_credits.quantity ?? 0),
    )
    expect(shown.reduce((sum, each) => sum + each, 0)).toBe(drawn)
  })

  it(`neither loses nor invents a cent when ${WRITERS} callers deposit, bill and close invoices of one customer`, async () => {
    // Both clocks stand at the same time, so that no server closes what the other one writes.
    const { now: latest } = await one.must('GET', '/local/clock')
    await post(other.url, '/local/clock', { now: latest })
    const money = await Money.open(one)
    const customer = await one.must('POST', '/v1/customers', { reference: 'payer', type: 'ORGANIZATION' })
    const wallets = [await money.wallet(customer.id), await money.wallet(customer.id, 'granted')]
    let granted = 0
    const writer = async (caller: number): Promise<void> => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const url = (caller + round) % 2 === 0 ? one.server.url : other.url
        const wallet = wallets[caller % wallets.length] ?? ''
        const grant = money.grantOf(customer.id, wallet, `0.${10 + caller}`, { type: 'PROMOTION' })
        expect((await post(url, '/v1/wallet-grants', grant)).status).toBe(201)
        granted += 10 + caller
        const { body: invoice } = await post(url, '/v1/invoices', { type: 'ONE_OFF', customer_id: customer.id })
        await post(url, `/v1/invoices/${invoice.id}/lines`, lineOf(`0.${25 + round}`))
        const closed = await patch(url, `/v1/invoices/${invoice.id}`, { status: 'FINAL' })
        expect(closed.status).toBe(200)
        // What it says of itself fits: paid and open are the total.
        expect(cents(closed.body.paid_invoice_amount) + cents(closed.body.open_invoice_amount)).toBe(25 + round)
        const { body } = await post(url, `/v1/wallets/${wallet}/balance`, {})
        const of = (member: string) => cents(body[member].amount)
        expect(of('open_balance')).toBe(of('balance') - of('reserved_balance'))
        expect(of('open_balance')).toBeGreaterThanOrEqual(0)
      }
    }
    await Promise.all(Array.from({ length: WRITERS }, (_, caller) => writer(caller)))
    const [numbers, paid] = [new Set<string>(), [] as number[]]
    for (let page = 1; page <= 2; page += 1) {
      const { data } = await one.must('GET', `/v1/invoices?customer_id=${customer.id}&limit=100&page=${page}`)
      for (const invoice of data) {
        expect(invoice.status).toBe('FINAL')
        numbers.add(invoice.invoice_number)
        paid.push(cents(invoice.paid_invoice_amount))
      }
    }
    expect(numbers.size).toBe(WRITERS * ROUNDS)
    const paidInAll = paid.reduce((sum, each) => sum + each, 0)
    expect(paidInAll).toBeGreaterThan(0)
    const hundred = (sum: number) => Math.round(sum * 100)
    expect(hundred(await sumOf(`select sum(quantity) from wallet_grants ${OF_MONEY}`))).toBe(granted)
    expect(hundred(await sumOf(`select sum(drawn) from wallet_grants ${OF_MONEY}`))).toBe(paidInAll)
    expect(hundred(await sumOf(`select sum(quantity) from wallet_entries ${OF_MONEY}`))).toBe(paidInAll)
    // Granted = used + left: nothing expires here, and nothing is reserved any more.
    const balances = await one.must('POST', `/v1/customers/${customer.id}/wallets/balance`, {})
    const left = (balances.wallet_balances as Balance[]).map(({ wallet_balance: balance }) => {
      expect(cents(balance.reserved_balance.amount)).toBe(0)
      return cents(balance.open_balance.amount)
    })
    expect(paidInAll + left.reduce((sum, each) => sum + each, 0)).toBe(granted)
  })
})

interface Balance {
  readonly wallet_balance: Record<
    'open_balance' | 'reserved_balance',
    { readonly amount: { readonly quantity: string } }
  >
}

const OF_MONEY = "where unit = 'money:USD'"
const cents = ({ quantity }: { readonly quantity: string }): number => Math.round(Number(quantity) * 100)
