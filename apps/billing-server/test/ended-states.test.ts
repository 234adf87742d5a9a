import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { followGuide, type Guide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { completionEvent, TestServer } from './test-server.ts'

describe.each(testEngines)('states that end what is sold, on $name', (engine) => {
  let server: TestServer
  let guide: Guide
  const start = Date.parse('2026-01-01T00:00:00Z')

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => start })
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    guide = await followGuide(server, { startAt: '2026-01-01T00:00:00Z' })
  })

  const report = (reference: string, timestamp: string) =>
    server.must('POST', '/v1/ingest/meter-data', completionEvent(reference, '1000000', { timestamp }))
  const patchCustomer = (status: string) => server.call('PATCH', '/v1/customers/acme-corp', { status })

  it.each<[name: string, end: () => Promise<unknown>]>([
    ['is archived', () => server.must('POST', '/v1/customers/acme-corp/archive')],
    ['is forgotten', () => server.must('POST', '/v1/customers/acme-corp/forget')],
    ['is archived by a change', () => patchCustomer('ARCHIVED')],
    ['is closed by a change', () => patchCustomer('CLOSED')],
  ])('a customer who %s is entitled, metered and invoiced until then, and no longer', async (_name, end) => {
    await server.must('POST', '/local/clock', { now: '2026-01-10T12:00:00Z' })
    await report('before-the-end', '2026-01-10T11:00:00Z')
    await end()
    const entitlements = await server.must('GET', '/v1/customers/acme-corp/entitlements')
    expect(entitlements.pricing_plan_subscription_entitlements ?? []).toEqual([])
    expect((await report('late-but-before', '2026-01-10T10:00:00Z')).processed_details.type).toBe('DEFAULT')
    await server.must('POST', '/local/clock', { now: '2026-01-11T00:00:00Z' })
    expect((await report('after-the-end', '2026-01-10T13:00:00Z')).processed_details.type).toBe('NOT_MATCHED')
    await server.must('POST', '/local/clock', { now: '2026-04-01T00:00:00Z' })
    const { data } = await server.must('GET', `/v1/invoices?customer_id=${guide.customerId}`)
    expect(
      data.map((one: { invoice_date: string; invoice_amount_including_tax: { quantity: string } }) => [
        one.invoice_date,
        one.invoice_amount_including_tax.quantity,
      ]),
    ).toEqual([['2026-01-10T12:00:00Z', '30.00']])
  })

  it('a customer with an ACTIVE subscription does not become a DRAFT', async () => {
    const refused = await patchCustomer('DRAFT')
    expect([refused.status, refused.body.field]).toEqual([400, 'status'])
    expect(refused.body.message).toContain(guide.subscriptionId)
  })

  it('a deprecated customer goes on', async () => {
    await server.must('POST', '/v1/customers/acme-corp/deprecate')
    expect((await report('still-sold', '2026-01-01T00:00:00Z')).processed_details.type).toBe('DEFAULT')
  })

  it.each<[method: 'PATCH' | 'POST', path: string, body?: object]>([
    ['PATCH', '/v1/meters/completion_tokens', { status: 'ARCHIVED' }],
    ['PATCH', '/v1/meters/completion_tokens', { status: 'DRAFT' }],
    ['PATCH', '/v1/meter-values/token_count', { status: 'ARCHIVED' }],
    ['PATCH', '/v1/meter-properties/model_id', { status: 'DRAFT' }],
    ['POST', '/v1/product-items/completion_tokens_item/archive'],
    ['POST', '/v1/products/ai_agent/archive'],
  ])('%s %s %j is refused while a plan is sold by it', async (method, path, body) => {
    const refused = await server.call(method, path, body)
    expect([refused.status, refused.body.code, refused.body.field]).toEqual([400, 'INVALID_OPERATION', 'status'])
    expect(refused.body.message).toContain(guide.versionId)
    // As long as a subscription runs, also after the version is sold no more.
    await server.must('PATCH', `/v1/pricing-plan-versions/${guide.versionId}`, { status: 'ARCHIVED' })
    expect((await server.call(method, path, body)).status).toBe(400)
    await server.must('POST', `/v1/pricing-plan-subscriptions/${guide.subscriptionId}/cancel`, { type: 'NOW' })
    expect((await server.call(method, path, body)).status).toBe(200)
  })

  it.each<[noun: string, path: string]>([
    ['meter', '/v1/meters/completion_tokens'],
    ['meter value', '/v1/meter-values/token_count'],
    ['meter property', '/v1/meter-properties/model_id'],
  ])('a plan is not sold by a %s that is not ACTIVE', async (noun, path) => {
    const { pricing_categories: categories } = await server.must('GET', `/v1/pricing-plan-versions/${guide.versionId}`)
    await server.must('PATCH', `/v1/pricing-plan-versions/${guide.versionId}`, { status: 'ARCHIVED' })
    await server.must('POST', `/v1/pricing-plan-subscriptions/${guide.subscriptionId}/cancel`, { type: 'NOW' })
    await server.must('PATCH', path, { status: 'DRAFT' })
    const version = { pricing_plan_id: guide.planId, pricing_categories: categories }
    const refused = await server.call('POST', '/v1/pricing-plan-versions', { ...version, status: 'ACTIVE' })
    expect([refused.status, refused.body.code]).toEqual([400, 'UNABLE_TO_PROCESS_INSTRUCTIONS'])
    expect(refused.body.field).toMatch(/^pricing_categories\.0\.pricings\.0\.items\.\d/)
    expect(refused.body.message).toContain(`The ${noun} `)
    expect((await server.call('POST', '/v1/pricing-plan-versions', version)).status).toBe(201)
  })
})
