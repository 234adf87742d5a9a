import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { followGuide, type Guide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { type Answer, completionEvent, TestServer } from './test-server.ts'

const START = Date.parse('2025-12-20T00:00:00Z')
const LATE_MARK = 'Late usage of 2025-12-01 to 2025-12-31: completion_tokens: model_id gpt-4o'
/** 600.00 USD at the rate of the guide. */
const AWAY = '40000000'

interface Line {
  readonly id: string
  readonly description: string
  readonly amount_excluding_tax: { readonly quantity: string }
  readonly meter_value: { readonly number: string }
}

interface Group {
  readonly start_at: string
  readonly end_at: string
  readonly lines: readonly Line[]
}

const groupsIn = (invoice: Answer['body']): Group[] => invoice.periods[0].groups
const shownIn = (invoice: Answer['body']): string[][] =>
  groupsIn(invoice).flatMap(({ lines }) =>
    lines.map((line) => [line.description, line.meter_value.number, line.amount_excluding_tax.quantity]),
  )

class World {
  readonly server: TestServer

  constructor(server: TestServer) {
    this.server = server
  }

  report(reference: string, tokens: string, timestamp: string): Promise<Answer['body']> {
    return this.server.must('POST', '/v1/ingest/meter-data', completionEvent(reference, tokens, { timestamp }))
  }

  moveTo(now: string): Promise<Answer['body']> {
    return this.server.must('POST', '/local/clock', { now })
  }

  async only(status: string): Promise<Answer['body']> {
    const { data } = await this.server.must('GET', `/v1/invoices?statuses[]=${status}&include_lines=true`)
    expect(data).toHaveLength(1)
    return data[0]
  }

  /** Ingestion is away from 31 December 23:59 to 1 January 08:30; the invoice of December becomes FINAL meanwhile. */
  async away(): Promise<{ readonly final: Answer['body']; readonly late: Answer['body'] }> {
    await this.moveTo('2025-12-31T23:58:30Z')
    await this.report('in-time-000001', '1000000', '2025-12-31T23:58:00Z')
    await this.moveTo('2026-01-01T08:30:00Z')
    const final = await this.only('FINAL')
    const late = await this.report('while-away-0001', AWAY, '2025-12-31T23:59:30Z')
    return { final, late }
  }
}

describe.each(testEngines)('usage that comes after its invoice is FINAL, on $name', (engine) => {
  let server: TestServer
  let world: World
  let guide: Guide

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => START })
    world = new World(server)
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    guide = await followGuide(server, { startAt: '2025-12-01T00:00:00Z' })
  })

  it('stands on a marked line of the next invoice, and the FINAL one stays as it is', async () => {
    const { final, late } = await world.away()
    expect(late.processed_details).toEqual({ type: 'DEFAULT' })
    await world.report('of-january-0001', '2000', '2026-01-01T08:00:00Z')
    const open = await world.only('OPEN')
    expect(shownIn(open)).toEqual([
      ['completion_tokens: model_id gpt-4o', '2000', '0.03'],
      [LATE_MARK, AWAY, '600.00'],
    ])
    expect(groupsIn(open)[1]).toMatchObject({ start_at: '2025-12-01T00:00:00Z', end_at: '2026-01-01T00:00:00Z' })
    expect(open.invoice_amount_including_tax.quantity).toBe('600.03')
    expect(await world.only('FINAL')).toEqual(final)
    const lineIds = [final, open].flatMap((invoice) =>
      groupsIn(invoice).flatMap(({ lines }) => lines.map(({ id }) => id)),
    )
    expect(new Set(lineIds).size).toBe(3)
    const trace = await server.must('GET', `/v1/ingest/meter-data/${late.id}/event_trace`)
    expect(trace.links).toMatchObject([{ id: lineIds[2], invoice_id: open.id }])
  })

  it('adds a second late event to the line, takes a deleted one out, and keeps it right when booked anew', async () => {
    const { late } = await world.away()
    await world.report('while-away-0002', '1000000', '2025-12-31T23:59:40Z')
    expect(shownIn(await world.only('OPEN'))).toEqual([[LATE_MARK, '41000000', '615.00']])
    await server.must('POST', `/v1/events/${late.id}/delete`)
    const left = [[LATE_MARK, '1000000', '15.00']]
    expect(shownIn(await world.only('OPEN'))).toEqual(left)
    const { id } = await world.only('OPEN')
    await server.must('POST', '/v1/reprocess', { type: 'INVOICE', invoice: { invoice_id: id } })
    await server.must('POST', '/v1/reprocess', { type: 'CUSTOMER', customer: { customer_id: guide.customerId } })
    expect(shownIn(await world.only('OPEN'))).toEqual(left)
  })

  it('is FINAL with the invoice that shows it; what comes later still goes on to the next', async () => {
    await world.away()
    await world.moveTo('2026-02-01T08:30:00Z')
    await world.report('even-later-0001', '1000000', '2025-12-31T23:59:50Z')
    expect(shownIn(await world.only('OPEN'))).toEqual([[LATE_MARK, '1000000', '15.00']])
    const { data } = await server.must('GET', '/v1/invoices?statuses[]=FINAL&include_lines=true')
    const [january] = data.filter((invoice: Answer['body']) => shownIn(invoice)[0]?.[0] === LATE_MARK)
    expect(shownIn(january)).toEqual([[LATE_MARK, AWAY, '600.00']])
  })

  it('stays NOT_MATCHED where the subscription has no invoice that is open', async () => {
    await server.must('POST', `/v1/pricing-plan-subscriptions/${guide.subscriptionId}/cancel`, {
      type: 'NEXT_BILLING_PERIOD',
    })
    const { late } = await world.away()
    expect(late.processed_details).toEqual({ type: 'NOT_MATCHED', not_matched: { variant: 'INVOICE_FINAL' } })
  })

  it('is in what-if as it was sold', async () => {
    await world.away()
    const answer = await server.must('POST', '/operator/what-if', {
      from: '2025-12-01T00:00:00Z',
      to: '2026-02-01T00:00:00Z',
      pricing_plan_version_id: guide.versionId,
    })
    expect(answer.totals).toMatchObject([{ before: { quantity: '615.00' }, after: { quantity: '615.00' } }])
  })
})

describe.each(testEngines)('the same with the switch off, on $name', (engine) => {
  let server: TestServer
  let world: World

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => START, putAfterInvoiceFinalOnNextInvoice: false })
    world = new World(server)
  })
  afterAll(() => server.stop())

  it('is kept, counted and told, and goes to the open invoice when it is reprocessed', async () => {
    const guide = await followGuide(server, { startAt: '2025-12-01T00:00:00Z' })
    const { final, late } = await world.away()
    expect(late.processed_details).toEqual({ type: 'NOT_MATCHED', not_matched: { variant: 'INVOICE_FINAL' } })
    expect(shownIn(await world.only('OPEN'))).toEqual([])
    const { data } = await server.must('GET', '/v1/events?processed_details_type=NOT_MATCHED')
    expect(data.map(({ id }: { id: string }) => id)).toEqual([late.id])
    expect((await server.call('GET', '/metrics')).body).toMatch(/NOT_MATCHED"[^\n]* 1\n/)
    await server.must('POST', '/v1/reprocess', { type: 'NOT_MATCHED', not_matched: { customer_id: guide.customerId } })
    const moved = [[LATE_MARK, AWAY, '600.00']]
    expect(shownIn(await world.only('OPEN'))).toEqual(moved)
    // Once moved it stays there, whatever else is booked anew.
    await server.must('POST', '/v1/reprocess', { type: 'CUSTOMER', customer: { customer_id: guide.customerId } })
    expect(shownIn(await world.only('OPEN'))).toEqual(moved)
    expect(await world.only('FINAL')).toEqual(final)
  })
})
