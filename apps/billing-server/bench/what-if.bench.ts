// What-if over a month of events, next to a bare grouped sum of the same rows in the same run.
// `node --conditions=@tallygate/source bench/what-if.bench.ts` EVENTS (default 1,000,000) of 1,000 customers;
// BENCH_DATABASE_URL for PostgreSQL instead of PGlite.

import type { Database } from '../src/database/database.ts'
import { benchEvent, call, perSecond, report, setUpCatalog, startBenchServer, subscribe } from './bench-server.ts'

const EVENTS = Number(process.env['EVENTS'] ?? 1_000_000)
const CUSTOMERS = 1_000
const BATCH = 1_000
/** One for each customer and model. */
const SEEDS = 4 * CUSTOMERS
const ROUNDS = 3
/** The most that a what-if may take, in times of the bare sum. */
const LIMIT = 5

const BARE_SUM = `select customer_id, meter_id, body -> 'meter_properties' as properties,
    sum((body -> 'meter_values' -> 0 ->> 'number')::numeric) as sum
  from meter_data group by 1, 2, 3`

/**
 * Long statements of PGlite keep this process from everything else, and idle connections end meanwhile: time to notice,
 * so that the next request does not use one of them.
 */
const noticeClosedConnections = () => new Promise((resolve) => setTimeout(resolve, 200))

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

/** Makes so many events of each, and totals to match. */
async function multiply(database: Database, times: number): Promise<void> {
  const columns = await database.query<{ name: string }>(
    `select column_name as name from information_schema.columns where table_name = 'meter_data'
      and table_schema = current_schema() and is_generated = 'NEVER' order by ordinal_position`,
    [],
  )
  const copied = columns.map(({ name }) => (name === 'id' || name === 'reference' ? `${name} || '-' || n` : name))
  await database.query(
    `insert into meter_data (${columns.map(({ name }) => name).join(', ')})
      select ${copied.join(', ')} from meter_data, generate_series(2, $1::integer) as n`,
    [times],
  )
  await database.query('update usage_totals set sum = sum * $1::numeric, count = count * $1::bigint', [times])
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0

const { server, stop } = await startBenchServer()
try {
  const { url, database } = server
  report('engine', `${database.engine.name} ${database.engine.version}, ${EVENTS} events of ${CUSTOMERS} customers`)
  const versionId = await setUpCatalog(url)
  for (let customer = 0; customer < CUSTOMERS; customer += 1) await subscribe(url, `customer-${customer}`, versionId)
  // One event of each model for each customer comes in as any does; the rest are copies of these, rows and totals
  // alike.
  for (let batch = 0; batch < SEEDS / BATCH; batch += 1) {
    await call(url, 'POST', '/v1/ingest/meter-datas', {
      meter_datas: Array.from({ length: BATCH }, (_, index) => benchEvent(`what-if-${batch}-${index}`, index, batch)),
    })
  }
  await multiply(database, EVENTS / SEEDS)
  await database.query('analyze')
  await noticeClosedConnections()
  const { pricing_plan_id, pricing_categories } = await call(url, 'GET', `/v1/pricing-plan-versions/${versionId}`)
  const dearer = JSON.parse(
    JSON.stringify({ pricing_plan_id, pricing_categories }).replace('"0.015"', '"0.030"'),
  ) as object
  const candidate = await call(url, 'POST', '/v1/pricing-plan-versions', dearer)
  const question = { from: '2000-01-01', to: '2100-01-01', pricing_plan_version_id: candidate['id'] }
  const times = { bare: [] as number[], totals: [] as number[], events: [] as number[] }
  for (let round = 0; round < ROUNDS; round += 1) {
    times.bare.push(await timed(() => database.query(BARE_SUM)))
    await noticeClosedConnections()
    for (const usage of ['totals', 'events'] as const) {
      times[usage].push(await timed(() => call(url, 'POST', '/operator/what-if', { ...question, usage })))
    }
  }
  const bare = median(times.bare)
  report('bare grouped sum, events a second', String(perSecond(EVENTS, bare)))
  for (const usage of ['totals', 'events'] as const) {
    const taken = median(times[usage])
    const ratio = taken / bare
    report(
      `what-if from ${usage}, events a second`,
      String(perSecond(EVENTS, taken)),
      `${ratio.toFixed(2)} x the time of the bare sum; at most ${LIMIT}`,
    )
    if (ratio > LIMIT) process.exitCode = 1
  }
} finally {
  await stop()
}
