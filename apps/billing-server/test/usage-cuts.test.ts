import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type SumRow, sumUntilCuts } from '../src/metering/usage-cuts.store.ts'
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

const seed = Number(process.env['TEST_SEED'] ?? 20260131)
process.stdout.write(`usage-cuts: TEST_SEED=${seed}\n`)

const START = '2026-01-01T00:00:00Z'
const NOW = '2026-01-31T12:00:00Z'
const january = (hour: number): string =>
  new Date(Date.parse(START) + hour * 3_600_000).toISOString().replace('.000Z', 'Z')
/** Hours of January until now. */
const HOURS = 30 * 24 + 12

describe.each(testEngines)('what was used before a cut on $name', (engine) => {
  let server: TestServer
  let sold: CreditsSold
  let customerId: string
  let walletId: string
  let events = 0

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => Date.parse(NOW) })
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    sold = await sellCredits(server, { rate: '1', overagePrice: '0.01' })
    customerId = (await subscribe(server, sold, { reference: 'acme', startAt: START })).customerId
    walletId = await openWallet(server, sold, customerId)
  })

  const use = async (tokens: string, hour: number, members: object = {}): Promise<string> => {
    events += 1
    const event = tokensUsed('acme', `cut-event-${seed}-${events}`, tokens, january(hour), members)
    return (await server.must('POST', '/v1/ingest/meter-data', event)).id
  }
  const grant = (quantity: string, members: object) =>
    server.must('POST', '/v1/wallet-grants', grantOf(sold, customerId, walletId, quantity, members))
  const read = () => balanceOf(server, walletId)
  /** Reads, and lets what was asked for be kept. */
  const keep = async () => {
    const balance = await read()
    await server.must('POST', '/local/clock', { advance: 'PT0S' })
    return balance
  }

  /** The kept cuts in hours of the month; fails unless the totals of each are what its events add up to. */
  const keptCuts = async (): Promise<number[]> => {
    const { database } = server.server
    const cuts = await database.query<{ schedule_id: string; period_start: Date; cut_at: Date }>(
      'select schedule_id, period_start, cut_at from usage_cuts order by cut_at',
      [],
    )
    for (const { schedule_id: scheduleId, period_start: periodStart, cut_at: cut } of cuts) {
      const kept = await database.query<SumRow>(
        `select meter_id, meter_value_id, currency, properties, sum::text as sum, count, min::text as min, max::text as max, null as values
          from usage_totals where schedule_id = $1 and period_start = $2 and until = $3`,
        [scheduleId, periodStart, cut],
      )
      const segment = { customerId, subscriptionId: '', scheduleId, periodStart }
      const summed = await sumUntilCuts(database, segment, [cut])
      expect(byKey(kept)).toEqual(byKey(summed.get(cut.getTime()) ?? []))
    }
    return cuts.map(({ cut_at: cut }) => (cut.getTime() - Date.parse(START)) / 3_600_000)
  }

  it('is kept for grants that have started or expired, and not for what is only asked for', async () => {
    await grant('100', { start_at: START })
    await grant('50', { start_at: january(240), expire_at: january(480) })
    await grant('9', { start_at: january(240), expire_at: january(735) })
    await use('20000', 100)
    await use('40000', 300)
    await use('30000', 500)
    expect(await keptCuts()).toEqual([])
    const balance = await keep()
    expect(await keptCuts()).toEqual([240, 480])
    expect(await read()).toBe(balance)
    await balanceOf(server, walletId, january(350))
    await server.must('POST', '/local/clock', { advance: 'PT0S' })
    expect(await keptCuts()).toEqual([240, 480])
  })

  it('follows late events, deletions and their extremes, counts, and usage booked anew', async () => {
    await grant('500', { start_at: january(240) })
    const [small, middle] = [await use('10', 100), await use('200', 110)]
    await use('3000', 300)
    await keep()
    expect(await keptCuts()).toEqual([240])
    await use('5', 50)
    await use('0', 239, { meter_values: [{ reference: 'token_count', count: '7000' }] })
    await use('1', 240)
    expect(await keptCuts()).toEqual([240])
    await server.must('POST', `/v1/events/${small}/delete`)
    await server.must('POST', `/v1/events/${middle}/delete`)
    expect(await keptCuts()).toEqual([240])
    const { lines } = await invoiceOf(server, customerId, START)
    // 7.005 credits before the grant are overage, at a cent each.
    expect(lines[1].amount_excluding_tax.quantity).toBe('0.07')
    const { data } = await server.must('GET', `/v1/invoices?customer_id=${customerId}`)
    await server.must('POST', `/v1/invoices/${data[0].id}/refresh`, { types: ['FULL'] })
    // What was kept is dropped with the totals, and added up again when it is asked for.
    expect(await keptCuts()).toEqual([])
    expect((await invoiceOf(server, customerId, START)).lines).toEqual(lines)
    await server.must('POST', '/local/clock', { advance: 'PT0S' })
    expect(await keptCuts()).toEqual([240])
    expect((await invoiceOf(server, customerId, START)).lines).toEqual(lines)
  })

  it('goes with a subscription that is voided', async () => {
    const { data } = await server.must('GET', `/v1/pricing-plan-subscriptions?customer_id=${customerId}`)
    await grant('500', { start_at: january(240) })
    await use('1000', 100)
    await keep()
    await server.must('POST', `/v1/pricing-plan-subscriptions/${data[0].id}/void`)
    expect(await keptCuts()).toEqual([])
  })

  it('equals its events whatever is granted, used, deleted and read, in any order', async () => {
    const hour = fc.integer({ min: 1, max: HOURS - 1 })
    const step = fc.oneof(
      fc.record({ kind: fc.constant('use' as const), hour, tokens: fc.nat(5_000) }),
      fc.record({ kind: fc.constant('use' as const), hour, tokens: fc.nat(5_000) }),
      fc.record({ kind: fc.constant('delete' as const), which: fc.nat() }),
      fc.record({ kind: fc.constant('grant' as const), hour, lasts: fc.option(hour) }),
      fc.record({ kind: fc.constant('keep' as const) }),
    )
    let most = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25 }), async (steps) => {
        const counted: string[] = []
        for (const one of steps) {
          if (one.kind === 'use') counted.push(await use(String(one.tokens), one.hour))
          if (one.kind === 'delete' && counted.length > 0) {
            const [id] = counted.splice(one.which % counted.length, 1)
            await server.must('POST', `/v1/events/${id}/delete`)
          }
          if (one.kind === 'grant') {
            const expire_at = one.lasts === null ? undefined : january(one.hour + one.lasts)
            await grant('3', { start_at: january(one.hour), ...(expire_at && { expire_at }) })
          }
          if (one.kind === 'keep') await keep()
        }
        const said = [await read(), (await invoiceOf(server, customerId, START)).lines]
        await server.must('POST', '/local/clock', { advance: 'PT0S' })
        most = Math.max(most, (await keptCuts()).length)
        expect([await read(), (await invoiceOf(server, customerId, START)).lines]).toEqual(said)
      }),
      { seed, numRuns: 6 },
    )
    expect(most).toBeGreaterThan(2)
  })

  if (engine.kind === 'postgresql') {
    it('equals its events when they come late and are deleted while it is kept', async () => {
      for (const hour of [100, 200, 300, 400]) await grant('5', { start_at: january(hour) })
      const writer = async (caller: number) => {
        for (let round = 0; round < 12; round += 1) {
          const id = await use(String(caller * 100 + round), ((caller * 53 + round * 97) % (HOURS - 2)) + 1)
          if (round % 3 === 0) await server.must('POST', `/v1/events/${id}/delete`)
          if (caller % 8 === 0 && round % 4 === 0) await keep()
        }
      }
      await Promise.all(Array.from({ length: 32 }, (_, caller) => writer(caller)))
      await keep()
      expect(await keptCuts()).toEqual([100, 200, 300, 400])
    })
  }
})

function byKey(totals: readonly SumRow[]): Map<string, object> {
  return new Map(
    totals
      .map(({ meter_id: meterId, meter_value_id: meterValueId, currency, properties, ...rest }): [string, object] => [
        JSON.stringify([meterId, meterValueId, currency, properties]),
        rest,
      ])
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  )
}
