import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { followGuide, type Guide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { completionEvent, TestServer } from './test-server.ts'

describe.each(testEngines)('trials, add-ons and several subscriptions, on $name', (engine) => {
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

  const moveTo = (now: string) => server.must('POST', '/local/clock', { now })
  const granted = async (customer = 'acme-corp') => {
    const answer = await server.must('GET', `/v1/customers/${customer}/entitlements`)
    const values = (items: { feature_reference: string; number?: string; enums?: string[]; switch?: boolean }[]) =>
      Object.fromEntries(items.map((one) => [one.feature_reference, one.number ?? one.enums ?? one.switch]))
    return {
      all: values(answer.entitlements),
      each: Object.fromEntries(
        answer.pricing_plan_subscription_entitlements.map(
          (one: { pricing_plan_subscription_id: string; entitlements: [] }) => [
            one.pricing_plan_subscription_id,
            values(one.entitlements),
          ],
        ),
      ),
    }
  }
  const customer = async (reference: string): Promise<string> =>
    (await server.must('POST', '/v1/customers', { reference, type: 'ORGANIZATION', status: 'ACTIVE' })).id
  /** An ACTIVE subscription with these schedules. */
  const subscribe = async (customerId: string, schedules: object[], members: object = {}): Promise<string> => {
    const { id } = await server.must('POST', '/v1/pricing-plan-subscriptions', { customer_id: customerId, ...members })
    for (const schedule of schedules) {
      await server.must('POST', '/v1/pricing-plan-schedules', {
        pricing_plan_subscription_id: id,
        pricing_plan_version_id: guide.versionId,
        ...schedule,
      })
    }
    await server.must('PATCH', `/v1/pricing-plan-subscriptions/${id}`, { status: 'ACTIVE' })
    return id
  }
  const invoicesOf = async (customerId: string) =>
    (
      await server.must(
        'GET',
        `/v1/invoices?customer_id=${customerId}&include_lines=true&order_by=invoice_date&order_direction=asc`,
      )
    ).data

  it('bills nothing for a trial, grants what the plan grants, shows the usage, and bills the rest of the period', async () => {
    const id = await customer('on-trial')
    await subscribe(id, [
      { type: 'TRIAL', start_at: '2026-01-01T00:00:00Z', end_at: '2026-01-15T00:00:00Z' },
      { start_at: '2026-01-15T00:00:00Z' },
    ])
    expect((await granted('on-trial')).all).toMatchObject({ monthly_token_budget: '10000000', priority_queue: true })
    await moveTo('2026-01-20T00:00:00Z')
    const event = (reference: string, timestamp: string) =>
      server.must(
        'POST',
        '/v1/ingest/meter-data',
        completionEvent(reference, '1000000', { customer_reference: 'on-trial', timestamp }),
      )
    await event('in-the-trial', '2026-01-14T23:59:59Z')
    await event('after-the-trial', '2026-01-15T00:00:00Z')
    await moveTo('2026-02-02T00:00:00Z')
    const [invoice] = await invoicesOf(id)
    const groups = invoice.periods[0].groups.map(
      (group: { start_at: string; lines: { amount_excluding_tax: object; meter_value: { number: string } }[] }) => [
        group.start_at,
        group.lines.map((line) => [line.meter_value.number, line.amount_excluding_tax]),
      ],
    )
    expect(groups).toEqual([
      ['2026-01-01T00:00:00Z', [['1000000', { quantity: '0.00', currency: 'USD' }]]],
      ['2026-01-15T00:00:00Z', [['1000000', { quantity: '15.00', currency: 'USD' }]]],
    ])
    expect([invoice.status, invoice.invoice_amount_including_tax.quantity]).toEqual(['FINAL', '15.00'])
  })

  it('adds up what several subscriptions grant, and says what each of them does', async () => {
    const second = await subscribe(guide.customerId, [
      {
        start_at: '2026-01-01T00:00:00Z',
        entitlements: [
          { feature_reference: 'monthly_token_budget', number: '5', override: true },
          { feature_reference: 'priority_queue', switch: false, override: true },
        ],
      },
    ])
    const plan = { monthly_token_budget: '10000000', available_models: ['gpt-4o', 'gpt-4o-mini'], priority_queue: true }
    const { all, each } = await granted()
    expect(each).toEqual({
      [guide.subscriptionId]: plan,
      [second]: { ...plan, monthly_token_budget: '5', priority_queue: false },
    })
    expect(all).toEqual({ ...plan, monthly_token_budget: '10000005' })
    await server.must('POST', `/v1/pricing-plan-subscriptions/${guide.subscriptionId}/cancel`, { type: 'NOW' })
    expect(Object.keys((await granted()).each)).toEqual([second])
  })

  it('grants an add-on only while the schedule enables it, and what a schedule adds beside its plan', async () => {
    const version = await server.must('GET', `/v1/pricing-plan-versions/${guide.versionId}`)
    const [category] = version.pricing_categories
    const [base] = category.pricings
    const extra = await server.must('POST', '/v1/pricing-plan-versions', {
      pricing_plan_id: guide.planId,
      pricing_categories: version.pricing_categories,
    })
    const addOn = await server.must('POST', '/v1/pricings', {
      pricing_plan_version_id: extra.id,
      name: 'More tokens',
      product_type: 'ADDON',
      product_ids: base.product_ids,
      entitlements: [{ feature_reference: 'monthly_token_budget', number: '1' }],
    })
    await server.must('PATCH', `/v1/pricing-plan-versions/${extra.id}`, { status: 'ACTIVE' })
    const id = await customer('with-add-on')
    await subscribe(id, [
      {
        pricing_plan_version_id: extra.id,
        start_at: '2026-01-01T00:00:00Z',
        entitlements: [{ feature_reference: 'monthly_token_budget', number: '20' }],
        enabled_pricings: [{ pricing_id: addOn.id, start_at: '2026-01-10T00:00:00Z', end_at: '2026-01-20T00:00:00Z' }],
      },
    ])
    const budgets: unknown[] = []
    for (const now of ['2026-01-09T00:00:00Z', '2026-01-10T00:00:00Z', '2026-01-20T00:00:00Z']) {
      await moveTo(now)
      budgets.push((await granted('with-add-on')).all['monthly_token_budget'])
    }
    expect(budgets).toEqual(['10000020', '10000021', '10000020'])
  })

  it('prorates a recurring amount by the days of a first calendar month, and scales a yearly price to the month', async () => {
    const product = await server.must('GET', '/v1/products/ai_agent')
    const fee = async (reference: string) => {
      const item = await server.must('POST', '/v1/product-items', {
        product_id: product.id,
        reference,
        name: reference,
        model_type: 'RECURRING',
      })
      await server.must('POST', `/v1/product-items/${item.id}/activate`)
      return item.id
    }
    const priced = async (reference: string, quantity: string, members: object = {}) => ({
      product_item_ids: [await fee(reference)],
      configs: [{ type: 'FIXED', bands: [{ fixed_amount: { quantity, currency: 'USD' } }], ...members }],
    })
    const version = await server.must('POST', '/v1/pricing-plan-versions', {
      pricing_plan_id: guide.planId,
      status: 'ACTIVE',
      pricing_categories: [
        {
          product_category_id: product.category_id,
          pricings: [
            {
              product_ids: [product.id],
              items: [
                await priced('monthly-fee', '150'),
                await priced('yearly-fee', '120', { pricing_period: { type: 'YEAR', value: 1 } }),
              ],
            },
          ],
        },
      ],
    })
    const id = await customer('by-calendar')
    const terms = { pricing_plan_version_id: version.id, start_at: '2026-01-15T00:00:00Z' }
    await subscribe(id, [terms], { billing_time: 'CALENDAR' })
    await moveTo('2026-02-10T00:00:00Z')
    const amounts = (await invoicesOf(id)).map(
      (invoice: {
        invoice_date: string
        periods: { groups: { lines: { amount_excluding_tax: { quantity: string } }[] }[] }[]
      }) => [
        invoice.invoice_date,
        ...(invoice.periods[0]?.groups[0]?.lines.map((line) => line.amount_excluding_tax.quantity) ?? []),
      ],
    )
    // 17 of the 31 days of January: 150 × 17 ÷ 31 and 10 × 17 ÷ 31.
    expect(amounts).toEqual([
      ['2026-02-01T00:00:00Z', '82.26', '5.48'],
      ['2026-03-01T00:00:00Z', '150.00', '10.00'],
    ])
  })

  it('renews by its renewal term, so that a cancellation after the initial term ends with the term that runs', async () => {
    const id = await customer('on-terms')
    const subscriptionId = await subscribe(id, [{ start_at: '2026-01-01T00:00:00Z' }], {
      initial_term: { type: 'MONTH', value: 3 },
      renewal_term: { type: 'MONTH', value: 2 },
    })
    await moveTo('2026-04-15T00:00:00Z')
    const cancelled = await server.must('POST', `/v1/pricing-plan-subscriptions/${subscriptionId}/cancel`, {
      type: 'AFTER_INITIAL_TERM',
    })
    expect(cancelled).toMatchObject({ status: 'ACTIVE', inactive_periods: [{ start_at: '2026-06-01T00:00:00Z' }] })
    await moveTo('2026-06-02T00:00:00Z')
    expect((await server.must('GET', `/v1/pricing-plan-subscriptions/${subscriptionId}`)).status).toBe('CANCELLED')
    expect((await invoicesOf(id)).map((one: { invoice_date: string }) => one.invoice_date)).toEqual([
      '2026-02-01T00:00:00Z',
      '2026-03-01T00:00:00Z',
      '2026-04-01T00:00:00Z',
      '2026-05-01T00:00:00Z',
      '2026-06-01T00:00:00Z',
    ])
  })

  it('never begins when it is cancelled before its first schedule', async () => {
    const id = await customer('never-begun')
    const subscriptionId = await subscribe(id, [{ start_at: '2026-03-01T00:00:00Z' }])
    const cancelled = await server.must('POST', `/v1/pricing-plan-subscriptions/${subscriptionId}/cancel`, {
      type: 'NOW',
    })
    expect(cancelled.status).toBe('CANCELLED')
    await moveTo('2026-05-01T00:00:00Z')
    expect(await invoicesOf(id)).toEqual([])
    expect((await granted('never-begun')).all).toEqual({})
  })

  it('does not sell to a customer who is not ACTIVE', async () => {
    for (const status of ['DRAFT', 'DEPRECATED', 'ARCHIVED', 'CLOSED']) {
      const { id } = await server.must('POST', '/v1/customers', {
        reference: `is-${status}`,
        type: 'ORGANIZATION',
        status,
      })
      const body = { customer_id: id, reference: 'of-nobody' }
      const subscription = await server.must('POST', '/v1/pricing-plan-subscriptions', body)
      await server.must('POST', '/v1/pricing-plan-schedules', {
        pricing_plan_subscription_id: subscription.id,
        pricing_plan_version_id: guide.versionId,
        start_at: '2026-01-01T00:00:00Z',
      })
      const path = `/v1/pricing-plan-subscriptions/${subscription.id}`
      const refused = await server.call('PATCH', path, { status: 'ACTIVE' })
      expect(refused, status).toMatchObject({ status: 400, body: { field: 'customer_id', resource_type: 'CUSTOMER' } })
    }
  })

  it('lets an invoice fall due at the end of the month', async () => {
    const id = await customer('due-later')
    await subscribe(id, [{ start_at: '2026-01-01T00:00:00Z' }], {
      due_date_configuration: { type: 'END_OF_THE_MONTH', period: { type: 'DAY', value: 30 } },
    })
    const [invoice] = await invoicesOf(id)
    expect([invoice.invoice_date, invoice.due_date]).toEqual(['2026-02-01T00:00:00Z', '2026-03-31T23:59:59Z'])
  })
})
