// Figures of the billing server, each with its yardstick in the same run, on PGlite, and on PostgreSQL where
// TEST_DATABASE_URL is set: `node --conditions=@tallygate/source bench/billing-server.bench.ts`
//
// Sizes: EVENTS (1,000,000) in the period of one customer, CUSTOMERS (1,000) whose month is closed, SECONDS (30) of
// single events, READS (41) of each kind. A short run: EVENTS=20000 CUSTOMERS=50 SECONDS=10. BENCH_ENGINE=pglite or
// postgresql alone.

import { setTimeout as wait } from 'node:timers/promises'
import {
  type BenchEngine,
  type BenchServer,
  benchEngines,
  call,
  median,
  perSecond,
  report,
  setUpCatalog,
  size,
  startBenchServer,
  subscribe,
} from './bench-server.ts'
import { BATCH, batchBody, batches, poster, singleEvents } from './ingest-figures.ts'
import { latenciesWhile, p99 } from './latencies-while.ts'

const EVENTS = size('EVENTS', 1_000_000)
const CUSTOMERS = size('CUSTOMERS', 1_000)
const SECONDS = size('SECONDS', 30)
const READS = size('READS', 41)

/**
 * Whose reads are compared: one customer with so many events, and one with a batch. The third only warms the code up.
 */
const MANY = 1
const FEW = 2
const WARM = 3
/** Of the events, this share is spread over all customers beside those of the one. */
const SPREAD = 0.1

/** The time that a quiet server is measured before its month is closed. */
const QUIET_MS = 5_000

const MEGABYTE = 1_048_576
const customers = Math.max(CUSTOMERS, 10)

/** Tells how a program asks for what the period has used: the lines of the OPEN invoice. */
async function reads(url: string, customer: number): Promise<Record<string, () => Promise<unknown>>> {
  const { id } = await call(url, 'GET', `/v1/customers/customer-${customer}`)
  const invoices = `/v1/invoices?customer_id=${String(id)}&statuses[]=OPEN`
  return {
    entitlements: () => call(url, 'GET', `/v1/customers/customer-${customer}/entitlements`),
    'OPEN invoice with lines': () => call(url, 'GET', `${invoices}&include_periods=true&include_lines=true`),
  }
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

/** Reads of the two customers in turns, so that what else the machine does falls on both. */
async function compareReads(url: string): Promise<void> {
  const [many, few] = [await reads(url, MANY), await reads(url, FEW)]
  for (const [name, ofMany] of Object.entries(many)) {
    const ofFew = few[name] ?? ofMany
    const pairs: [number, number][] = []
    for (let read = 0; read < READS; read += 1) pairs.push([await milliseconds(ofMany), await milliseconds(ofFew)])
    reportReads(name, pairs)
  }
}

/** The first read after a start, when nothing of the customer is remembered anywhere in the server. */
async function compareColdReads(bench: BenchServer): Promise<void> {
  const pairs: [number, number][] = []
  for (let start = 0; start < 5; start += 1) {
    const { url } = await bench.restart()
    const usage = async (customer: number) =>
      (await reads(url, customer))['OPEN invoice with lines'] ?? (() => Promise.reject())
    await (await usage(WARM))()
    const [many, few] = [await usage(MANY), await usage(FEW)]
    if (start % 2 === 0) pairs.push([await milliseconds(many), await milliseconds(few)])
    else {
      const first = await milliseconds(few)
      pairs.push([await milliseconds(many), first])
    }
  }
  reportReads('cold usage after a start', pairs)
}

function reportReads(name: string, pairs: readonly [number, number][]): void {
  const [many, few] = [median(pairs.map(([one]) => one)), median(pairs.map(([, other]) => other))]
  report(
    `${name}, median ms`,
    many.toFixed(2),
    `${(many / few).toFixed(2)} x the time with 1,000 events (${few.toFixed(2)} ms); goal 1.5`,
  )
}

/** Ingests all events, and shows what the process holds meanwhile. */
async function ingestAll(url: string): Promise<void> {
  const { post, close } = poster(url, '/v1/ingest/meter-datas', 1)
  const total = Math.ceil(EVENTS / BATCH)
  const spread = Math.ceil(total * SPREAD)
  const before = process.memoryUsage().rss
  const peaks: number[] = []
  const startedAt = performance.now()
  for (let batch = 0; batch < total + spread; batch += 1) {
    const ofOne = batch >= spread
    await post(batchBody('all', batch, (index) => (ofOne ? MANY : (batch * BATCH + index) % customers)))
    const tenth = Math.floor((batch * 10) / (total + spread))
    peaks[tenth] = Math.max(peaks[tenth] ?? 0, process.memoryUsage().rss)
  }
  const rate = perSecond((total + spread) * BATCH, performance.now() - startedAt)
  close()
  report(`ingest of ${(total + spread) * BATCH} events, events a second`, String(rate))
  const shown = peaks.map((peak) => Math.round(peak / MEGABYTE))
  report(
    'memory of the process meanwhile, MB',
    String(Math.max(...shown)),
    `${Math.round(before / MEGABYTE)} MB before; peak of each tenth: ${shown.join(' ')}`,
  )
}

async function closeMonth(url: string): Promise<void> {
  const alone = await latenciesWhile(url, 'alone', WARM, wait(QUIET_MS))
  const startedAt = performance.now()
  await call(url, 'POST', '/local/clock', { advance: 'P1M' })
  const closing = call(url, 'POST', '/local/clock', { advance: 'PT9H' })
  const meanwhile = await latenciesWhile(url, 'meanwhile', WARM, closing)
  const took = performance.now() - startedAt
  const finals = await call(url, 'GET', '/v1/invoices?statuses[]=FINAL&limit=1')
  const count = Number(finals['total_number_of_pages'])
  if (count !== customers) throw new Error(`${count} invoices are FINAL, not ${customers}`)
  report(`closing a month of ${count} customers, invoices a second`, String(perSecond(count, took)))
  for (const what of ['/healthz', 'a single event'] as const) {
    const [quiet, busy] = [p99(alone[what]), p99(meanwhile[what])]
    const ratio = `${(busy / quiet).toFixed(1)} x that of a quiet server (${quiet.toFixed(1)} ms)`
    report(`${what} while a month is closed, p99 ms`, busy.toFixed(1), ratio)
  }
}

async function run(engine: BenchEngine): Promise<void> {
  const bench = await startBenchServer(engine)
  const { url, database } = bench.server
  try {
    report('engine', `${database.engine.name} ${database.engine.version}`)
    const versionId = await setUpCatalog(url)
    for (let customer = 0; customer < customers; customer += 1) await subscribe(url, `customer-${customer}`, versionId)
    await singleEvents(url, SECONDS)
    await batches(url, database)
    const { post, close } = poster(url, '/v1/ingest/meter-datas', 1)
    for (const customer of [FEW, WARM]) await post(batchBody(`only-${customer}`, 0, () => customer))
    close()
    await ingestAll(url)
    await compareReads(url)
    await compareColdReads(bench)
    await closeMonth((await bench.restart()).url)
  } finally {
    await bench.stop()
  }
}

for (const engine of benchEngines()) await run(engine)
