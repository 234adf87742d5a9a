import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followGuide, type Guide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { completionEvent, TestServer } from './test-server.ts'

describe.each(testEngines)('filters of lists, on $name', (engine) => {
  let server: TestServer
  let guide: Guide
  beforeAll(async () => {
    server = await TestServer.start(engine)
    guide = await followGuide(server, { startAt: '2026-01-01T00:00:00Z' })
    await server.must('POST', '/v1/ingest/meter-data', completionEvent('event-of-acme', '1'))
    await server.must('POST', '/v1/customers', {
      type: 'INDIVIDUAL',
      reference: 'another-one',
      email: 'another@one.example',
      individual: { first_name: 'A', last_name: 'B' },
    })
  })
  afterAll(() => server.stop())

  const idsOf = async (path: string) => {
    const { data } = await server.must('GET', path)
    return data.map(({ reference, id }: { reference?: string; id: string }) => reference ?? id)
  }

  it.each<[path: string, field: string, code: string]>([
    ['/v1/ingest/meter-data?customer_reference=nobody', 'customer_reference', 'RESOURCES_NOT_FOUND'],
    ['/v1/invoices?customer_reference=nobody', 'customer_reference', 'RESOURCES_NOT_FOUND'],
    ['/v1/ingest/meter-data?customer_id=cust_00000000000000000000', 'customer_id', 'RESOURCES_NOT_FOUND'],
    ['/v1/invoices?customer_id=nobody', 'customer_id', 'RESOURCES_NOT_FOUND'],
    ['/v1/invoices?customer_id=acme-corp', 'customer_id', 'INVALID_FIELD'],
    ['/v1/wallets?customer_id=acme-corp', 'customer_id', 'INVALID_FIELD'],
    ['/v1/ingest/meter-data?meter_id=completion_tokens', 'meter_id', 'INVALID_FIELD'],
    ['/v1/ingest/meter-data?meter_reference=nothing', 'meter_reference', 'RESOURCES_NOT_FOUND'],
    ['/v1/invoices?pricing_plan_subscription_id=nothing', 'pricing_plan_subscription_id', 'RESOURCES_NOT_FOUND'],
    ['/v1/wallet-grants?wallet_id=nothing', 'wallet_id', 'RESOURCES_NOT_FOUND'],
    ['/v1/products?product_category_id=nothing', 'product_category_id', 'RESOURCES_NOT_FOUND'],
    ['/v1/customers?customer_reference=acme-corp', 'customer_reference', 'INVALID_FIELD'],
    ['/v1/customers?status=ACTIVE', 'status', 'INVALID_FIELD'],
    ['/v1/ingest/meter-data?start_at=2026-01-01T00:00:00Z', 'start_at', 'INVALID_FIELD'],
    ['/v1/meters?expand=meter_values', 'expand', 'INVALID_FIELD'],
    ['/v1/meters?', '', ''],
    ['/v1/meters?=x', 'query', 'INVALID_FIELD'],
    ['/v1/meters/completion_tokens?colour=blue', 'colour', 'INVALID_FIELD'],
    ['/v1/meters?status=NEW', 'statuses[].0', 'INVALID_FIELD'],
    ['/v1/invoices?status=FOO', 'statuses[].0', 'INVALID_FIELD'],
    ['/v1/invoices?statuses[]=FINAL&statuses[]=final', 'statuses[].1', 'INVALID_FIELD'],
    ['/v1/reprocess?status=FOO', 'status', 'INVALID_FIELD'],
    ['/v1/webhook-events?status=FOO', 'status', 'INVALID_FIELD'],
    ['/v1/invoices?customer_reference=acme-corp&customer_reference=b', 'customer_reference', 'INVALID_FIELD'],
  ])('%s is refused by its name', async (path, field, code) => {
    const answer = await server.call('GET', path)
    if (field === '') expect(answer.status).toBe(200)
    else expect([answer.status, answer.body.field, answer.body.code]).toEqual([400, field, code])
  })

  it('name the values that a filter takes', async () => {
    const { body } = await server.call('GET', '/v1/invoices?status=FOO')
    expect(body.message).toContain('value is not one of OPEN, DRAFT, FINAL, ARCHIVED')
    const action = { type: 'FINALIZE_INVOICES', finalize_invoices: { invoice_date: '2026-01-01T00:00:00Z' } }
    const { id } = await server.must('POST', '/v1/bulk-actions', action)
    const items = await server.call('GET', `/v1/bulk-actions/${id}/items?statuses[]=FOO`)
    expect([items.status, items.body.field]).toEqual([400, 'statuses[].0'])
    expect(items.body.message).toContain('SUCCEEDED, FAILED')
  })

  it('are refused for what changes something, before anything is changed', async () => {
    const answer = await server.call('POST', '/v1/meters?dry_run=true', { reference: 'not-to-be-made' })
    expect([answer.status, answer.body.field]).toEqual([400, 'dry_run'])
    expect(answer.body.message).toContain('createMeter')
    expect((await server.call('GET', '/v1/meters/not-to-be-made')).status).toBe(404)
  })

  it('take what the examples of the API send', async () => {
    expect(await idsOf('/v1/meters?status=ACTIVE')).toEqual(await idsOf('/v1/meters?statuses[]=ACTIVE'))
    expect(await idsOf('/v1/meters?status=DRAFT')).toEqual([])
    expect(await idsOf('/v1/customers?reference=acme-corp')).toEqual(['acme-corp'])
    expect(await idsOf('/v1/customers?reference=nobody')).toEqual([])
  })

  it('page through lists that the contract gives whole, as through any other', async () => {
    const all = await idsOf('/v1/meters')
    expect(all.length).toBeGreaterThan(1)
    expect(await idsOf('/v1/meters?limit=100&page=1')).toEqual(all)
    expect(await idsOf('/v1/meters?limit=1')).toEqual(all.slice(0, 1))
    expect(await idsOf('/v1/meters?limit=1&page=2')).toEqual(all.slice(1, 2))
    expect(await idsOf('/v1/meters?page=2')).toEqual([])
    expect((await server.call('GET', '/v1/meters?limit=101')).body.field).toBe('limit')
  })

  it('take the reference wherever they take the id, and keep it in the links', async () => {
    const page = await server.must('GET', '/v1/ingest/meter-data?customer_reference=acme-corp&limit=1')
    expect(page.data).toMatchObject([{ reference: 'event-of-acme', customer_id: guide.customerId }])
    expect(page.links.current).toContain('customer_reference=acme-corp')
    expect(await idsOf('/v1/ingest/meter-data?meter_reference=prompt_tokens&customer_reference=acme-corp')).toEqual([])
    expect(await idsOf('/v1/ingest/meter-data?customer_reference=another-one')).toEqual([])
    expect(await idsOf('/v1/invoices?customer_reference=acme-corp')).toEqual(
      await idsOf(`/v1/invoices?customer_id=${guide.customerId}`),
    )
    const both = `/v1/invoices?customer_reference=acme-corp&customer_id=${guide.customerId}`
    expect((await server.call('GET', both)).body.field).toBe('customer_reference')
  })
})
