// What-if over a month of events, next to a bare grouped sum of the same rows in the same run. `node --conditions=@tallygate/source bench/what-if.bench.ts`
// EVENTS (default 1,000,000) of 1,000 customers; BENCH_DATABASE_URL for PostgreSQL instead of PGlite.

import { benchEvent, call, perSecond, report, setUpCatalog, startBenchServer, subscribe } from './bench-server.ts'

const EVENTS = Number(process.env['EVENTS'] ?? 1_000_000)
const CUSTOMERS = 1_000
const BATCH = 1_000
const ROUNDS = 3
/** The most that a what-if may take, in times of the bare sum. */
const LIMIT = 5

const BARE_SUM = `select customer_id, meter_id, body -> 'meter_properties' as properties,
    sum((body -> 'meter_values' -> 0 ->> 'number')::numeric) as sum
  from meter_data group by 1, 2, 3`

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0

const { server, stop } = await startBenchServer()
try {
  const { url, database } = server
  report('engine', `${database.engine.name} ${database.engine.version}`)
  const versionId = await setUpCatalog(url)
  for (let customer = 0; customer < CUSTOMERS; customer += 1) await subscribe(url, `customer-${customer}`, versionId)
  for (let batch = 0; batch < EVENTS / BATCH; batch += 1) {
    await call(url, 'POST', '/v1/ingest/meter-datas', {
      meter_datas: Array.from({ length: BATCH }, (_, index) =>
        // Each customer uses every model, whatever divides what.
        benchEvent(`what-if-${batch}-${index}`, index % CUSTOMERS, index + batch),
      ),
    })
  }
  await database.query('analyze')
  const { pricing_plan_id, pricing_categories } = await call(url, 'GET', `/v1/pricing-plan-versions/${versionId}`)
  const dearer = JSON.parse(
    JSON.stringify({ pricing_plan_id, pricing_categories }).replace('"0.015"', '"0.030"'),
  ) as object
  const candidate = await call(url, 'POST', '/v1/pricing-plan-versions', dearer)
  const question = { from: '2000-01-01', to: '2100-01-01', pricing_plan_version_id: candidate['id'] }
  const times = { bare: [] as number[], totals: [] as number[], events: [] as number[] }
  for (let round = 0; round < ROUNDS; round += 1) {
    times.bare.push(await timed(() => database.query(BARE_SUM)))
    for (const usage of ['totals', 'events'] as const) {
      times[usage].push(await timed(() => call(url, 'POST', '/local/what-if', { ...question, usage })))
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
