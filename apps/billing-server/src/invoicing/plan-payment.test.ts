import { Decimal, tallyWallet, type WalletGrant } from '@tallygate/rating'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type InvoiceDue, isServedBefore, planPayment, withPayment } from './plan-payment.ts'

const seed = Number(process.env['TEST_SEED'] ?? 20260131)
process.stdout.write(`plan-payment: TEST_SEED=${seed}\n`)

const day = (number: number): Date => new Date(Date.UTC(2026, 0, number))
const cents = (number: number): Decimal => Decimal.fromInteger(number).dividedBy(Decimal.fromInteger(100))

const grant = (id: string, quantity: string, given: Partial<WalletGrant> = {}): WalletGrant => ({
  id,
  walletId: 'wallet',
  promotional: false,
  quantity: Decimal.parse(quantity),
  drawn: Decimal.ZERO,
  startAt: day(1),
  expireAt: null,
  createdAt: day(1),
  ...given,
})

const due = (invoiceId: string, quantity: string, dueDay: number): InvoiceDue => ({
  customerId: 'customer',
  invoiceId,
  currency: 'USD',
  quantity: Decimal.parse(quantity),
  dueAt: day(dueDay),
  periodStart: day(1),
})

describe('planPayment', () => {
  it.each<[string, WalletGrant[], InvoiceDue[], number, string[]]>([
    ['pays nothing out of nothing', [], [], 31, []],
    ['pays all of it', [grant('a', '30')], [], 31, ['a 20']],
    ['pays what there is', [grant('a', '12.34')], [], 31, ['a 12.34']],
    [
      'uses the earliest expiry, then a gift, then what was paid',
      [grant('paid', '9'), grant('gift', '9', { promotional: true }), grant('soon', '9', { expireAt: day(40) })],
      [],
      31,
      ['soon 9', 'gift 9', 'paid 2'],
    ],
    ['leaves what has been drawn', [grant('a', '30', { drawn: Decimal.parse('25') })], [], 31, ['a 5']],
    ['leaves what expired before it was due', [grant('a', '30', { expireAt: day(20) })], [], 31, []],
    ['uses what expires between due and FINAL', [grant('a', '30', { expireAt: day(25) })], [], 31, ['a 20']],
    ['uses what starts between due and FINAL', [grant('a', '30', { startAt: day(31) })], [], 31, ['a 20']],
    ['leaves what starts after FINAL', [grant('a', '30', { startAt: day(32) })], [], 31, []],
    ['leaves what is reserved for an earlier one', [grant('a', '30')], [due('earlier', '25', 10)], 31, ['a 5']],
    [
      'is paid by a later grant only after an earlier one',
      [grant('a', '30', { startAt: day(28) })],
      [due('earlier', '25', 10)],
      31,
      ['a 5'],
    ],
    [
      'does not miss what an earlier one could not use',
      [grant('a', '30', { startAt: day(12), expireAt: day(25) }), grant('b', '5')],
      [due('earlier', '5', 10)],
      31,
      ['a 20'],
    ],
  ])('%s', (_, grants, earlier, finalDay, want) => {
    const draws = planPayment(grants, due('own', '20', 24), earlier, day(finalDay))
    expect(draws.map(({ grantId, quantity }) => `${grantId} ${quantity}`)).toEqual(want)
  })

  it('takes what it showed before, whichever becomes FINAL first, to the cent, and granted = used + expired + left', () => {
    const someGrants = fc.array(
      fc.record({
        cents: fc.integer({ min: 1, max: 5_000 }),
        start: fc.integer({ min: 1, max: 31 }),
        lasts: fc.option(fc.integer({ min: 1, max: 31 })),
        promotional: fc.boolean(),
      }),
      { maxLength: 6 },
    )
    const someDues = fc.array(
      fc.record({ cents: fc.integer({ min: 1, max: 6_000 }), day: fc.integer({ min: 1, max: 31 }) }),
      { minLength: 1, maxLength: 5 },
    )
    fc.assert(
      fc.property(someGrants, someDues, fc.infiniteStream(fc.nat()), (given, asked, picks) => {
        let grants = given.map(({ cents: of, start, lasts, promotional }, index) =>
          grant(`grant-${index}`, cents(of).toString(), {
            promotional,
            startAt: day(start),
            expireAt: lasts === null ? null : day(start + lasts),
          }),
        )
        const dues = asked.map(({ cents: of, day: at }, index) => due(`invoice-${index}`, cents(of).toString(), at))
        const shown = new Map(
          dues.map((one) => [one.invoiceId, planPayment(grants, one, earlierThan(one, dues), day(32))]),
        )
        const open = [...dues]
        while (open.length > 0) {
          const [one] = open.splice(picks.next().value % open.length, 1)
          if (one === undefined) break
          const taken = planPayment(grants, one, earlierThan(one, open), day(32))
          expect(Decimal.sum(taken.map(({ quantity }) => quantity)).compare(one.quantity)).toBeLessThanOrEqual(0)
          expect(totalOf(taken).toString()).toBe(totalOf(shown.get(one.invoiceId) ?? []).toString())
          grants = grants.map((each) => ({
            ...each,
            drawn: each.drawn.plus(totalOf(taken.filter(({ grantId }) => grantId === each.id))),
          }))
        }
        for (const { quantity, drawn } of grants) expect(drawn.compare(quantity)).toBeLessThanOrEqual(0)
        const tally = tallyWallet(grants, { draws: [], overages: [] }, day(64), () => false)
        expect(tally.granted.toString()).toBe(tally.used.plus(tally.expired).plus(tally.left).toString())
        expect(tally.used.toString()).toBe(Decimal.sum([...shown.values()].map((draws) => totalOf(draws))).toString())
      }),
      { seed, numRuns: 500 },
    )
  })
})

const earlierThan = (own: InvoiceDue, dues: readonly InvoiceDue[]): InvoiceDue[] =>
  dues.filter((one) => one !== own && isServedBefore(one, own))

const totalOf = (draws: readonly { readonly quantity: Decimal }[]): Decimal =>
  Decimal.sum(draws.map(({ quantity }) => quantity))

describe('withPayment', () => {
  const usd = (quantity: string) => ({ quantity, currency: 'USD' }) as const
  const invoice = { status: 'FINAL', billing_currency: 'USD', invoice_amount_including_tax: usd('20.00') }
  const stands = { currency: 'USD', total: Decimal.parse('20') }
  const paying = (quantity: string) => planPayment([grant('a', quantity)], due('own', '20', 24), [], day(31))

  it.each([
    ['all of it', '20', 'FINAL', { paid: true, payment_status: 'PAID', open: '0.00', settled: '20.00' }],
    ['a part', '7.5', 'FINAL', { paid: false, payment_status: 'PARTIALLY_PAID', open: '12.50', settled: '7.50' }],
    ['all of a DRAFT, which is not paid yet', '20', 'DRAFT', { open: '0.00', settled: '20.00' }],
  ])('says of %s what is paid and what is left', (_, quantity, status, { open, settled, ...state }) => {
    expect(withPayment({ ...invoice, status }, stands, paying(quantity))).toEqual({
      ...invoice,
      status,
      ...state,
      open_invoice_amount: usd(open),
      closed_invoice_amount: usd(settled),
      paid_invoice_amount: usd(settled),
    })
  })

  it('leaves an invoice as it is of which nothing is paid', () => {
    expect(withPayment(invoice, stands, [])).toBe(invoice)
  })
})
