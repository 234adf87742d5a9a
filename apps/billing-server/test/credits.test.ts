import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  balanceOf,
  type CreditsSold,
  grantOf,
  invoiceOf,
  openWallet,
  sellCredits,
  subscribe,
  tokensUsed,
} from './credits.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

const START = '2026-01-01T00:00:00Z'
const january = (day: number, time = '12:00:00'): string => `2026-01-${String(day).padStart(2, '0')}T${time}Z`

/** 2 credits for 1,000 tokens; 1.5 cents for a credit that no wallet had. */
describe.each(testEngines)('credits on $name', (engine) => {
  let server: TestServer
  let sold: CreditsSold
  let customerId: string
  let walletId: string
  let reference = 0

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => Date.parse(january(31)) })
    sold = await sellCredits(server)
    customerId = (await subscribe(server, sold, { reference: 'acme', startAt: START })).customerId
    walletId = await openWallet(server, sold, customerId)
  })
  afterAll(() => server.stop())

  const use = (tokens: string, at: string, customer = 'acme') => {
    reference += 1
    return server.must('POST', '/v1/ingest/meter-data', tokensUsed(customer, `used-tokens-${reference}`, tokens, at))
  }
  const linesNow = async (id = customerId) =>
    (await invoiceOf(server, id, START)).lines.map(
      (line: {
        amount_excluding_tax: { quantity: string }
        details: {
          conversion?: { credits: { quantity: string } }
          wallet_balance_details?: Record<string, { quantity: string }>
        }
      }) => [
        line.amount_excluding_tax.quantity,
        line.details.conversion?.credits.quantity ?? null,
        line.details.wallet_balance_details?.['used_wallet_credits']?.quantity ?? null,
        line.details.wallet_balance_details?.['left_wallet_credits']?.quantity ?? null,
      ],
    )

  it('are drawn by usage, expire in mid-period, and run dry in the middle of an event: to the cent', async () => {
    const grant = (quantity: string, members: object) =>
      server.must('POST', '/v1/wallet-grants', grantOf(sold, customerId, walletId, quantity, members))
    await grant('100', {
      start_at: START,
      expire_at: january(16, '00:00:00'),
      paid_amount: { quantity: '90', currency: 'USD' },
    })
    await grant('50', { start_at: january(10, '00:00:00'), type: 'PROMOTION' })
    // 40 credits, then 20 more of the first grant: it expires first. 40 of it are lost on the 16th.
    await use('20000', january(5))
    await use('10000', january(15))
    // 80 credits in one event: the promotional 50, and 30 that nobody had: 45 cents.
    await use('40000', january(20))
    expect(await linesNow()).toEqual([
      ['0.00', '140', '110', '0'],
      ['0.45', null, null, null],
    ])
    const { invoice } = await invoiceOf(server, customerId, START)
    expect(invoice.invoice_amount_including_tax.quantity).toBe('0.45')
  })

  it('say at every instant what is there, what the running period takes of it, and what is left', async () => {
    expect(await balanceOf(server, walletId, '2025-12-31T00:00:00Z')).toBe('0 0 0')
    expect(await balanceOf(server, walletId, START)).toBe('100 0 100')
    // What is used at the instant itself comes after it.
    expect(await balanceOf(server, walletId, january(5))).toBe('100 0 100')
    expect(await balanceOf(server, walletId, january(5, '12:00:01'))).toBe('100 40 60')
    expect(await balanceOf(server, walletId, january(10, '00:00:00'))).toBe('150 40 110')
    expect(await balanceOf(server, walletId, january(15, '13:00:00'))).toBe('150 60 90')
    expect(await balanceOf(server, walletId, january(16, '00:00:00'))).toBe('110 60 50')
    expect(await balanceOf(server, walletId)).toBe('110 110 0')
  })

  it('follow a late event, and a deleted one, as if they had never been otherwise', async () => {
    const before = await linesNow()
    const late = await use('1000', january(4))
    expect(await linesNow()).toEqual([
      ['0.00', '142', '112', '0'],
      ['0.45', null, null, null],
    ])
    expect(await balanceOf(server, walletId, january(16, '00:00:00'))).toBe('112 62 50')
    await server.must('POST', `/v1/events/${late.id}/delete`)
    expect(await linesNow()).toEqual(before)
  })

  it('are drawn by what is sent as a count too, before a cut and after it, in a what-if as well', async () => {
    const before = await linesNow()
    const counted = (name: string, at: string) =>
      server.must('POST', '/v1/ingest/meter-data', {
        ...tokensUsed('acme', `sent-as-a-count-${name}`, '0', at),
        meter_values: [{ reference: 'token_count', count: '1000' }],
      })
    const sent = [await counted('early', january(4)), await counted('late', january(19))]
    expect(await linesNow()).toEqual([
      ['0.00', '144', '112', '0'],
      ['0.48', null, null, null],
    ])
    for (const usage of ['totals', 'events']) {
      const question = { from: START, to: '2026-02-01T00:00:00Z', pricing_plan_version_id: sold.versionId, usage }
      const { invoices } = await server.must('POST', '/operator/what-if', question)
      expect(invoices[0]).toMatchObject({ before: { quantity: '0.48' }, after: { quantity: '0.48' } })
    }
    for (const { id } of sent) await server.must('POST', `/v1/events/${id}/delete`)
    expect(await linesNow()).toEqual(before)
  })

  it('are taken for good when the invoice is FINAL, and past balances stay the same', async () => {
    await server.must('POST', '/local/clock', { now: '2026-02-01T09:00:00Z' })
    const { invoice } = await invoiceOf(server, customerId, START)
    expect([invoice.status, invoice.invoice_amount_including_tax.quantity]).toEqual(['FINAL', '0.45'])
    expect(await linesNow()).toEqual([
      ['0.00', '140', '110', '0'],
      ['0.45', null, null, null],
    ])
    const entries = await server.server.database.query<{ kind: string; quantity: string }>(
      'select kind, sum(quantity)::text as quantity from wallet_entries group by kind order by kind',
    )
    expect(entries).toEqual([
      { kind: 'DRAW', quantity: '110' },
      { kind: 'OVERAGE_BILLED', quantity: '30' },
    ])
    expect(await balanceOf(server, walletId)).toBe('0 0 0')
    expect(await balanceOf(server, walletId, january(5))).toBe('100 0 100')
    expect(await balanceOf(server, walletId, january(10, '00:00:00'))).toBe('110 0 110')
    expect(await balanceOf(server, walletId, january(15, '13:00:00'))).toBe('90 0 90')
    expect(await balanceOf(server, walletId, january(16, '00:00:00'))).toBe('50 0 50')
  })

  it('cost the same in a what-if under the same version, line by line', async () => {
    const question = { from: START, to: '2026-02-01T00:00:00Z', pricing_plan_version_id: sold.versionId, lines: true }
    const { invoices } = await server.must('POST', '/operator/what-if', question)
    expect(invoices).toHaveLength(1)
    const [{ before, after, difference, lines }] = invoices
    expect([before.quantity, after.quantity, difference.quantity]).toEqual(['0.45', '0.45', '0.00'])
    expect(lines).toHaveLength(2)
    for (const line of lines) expect(line.after).toEqual(line.before)
  })

  it('never change an entry, nor draw a grant twice', async () => {
    const { database } = server.server
    await expect(database.query('update wallet_entries set quantity = 1', [])).rejects.toMatchObject({ code: '23514' })
    await expect(database.query('delete from wallet_entries', [])).rejects.toMatchObject({ code: '23514' })
    const overdraw = `insert into wallet_entries
      select 'waen_x', customer_id, unit, invoice_id, 'another-line', kind, grant_id, from_at, 1000, created_at
      from wallet_entries where kind = 'DRAW' limit 1`
    await expect(database.query(overdraw, [])).rejects.toMatchObject({ code: '23514' })
  })
})

describe.each(testEngines)('credits that nothing sells on $name', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => Date.parse(january(31)) })
  })
  afterAll(() => server.stop())

  it('leave a balance below zero, which the next grant pays', async () => {
    const sold = await sellCredits(server, { overagePrice: null })
    const { customerId } = await subscribe(server, sold, { reference: 'acme', startAt: START })
    const walletId = await openWallet(server, sold, customerId)
    const grant = (quantity: string, start_at: string) =>
      server.must('POST', '/v1/wallet-grants', grantOf(sold, customerId, walletId, quantity, { start_at }))
    await grant('10', START)
    await server.must('POST', '/v1/ingest/meter-data', tokensUsed('acme', 'used-beyond-it', '20000', january(5)))
    expect(await balanceOf(server, walletId)).toBe('10 40 -30')
    expect((await invoiceOf(server, customerId, START)).invoice.invoice_amount_including_tax.quantity).toBe('0.00')
    await server.must('POST', '/local/clock', { now: '2026-02-01T09:00:00Z' })
    expect(await balanceOf(server, walletId)).toBe('-30 0 -30')
    await grant('100', '2026-02-01T00:00:00Z')
    expect(await balanceOf(server, walletId)).toBe('70 0 70')
    await server.must(
      'POST',
      '/v1/ingest/meter-data',
      tokensUsed('acme', 'used-in-february', '40000', '2026-02-01T08:00:00Z'),
    )
    expect(await balanceOf(server, walletId)).toBe('70 80 -10')
    await server.must('POST', '/local/clock', { now: '2026-03-01T09:00:00Z' })
    expect(await balanceOf(server, walletId)).toBe('-10 0 -10')
    expect(await balanceOf(server, walletId, '2026-02-01T08:00:00Z')).toBe('70 0 70')
  })
})
