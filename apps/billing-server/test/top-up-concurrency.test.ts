import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBillingServer } from '../src/billing-server.ts'
import { balanceOf, type CreditsSold, openWallet, sellCredits, subscribe, tokensUsed } from './credits.ts'
import { postgresEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

const CHARGE = '/v1/invoices/charge-on-demand-pricing-items'
/** The pause before a request is sent again that found its key or all connections in use. */
const AGAIN_AFTER_MS = 50
/** Top-ups that are asked for at once, on two servers; each is asked for twice under its key. */
const TOP_UPS = process.env['SOAK'] === '1' ? 90 : 8

// PGlite runs one transaction at a time and can show none of this.
describe.each(postgresEngines)('top-ups at once on $name', (engine) => {
  const now = () => Date.parse('2026-01-31T23:00:00Z')
  let one: TestServer
  let other: Awaited<ReturnType<typeof createBillingServer>>
  let sold: CreditsSold

  beforeAll(async () => {
    one = await TestServer.start(engine, { now })
    sold = await sellCredits(one, { topUps: true, overagePrice: null })
    other = await createBillingServer({ ...one.config, now })
  })
  afterAll(async () => {
    await other.close()
    await one.stop()
  })

  const post = async (url: string, path: string, body: object, key?: string): Promise<number> => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        'x-api-key': one.config.apiKey,
        'content-type': 'application/json',
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      body: JSON.stringify(body),
    })
    await response.text()
    return response.status
  }
  /** Sends it until it is done: a key may be under way, and all connections may be in use. */
  const untilDone = async (url: string, path: string, body: object, key?: string): Promise<void> => {
    for (;;) {
      const status = await post(url, path, body, key)
      if (status < 300) return
      if (status !== 422 && status !== 503) throw new Error(`${path} answered ${status}`)
      await wait(AGAIN_AFTER_MS)
    }
  }

  it('are each there once, while usage is booked and the period closes', async () => {
    const startAt = '2026-01-01T00:00:00Z'
    const { customerId, subscriptionId } = await subscribe(one, sold, { reference: 'acme', startAt })
    const walletId = await openWallet(one, sold, customerId)
    const query = `pricing_plan_subscription_id=${subscriptionId}`
    const { data: schedules } = await one.must('GET', `/v1/pricing-plan-schedules?${query}`)
    const order = {
      pricing_plan_schedule_id: schedules[0].id,
      pricing_items: [{ pricing_item_id: sold.packItemId }],
      finalize_immediately: true,
    }
    const urls = [one.server.url, other.url] as const
    const all = Array.from({ length: TOP_UPS }, (_, index) => {
      const [first, second] = index % 2 === 0 ? urls : [urls[1], urls[0]]
      const event = tokensUsed('acme', `used-while-bought-${index}`, '1000', '2026-01-30T00:00:00Z')
      return [
        untilDone(first, CHARGE, order, `top-up-of-one-key-${index}`),
        untilDone(second, CHARGE, order, `top-up-of-one-key-${index}`),
        untilDone(second, '/v1/ingest/meter-data', event),
      ]
    }).flat()
    const closing = one.must('POST', '/local/clock', { now: '2026-02-01T09:00:00Z' })
    await Promise.all([...all, closing])
    const { data } = await one.must('GET', `/v1/invoices?customer_id=${customerId}&limit=100`)
    const invoices = data.filter(({ type }: { type: string }) => type === 'ONE_OFF')
    expect(invoices.length).toBe(TOP_UPS)
    const { data: grants } = await one.must('GET', `/v1/wallet-grants?wallet_id=${walletId}&limit=100`)
    expect(grants.length).toBe(TOP_UPS)
    const numbers: string[] = data.flatMap(
      ({ invoice_number: number }: { invoice_number: string | null }) => number ?? [],
    )
    expect(new Set(numbers).size).toBe(numbers.length)
    const [granted, , open] = (await balanceOf(one, walletId)).split(' ').map(Number)
    // Two credits for each event, wherever it was booked.
    expect([Number(open), Number(granted) <= TOP_UPS * 1_000]).toEqual([TOP_UPS * 998, true])
  })
})
