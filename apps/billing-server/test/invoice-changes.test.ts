import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { followGuide, type Guide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { type Answer, completionEvent, TestServer } from './test-server.ts'

const usd = (quantity: string) => ({ quantity, currency: 'USD' })

describe.each(testEngines)('an invoice that is not FINAL, on $name', (engine) => {
  let server: TestServer
  let guide: Guide
  // Time stands still but for the moves of the clock.
  const start = Date.parse('2026-01-20T00:00:00Z')

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => start })
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    guide = await followGuide(server, { startAt: '2026-01-01T00:00:00Z' })
  })

  const moveTo = (now: string) => server.must('POST', '/local/clock', { now })
  const only = async (status: string) => {
    const { data } = await server.must('GET', `/v1/invoices?statuses[]=${status}&include_lines=true`)
    expect(data).toHaveLength(1)
    return data[0]
  }
  const patch = (id: string, body: object) => server.must('PATCH', `/v1/invoices/${id}`, body)
  const refusal = async (id: string, body: object) => {
    const answer = await server.call('PATCH', `/v1/invoices/${id}`, body)
    return [answer.status, answer.body.code, answer.body.field]
  }
  const report = (reference: string, timestamp: string) =>
    server.must('POST', '/v1/ingest/meter-data', completionEvent(reference, '1000', { timestamp }))
  const quantityOf = (invoice: Answer['body']) => invoice.periods[0].groups[0]?.lines[0]?.meter_value.number ?? '0'

  it('takes late events until its grace is over, and not one second longer', async () => {
    await moveTo('2026-02-01T07:59:59Z')
    const inTime = await report('late-but-in-time', '2026-01-31T23:59:59Z')
    expect(inTime.processed_details).toEqual({ type: 'DEFAULT' })
    expect(quantityOf(await only('DRAFT'))).toBe('1000')
    await moveTo('2026-02-01T08:00:00Z')
    const final = await only('FINAL')
    expect(quantityOf(final)).toBe('1000')
    const tooLate = await report('late-and-too-late', '2026-01-31T23:59:59Z')
    expect(tooLate.processed_details).toEqual({ type: 'DEFAULT' })
    // The first instant of the next period is not late at all.
    const next = await report('of-the-next-period', '2026-02-01T00:00:00Z')
    expect(next.processed_details).toEqual({ type: 'DEFAULT' })
    expect(quantityOf(await only('OPEN'))).toBe('1000')
    expect(await only('FINAL')).toEqual(final)
  })

  it('takes late events for as long as it is on hold, and eight hours after', async () => {
    await moveTo('2026-02-01T01:00:00Z')
    const { id } = await only('DRAFT')
    await patch(id, { on_hold: true })
    await moveTo('2026-02-20T00:00:00Z')
    expect((await report('while-on-hold', '2026-01-10T00:00:00Z')).processed_details.type).toBe('DEFAULT')
    expect(await refusal(id, { status: 'FINAL' })).toEqual([400, 'INVALID_OPERATION', 'status'])
    await patch(id, { on_hold: false })
    await moveTo('2026-02-20T07:59:00Z')
    expect((await report('after-the-hold', '2026-01-10T00:00:00Z')).processed_details.type).toBe('DEFAULT')
    await moveTo('2026-02-20T08:01:00Z')
    expect(quantityOf(await only('FINAL'))).toBe('2000')
  })

  it('has the date that it was given: in its due date, in lists, in bulk actions and when it is FINAL', async () => {
    await moveTo('2026-02-01T01:00:00Z')
    const { id } = await only('DRAFT')
    const dated = await patch(id, { invoice_date: '2026-02-05T00:00:00+01:00' })
    expect([dated.invoice_date, dated.due_date]).toEqual(['2026-02-04T23:00:00Z', '2026-02-04T23:00:00Z'])
    const within = async (range: string) =>
      (await server.must('GET', `/v1/invoices?statuses[]=DRAFT&invoice_date=${encodeURIComponent(range)}`)).data.length
    expect(await within('[2026-02-01T00:00:00Z,2026-02-02T00:00:00Z]')).toBe(0)
    expect(await within('[2026-02-04T00:00:00Z,2026-02-05T00:00:00Z]')).toBe(1)
    const bulk = (until: string) =>
      server.must('POST', '/v1/bulk-actions', { type: 'FINALIZE_INVOICES', finalize_invoices: { invoice_date: until } })
    expect((await bulk('2026-02-02T00:00:00Z')).number_of_resources).toBe(0)
    expect(await refusal(id, { due_date: '2026-02-04T00:00:00Z' })).toEqual([400, 'INVALID_FIELD', 'due_date'])
    await patch(id, { due_date: '2026-02-06T00:00:00Z' })
    expect(await refusal(id, { invoice_date: '2026-02-07T00:00:00Z' })).toEqual([400, 'INVALID_FIELD', 'invoice_date'])
    expect((await bulk('2026-02-05T00:00:00Z')).number_of_resources).toBe(1)
    const final = await only('FINAL')
    expect([final.invoice_date, final.due_date]).toEqual(['2026-02-04T23:00:00Z', '2026-02-06T00:00:00Z'])
  })

  it('refuses a status that it cannot have, and any change once it is FINAL', async () => {
    const open = await only('OPEN')
    expect(await refusal(open.id, { status: 'FINAL' })).toEqual([400, 'INVALID_OPERATION', 'status'])
    expect(await refusal(open.id, { status: 'PAID' })).toEqual([400, 'INVALID_OPERATION', 'status'])
    expect(await refusal(open.id, { sales_tax_percentage: '-1' })).toEqual([
      400,
      'INVALID_FIELD',
      'sales_tax_percentage',
    ])
    await moveTo('2026-02-01T01:00:00Z')
    const { id } = await only('DRAFT')
    const final = await patch(id, { status: 'FINAL', footnote: 'Set with it' })
    expect(final).toMatchObject({ status: 'FINAL', footnote: 'Set with it', invoice_number: '2026-0001' })
    for (const body of [
      { footnote: 'x' },
      { on_hold: true },
      { status: 'FINAL' },
      { invoice_date: final.invoice_date },
    ]) {
      expect(await refusal(id, body)).toEqual([400, 'INVALID_OPERATION', undefined])
    }
    for (const path of ['refresh', 'archive', 'lines', 'add-line']) {
      const body = path === 'refresh' ? { types: ['FULL'] } : { pricing_type: 'NONE', pricing_name: 'x' }
      const answer = await server.call('POST', `/v1/invoices/${id}/${path}`, path === 'archive' ? undefined : body)
      expect([path, answer.status, answer.body.code]).toEqual([path, 400, 'INVALID_OPERATION'])
    }
    expect(await server.must('GET', `/v1/invoices/${id}`)).toEqual(final)
  })

  it('is previewed with the usage of the running period, and nothing is left of a preview', async () => {
    await report('in-the-period', '2026-01-10T00:00:00Z')
    const tables = ['invoices', 'customers', 'pricing_plan_subscriptions', 'pricing_plan_schedules', 'webhook_events']
    const stored = () =>
      Promise.all(tables.map((table) => server.server.database.query(`select * from ${table} order by id`, [])))
    const before = await stored()
    const preview = await server.must('POST', '/v1/invoices/preview', {
      pricing_plan_subscription_id: guide.subscriptionId,
      invoices_per_schedule: 2,
    })
    const { id: _id, ...running } = await only('OPEN')
    expect(preview.invoice).toEqual({
      ...running,
      status: 'DRAFT',
      invoice_number: 'PREVIEW',
      created_at: expect.any(String),
      updated_at: expect.any(String),
    })
    expect(preview.invoice.invoice_amount_including_tax).toEqual(usd('0.02'))
    const dates = preview.invoice_infos[0].invoices.map((one: Answer['body']) => one.invoice_date)
    expect(dates).toEqual(['2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z'])
    expect(await stored()).toEqual(before)
    const rows: readonly [object, string, string][] = [
      [{}, 'MISSING_FIELD', 'pricing_plan_subscription_id'],
      [{ pricing_plan_subscription_id: 'none' }, 'RESOURCES_NOT_FOUND', 'pricing_plan_subscription_id'],
      [
        { pricing_plan_subscription_id: guide.subscriptionId, invoices_per_schedule: 25 },
        'INVALID_FIELD',
        'invoices_per_schedule',
      ],
      [
        { template_pricing_plan_subscription_id: guide.subscriptionId, start_at: '2026-05-01T00:00:00Z' },
        'INVALID_FIELD',
        'template_pricing_plan_subscription_id',
      ],
      [
        {
          pricing_plan_subscription_id: guide.subscriptionId,
          pricing_plan_schedule_customizations: [{ pricing_plan_schedule_id: 'none' }],
        },
        'RESOURCES_NOT_FOUND',
        'pricing_plan_schedule_customizations.0.pricing_plan_schedule_id',
      ],
    ]
    for (const [body, code, field] of rows) {
      const answer = await server.call('POST', '/v1/invoices/preview', body)
      expect([answer.status, answer.body.code, answer.body.field], JSON.stringify(body)).toEqual([400, code, field])
    }
  })

  it('adds its events up anew when it is refreshed, by the prices of now', async () => {
    await report('counted-once', '2026-01-10T00:00:00Z')
    const { id } = await only('OPEN')
    const { database } = server.server
    await database.query('update usage_totals set sum = 7, count = 9 where schedule_id = $1', [guide.scheduleId])
    expect(quantityOf(await only('OPEN'))).toBe('7')
    const refreshed = await server.must('POST', `/v1/invoices/${id}/refresh`, { type: 'FULL' })
    expect(quantityOf(refreshed)).toBe('1000')
    const { status, body } = await server.call('POST', `/v1/invoices/${id}/refresh`, {})
    expect([status, body.code, body.field]).toEqual([400, 'MISSING_FIELD', 'types'])
  })
})
