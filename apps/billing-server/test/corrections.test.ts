import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { followGuide, type Guide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { type Answer, completionEvent, TestServer } from './test-server.ts'

const SEED = Number(process.env['TEST_SEED'] ?? 20260131)
const usd = (quantity: string) => ({ quantity, currency: 'USD' })
const minorOf = (invoice: Answer['body'], member = 'invoice_amount_including_tax') =>
  Math.round(Number(invoice[member].quantity) * 100)

describe.each(testEngines)(`corrections on $name (seed ${SEED})`, (engine) => {
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

  const get = (id: string) => server.must('GET', `/v1/invoices/${id}`)
  const refusal = async (path: string, body: unknown, method = 'POST') => {
    const answer = await server.call(method, path, body)
    return [answer.status, answer.body.code, answer.body.field]
  }
  const moveTo = (now: string) => server.must('POST', '/local/clock', { now })
  const linesOf = (invoice: Answer['body']) =>
    invoice.periods.flatMap((period: Answer['body']) => period.groups.flatMap((group: Answer['body']) => group.lines))

  /** The guide's worked example, FINAL: 18.52, 0.05 and 0.00, taxed with 8.25 percent. */
  const worked = async () => {
    const tokens: Readonly<Record<string, string>> = {
      'gpt-4o': '1234567',
      'gpt-4o-mini': '89012',
      'o3-unlisted': '333',
    }
    for (const [model, count] of Object.entries(tokens)) {
      const meter_properties = [{ reference: 'model_id', value: model }]
      const event = { meter_properties, timestamp: '2026-01-10T00:00:00Z' }
      await server.must('POST', '/v1/ingest/meter-data', completionEvent(`worked-${model}`, count, event))
    }
    await moveTo('2026-02-01T01:00:00Z')
    const [{ id }] = (await server.must('GET', '/v1/invoices?statuses[]=DRAFT')).data
    return server.must('PATCH', `/v1/invoices/${id}`, { sales_tax_percentage: '8.25', status: 'FINAL' })
  }

  it('states the tax of an ordinary invoice, line by line and in its summary', async () => {
    const invoice = await worked()
    expect(linesOf(invoice).map((line: Answer['body']) => line.amount_including_tax.quantity)).toEqual([
      '20.05',
      '0.05',
      '0.00',
    ])
    expect(invoice).toMatchObject({
      sales_tax_percentage: '8.25',
      invoice_amount_including_tax: usd('20.10'),
      tax_summary: { base_amount: usd('18.57'), tax_amount: usd('1.53'), total_amount: usd('20.10') },
    })
  })

  it('credits the worked example whole, to the cent, numbers it without a gap, and it never changes', async () => {
    const invoice = await worked()
    const credit = await server.must('POST', `/v1/invoices/${invoice.id}/credit`, { note: 'Wrong customer' })
    expect(credit).toMatchObject({
      type: 'CREDIT',
      invoice_amount_including_tax: usd('-20.10'),
      tax_summary: { base_amount: usd('-18.57'), tax_amount: usd('-1.53'), total_amount: usd('-20.10') },
      credit: { original_invoice_info: { invoice_number: invoice.invoice_number }, note: 'Wrong customer' },
    })
    expect(linesOf(credit).map((line: Answer['body']) => line.amount_excluding_tax.quantity)).toEqual([
      '-18.52',
      '-0.05',
    ])
    await moveTo('2026-02-01T08:59:00Z')
    expect((await get(credit.id)).status).toBe('DRAFT')
    await moveTo('2026-02-01T09:01:00Z')
    const final = await get(credit.id)
    expect([invoice.invoice_number, final.status, final.invoice_number]).toEqual(['2026-0001', 'FINAL', '2026-0002'])
    expect(await refusal(`/v1/invoices/${credit.id}`, { footnote: 'x' }, 'PATCH')).toEqual([
      400,
      'INVALID_OPERATION',
      undefined,
    ])
    expect(await refusal(`/v1/invoices/${credit.id}/credit`, {})).toEqual([400, 'INVALID_OPERATION', undefined])
    const { database } = server.server
    await expect(database.query(`update invoices set body = '{}' where id = $1`, [credit.id])).rejects.toThrow('FINAL')
    await expect(database.query(`delete from invoices where id = $1`, [credit.id])).rejects.toThrow('FINAL')
  })

  it('credits selected periods, groups, lines and amounts, and refuses what the invoice does not have', async () => {
    const { id } = await worked()
    const credit = (body: object) => server.must('POST', `/v1/invoices/${id}/credit`, body)
    const path = `/v1/invoices/${id}/credit`
    const line = (line_order: number, amount?: string, currency = 'USD') => ({
      periods: [
        {
          period_order: 1,
          groups: [
            { group_order: 1, lines: [{ line_order, ...(amount && { amount: { quantity: amount, currency } }) }] },
          ],
        },
      ],
    })
    const at = 'periods.0.groups.0.lines.0'
    expect(await refusal(path, line(9))).toEqual([400, 'INVALID_FIELD', `${at}.line_order`])
    expect(await refusal(path, line(1, '18.53'))).toEqual([400, 'INVALID_FIELD', `${at}.amount`])
    expect(await refusal(path, line(1, '-1.00'))).toEqual([400, 'INVALID_FIELD', `${at}.amount`])
    expect(await refusal(path, line(1, '0'))).toEqual([400, 'INVALID_FIELD', `${at}.amount`])
    expect(await refusal(path, line(1, '1.005'))).toEqual([400, 'INVALID_FIELD', `${at}.amount.quantity`])
    expect(await refusal(path, line(1, '1.00', 'EUR'))).toEqual([400, 'INVALID_FIELD', `${at}.amount.currency`])
    const twice = { groups: [{ group_order: 1 }, { group_order: 1 }] }
    expect(await refusal(path, twice)).toEqual([400, 'INVALID_FIELD', 'groups.1.group_order'])
    const wrongSum = { periods: [{ ...line(1, '1.00').periods[0], amount: usd('2.00') }] }
    expect(await refusal(path, wrongSum)).toEqual([400, 'INVALID_FIELD', 'periods.0.amount'])
    expect((await server.must('GET', '/v1/invoices?statuses[]=DRAFT')).data).toEqual([])

    const two = await credit(line(2))
    expect(two.invoice_amount_including_tax).toEqual(usd('-0.05'))
    const half = await credit(line(1, '9.26'))
    expect(half.tax_summary).toEqual({
      base_amount: usd('-9.26'),
      tax_amount: usd('-0.76'),
      total_amount: usd('-10.02'),
    })
    // What is left of the group is 9.26 of its first line; its tax makes up for the half cent of before.
    const rest = await credit({ groups: [{ group_order: 1, amount: usd('9.26') }] })
    expect(rest.tax_summary).toMatchObject({ tax_amount: usd('-0.77'), total_amount: usd('-10.03') })
    expect(await refusal(path, {})).toEqual([400, 'INVALID_OPERATION', undefined])
  })

  it('nets to zero, line by line and tax by tax, for random invoices that are credited and copied', async () => {
    const cents = fc.integer({ min: 1, max: 999_999 })
    const given = fc.record({
      tax: fc.constantFrom('0', '8.25', '21', '7.7'),
      revenues: fc.array(cents, { minLength: 1, maxLength: 6 }),
      deduction: fc.option(fc.integer({ min: 1, max: 99 })),
      partial: fc.option(fc.integer({ min: 1, max: 99 })),
    })
    await fc.assert(
      fc.asyncProperty(given, async ({ tax, revenues, deduction, partial }) => {
        const invoice = await server.must('POST', '/v1/invoices', {
          type: 'ONE_OFF',
          customer_id: guide.customerId,
          sales_tax_percentage: tax,
        })
        const add = (cent: number, type: string) =>
          server.must('POST', `/v1/invoices/${invoice.id}/lines`, {
            pricing_name: `Line of ${cent}`,
            pricing_type: 'FIXED',
            product_item_type: type,
            pricing_band: { fixed_amount: usd((cent / 100).toFixed(2)) },
          })
        for (const cent of revenues) await add(cent, 'REVENUE')
        const most = Math.max(...revenues)
        if (deduction !== null && most > 200) await add(deduction, 'DEDUCTION')
        const final = await server.must('PATCH', `/v1/invoices/${invoice.id}`, { status: 'FINAL' })
        let early = 0
        if (partial !== null && most > 200) {
          const lines = [{ line_order: revenues.indexOf(most) + 1, amount: usd((partial / 100).toFixed(2)) }]
          const body = { periods: [{ period_order: 1, groups: [{ group_order: 1, lines }] }] }
          early = minorOf(await server.must('POST', `/v1/invoices/${final.id}/credit`, body))
        }
        const made = await server.must('POST', `/v1/invoices/${final.id}/credit_and_copy`, {})
        const credit = await get(made.credit_invoice_id)
        const copy = await get(made.new_invoice_id)
        expect(minorOf(credit) + minorOf(copy)).toBe(0)
        expect(minorOf(final) + early + minorOf(credit)).toBe(0)
        const shown = (one: Answer['body'], sign: number) =>
          linesOf(one).map((line: Answer['body']) => [
            line.description,
            sign * minorOf(line, 'amount_excluding_tax'),
            sign * minorOf(line, 'amount_including_tax'),
          ])
        expect(shown(copy, 1)).toEqual(shown(credit, -1))
        if (early === 0) expect(shown(copy, 1)).toEqual(shown(final, 1))
        expect(await refusal(`/v1/invoices/${final.id}/credit`, {})).toEqual([400, 'INVALID_OPERATION', undefined])
      }),
      { seed: SEED, numRuns: 12 },
    )
  })

  it('gives credits that come at once no more than the invoice, and the database holds it as well', async () => {
    const { id } = await worked()
    const body = { groups: [{ group_order: 1, lines: [{ line_order: 1, amount: usd('5.00') }] }] }
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => server.call('POST', `/v1/invoices/${id}/credit`, body)),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, ...Array(9).fill(400)])
    const { data } = await server.must('GET', '/v1/invoices?statuses[]=DRAFT')
    expect(data.map((one: Answer['body']) => minorOf(one))).toEqual([-542, -541, -541])
    const document = JSON.stringify({ invoice_amount_including_tax: usd('-100.00') })
    await expect(
      server.server.database.query(
        `insert into invoices (id, type, status, customer_id, invoice_date, original_invoice_id, created_at, updated_at, body)
          values ('past', 'CREDIT', 'DRAFT', $1, now(), $2, now(), now(), $3::jsonb)`,
        [guide.customerId, id, document],
      ),
    ).rejects.toThrow('would be credited')
  })

  it('counts a one-off credit that names its original towards what is left of it', async () => {
    const { id } = await worked()
    const credit = await server.must('POST', '/v1/invoices', {
      type: 'ONE_OFF_CREDIT',
      customer_id: guide.customerId,
      credit: { original_invoice_id: id, note: 'Outage' },
    })
    const line = (quantity: string) => ({
      pricing_name: 'Outage',
      pricing_type: 'FLAT',
      pricing_band: { amount: usd(quantity) },
      volume: { number: '2' },
    })
    const path = `/v1/invoices/${credit.id}/lines`
    expect(await refusal(path, line('10.06'))).toEqual([400, 'INVALID_OPERATION', undefined])
    const kept = await server.must('POST', path, line('10'))
    expect(kept.invoice_amount_including_tax).toEqual(usd('-20.00'))
    expect(await refusal(`/v1/invoices/${id}/credit`, {})).toEqual([400, 'INVALID_OPERATION', undefined])
    await server.must('POST', `/v1/invoices/${credit.id}/archive`)
    expect(await refusal(path, line('1'))).toEqual([400, 'INVALID_OPERATION', undefined])
    const whole = await server.must('POST', `/v1/invoices/${id}/credit`, {})
    expect(whole.invoice_amount_including_tax).toEqual(usd('-20.10'))
  })

  it('names the member of a one-off or its line that is at fault, and stores nothing', async () => {
    const create = (body: object) =>
      refusal('/v1/invoices', { type: 'ONE_OFF', customer_id: guide.customerId, ...body })
    expect(await create({ type: 'STANDARD' })).toEqual([400, 'INVALID_FIELD', 'type'])
    expect(await create({ type: 'CREDIT' })).toEqual([400, 'INVALID_FIELD', 'type'])
    expect(await create({ customer_id: 'nobody' })).toEqual([400, 'RESOURCES_NOT_FOUND', 'customer_id'])
    expect(await create({ customer_id: null })).toEqual([400, 'MISSING_FIELD', 'customer_id'])
    expect(await create({ billing_currency: 'XAU' })).toEqual([400, 'INVALID_FIELD', 'billing_currency'])
    expect(await create({ pricing_amount_type: 'INCLUDING_TAX' })).toEqual([
      400,
      'INVALID_FIELD',
      'pricing_amount_type',
    ])
    expect(await create({ sales_tax_percentage: '-1' })).toEqual([400, 'INVALID_FIELD', 'sales_tax_percentage'])
    expect(await create({ invoice_date: '2026-02-01T00:00:00Z', due_date: '2026-01-31T00:00:00Z' })).toEqual([
      400,
      'INVALID_FIELD',
      'due_date',
    ])
    expect(await create({ pricing_plan_subscription_ids: ['none'] })).toEqual([
      400,
      'RESOURCES_NOT_FOUND',
      'pricing_plan_subscription_ids.0',
    ])
    expect(await create({ credit: { original_invoice_id: 'none' } })).toEqual([400, 'INVALID_FIELD', 'credit'])
    const credit = { type: 'ONE_OFF_CREDIT', credit: { original_invoice_id: 'none' } }
    expect(await create(credit)).toEqual([400, 'RESOURCES_NOT_FOUND', 'credit.original_invoice_id'])
    expect((await server.must('GET', '/v1/invoices?statuses[]=DRAFT')).data).toEqual([])

    const { id } = await server.must('POST', '/v1/invoices', { type: 'ONE_OFF', customer_id: guide.customerId })
    const flat = { pricing_name: 'A', pricing_type: 'FLAT', pricing_band: { amount: usd('1') } }
    const rows: readonly [object, string, string][] = [
      [{ pricing_name: null }, 'MISSING_FIELD', 'pricing_name'],
      [{ pricing_band: undefined }, 'INVALID_FIELD', 'pricing_band'],
      [{ pricing_band: {} }, 'INVALID_FIELD', 'pricing_band.amount'],
      [{ pricing_band: { amount: usd('-1') } }, 'INVALID_FIELD', 'pricing_band.amount'],
      [
        { pricing_band: { amount: { quantity: '1', currency: 'EUR' } } },
        'INVALID_FIELD',
        'pricing_band.amount.currency',
      ],
      [{ volume: { number: '-1' } }, 'INVALID_FIELD', 'volume.number'],
      [{ volume: { number: '1', amount: usd('1') } }, 'INVALID_FIELD', 'volume'],
      [{ volume: { number: '9'.repeat(64) } }, 'INVALID_FIELD', 'volume'],
      [{ pricing_type: 'PASS_THROUGH', pricing_band: undefined }, 'MISSING_FIELD', 'volume.amount'],
      [{ pricing_type: 'FLAT_TOP_UP' }, 'INVALID_FIELD', 'pricing_type'],
      [{ product_item_id: 'none' }, 'RESOURCES_NOT_FOUND', 'product_item_id'],
      [{ pricing_plan_subscription_id: 'none' }, 'RESOURCES_NOT_FOUND', 'pricing_plan_subscription_id'],
      [{ start_at: '2026-02-01T00:00:00Z', end_at: '2026-01-01T00:00:00Z' }, 'INVALID_FIELD', 'end_at'],
    ]
    for (const [change, code, field] of rows) {
      expect(await refusal(`/v1/invoices/${id}/lines`, { ...flat, ...change }), JSON.stringify(change)).toEqual([
        400,
        code,
        field,
      ])
    }
    expect(linesOf(await get(id))).toEqual([])
    expect(await refusal(`/v1/invoices/${id}`, { status: 'FINAL' }, 'PATCH')).toEqual([
      400,
      'INVALID_OPERATION',
      undefined,
    ])
  })

  it('closes one-off invoices like the others: in bulk, after the grace, not on hold, and never without lines', async () => {
    const create = (body = {}) =>
      server.must('POST', '/v1/invoices', { type: 'ONE_OFF', customer_id: guide.customerId, ...body })
    const line = { pricing_name: 'Setup', pricing_type: 'FIXED', pricing_band: { fixed_amount: usd('250') } }
    const add = (id: string) => server.must('POST', `/v1/invoices/${id}/lines`, line)
    const [bulk, held, empty, later] = [
      await create(),
      await create({ on_hold: true }),
      await create(),
      await create({ invoice_date: '2026-01-25T00:00:00Z' }),
    ]
    for (const { id } of [bulk, held, later]) await add(id)
    // One whose only line was taken off again waits for nothing.
    const [onlyLine] = linesOf(await add(empty.id))
    await server.must('DELETE', `/v1/invoices/${empty.id}/lines/${onlyLine.id}`)
    const due = await server.server.database.query('select final_due_at from invoices where id = $1', [empty.id])
    expect(due).toEqual([{ final_due_at: null }])
    const action = await server.must('POST', '/v1/bulk-actions', {
      type: 'FINALIZE_INVOICES',
      finalize_invoices: { invoice_date: '2026-01-20T23:00:00Z' },
    })
    const { data } = await server.must('GET', `/v1/bulk-actions/${action.id}/items`)
    const told = new Map(data.map((item: Answer['body']) => [item.target_resource.id, item.message ?? item.status]))
    expect(told).toEqual(
      new Map([
        [bulk.id, 'SUCCEEDED'],
        [empty.id, 'The invoice has no lines'],
      ]),
    )
    const statuses = async () => Promise.all([bulk, held, empty, later].map(async ({ id }) => (await get(id)).status))
    expect(await statuses()).toEqual(['FINAL', 'DRAFT', 'DRAFT', 'DRAFT'])
    await moveTo('2026-01-25T07:59:00Z')
    expect(await statuses()).toEqual(['FINAL', 'DRAFT', 'DRAFT', 'DRAFT'])
    await moveTo('2026-01-25T08:01:00Z')
    expect(await statuses()).toEqual(['FINAL', 'DRAFT', 'DRAFT', 'FINAL'])
    await server.must('PATCH', `/v1/invoices/${held.id}`, { on_hold: false })
    await moveTo('2026-01-25T16:02:00Z')
    expect(await statuses()).toEqual(['FINAL', 'FINAL', 'DRAFT', 'FINAL'])
    const numbers = await Promise.all([bulk, later, held].map(async ({ id }) => (await get(id)).invoice_number))
    expect(numbers).toEqual(['2026-0001', '2026-0002', '2026-0003'])
  })

  it('taxes a one-off invoice anew when its tax changes, and tells webhooks of each status', async () => {
    const hook = await server.must('POST', '/v1/webhooks', {
      url: 'http://127.0.0.1:9/none',
      name: 'invoices',
      reference: 'invoices',
      included_actions: [
        'INVOICE.CREATED',
        'INVOICE.STATUS_TO_DRAFT',
        'INVOICE.STATUS_TO_FINAL',
        'INVOICE.STATUS_TO_ARCHIVED',
      ],
    })
    const { id } = await server.must('POST', '/v1/invoices', { type: 'ONE_OFF', customer_id: guide.customerId })
    for (const amount of ['0.10', '0.10', '0.10']) {
      const pricing_band = { fixed_amount: usd(amount) }
      await server.must('POST', `/v1/invoices/${id}/lines`, { pricing_name: 'A', pricing_type: 'FIXED', pricing_band })
    }
    const taxed = await server.must('PATCH', `/v1/invoices/${id}`, { sales_tax_percentage: '8.25' })
    // Each line is taxed and rounded on its own: 0.00825 is 0.01, three times.
    expect(taxed.tax_summary).toEqual({ base_amount: usd('0.30'), tax_amount: usd('0.03'), total_amount: usd('0.33') })
    await server.must('PATCH', `/v1/invoices/${id}`, { status: 'FINAL' })
    const credit = await server.must('POST', `/v1/invoices/${id}/credit`, {})
    const tax = { sales_tax_percentage: '0' }
    expect(await refusal(`/v1/invoices/${credit.id}`, tax, 'PATCH')).toEqual([
      400,
      'INVALID_FIELD',
      'sales_tax_percentage',
    ])
    await server.must('POST', `/v1/invoices/${credit.id}/archive`)
    const { data } = await server.must('GET', '/v1/webhook-events?limit=100')
    const told = data
      .filter((event: Answer['body']) => event.webhook_id === hook.id)
      .map((event: Answer['body']) => event.type.replace('INVOICE.', ''))
    expect(told.reverse()).toEqual([
      'CREATED',
      'STATUS_TO_DRAFT',
      'STATUS_TO_FINAL',
      'CREATED',
      'STATUS_TO_DRAFT',
      'STATUS_TO_ARCHIVED',
    ])
  })
})
