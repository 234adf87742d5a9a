import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lineOf, Money, paymentOf } from './money.ts'
import { priced, Shop, usd } from './shop.ts'
import { testEngines } from './test-engines.ts'
import { apiKey, TestServer } from './test-server.ts'

const START = '2026-01-01T00:00:00Z'
const FEBRUARY = '2026-02-01T00:00:00Z'
const CLOSED = '2026-02-01T09:00:00Z'
const MONTH = { type: 'MONTH', value: 1 }

describe.each(testEngines)('money of wallets on $name', (engine) => {
  let server: TestServer
  let shop: Shop
  let money: Money

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => Date.parse('2026-01-20T12:00:00Z') })
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    shop = await Shop.open(server)
    money = await Money.open(server)
  })

  const moveTo = (now: string) => server.must('POST', '/local/clock', { now })
  const get = (id: string) => server.must('GET', `/v1/invoices/${id}`)
  const finalise = (id: string) => server.must('PATCH', `/v1/invoices/${id}`, { status: 'FINAL' })

  /** A customer with a monthly fee, and the invoice of January. */
  const sell = async (fee: string, customer = 'acme', more: object = {}) => {
    const configs = [{ type: 'FIXED', bands: [{ amount: usd(fee) }], ...more }]
    const tokens = { configs: [{ type: 'FLAT', bands: [priced('1', '1000')] }] }
    const { customerId, subscriptionId } = await shop.sell(
      customer,
      await shop.versionOf({ platform: { configs }, tokens }),
    )
    const { data } = await server.must('GET', `/v1/invoices?pricing_plan_subscription_id=${subscriptionId}`)
    return { customerId, subscriptionId, invoiceId: data[0].id as string }
  }
  const entries = (invoiceId: string) =>
    server.server.database.query<{ quantity: string; kind: string }>(
      `select e.quantity::text as quantity, e.kind from wallet_entries e join wallet_grants g on g.id = e.grant_id
        where e.invoice_id = $1 order by e.id`,
      [invoiceId],
    )

  it('pays what is due with tax when an invoice becomes FINAL, in burn order, and leaves the rest to be paid', async () => {
    const { customerId, subscriptionId, invoiceId } = await sell('20.00')
    await server.must('PATCH', `/v1/pricing-plan-subscriptions/${subscriptionId}`, { sales_tax_percentage: '8.25' })
    const [paid, gift, euros] = [
      await money.wallet(customerId),
      await money.wallet(customerId, 'granted'),
      await money.wallet(customerId, 'euros'),
    ]
    await money.grant(customerId, paid, '10.00')
    await money.grant(customerId, gift, '4.00', { type: 'PROMOTION' })
    await money.grant(customerId, gift, '1.00', { expire_at: '2026-03-01T00:00:00Z' })
    await server.must('POST', '/v1/wallet-grants', {
      ...money.grantOf(customerId, euros, '100'),
      grant_amount: { quantity: '100', currency: 'EUR' },
    })
    expect(paymentOf(await get(invoiceId))).toBe('UNPAID: 15.00 of 21.65 paid, 6.65 open')
    expect(await money.balanceOf(paid)).toBe('10 10 0')
    expect(await money.balanceOf(gift)).toBe('5 5 0')
    expect(await money.balanceOf(euros)).toBe('100 0 100')
    await moveTo('2026-02-01T07:00:00Z')
    expect(await get(invoiceId)).toMatchObject({ status: 'DRAFT', paid: false, open_invoice_amount: usd('6.65') })
    await moveTo(CLOSED)
    const final = await get(invoiceId)
    expect([final.status, paymentOf(final)]).toEqual(['FINAL', 'PARTIALLY_PAID: 15.00 of 21.65 paid, 6.65 open'])
    // The earliest expiry first, then the gift, then what was paid.
    expect(await entries(invoiceId)).toEqual([
      { quantity: '1', kind: 'DRAW' },
      { quantity: '4', kind: 'DRAW' },
      { quantity: '10', kind: 'DRAW' },
    ])
    // February's invoice finds nothing. More money later pays nothing of what is FINAL.
    expect(await money.balanceOf(paid)).toBe('0 0 0')
    await money.grant(customerId, paid, '50.00')
    expect(await get(invoiceId)).toEqual(final)
    expect(await money.balanceOf(paid)).toBe('50 21.65 28.35')
  })

  it('pays an invoice whole, tells so, and lists it as paid', async () => {
    const { customerId, invoiceId } = await sell('20.00')
    const wallet = await money.wallet(customerId)
    await money.grant(customerId, wallet, '50.00')
    expect((await server.must('GET', '/v1/invoices?paid=true')).data).toEqual([])
    const hook = { reference: 'hook', name: 'Hook', url: 'http://127.0.0.1:9/', active: true }
    await server.must('POST', '/v1/webhooks', {
      ...hook,
      included_actions: ['INVOICE.PAID', 'INVOICE.STATUS_TO_FINAL'],
    })
    await moveTo(CLOSED)
    const paid = await get(invoiceId)
    expect(paymentOf(paid)).toBe('PAID: 20.00 of 20.00 paid, 0.00 open')
    expect((await server.must('GET', '/v1/invoices?paid=true')).data).toMatchObject([{ id: invoiceId }])
    const told = (await server.must('GET', '/v1/webhook-events')).data
    expect(told.map(({ type }: { type: string }) => type).sort()).toEqual(['INVOICE.PAID', 'INVOICE.STATUS_TO_FINAL'])
    const document = await server.must('GET', `/operator/invoices/${invoiceId}.html`)
    expect(document).toMatch(/Paid from balance.*USD 20\.00.*Left to pay.*USD 0\.00/s)
    const pdf = await fetch(`${server.server.url}/v1/invoices/${invoiceId}/pdf`, { headers: { 'x-api-key': apiKey } })
    expect(pdf.status).toBe(200)
    expect(await money.balanceOf(wallet)).toBe('30 20 10')
  })

  it('pays a month with what its plan deposits for it, but not the fee that deposits it', async () => {
    const grants = [
      {
        wallet_type_id: money.typeOf('granted'),
        amount_grant: { amount: usd('25.00') },
        expiry_policy: { expiry_period: MONTH },
      },
    ]
    const { customerId, invoiceId } = await sell('20.00', 'acme', { wallet_grants: grants })
    const { data } = await server.must('GET', `/v1/wallets?customer_id=${customerId}`)
    const walletId = data[0].id
    expect(paymentOf(await get(invoiceId))).toBe('UNPAID: 0.00 of 20.00 paid, 20.00 open')
    await shop.report('acme', 'tokens', '01-10', '15000')
    expect(paymentOf(await get(invoiceId))).toBe('UNPAID: 15.00 of 35.00 paid, 20.00 open')
    expect(await money.balanceOf(walletId)).toBe('25 15 10')
    await moveTo(CLOSED)
    // What was deposited for January pays January, though it has expired when the invoice becomes FINAL.
    expect(paymentOf(await get(invoiceId))).toBe('PARTIALLY_PAID: 15.00 of 35.00 paid, 20.00 open')
    expect(await money.balanceOf(walletId)).toBe('25 0 25')
    expect(await money.balanceOf(walletId, '2026-01-31T23:00:00Z')).toBe('10 0 10')
  })

  it('pays with what comes until FINAL, and not with what expired before the invoice was due', async () => {
    const { customerId, invoiceId } = await sell('20.00')
    const wallet = await money.wallet(customerId)
    await money.grant(customerId, wallet, '3.00', { expire_at: '2026-01-31T12:00:00Z' })
    await money.grant(customerId, wallet, '5.00', { expire_at: FEBRUARY })
    expect(paymentOf(await get(invoiceId))).toBe('UNPAID: 5.00 of 20.00 paid, 15.00 open')
    expect(await money.balanceOf(wallet)).toBe('8 5 3')
    await moveTo('2026-02-01T01:00:00Z')
    await money.grant(customerId, wallet, '7.00')
    await money.grant(customerId, wallet, '90.00', { start_at: '2026-02-01T09:00:00Z' })
    expect(await money.balanceOf(wallet)).toBe('12 12 0')
    expect(paymentOf(await get(invoiceId))).toBe('UNPAID: 12.00 of 20.00 paid, 8.00 open')
    await moveTo(CLOSED)
    expect(paymentOf(await get(invoiceId))).toBe('PARTIALLY_PAID: 12.00 of 20.00 paid, 8.00 open')
    expect(await money.balanceOf(wallet)).toBe('90 20 70')
  })

  it('says of every instant what was there, as it said then', async () => {
    const { customerId } = await sell('20.00')
    const wallet = await money.wallet(customerId)
    await money.grant(customerId, wallet, '100.00', { start_at: '2026-01-05T00:00:00Z' })
    for (const day of ['10', '15']) await shop.report('acme', 'tokens', `01-${day}`, '10000')
    const said = [
      [START, '0 0 0'],
      ['2026-01-05T00:00:00Z', '100 20 80'],
      ['2026-01-12T00:00:00Z', '100 30 70'],
      ['2026-01-20T00:00:00Z', '100 40 60'],
    ] as const
    for (const [at, balance] of said) expect([at, await money.balanceOf(wallet, at)]).toEqual([at, balance])
    await moveTo(CLOSED)
    for (const [at, balance] of said) {
      const open = balance.split(' ')[2]
      expect([at, await money.balanceOf(wallet, at)]).toEqual([at, `${open} 0 ${open}`])
    }
    expect(await money.balanceOf(wallet, FEBRUARY)).toBe('60 0 60')
  })

  it('serves what is due earlier first, reserves it while it is on hold, and does what it showed before', async () => {
    const { customerId, invoiceId } = await sell('20.00')
    const wallet = await money.wallet(customerId)
    await money.grant(customerId, wallet, '30.00')
    await server.must('PATCH', `/v1/invoices/${invoiceId}`, { on_hold: true })
    const later = await money.oneOff(customerId, '15.00', { invoice_date: '2026-02-03T00:00:00Z' })
    const sooner = await money.oneOff(customerId, '4.00')
    const shown = async () => [
      paymentOf(await get(sooner)),
      paymentOf(await get(invoiceId)),
      paymentOf(await get(later)),
    ]
    expect(await shown()).toEqual([
      'UNPAID: 4.00 of 4.00 paid, 0.00 open',
      'UNPAID: 20.00 of 20.00 paid, 0.00 open',
      'UNPAID: 6.00 of 15.00 paid, 9.00 open',
    ])
    expect(await money.balanceOf(wallet)).toBe('30 30 0')
    await moveTo('2026-02-05T00:00:00Z')
    expect(await shown()).toEqual([
      'PAID: 4.00 of 4.00 paid, 0.00 open',
      'UNPAID: 20.00 of 20.00 paid, 0.00 open',
      'PARTIALLY_PAID: 6.00 of 15.00 paid, 9.00 open',
    ])
    expect(await money.balanceOf(wallet)).toBe('20 20 0')
    await server.must('PATCH', `/v1/invoices/${invoiceId}`, { on_hold: false })
    expect(paymentOf(await finalise(invoiceId))).toBe('PAID: 20.00 of 20.00 paid, 0.00 open')
    expect(await money.balanceOf(wallet)).toBe('0 0 0')
  })

  it('is drawn from wallets that are ACTIVE or DEPRECATED, and from no others', async () => {
    const { customerId, invoiceId } = await sell('20.00')
    const [active, deprecated, inactive] = [
      await money.wallet(customerId),
      await money.wallet(customerId),
      await money.wallet(customerId),
    ]
    for (const wallet of [active, deprecated, inactive]) await money.grant(customerId, wallet, '3.00')
    await server.must('POST', `/v1/wallets/${deprecated}/deprecate`)
    await server.must('POST', `/v1/wallets/${inactive}/deactivate`)
    expect(paymentOf(await get(invoiceId))).toBe('UNPAID: 6.00 of 20.00 paid, 14.00 open')
    await moveTo(CLOSED)
    expect(paymentOf(await get(invoiceId))).toBe('PARTIALLY_PAID: 6.00 of 20.00 paid, 14.00 open')
    expect(await money.balanceOf(inactive)).toBe('3 0 3')
  })

  it('is not given back by a credit: what it gives back is granted', async () => {
    const { customerId, invoiceId } = await sell('20.00')
    const wallet = await money.wallet(customerId)
    await money.grant(customerId, wallet, '20.00')
    await moveTo(CLOSED)
    const credit = await server.must('POST', `/v1/invoices/${invoiceId}/credit`, {})
    expect(paymentOf(credit)).toBe('UNPAID: 0.00 of -20.00 paid, -20.00 open')
    expect(paymentOf(await finalise(credit.id))).toBe('UNPAID: 0.00 of -20.00 paid, -20.00 open')
    const oneOff = await server.must('POST', '/v1/invoices', { type: 'ONE_OFF_CREDIT', customer_id: customerId })
    await server.must('POST', `/v1/invoices/${oneOff.id}/lines`, lineOf('5.00'))
    expect(paymentOf(await finalise(oneOff.id))).toBe('UNPAID: 0.00 of -5.00 paid, -5.00 open')
    expect(await money.balanceOf(wallet)).toBe('0 0 0')
    await money.grant(customerId, wallet, '20.00')
    expect(await money.balanceOf(wallet)).toBe('20 20 0')
  })

  it('pays a copy only for what is more than its credit gives back', async () => {
    const { customerId, invoiceId } = await sell('20.00')
    const wallet = await money.wallet(customerId)
    await money.grant(customerId, wallet, '100.00')
    await moveTo(CLOSED)
    const copyOf = async () => {
      const { credit_invoice_id: credit, new_invoice_id: copy } = await server.must(
        'POST',
        `/v1/invoices/${invoiceId}/credit_and_copy`,
        {},
      )
      return { credit, copy }
    }
    const first = await copyOf()
    expect(paymentOf(await get(first.copy))).toBe('UNPAID: 0.00 of 20.00 paid, 20.00 open')
    // All that is open of the three sums to what is owed: nothing.
    await server.must('POST', `/v1/invoices/${first.copy}/lines`, lineOf('3.00'))
    expect(paymentOf(await get(first.copy))).toBe('UNPAID: 3.00 of 23.00 paid, 20.00 open')
    expect(await money.balanceOf(wallet)).toBe('80 23 57')
    // Without its credit a copy is an invoice like any other.
    await server.must('POST', `/v1/invoices/${first.credit}/archive`)
    expect(paymentOf(await get(first.copy))).toBe('UNPAID: 23.00 of 23.00 paid, 0.00 open')
    await server.must('POST', `/v1/invoices/${first.copy}/archive`)
    expect(paymentOf(await get(first.copy))).toBe('UNPAID: 0.00 of 23.00 paid, 23.00 open')
    const second = await copyOf()
    await server.must('POST', `/v1/invoices/${second.copy}/lines`, lineOf('3.00'))
    expect(paymentOf(await finalise(second.credit))).toBe('UNPAID: 0.00 of -20.00 paid, -20.00 open')
    expect(paymentOf(await finalise(second.copy))).toBe('PARTIALLY_PAID: 3.00 of 23.00 paid, 20.00 open')
    expect(await money.balanceOf(wallet)).toBe('77 20 57')
  })

  it('never pays more than there is, in the database too, and never changes a payment', async () => {
    const { customerId, invoiceId } = await sell('20.00')
    await money.grant(customerId, await money.wallet(customerId), '20.00')
    await moveTo(CLOSED)
    const { database } = server.server
    await expect(database.query('update wallet_entries set quantity = 1', [])).rejects.toMatchObject({ code: '23514' })
    const again = `insert into wallet_entries select 'waen_x', customer_id, unit, invoice_id, 'again', kind, grant_id, from_at,
      0.01, created_at from wallet_entries where invoice_id = $1`
    await expect(database.query(again, [invoiceId])).rejects.toMatchObject({ code: '23514' })
  })
})
