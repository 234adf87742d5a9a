import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBillingServer } from '../src/billing-server.ts'
import { followGuide, type Guide } from './guide.ts'
import { postgresEngines } from './test-engines.ts'
import { type Answer, completionEvent, TestServer } from './test-server.ts'

const CALLERS = 32

// PGlite runs one transaction at a time and can show none of this.
describe.each(postgresEngines)('two servers on one $name', (engine) => {
  let one: TestServer
  let other: Awaited<ReturnType<typeof createBillingServer>>
  let guide: Guide
  const start = Date.parse('2026-01-20T00:00:00Z')
  const now = () => start

  beforeAll(async () => {
    one = await TestServer.start(engine, { now })
    guide = await followGuide(one, { startAt: '2026-01-01T00:00:00Z' })
    other = await createBillingServer({ ...one.config, now })
  })
  afterAll(async () => {
    await other.close()
    await one.stop()
  })

  const post = async (url: string, path: string, body: unknown) => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'x-api-key': one.config.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const answer: Answer['body'] = await response.json()
    return { status: response.status, body: answer }
  }

  it(`lose no event and count none twice when ${CALLERS} callers send the same and different references`, async () => {
    const rounds = 12
    const answers = await Promise.all(
      Array.from({ length: CALLERS }, async (_, caller) => {
        const types: string[] = []
        for (let round = 0; round < rounds; round += 1) {
          const url = (caller + round) % 2 === 0 ? one.server.url : other.url
          // Half of the references are the same for all callers, in another order for each.
          const shared = completionEvent(`shared-reference-${(round * 7 + caller) % rounds}`, '3')
          const own = completionEvent(`own-reference-${caller}-${round}`, '5')
          const batch = caller % 2 === 0 ? [shared, own] : [own, shared]
          const { status, body } = await post(url, '/v1/ingest/meter-datas', { meter_datas: batch })
          if (status !== 201) throw new Error(JSON.stringify(body))
          for (const event of body.meter_datas) types.push(event.processed_details.type)
        }
        return types
      }),
    )
    const counted = answers.flat().filter((type) => type === 'DEFAULT').length
    expect(counted).toBe(rounds + CALLERS * rounds)
    const page = await one.must('GET', `/v1/invoices?customer_id=${guide.customerId}&include_lines=true`)
    const quantity = page.data[0].periods[0].groups[0].lines[0].meter_value.number
    expect(quantity).toBe(String(rounds * 3 + CALLERS * rounds * 5))
  })

  it('close each invoice once, with numbers without gaps, while events come in', async () => {
    const customers = 20
    for (let index = 0; index < customers; index += 1) {
      await one.must('POST', '/v1/pricing-plan-subscriptions/init', {
        customer: { reference: `customer-${index}`, type: 'ORGANIZATION' },
        pricing_plan_subscription: { reference: 'pro', billing_currency: 'USD' },
        pricing_plan_schedules: [{ pricing_plan_version_id: guide.versionId }],
        pricing_plan_subscription_start_at: '2026-01-01T00:00:00Z',
      })
    }
    const listener = await one.must('POST', '/v1/webhooks', {
      // Nobody listens: what counts here is the outbox.
      url: 'http://127.0.0.1:9/none',
      name: 'finals',
      reference: 'finals',
      included_actions: ['INVOICE.STATUS_TO_FINAL'],
    })
    let running = true
    const reported = new Map<string, number>()
    const callers = Array.from({ length: 4 }, async (_, caller) => {
      for (let count = 0; running; count += 1) {
        const customer = `customer-${count % customers}`
        const reference = `closing-${caller}-${count}-reference`
        const url = count % 2 === 0 ? one.server.url : other.url
        const event = completionEvent(reference, '1', {
          customer_reference: customer,
          timestamp: '2026-01-31T23:00:00Z',
        })
        const { status, body } = await post(url, '/v1/ingest/meter-data', event)
        if (status === 201 && body.processed_details.type === 'DEFAULT') {
          reported.set(customer, (reported.get(customer) ?? 0) + 1)
        }
      }
    })
    await Promise.all([
      post(one.server.url, '/local/clock', { now: '2026-02-01T08:00:30Z' }),
      post(other.url, '/local/clock', { now: '2026-02-01T08:00:30Z' }),
    ])
    running = false
    await Promise.all(callers)
    const { data } = await one.must('GET', '/v1/invoices?statuses[]=FINAL&include_lines=true&limit=100')
    const numbers = data.map((one_: { invoice_number: string }) => one_.invoice_number).sort()
    expect(numbers).toEqual(
      Array.from({ length: customers + 1 }, (_, index) => `2026-${String(index + 1).padStart(4, '0')}`),
    )
    const events = await one.must('GET', `/v1/webhook-events?limit=100`)
    const announced = events.data.filter((event: { webhook_id: string }) => event.webhook_id === listener.id)
    expect(announced).toHaveLength(customers + 1)
    // Each event that was acknowledged as counted is on its final invoice, or came too late and is on the next one.
    const all = await one.must('GET', '/v1/invoices?include_lines=true&limit=100')
    const billed = new Map<string, number>()
    for (const { customer_reference: customer, periods } of all.data) {
      const lines = periods[0].groups.flatMap((group: { lines: unknown[] }) => group.lines)
      for (const line of lines) {
        billed.set(customer, (billed.get(customer) ?? 0) + Number(line.meter_value?.number ?? 0))
      }
    }
    for (const [customer, count] of reported) expect(billed.get(customer), customer).toBe(count)
  })

  it(`credit an invoice no further than it goes when ${CALLERS} callers do, and close what was written once`, async () => {
    const oneOff = async (amount: string) => {
      const created = await one.must('POST', '/v1/invoices', { type: 'ONE_OFF', customer_id: guide.customerId })
      return one.must('POST', `/v1/invoices/${created.id}/lines`, {
        pricing_name: 'Setup',
        pricing_type: 'FIXED',
        pricing_band: { fixed_amount: { quantity: amount, currency: 'USD' } },
      })
    }
    const { id } = await oneOff('100')
    await one.must('PATCH', `/v1/invoices/${id}`, { status: 'FINAL' })
    const groups = [{ group_order: 1, amount: { quantity: '7.00', currency: 'USD' } }]
    const answers = await Promise.all(
      Array.from({ length: CALLERS }, (_, caller) => {
        const url = caller % 2 === 0 ? one.server.url : other.url
        return post(url, `/v1/invoices/${id}/credit`, { groups })
      }),
    )
    // 14 times 7 is 98; the others are told that less is left.
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(14)
    const refused = answers.filter(({ status }) => status !== 200)
    expect(refused.map(({ status, body }) => [status, body.field])).toEqual(
      Array(CALLERS - 14).fill([400, 'groups.0.amount']),
    )
    const drafts = [...answers.flatMap(({ status, body }) => (status === 200 ? [body.id] : []))]
    for (let count = 0; count < 6; count += 1) drafts.push((await oneOff('5')).id)
    const body = { type: 'FINALIZE_INVOICES', finalize_invoices: { invoice_date: '2026-12-31T00:00:00Z' } }
    await Promise.all([
      post(one.server.url, '/v1/bulk-actions', body),
      post(other.url, '/v1/bulk-actions', body),
      post(one.server.url, `/v1/invoices/${id}/credit_and_copy`, {
        update_credit_invoice_to_final: true,
        update_new_invoice_to_final: true,
      }),
    ])
    const { data } = await one.must(
      'GET',
      '/v1/invoices?statuses[]=FINAL&limit=100&order_by=invoice_number&order_direction=asc',
    )
    const finals = new Set(data.map((invoice: { id: string }) => invoice.id))
    expect(drafts.filter((draft) => !finals.has(draft))).toEqual([])
    expect(data.map((invoice: { invoice_number: string }) => invoice.invoice_number)).toEqual(
      Array.from(data, (_, index) => `2026-${String(index + 1).padStart(4, '0')}`),
    )
    const credits = data.filter((invoice: { type: string }) => invoice.type === 'CREDIT')
    const credited = credits.map((invoice: Answer['body']) => Number(invoice.invoice_amount_including_tax.quantity))
    expect(credited.reduce((sum: number, amount: number) => sum + amount, 0)).toBe(-100)
  })
})
