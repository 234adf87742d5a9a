import { Decimal } from '@tallygate/rating'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { balanceOf, grantOf, invoiceOf, openWallet, sellCredits, subscribe, tokensUsed } from './credits.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

const seed = Number(process.env['TEST_SEED'] ?? 20260131)
process.stdout.write(`credit-model: TEST_SEED=${seed}\n`)

/** Random months. The engines share all but the SQL, so that PGlite, the slower one, gets fewer. */
const RUNS = process.env['SOAK'] === '1' ? { pglite: 100, postgresql: 100 } : { pglite: 2, postgresql: 4 }
const HOUR_MS = 3_600_000
/** Hours of January and of February 2026. */
const MONTHS = [
  { start: Date.parse('2026-01-01T00:00:00Z'), hours: 31 * 24 },
  { start: Date.parse('2026-02-01T00:00:00Z'), hours: 28 * 24 },
] as const
const instant = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z')

/** Makes random events of a month, in hours from its start. */
const month = (hours: number) =>
  fc.record({
    grants: fc.array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 500 }),
        // Not in the grace of the month before: that is closed by then.
        start: fc.integer({ min: 10, max: hours - 24 }),
        lasts: fc.option(fc.integer({ min: 1, max: hours })),
        promotional: fc.boolean(),
      }),
      { maxLength: 4 },
    ),
    events: fc.array(
      fc.record({ at: fc.integer({ min: 10, max: hours - 24 }), tokens: fc.integer({ min: 0, max: 300_000 }) }),
      {
        maxLength: 8,
      },
    ),
    asked: fc.array(fc.integer({ min: 1, max: hours - 20 }), { minLength: 1, maxLength: 3 }),
  })

interface ModelGrant {
  readonly start: number
  readonly expire: number
  readonly promotional: boolean
  left: Decimal
}

/**
 * A ledger as one would keep it by hand: event after event in the order of time, each out of the grants that hold then.
 */
class Model {
  readonly grants: (Omit<ModelGrant, 'left'> & { readonly quantity: Decimal })[] = []
  readonly events: { readonly at: number; readonly credits: Decimal }[] = []

  /**
   * `balance reserved open` before an instant, and what no grant covered in a month. Events from `runningFrom` on are
   * not FINAL.
   */
  at(time: number, runningFrom: number): string {
    const { grants, drawn } = this.#play(time)
    const holding = grants.filter(({ start, expire }) => start <= time && time < expire)
    const open = Decimal.sum(holding.map(({ left }) => left))
    const reserved = Decimal.sum(drawn.filter(({ at }) => at >= runningFrom).map(({ quantity }) => quantity))
    return `${open.plus(reserved)} ${reserved} ${open}`
  }

  overageOf(from: number, to: number): Decimal {
    return Decimal.sum(
      this.#play(to)
        .overages.filter(({ at }) => at >= from)
        .map(({ quantity }) => quantity),
    )
  }

  #play(until: number) {
    const grants: ModelGrant[] = this.grants.map(({ quantity, ...grant }) => ({ ...grant, left: quantity }))
    const drawn: { at: number; quantity: Decimal }[] = []
    const overages: { at: number; quantity: Decimal }[] = []
    for (const { at, credits } of this.events.toSorted((one, other) => one.at - other.at)) {
      if (at >= until) break
      let open = credits
      const usable = grants
        .filter(({ start, expire }) => start <= at && at < expire)
        .toSorted((one, other) => one.expire - other.expire || Number(other.promotional) - Number(one.promotional))
      for (const grant of usable) {
        const quantity = open.min(grant.left)
        grant.left = grant.left.minus(quantity)
        open = open.minus(quantity)
        drawn.push({ at, quantity })
      }
      overages.push({ at, quantity: open })
    }
    return { grants, drawn, overages }
  }
}

describe.each(testEngines)('a wallet and a ledger kept by hand on $name', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => MONTHS[0].start })
  })
  afterAll(() => server.stop())

  it('agree at every instant and to the cent, whatever is granted and used, in whichever order it is reported', async () => {
    const year = fc.tuple(...MONTHS.map(({ hours }) => month(hours)))
    const prefix = `model-event-${seed}`
    let count = 0
    await fc.assert(
      fc.asyncProperty(year, async (months) => {
        await server.must('POST', '/local/reset')
        const sold = await sellCredits(server, { rate: '1', overagePrice: '0.01' })
        const startAt = instant(MONTHS[0].start)
        const { customerId } = await subscribe(server, sold, { reference: 'acme', startAt })
        const walletId = await openWallet(server, sold, customerId)
        const model = new Model()
        for (const [index, { grants, events, asked }] of months.entries()) {
          const { start, hours } = MONTHS[index] ?? MONTHS[0]
          const end = start + hours * HOUR_MS
          await server.must('POST', '/local/clock', { now: instant(end - 12 * HOUR_MS) })
          for (const { at, tokens } of events) {
            count += 1
            const time = start + at * HOUR_MS
            const event = tokensUsed('acme', `${prefix}-${count}`, String(tokens), instant(time))
            await server.must('POST', '/v1/ingest/meter-data', event)
            model.events.push({ at: time, credits: Decimal.parse(String(tokens)).dividedBy(Decimal.parse('1000')) })
          }
          for (const { quantity, start: from, lasts, promotional } of grants) {
            const begins = start + from * HOUR_MS
            const expire = lasts === null ? Number.POSITIVE_INFINITY : begins + lasts * HOUR_MS
            const members = {
              start_at: instant(begins),
              ...(lasts !== null && { expire_at: instant(expire) }),
              type: promotional ? 'PROMOTION' : 'DEFAULT',
            }
            await server.must(
              'POST',
              '/v1/wallet-grants',
              grantOf(sold, customerId, walletId, String(quantity), members),
            )
            model.grants.push({ start: begins, expire, promotional, quantity: Decimal.fromInteger(quantity) })
          }
          for (const hour of asked) {
            const time = start + hour * HOUR_MS
            expect(await balanceOf(server, walletId, instant(time))).toBe(model.at(time, start))
          }
          const closed = end + 9 * HOUR_MS
          await server.must('POST', '/local/clock', { now: instant(closed) })
          const { invoice } = await invoiceOf(server, customerId, instant(start))
          const overage = model.overageOf(start, end).times(Decimal.parse('0.01'))
          expect([invoice.status, invoice.invoice_amount_including_tax.quantity]).toEqual(['FINAL', overage.toFixed(2)])
          expect(await balanceOf(server, walletId)).toBe(model.at(closed, end))
          // What was said of the month while it ran is still said of it, as settled.
          for (const hour of asked) {
            const time = start + hour * HOUR_MS
            expect(await balanceOf(server, walletId, instant(time))).toBe(model.at(time, end))
          }
        }
      }),
      { seed, numRuns: RUNS[engine.kind] },
    )
  })
})
