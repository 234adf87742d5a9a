import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { followGuide, type Guide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { completionEvent, TestServer } from './test-server.ts'

describe.each(testEngines)('what a subscription says about its billing, on $name', (engine) => {
  let server: TestServer
  let guide: Guide

  beforeAll(async () => {
    server = await TestServer.start(engine)
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    guide = await followGuide(server)
    await server.must('POST', `/v1/pricing-plan-subscriptions/${guide.subscriptionId}/cancel`, { type: 'NOW' })
  })

  const subscribe = async (members: object): Promise<string> => {
    const subscription = await server.must('POST', '/v1/pricing-plan-subscriptions', {
      customer_id: guide.customerId,
      ...members,
    })
    await server.must('POST', '/v1/pricing-plan-schedules', {
      pricing_plan_subscription_id: subscription.id,
      pricing_plan_version_id: guide.versionId,
      start_at: new Date(Date.now() - 1000).toISOString(),
    })
    await server.must('PATCH', `/v1/pricing-plan-subscriptions/${subscription.id}`, { status: 'ACTIVE' })
    return subscription.id
  }
  const invoiceOf = async (id: string) => {
    const path = `/v1/invoices?customer_id=${guide.customerId}&include_lines=true`
    return (await server.must('GET', path)).data.find((one: { pricing_plan_subscription_ids: string[] }) =>
      one.pricing_plan_subscription_ids.includes(id),
    )
  }

  it.each(['TEMPLATE', 'QUOTE'])(
    'a subscription of type %s grants nothing, counts nothing, has no invoice',
    async (type) => {
      const id = await subscribe({ type })
      const event = await server.must('POST', '/v1/ingest/meter-data', completionEvent('event-of-nothing', '1000000'))
      expect(event.processed_details.type).toBe('NOT_MATCHED')
      expect(await invoiceOf(id)).toBeUndefined()
      expect((await server.must('GET', '/v1/customers/acme-corp/entitlements')).entitlements).toEqual([])
    },
  )

  it('adds its sales tax to the invoice, and puts the invoice on hold where it says so', async () => {
    const id = await subscribe({ sales_tax_percentage: '10', init_invoice_on_hold: true })
    await server.must('POST', '/v1/ingest/meter-data', completionEvent('event-with-tax', '1000000'))
    expect(await invoiceOf(id)).toMatchObject({
      on_hold: true,
      sales_tax_percentage: '10',
      invoice_amount_including_tax: { quantity: '16.50', currency: 'USD' },
      tax_summary: {
        base_amount: { quantity: '15.00', currency: 'USD' },
        tax_amount: { quantity: '1.50', currency: 'USD' },
        total_amount: { quantity: '16.50', currency: 'USD' },
      },
    })
  })

  it('refuses a negative sales tax, on create and on update', async () => {
    const refused = { status: 400, body: { code: 'INVALID_FIELD', field: 'sales_tax_percentage' } }
    const members = { customer_id: guide.customerId, sales_tax_percentage: '-1' }
    expect(await server.call('POST', '/v1/pricing-plan-subscriptions', members)).toMatchObject(refused)
    const path = `/v1/pricing-plan-subscriptions/${await subscribe({})}`
    expect(await server.call('PATCH', path, { sales_tax_percentage: '-1' })).toMatchObject(refused)
  })
})
