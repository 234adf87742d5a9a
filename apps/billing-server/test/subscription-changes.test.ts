import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { followGuide, type Guide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { completionEvent, TestServer } from './test-server.ts'

describe.each(testEngines)('a subscription that changes, on $name', (engine) => {
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
  const report = (reference: string, tokens: string, timestamp: string) =>
    server.must('POST', '/v1/ingest/meter-data', completionEvent(reference, tokens, { timestamp }))
  const invoices = async (query = '') =>
    (
      await server.must(
        'GET',
        `/v1/invoices?customer_id=${guide.customerId}&include_lines=true&order_direction=asc${query}`,
      )
    ).data
  const subscription = () => server.must('GET', `/v1/pricing-plan-subscriptions/${guide.subscriptionId}`)
  const cancel = (body: object) =>
    server.must('POST', `/v1/pricing-plan-subscriptions/${guide.subscriptionId}/cancel`, body)

  /** A version of the same plan that bills gpt-4o twice as high. */
  const dearerVersion = async (): Promise<string> => {
    const version = await server.must('GET', `/v1/pricing-plan-versions/${guide.versionId}`)
    const body = JSON.parse(
      JSON.stringify({ pricing_plan_id: guide.planId, pricing_categories: version.pricing_categories }).replace(
        '"0.015"',
        '"0.030"',
      ),
    )
    return (await server.must('POST', '/v1/pricing-plan-versions', { ...body, status: 'ACTIVE' })).id
  }

  it('changes its plan in mid-period: each segment is billed at its own price, on one invoice', async () => {
    await moveTo('2026-01-20T00:00:00Z')
    await report('before-the-change', '1000000', '2026-01-10T00:00:00Z')
    await report('after-the-change-1', '1000000', '2026-01-18T00:00:00Z')
    const versionId = await dearerVersion()
    // The new schedule reaches back: what was reported since is booked on it.
    const schedule = await server.must('POST', '/v1/pricing-plan-schedules?set_previous_end_at=true', {
      pricing_plan_subscription_id: guide.subscriptionId,
      pricing_plan_version_id: versionId,
      start_at: '2026-01-15T00:00:00Z',
    })
    await report('after-the-change-2', '1000000', '2026-01-19T00:00:00Z')
    const [invoice, more] = await invoices()
    expect(more).toBeUndefined()
    expect(invoice.invoice_date).toBe('2026-02-01T00:00:00Z')
    const groups = invoice.periods.flatMap((period: { groups: object[] }) => period.groups)
    expect(
      groups.map((group: { start_at: string; end_at: string; amount_excluding_tax: { quantity: string } }) => [
        group.start_at,
        group.end_at,
        group.amount_excluding_tax.quantity,
      ]),
    ).toEqual([
      ['2026-01-01T00:00:00Z', '2026-01-15T00:00:00Z', '15.00'],
      ['2026-01-15T00:00:00Z', '2026-02-01T00:00:00Z', '60.00'],
    ])
    const infos = (await subscription()).pricing_plan_schedule_infos
    expect(infos.map((info: { id: string; end_at: string | null }) => [info.id, info.end_at])).toEqual([
      [guide.scheduleId, '2026-01-15T00:00:00Z'],
      [schedule.id, null],
    ])
  })

  it('begins its periods anew with a schedule that realigns the invoice date', async () => {
    await moveTo('2026-01-10T00:00:00Z')
    await server.must('POST', '/v1/pricing-plan-schedules?set_previous_end_at=true', {
      pricing_plan_subscription_id: guide.subscriptionId,
      pricing_plan_version_id: await dearerVersion(),
      start_at: '2026-01-15T00:00:00Z',
      realign_invoice_date_to_pricing_plan_schedule_start_at: true,
    })
    await moveTo('2026-02-20T00:00:00Z')
    const dates = (await invoices()).map((one: { invoice_date: string; status: string }) => [
      one.invoice_date,
      one.status,
    ])
    expect(dates).toEqual([
      ['2026-01-15T00:00:00Z', 'FINAL'],
      ['2026-02-15T00:00:00Z', 'FINAL'],
      ['2026-03-15T00:00:00Z', 'OPEN'],
    ])
  })

  it('refuses a schedule that overlaps another, and names the way out', async () => {
    await server.must('PATCH', `/v1/pricing-plan-schedules/${guide.scheduleId}`, { end_at: '2026-06-01T00:00:00Z' })
    const refused = await server.call('POST', '/v1/pricing-plan-schedules', {
      pricing_plan_subscription_id: guide.subscriptionId,
      pricing_plan_version_id: guide.versionId,
      start_at: '2026-01-15T00:00:00Z',
    })
    expect([refused.status, refused.body.field]).toEqual([400, 'start_at'])
    expect(refused.body.message).toContain('set_previous_end_at')
  })

  it('ends at once when it is cancelled now: the last invoice ends there, and later events count nowhere', async () => {
    await moveTo('2026-01-10T12:00:00Z')
    await report('before-the-end', '1000000', '2026-01-10T11:00:00Z')
    await report('a-little-ahead', '1000000', '2026-01-10T12:20:00Z')
    const cancelled = await cancel({ type: 'NOW' })
    expect(cancelled.status).toBe('CANCELLED')
    expect(cancelled.inactive_periods).toEqual([{ type: 'CANCEL', start_at: '2026-01-10T12:00:00Z', end_at: null }])
    await moveTo('2026-04-01T00:00:00Z')
    const all = await invoices()
    expect(
      all.map((one: { invoice_date: string; invoice_amount_including_tax: { quantity: string } }) => [
        one.invoice_date,
        one.invoice_amount_including_tax.quantity,
      ]),
    ).toEqual([['2026-01-10T12:00:00Z', '15.00']])
    const entitlements = await server.must('GET', '/v1/customers/acme-corp/entitlements')
    expect(entitlements).toEqual({ entitlements: [], pricing_plan_subscription_entitlements: [] })
    const [unmatched] = (await server.must('GET', '/v1/events?processed_details_type=NOT_MATCHED')).data
    expect(unmatched.reference).toBe('a-little-ahead')
  })

  it('goes on to the end of its period, and can be taken back until then', async () => {
    await moveTo('2026-01-10T00:00:00Z')
    expect((await cancel({ type: 'NEXT_BILLING_PERIOD' })).status).toBe('ACTIVE')
    expect((await subscription()).inactive_periods[0].start_at).toBe('2026-02-01T00:00:00Z')
    expect((await cancel({ type: 'UNDO' })).inactive_periods).toEqual([])
    await cancel({ type: 'NEXT_BILLING_PERIOD' })
    await moveTo('2026-03-01T00:00:00Z')
    expect((await subscription()).status).toBe('CANCELLED')
    expect((await invoices()).map((one: { status: string }) => one.status)).toEqual(['FINAL'])
    const undone = await server.call('POST', `/v1/pricing-plan-subscriptions/${guide.subscriptionId}/cancel`, {
      type: 'UNDO',
    })
    expect(undone.status).toBe(400)
  })

  it('ends on a date, in the middle of a period', async () => {
    await cancel({ type: 'DATE', cancel_at: '2026-02-14T00:00:00Z' })
    await moveTo('2026-03-20T00:00:00Z')
    expect((await invoices()).map((one: { invoice_date: string }) => one.invoice_date)).toEqual([
      '2026-02-01T00:00:00Z',
      '2026-02-14T00:00:00Z',
    ])
    const past = await server.call('POST', `/v1/pricing-plan-subscriptions/${guide.subscriptionId}/cancel`, {
      type: 'DATE',
      cancel_at: '2026-01-01T00:00:00Z',
    })
    expect(past.status).toBe(400)
  })

  it('ends after its initial term', async () => {
    await server.must('PATCH', `/v1/pricing-plan-subscriptions/${guide.subscriptionId}`, {
      initial_term: { type: 'MONTH', value: 3 },
    })
    const cancelled = await cancel({ type: 'AFTER_INITIAL_TERM' })
    expect(cancelled.inactive_periods[0].start_at).toBe('2026-04-01T00:00:00Z')
  })

  it('never was, when it is voided: no invoice, and its events count nowhere', async () => {
    await moveTo('2026-01-10T00:00:00Z')
    await report('of-a-mistake', '1000', '2026-01-09T00:00:00Z')
    const voided = await server.must('POST', `/v1/pricing-plan-subscriptions/${guide.subscriptionId}/void`)
    expect(voided.status).toBe('VOID')
    expect(await invoices()).toEqual([])
    const [event] = (await server.must('GET', '/v1/events')).data
    expect(event.processed_details.type).toBe('NOT_MATCHED')
  })

  it('cannot be voided once an invoice of it is FINAL', async () => {
    await moveTo('2026-02-02T00:00:00Z')
    const refused = await server.call('POST', `/v1/pricing-plan-subscriptions/${guide.subscriptionId}/void`)
    expect([refused.status, refused.body.code]).toEqual([400, 'INVALID_OPERATION'])
  })

  it('is made at once with its customer and schedules, or not at all', async () => {
    const body = {
      customer: { reference: 'globex', type: 'ORGANIZATION', email: 'x@globex.example' },
      pricing_plan_subscription: { reference: 'globex-pro', billing_currency: 'USD' },
      pricing_plan_schedules: [{ pricing_plan_version_selector: { pricing_plan_reference: 'ai_pro' } }],
      pricing_plan_subscription_start_at: '2026-01-01T00:00:00Z',
    }
    const bad = {
      ...body,
      pricing_plan_schedules: [{ pricing_plan_version_selector: { pricing_plan_reference: 'none' } }],
    }
    expect((await server.call('POST', '/v1/pricing-plan-subscriptions/init', bad)).status).toBe(400)
    expect((await server.call('GET', '/v1/customers/globex')).status).toBe(404)
    const made = await server.must('POST', '/v1/pricing-plan-subscriptions/init', body)
    expect([made.customer.status, made.pricing_plan_subscription.status, made.invoice.status]).toEqual([
      'ACTIVE',
      'ACTIVE',
      'OPEN',
    ])
    expect(made.entitlements_summary.entitlements).toHaveLength(3)
  })

  it('is copied as a draft with its schedules', async () => {
    const copy = await server.must('POST', `/v1/pricing-plan-subscriptions/${guide.subscriptionId}/copy`, {
      reference: 'acme-copy',
    })
    expect([copy.status, copy.reference, copy.pricing_plan_schedule_infos.length]).toEqual(['DRAFT', 'acme-copy', 1])
    expect(copy.id).not.toBe(guide.subscriptionId)
  })

  it('migrates to another version from now on', async () => {
    await moveTo('2026-01-15T00:00:00Z')
    const migrated = await server.must('POST', `/v1/pricing-plan-schedules/${guide.scheduleId}/migrate`, {
      pricing_plan_version_id: await dearerVersion(),
    })
    expect(migrated.start_at.slice(0, 16)).toBe('2026-01-15T00:00')
    expect((await server.must('GET', `/v1/pricing-plan-schedules/${guide.scheduleId}`)).end_at).toBe(migrated.start_at)
  })

  it('keeps what it bills by once it is ACTIVE', async () => {
    for (const [body, field] of [
      [{ billing_period: { type: 'YEAR', value: 1 } }, 'billing_period'],
      [{ billing_currency: 'EUR' }, 'billing_currency'],
      [{ status: 'DRAFT' }, 'status'],
    ] as const) {
      const refused = await server.call('PATCH', `/v1/pricing-plan-subscriptions/${guide.subscriptionId}`, body)
      expect([refused.status, refused.body.field]).toEqual([400, field])
    }
    const version = await server.call('PATCH', `/v1/pricing-plan-versions/${guide.versionId}`, {
      pricing_categories: [],
    })
    expect([version.status, version.body.code]).toEqual([400, 'INVALID_OPERATION'])
  })
})

describe.each(testEngines)('time on $name', (engine) => {
  let server: TestServer
  const start = Date.parse('2026-01-31T12:00:00Z')
  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => start })
  })
  afterAll(() => server.stop())
  beforeEach(() => server.must('POST', '/local/reset'))

  const dates = async (guide: Guide) =>
    (await server.must('GET', `/v1/invoices?customer_id=${guide.customerId}&order_direction=asc`)).data.map(
      (one: { invoice_date: string }) => one.invoice_date,
    )

  it('bills the end of each month from the 31st of January on', async () => {
    const guide = await followGuide(server, { startAt: '2026-01-31T00:00:00Z' })
    await server.must('POST', '/local/clock', { now: '2026-05-01T00:00:00Z' })
    expect(await dates(guide)).toEqual([
      '2026-02-28T00:00:00Z',
      '2026-03-31T00:00:00Z',
      '2026-04-30T00:00:00Z',
      '2026-05-31T00:00:00Z',
    ])
  })

  it('follows the calendar of the customer through the change of the clocks', async () => {
    const guide = await followGuide(server, {
      startAt: '2026-01-31T12:00:00Z',
      billingTime: 'CALENDAR',
      timezone: 'Europe/Amsterdam',
    })
    await server.must('POST', '/local/clock', { now: '2026-04-10T00:00:00Z' })
    expect(await dates(guide)).toEqual([
      '2026-01-31T23:00:00Z',
      '2026-02-28T23:00:00Z',
      '2026-03-31T22:00:00Z',
      '2026-04-30T22:00:00Z',
    ])
  })
})
