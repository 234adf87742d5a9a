// What a wallet costs whose grants start and expire in the middle of a period, beside one whose grants do not, in the
// same run, on PGlite, and on PostgreSQL where TEST_DATABASE_URL is set:
// `node --conditions=@tallygate/source bench/wallet-cuts.bench.ts` CUT_EVENTS (100,000) of one customer, READS (41) of
// each kind.

import { type Caller, grantOf, openWallet, sellCredits, subscribe, tokensUsed } from '../test/credits.ts'
import { type BenchEngine, benchEngines, call, median, report, size, startBenchServer } from './bench-server.ts'

const EVENTS = size('CUT_EVENTS', 100_000)
const READS = size('READS', 41)
const FEW_EVENTS = 1_000
const BATCH = 1_000
/** Reads after a grant that may still add up events; the server keeps the sums within a second. */
const SETTLE_MS = 3_000
const DAY_MS = 86_400_000
/** In whole seconds, as most instants are on the wire. */
const daysAgo = (days: number): string => new Date(Math.floor((Date.now() - days * DAY_MS) / 1000) * 1000).toISOString()
/** The beginning of the period: a grant from then on cuts nothing. */
const START = daysAgo(20)

type Reads = Readonly<Record<'OPEN invoice with lines' | 'balance', () => Promise<unknown>>>

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

async function ingest(url: string, customer: string, events: number): Promise<void> {
  for (let batch = 0; batch * BATCH < events; batch += 1) {
    await call(url, 'POST', '/v1/ingest/meter-datas', {
      meter_datas: Array.from({ length: BATCH }, (_, index) => {
        const at = daysAgo(19 - (18 * (batch * BATCH + index)) / events)
        return tokensUsed(customer, `event-of-${customer}-${batch}-${index}`, '10', at)
      }),
    })
  }
}

async function run(engine: BenchEngine): Promise<void> {
  const bench = await startBenchServer(engine)
  const { url, database } = bench.server
  const server: Caller = { must: (method, path, body) => call(url, method, path, body) }
  try {
    report('engine', `${database.engine.name} ${database.engine.version}, ${EVENTS} events of one customer`)
    const sold = await sellCredits(server, { rate: '1' })
    const made = new Map<string, { customerId: string; walletId: string; reads: Reads }>()
    for (const reference of ['cut', 'whole', 'few']) {
      const { customerId } = await subscribe(server, sold, { reference, startAt: START })
      const walletId = await openWallet(server, sold, customerId)
      const query = `customer_id=${customerId}&include_periods=true&include_lines=true`
      made.set(reference, {
        customerId,
        walletId,
        reads: {
          'OPEN invoice with lines': () => call(url, 'GET', `/v1/invoices?${query}`),
          balance: () => call(url, 'POST', `/v1/wallets/${walletId}/balance`, {}),
        },
      })
      const grant = (quantity: string, members: object) =>
        server.must('POST', '/v1/wallet-grants', grantOf(sold, customerId, walletId, quantity, members))
      await grant('100', { start_at: START })
      await ingest(url, reference, reference === 'few' ? FEW_EVENTS : EVENTS)
      if (reference === 'whole') continue
      await grant('200', { start_at: daysAgo(10) })
      await grant('50', { start_at: START, expire_at: daysAgo(5) })
    }
    const [cut, whole, few] = ['cut', 'whole', 'few'].map((reference) => made.get(reference)?.reads)
    if (cut === undefined || whole === undefined || few === undefined) throw new Error('a customer is missing')
    await whole.balance()
    const first = await milliseconds(cut.balance)
    await few.balance()
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
    for (const name of ['OPEN invoice with lines', 'balance'] as const) {
      const samples: Record<'cut' | 'whole' | 'few', number[]> = { cut: [], whole: [], few: [] }
      for (let read = 0; read < READS; read += 1) {
        samples.cut.push(await milliseconds(cut[name]))
        samples.whole.push(await milliseconds(whole[name]))
        samples.few.push(await milliseconds(few[name]))
      }
      const [ofCut, ofWhole, ofFew] = [median(samples.cut), median(samples.whole), median(samples.few)]
      const times = (other: number) => `${(ofCut / other).toFixed(2)} x`
      report(
        `${name} with two cuts, median ms`,
        ofCut.toFixed(2),
        `${times(ofWhole)} one without cuts (${ofWhole.toFixed(2)} ms), ${times(ofFew)} one with ${FEW_EVENTS} events (${ofFew.toFixed(2)} ms)`,
      )
    }
    report('first balance after the grants, ms', first.toFixed(2))
  } finally {
    await bench.stop()
  }
}

for (const engine of benchEngines()) await run(engine)
