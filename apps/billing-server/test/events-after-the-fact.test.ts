import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { followGuide, type Guide, linesOf } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { completionEvent, TestServer } from './test-server.ts'

describe.each(testEngines)('events after the fact, on $name', (engine) => {
  let server: TestServer
  let guide: Guide
  const start = Date.parse('2026-01-20T00:00:00Z')

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => start })
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    guide = await followGuide(server, { startAt: '2026-01-01T00:00:00Z' })
  })

  const report = (reference: string, tokens: string, overrides = {}) =>
    server.must(
      'POST',
      '/v1/ingest/meter-data',
      completionEvent(reference, tokens, { timestamp: '2026-01-10T00:00:00Z', ...overrides }),
    )
  const quantity = async () => (await linesOf(server, guide.customerId)).lines[0]?.meter_value.number

  it('deletes an event softly: it counts no more, and its reference stays taken', async () => {
    const kept = await report('kept-reference', '100')
    const wrong = await report('wrong-reference', '900')
    expect(await quantity()).toBe('1000')
    const deleted = await server.must('POST', `/v1/ingest/meter-data/${wrong.id}/delete`)
    expect(deleted.deleted).toBe(true)
    expect(await quantity()).toBe('100')
    // Deleting again changes nothing; a late retry is refused.
    await server.must('POST', '/v1/events/delete', { reference: 'wrong-reference' })
    const retry = await server.call('POST', '/v1/ingest/meter-data', completionEvent('wrong-reference', '900'))
    expect([retry.status, retry.body.field]).toEqual([409, 'reference'])
    expect(await quantity()).toBe('100')
    const left = await server.must('GET', '/v1/events?deleted=false')
    expect(left.data.map(({ id }: { id: string }) => id)).toEqual([kept.id])
  })

  it('traces an event to the line of the invoice that bills it', async () => {
    const event = await report('traced-reference', '5000')
    const trace = await server.must('GET', `/v1/ingest/meter-data/${event.id}/event_trace`)
    const { invoice, lines } = await linesOf(server, guide.customerId)
    const [line] = lines as unknown as { id: string; pricing_item_config_id: string }[]
    expect(trace).toMatchObject({ meter_data_id: event.id, customer_id: guide.customerId })
    expect(trace.links).toEqual([
      expect.objectContaining({
        id: line?.id,
        invoice_id: invoice.id,
        pricing_item_config_id: line?.pricing_item_config_id,
        pricing_plan_subscription_id: guide.subscriptionId,
      }),
    ])
  })

  it('books events that matched nothing once a schedule covers them and they are reprocessed', async () => {
    const early = await report('before-the-start', '700', { timestamp: '2025-12-30T00:00:00Z' })
    expect(early.processed_details.not_matched.variant).toBe('NO_SUBSCRIPTION')
    await server.must('POST', '/v1/pricing-plan-schedules', {
      pricing_plan_subscription_id: guide.subscriptionId,
      pricing_plan_version_id: guide.versionId,
      start_at: '2025-12-01T00:00:00Z',
      end_at: '2026-01-01T00:00:00Z',
    })
    const run = await server.must('POST', '/v1/reprocess', {
      type: 'NOT_MATCHED',
      not_matched: { customer_id: guide.customerId },
    })
    expect([run.status, run.percentage]).toEqual(['COMPLETED', 100])
    const again = await server.must('GET', `/v1/events/${early.id}`)
    expect(again.processed_details.type).toBe('DEFAULT')
    const { data } = await server.must(
      'GET',
      `/v1/invoices?customer_id=${guide.customerId}&order_by=invoice_date&order_direction=asc&include_lines=true`,
    )
    expect(data[0].periods[0].groups[0].lines[0].meter_value.number).toBe('700')
  })

  it('does not touch a FINAL invoice: its events cannot be deleted, and it is not reprocessed', async () => {
    const event = await report('final-reference', '700')
    await server.must('POST', '/local/clock', { now: '2026-02-10T00:00:00Z' })
    const [final] = (await server.must('GET', '/v1/invoices?statuses[]=FINAL')).data
    const deleted = await server.call('POST', `/v1/events/${event.id}/delete`)
    const reprocessed = await server.call('POST', '/v1/reprocess', {
      type: 'INVOICE',
      invoice: { invoice_id: final.id },
    })
    expect([deleted.status, reprocessed.status]).toEqual([400, 400])
  })

  it('adds up the same totals when an invoice is reprocessed', async () => {
    for (let index = 0; index < 25; index += 1) await report(`many-references-${index}`, String(index))
    const before = await linesOf(server, guide.customerId)
    await server.must('POST', '/v1/reprocess', { type: 'INVOICE', invoice: { invoice_id: before.invoice.id } })
    expect((await linesOf(server, guide.customerId)).lines).toEqual(before.lines)
    expect(before.lines[0]?.meter_value.number).toBe('300')
  })

  it('closes drafts in bulk before their grace is over, but none on hold', async () => {
    await server.must('POST', '/local/clock', { now: '2026-02-01T01:00:00Z' })
    const [draft] = (await server.must('GET', '/v1/invoices?statuses[]=DRAFT')).data
    const body = { type: 'FINALIZE_INVOICES', finalize_invoices: { invoice_date: '2026-02-01T00:00:00Z' } }
    await server.must('PATCH', `/v1/invoices/${draft.id}`, { on_hold: true })
    expect(await server.must('POST', '/v1/bulk-actions/check', body)).toMatchObject({ number_of_resources: 0 })
    await server.must('PATCH', `/v1/invoices/${draft.id}`, { on_hold: false })
    const action = await server.must('POST', '/v1/bulk-actions', body)
    expect([action.number_of_resources, action.status]).toEqual([1, 'COMPLETED'])
    const items = await server.must('GET', `/v1/bulk-actions/${action.id}/items`)
    expect(items.data).toEqual([
      expect.objectContaining({
        target_resource: { type: 'INVOICE', id: draft.id },
        status: 'SUCCEEDED',
        message: null,
      }),
    ])
    expect((await server.must('GET', `/v1/invoices/${draft.id}`)).invoice_number).toBe('2026-0001')
  })

  it('finds resources by text, wildcard and exact value', async () => {
    const search = async (body: object, path = '/v1/customers/search') => (await server.must('POST', path, body)).data
    expect(
      await search({ search_fields: [{ name: 'reference', value: 'ACME', wildcard_end: true, ignore_case: true }] }),
    ).toHaveLength(1)
    expect(await search({ search_fields: [{ name: 'reference', value: 'acme' }] })).toHaveLength(0)
    expect(await search({ search_fields: [{ value: 'acme%corp', wildcard_start: true }] })).toHaveLength(0)
    expect(await search({ filter_fields: [{ name: 'status', values: ['ACTIVE', 'DRAFT'] }] })).toHaveLength(1)
    expect(await search({ filter_fields: [{ name: 'status', value: 'OPEN' }] }, '/v1/invoices/search')).toHaveLength(1)
  })
})
