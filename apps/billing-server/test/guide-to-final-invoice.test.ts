import { verifyWebhook } from '@tallygate/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followGuide, type Guide, linesOf } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { completionEvent, TestServer } from './test-server.ts'
import { WebhookListener } from './webhook-listener.ts'

// The guide "Monetizing an AI agent" from the first meter to the final invoice, on a clock that the test moves.
describe.each(testEngines)('the guide on $name', (engine) => {
  let server: TestServer
  let listener: WebhookListener
  let guide: Guide
  let secret: string

  beforeAll(async () => {
    listener = await WebhookListener.start()
    // The real clock stands in the past of the period, and is moved from there.
    const start = Date.parse('2026-01-05T00:00:00Z')
    server = await TestServer.start(engine, { now: () => start })
    guide = await followGuide(server, { startAt: '2026-01-05T00:00:00Z' })
    const webhook = await server.must('POST', '/v1/webhooks', {
      url: listener.url,
      name: 'Billing',
      reference: 'billing',
      included_actions: ['INVOICE.STATUS_TO_FINAL', 'INVOICE.STATUS_TO_DRAFT'],
    })
    secret = (await server.must('PATCH', `/v1/webhooks/${webhook.id}/secret-key`, {})).secret_key
  })
  afterAll(async () => {
    await server.stop()
    await listener.close()
  })

  const moveTo = (now: string) => server.must('POST', '/local/clock', { now })
  const report = (reference: string, model: string, tokens: string, timestamp: string) =>
    server.must(
      'POST',
      '/v1/ingest/meter-data',
      completionEvent(reference, tokens, { timestamp, meter_properties: [{ reference: 'model_id', value: model }] }),
    )

  it('bills the worked example, each line rounded once, in an OPEN invoice', async () => {
    await moveTo('2026-01-20T00:00:00Z')
    // Several events a model: the quantity is their sum, to the token.
    await report('january-000001', 'gpt-4o', '1000000', '2026-01-06T10:00:00Z')
    await report('january-000002', 'gpt-4o', '234567', '2026-01-07T10:00:00Z')
    await report('january-000003', 'gpt-4o-mini', '89012', '2026-01-08T12:30:00.250+02:00')
    await report('january-000004', 'o3-unlisted', '333', '2026-01-19T23:59:59Z')
    const { lines, total, invoice } = await linesOf(server, guide.customerId)
    expect(lines.map((line) => [line.meter_value.number, line.amount_excluding_tax.quantity])).toEqual([
      ['1234567', '18.52'],
      ['89012', '0.05'],
      ['333', '0.00'],
    ])
    expect([total, invoice.status, invoice.invoice_number]).toEqual(['18.57', 'OPEN', null])
  })

  it('becomes a DRAFT at the end of its period, and the next period opens', async () => {
    await moveTo('2026-02-05T00:00:00Z')
    const { data } = await server.must('GET', `/v1/invoices?customer_id=${guide.customerId}&order_direction=asc`)
    expect(data.map((one: { status: string; invoice_date: string }) => [one.status, one.invoice_date])).toEqual([
      ['DRAFT', '2026-02-05T00:00:00Z'],
      ['OPEN', '2026-03-05T00:00:00Z'],
    ])
    expect(listener.types()).toEqual(['INVOICE.STATUS_TO_DRAFT'])
  })

  it('still counts an event of the period that comes within the grace', async () => {
    await moveTo('2026-02-05T07:59:59Z')
    const late = await report('january-late-1', 'gpt-4o', '100000', '2026-02-04T23:59:59Z')
    expect(late.processed_details.type).toBe('DEFAULT')
    const page = await server.must('GET', `/v1/invoices?statuses[]=DRAFT`)
    expect(page.data[0].invoice_amount_including_tax.quantity).toBe('20.07')
  })

  it('is FINAL after the grace, numbered, with its signed webhook delivered', async () => {
    await moveTo('2026-02-05T08:00:00Z')
    const page = await server.must('GET', '/v1/invoices?statuses[]=FINAL&include_lines=true')
    const final = page.data[0]
    expect([final.invoice_number, final.status, final.invoice_amount_including_tax.quantity]).toEqual([
      '2026-0001',
      'FINAL',
      '20.07',
    ])
    expect(final.updated_to_final_at).toBe('2026-02-05T08:00:00Z')
    expect(listener.types()).toEqual(['INVOICE.STATUS_TO_DRAFT', 'INVOICE.STATUS_TO_FINAL'])
    const delivery = listener.deliveries[1]
    const now = server.config.now
    const event = await verifyWebhook({
      body: delivery?.body ?? '',
      headers: delivery?.headers ?? {},
      secret,
      ...(now && { now }),
    })
    expect(event.data).toMatchObject({ id: final.id, invoice_number: '2026-0001' })
  })

  it('never changes again: a later event of its period stands on the next invoice', async () => {
    const before = await server.must('GET', '/v1/invoices?statuses[]=FINAL&include_lines=true')
    const late = await report('january-late-2', 'gpt-4o', '100000', '2026-02-04T23:59:59Z')
    expect(late.processed_details).toEqual({ type: 'DEFAULT' })
    const open = (await server.must('GET', '/v1/invoices?statuses[]=OPEN')).data[0]
    expect(open.invoice_amount_including_tax.quantity).toBe('1.50')
    const after = await server.must('GET', '/v1/invoices?statuses[]=FINAL&include_lines=true')
    expect(after).toEqual(before)
    const refused = await server.call('PATCH', `/v1/invoices/${before.data[0].id}`, { footnote: 'no' })
    expect([refused.status, refused.body.code]).toEqual([400, 'INVALID_OPERATION'])
  })

  it('keeps an invoice on hold, and makes it FINAL eight hours after the hold is lifted', async () => {
    await report('february-00001', 'gpt-4o', '1000', '2026-02-05T08:00:00Z')
    const open = (await server.must('GET', '/v1/invoices?statuses[]=OPEN')).data[0]
    await server.must('PATCH', `/v1/invoices/${open.id}`, { on_hold: true })
    await moveTo('2026-03-20T00:00:00Z')
    const held = await server.must('GET', `/v1/invoices/${open.id}`)
    expect([held.status, held.on_hold]).toEqual(['DRAFT', true])
    await server.must('PATCH', `/v1/invoices/${open.id}`, { on_hold: false })
    await moveTo('2026-03-20T07:59:00Z')
    expect((await server.must('GET', `/v1/invoices/${open.id}`)).status).toBe('DRAFT')
    await moveTo('2026-03-20T08:00:01Z')
    const final = await server.must('GET', `/v1/invoices/${open.id}`)
    expect([final.status, final.invoice_number]).toEqual(['FINAL', '2026-0002'])
  })

  it('walks through many periods in one move, one number after the other', async () => {
    await server.must('POST', '/local/clock', { advance: 'P6M' })
    const { data } = await server.must(
      'GET',
      `/v1/invoices?statuses[]=FINAL&order_by=invoice_number&order_direction=asc`,
    )
    expect(data.map((one: { invoice_number: string }) => one.invoice_number)).toEqual(
      Array.from({ length: 8 }, (_, index) => `2026-${String(index + 1).padStart(4, '0')}`),
    )
    expect(data.map((one: { updated_to_final_at: string }) => one.updated_to_final_at).slice(2)).toEqual([
      '2026-04-05T08:00:00Z',
      '2026-05-05T08:00:00Z',
      '2026-06-05T08:00:00Z',
      '2026-07-05T08:00:00Z',
      '2026-08-05T08:00:00Z',
      '2026-09-05T08:00:00Z',
    ])
  })

  it('refuses to turn the clock back, and starts again on reset', async () => {
    const back = await server.call('POST', '/local/clock', { now: '2026-01-01T00:00:00Z' })
    expect([back.status, back.body.field]).toEqual([400, 'now'])
    await server.must('POST', '/local/reset')
    expect((await server.must('GET', '/v1/customers')).data).toEqual([])
    expect((await server.must('GET', '/local/clock')).offset_ms).toBe(0)
  })
})
