import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Money, paymentOf } from './money.ts'
import { Shop, usd } from './shop.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

const seed = Number(process.env['TEST_SEED'] ?? 20260131)
process.stdout.write(`money-model: TEST_SEED=${seed}\n`)

/** Random histories. The engines share all but the SQL, so that PGlite, the slower one, gets fewer. */
const RUNS = process.env['SOAK'] === '1' ? { pglite: 100, postgresql: 100 } : { pglite: 2, postgresql: 5 }
/** Both months of the model. */
const DAYS = 59
/** A day of January and February 2026. */
const dayAt = (day: number, hour = 12): string =>
  new Date(Date.UTC(2026, 0, day, hour)).toISOString().replace('.000Z', 'Z')
const cents = (quantity: string): number => Math.round(Number(quantity) * 100)
const dollars = (cent: number): string => (cent / 100).toFixed(2)

const day = fc.integer({ min: 2, max: DAYS })
const histories = fc.record({
  fee: fc.integer({ min: 1, max: 4_000 }),
  grants: fc.array(
    fc.record({
      cents: fc.integer({ min: 1, max: 3_000 }),
      day,
      lasts: fc.option(fc.integer({ min: 1, max: DAYS })),
      promotional: fc.boolean(),
      granted: fc.boolean(),
    }),
    { maxLength: 8 },
  ),
  oneOffs: fc.array(fc.record({ cents: fc.integer({ min: 1, max: 2_000 }), day }), { maxLength: 5 }),
})

describe.each(testEngines)(`money of wallets and what invoices say on $name (seed ${seed})`, (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => Date.parse(dayAt(1)) })
  })
  afterAll(() => server.stop())

  it('fit to the cent, whatever is granted and billed, and what is shown before FINAL is what is paid', async () => {
    let paidInAll = 0
    await fc.assert(
      fc.asyncProperty(histories, async ({ fee, grants, oneOffs }) => {
        await server.must('POST', '/local/reset')
        const shop = await Shop.open(server)
        const money = await Money.open(server)
        const configs = [{ type: 'FIXED', bands: [{ amount: usd(dollars(fee)) }] }]
        const { customerId } = await shop.sell('acme', await shop.versionOf({ platform: { configs } }))
        const wallets = [await money.wallet(customerId), await money.wallet(customerId, 'granted')] as const
        for (const { cents: of, day: start, lasts, promotional, granted } of grants) {
          await money.grant(customerId, wallets[granted ? 1 : 0], dollars(of), {
            type: promotional ? 'PROMOTION' : 'DEFAULT',
            start_at: dayAt(start),
            ...(lasts !== null && { expire_at: dayAt(start + lasts) }),
          })
        }
        for (const { cents: of, day: date } of oneOffs) {
          await money.oneOff(customerId, dollars(of), { invoice_date: dayAt(date, 0) })
        }
        const all = async () =>
          (await server.must('GET', `/v1/invoices?customer_id=${customerId}&limit=100`)).data as Invoice[]
        const expected = new Map<string, string>()
        // A day at a time: the last that is said of an invoice before it is FINAL is said at noon of the day before.
        for (let at = 1; at <= DAYS + 2; at += 1) {
          await server.must('POST', '/local/clock', { now: dayAt(at) })
          for (const invoice of await all()) {
            const { id, status } = invoice
            const said = paymentOf(invoice).replace(/^[A-Z_]+: /, '')
            if (status === 'FINAL' && expected.has(id)) expect(said).toBe(expected.get(id))
            if (status === 'FINAL') expected.delete(id)
            else expected.set(id, said)
          }
        }
        const finals = (await all()).filter(({ status }) => status === 'FINAL')
        expect(finals).toHaveLength(2 + oneOffs.length)
        const paid = finals.reduce((sum, one) => sum + cents(one.paid_invoice_amount.quantity), 0)
        for (const one of finals) {
          const [total, open] = [one.invoice_amount_including_tax.quantity, one.open_invoice_amount.quantity]
          expect(cents(one.paid_invoice_amount.quantity) + cents(open)).toBe(cents(total))
        }
        const [stored] = await server.server.database.query<{ granted: string; used: string; expired: string }>(
          `select coalesce(sum(quantity), 0)::text as granted, coalesce(sum(drawn), 0)::text as used,
              coalesce(sum(quantity - drawn) filter (where expire_at <= $1), 0)::text as expired
            from wallet_grants where start_at <= $1`,
          [dayAt(DAYS + 2)],
        )
        const balances = await Promise.all(wallets.map((wallet) => money.balanceOf(wallet)))
        const left = balances.reduce((sum, balance) => sum + cents(balance.split(' ')[0] ?? ''), 0)
        expect(cents(stored?.used ?? '')).toBe(paid)
        expect(cents(stored?.granted ?? '')).toBe(paid + cents(stored?.expired ?? '') + left)
        paidInAll += paid
      }),
      { seed, numRuns: RUNS[engine.kind], endOnFailure: true },
    )
    expect(paidInAll).toBeGreaterThan(0)
  })
})

interface Invoice {
  readonly id: string
  readonly status: string
  readonly invoice_amount_including_tax: { readonly quantity: string }
  readonly paid_invoice_amount: { readonly quantity: string }
  readonly open_invoice_amount: { readonly quantity: string }
}
