import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followGuide, type Guide, linesOf } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { completionEvent, TestServer } from './test-server.ts'

describe.each(testEngines)('usage on $name', (engine) => {
  let server: TestServer
  let guide: Guide

  beforeAll(async () => {
    server = await TestServer.start(engine)
    guide = await followGuide(server)
  })
  afterAll(() => server.stop())

  const ingest = (event: object) => server.must('POST', '/v1/ingest/meter-data', event)

  it('grants what the plan of the ACTIVE subscription grants', async () => {
    const { entitlements, pricing_plan_subscription_entitlements: each } = await server.must(
      'GET',
      '/v1/customers/acme-corp/entitlements',
    )
    expect(entitlements).toEqual([
      expect.objectContaining({ feature_reference: 'monthly_token_budget', number: '10000000' }),
      expect.objectContaining({ feature_reference: 'available_models', enums: ['gpt-4o', 'gpt-4o-mini'] }),
      expect.objectContaining({ feature_reference: 'priority_queue', switch: true }),
    ])
    expect(each).toEqual([{ pricing_plan_subscription_id: guide.subscriptionId, entitlements }])
  })

  it('bills the worked example of the guide line by line, each event once', async () => {
    const of = (model: string) => ({ meter_properties: [{ reference: 'model_id', value: model }] })
    const first = await ingest(completionEvent('request-0000001', '1234567', of('gpt-4o')))
    expect(first.processed_details).toEqual({ type: 'DEFAULT' })
    await ingest(completionEvent('request-0000002', '89012', of('gpt-4o-mini')))
    await ingest(completionEvent('request-0000003', '333', of('o3-unlisted')))
    const again = await ingest(completionEvent('request-0000001', '1234567', of('gpt-4o')))
    expect(again.processed_details).toEqual({
      type: 'DUPLICATE',
      duplicate_of_meter_data_id: first.id,
      duplicate: { of_meter_data_id: first.id },
    })
    const { lines, total, invoice } = await linesOf(server, guide.customerId)
    expect(invoice.status).toBe('OPEN')
    expect(lines.map((line) => [line.meter_value.number, line.amount_excluding_tax.quantity])).toEqual([
      ['1234567', '18.52'],
      ['89012', '0.05'],
      ['333', '0.00'],
    ])
    expect(total).toBe('18.57')
  })

  it('lists raw events without repeated reports, and those when asked', async () => {
    const all = await server.must('GET', `/v1/ingest/meter-data?customer_id=${guide.customerId}`)
    expect(all.data.map(({ reference }: { reference: string }) => reference).sort()).toEqual([
      'request-0000001',
      'request-0000002',
      'request-0000003',
    ])
    const repeated = await server.must('GET', '/v1/events?processed_details_type=DUPLICATE')
    expect(repeated.data).toHaveLength(1)
    const byId = await server.must('GET', `/v1/ingest/meter-data/${repeated.data[0].id}`)
    expect(byId.processed_details.type).toBe('DUPLICATE')
  })

  /** The server may have served other files before: what counts is the difference. */
  const conflicts = async (): Promise<number> => {
    const metrics = await (await fetch(`${server.server.url}/metrics`)).text()
    return Number(/billing_events_total\{outcome="CONFLICT"\} (\d+)/.exec(metrics)?.[1] ?? 0)
  }

  it('counts a reference within one batch once, and keeps other content under it visible', async () => {
    const batch = [
      completionEvent('batch-reference', '10'),
      completionEvent('batch-reference', '10'),
      completionEvent('batch-reference', '10', { meter_properties: [{ reference: 'model_id', value: 'gpt-4o-mini' }] }),
    ]
    const conflictsBefore = await conflicts()
    const { meter_datas: data } = await server.must('POST', '/v1/ingest/meter-datas', { meter_datas: batch })
    expect(data.map((one: { processed_details: { type: string } }) => one.processed_details.type)).toEqual([
      'DEFAULT',
      'DUPLICATE',
      'DUPLICATE',
    ])
    const { lines } = await linesOf(server, guide.customerId)
    expect(lines[0]?.meter_value.number).toBe('1234577')
    expect((await conflicts()) - conflictsBefore).toBe(1)
  })

  it('loses and doubles nothing when fifty callers report at once', async () => {
    const before = Number((await linesOf(server, guide.customerId)).lines[0]?.meter_value.number)
    const references = Array.from({ length: 200 }, (_, index) => `parallel-${index % 150}`)
    const types = await Promise.all(
      references.map(async (reference) => (await ingest(completionEvent(reference, '7'))).processed_details.type),
    )
    expect(types.filter((type) => type === 'DEFAULT')).toHaveLength(150)
    const after = Number((await linesOf(server, guide.customerId)).lines[0]?.meter_value.number)
    expect(after - before).toBe(150 * 7)
  })

  it('keeps an event that no subscription covers, as NOT_MATCHED', async () => {
    const event = completionEvent('long-before-it', '5', { timestamp: '2020-01-01T00:00:00Z' })
    const stored = await ingest(event)
    expect(stored.processed_details).toEqual({ type: 'NOT_MATCHED', not_matched: { variant: 'NO_SUBSCRIPTION' } })
    const unmatched = await server.must('GET', '/v1/ingest/meter-data?processed_details_type=NOT_MATCHED')
    expect(unmatched.data.map(({ id }: { id: string }) => id)).toEqual([stored.id])
  })

  it('pages through events', async () => {
    const first = await server.must('GET', `/v1/ingest/meter-data?customer_id=${guide.customerId}&limit=100`)
    const second = await server.must('GET', `/v1/ingest/meter-data?customer_id=${guide.customerId}&limit=100&page=2`)
    expect([first.data.length, second.data.length, first.total_number_of_pages]).toEqual([100, 55, 2])
    expect(first.links.next).toContain('page=2')
    expect(second.links.next).toBeNull()
    expect(new Set([...first.data, ...second.data].map(({ id }: { id: string }) => id)).size).toBe(155)
  })
})
