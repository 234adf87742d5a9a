// Figures of the billing server, each with its yardstick in the same run. `node --conditions=@tallygate/source bench/billing-server.bench.ts`
// EVENTS (default 1,000,000) events in the period; BENCH_DATABASE_URL for PostgreSQL instead of PGlite.

import { Agent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Database } from '../src/database/database.ts'
import { contractOperations } from '../src/http/contract.ts'
import { checkBody } from '../src/http/contract-validator.ts'
import {
  apiKey,
  benchEvent,
  call,
  perSecond,
  report,
  setUpCatalog,
  startBenchServer,
  subscribe,
} from './bench-server.ts'

const EVENTS = Number(process.env['EVENTS'] ?? 1_000_000)
const CONNECTIONS = 50
const SINGLE_MS = 5_000
const BATCH = 1_000
const CUSTOMERS = 1_000

async function load(url: string, bodyOf: (index: number) => string): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const target = new URL(`${url}/v1/ingest/meter-data`)
  const until = Date.now() + SINGLE_MS
  let sent = 0
  let index = 0
  const post = (body: string) =>
    new Promise<void>((resolve, reject) => {
      const outgoing = request(
        target,
        {
          method: 'POST',
          agent,
          headers: {
            'x-api-key': apiKey,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          },
        },
        (response) => {
          response.resume()
          response.on('end', () =>
            response.statusCode === 201 ? resolve() : reject(new Error(`answered ${String(response.statusCode)}`)),
          )
        },
      )
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (Date.now() < until) {
        await post(bodyOf(index++))
        sent += 1
      }
    }),
  )
  const rate = perSecond(sent, performance.now() - startedAt)
  agent.destroy()
  return rate
}

/** The same work at the edge without storing: parse, check against the contract, answer. */
async function yardstickApp(): Promise<{ readonly url: string; readonly close: () => void }> {
  const operation = contractOperations.find(({ id }) => id === 'ingestMeterData')
  if (operation === undefined) throw new Error('no ingest operation')
  const app = express()
  app.use(express.json())
  app.post('/v1/ingest/meter-data', (incoming, response) => {
    checkBody(operation, incoming.body)
    response.status(201).json({ object_type: 'METER_DATA', id: 'mdat_00000000000000000000', ...incoming.body })
  })
  const server = await new Promise<ReturnType<typeof app.listen>>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
}

/** A bare insert of the same rows into a table with the same unique key, on the same engine. */
async function bareInsert(database: Database, batches: number): Promise<number> {
  await database.query(
    'create table bench_rows (id text primary key, reference text not null unique, body jsonb not null)',
  )
  const startedAt = performance.now()
  for (let batch = 0; batch < batches; batch += 1) {
    const events = Array.from({ length: BATCH }, (_, index) =>
      benchEvent(`bare-${batch}-${index}`, index % CUSTOMERS, index),
    )
    await database.query(
      'insert into bench_rows select id, reference, body::jsonb from unnest($1::text[], $2::text[], $3::text[]) as t (id, reference, body) on conflict (reference) do nothing',
      [
        events.map((_, index) => `row-${batch}-${index}`),
        events.map(({ reference }) => reference),
        events.map((event) => JSON.stringify(event)),
      ],
    )
  }
  const rate = perSecond(batches * BATCH, performance.now() - startedAt)
  await database.query('drop table bench_rows')
  return rate
}

async function medianMs(work: () => Promise<unknown>, times = 41): Promise<number> {
  const samples: number[] = []
  for (let time = 0; time < times; time += 1) {
    const startedAt = performance.now()
    await work()
    samples.push(performance.now() - startedAt)
  }
  return samples.toSorted((one, other) => one - other)[Math.floor(times / 2)] ?? 0
}

const { server, stop } = await startBenchServer()
const { url, database } = server
try {
  report('engine', `${database.engine.name} ${database.engine.version}`)
  const versionId = await setUpCatalog(url)
  for (let customer = 0; customer < CUSTOMERS; customer += 1) await subscribe(url, `customer-${customer}`, versionId)

  const yardstick = await yardstickApp()
  const bare = await load(yardstick.url, (index) => JSON.stringify(benchEvent(`yardstick-${index}`, index % 10, index)))
  yardstick.close()
  const single = await load(url, (index) => JSON.stringify(benchEvent(`single-event-${index}`, index % 10, index)))
  report(
    'single events a second, 50 connections',
    String(single),
    `${(single / bare).toFixed(2)} x the same app without storing (${bare}/s)`,
  )

  const bareRate = await bareInsert(database, 40)
  const batchOf = (prefix: string, batch: number, customerOf: (index: number) => number) => ({
    meter_datas: Array.from({ length: BATCH }, (_, index) =>
      benchEvent(`${prefix}-${batch}-${index}-event`, customerOf(index), index),
    ),
  })
  const warm = performance.now()
  for (let batch = 0; batch < 40; batch += 1)
    await call(
      url,
      'POST',
      '/v1/ingest/meter-datas',
      batchOf('batch', batch, () => 0),
    )
  const batchRate = perSecond(40 * BATCH, performance.now() - warm)
  report(
    'batched events a second, 1,000 a batch',
    String(batchRate),
    `${(batchRate / bareRate).toFixed(2)} x a bare insert (${bareRate}/s)`,
  )

  const reads = async (customer: number): Promise<[number, number]> => {
    const { id } = await call(url, 'GET', `/v1/customers/customer-${customer}`)
    const entitlements = await medianMs(() => call(url, 'GET', `/v1/customers/customer-${customer}/entitlements`))
    const invoice = await medianMs(() =>
      call(url, 'GET', `/v1/invoices?customer_id=${String(id)}&include_periods=true&include_lines=true`),
    )
    return [entitlements, invoice]
  }
  await call(
    url,
    'POST',
    '/v1/ingest/meter-datas',
    batchOf('few', 0, () => 2),
  )
  const few = await reads(2)
  const before = process.memoryUsage().rss
  let peak = before
  const startedAt = performance.now()
  for (let batch = 0; batch < EVENTS / BATCH; batch += 1) {
    // Half of them for one customer, whose reads are then measured; the rest for everybody.
    await call(
      url,
      'POST',
      '/v1/ingest/meter-datas',
      batchOf('many', batch, (index) => (index % 2 === 0 ? 1 : (batch * 500 + index) % CUSTOMERS)),
    )
    peak = Math.max(peak, process.memoryUsage().rss)
  }
  report(`ingest of ${EVENTS} events, events a second`, String(perSecond(EVENTS, performance.now() - startedAt)))
  report(
    'memory while ingesting them, MB',
    String(Math.round(peak / 1_048_576)),
    `${Math.round(before / 1_048_576)} MB before`,
  )
  const many = await reads(1)
  report('entitlements, median ms', many[0].toFixed(2), `${(many[0] / few[0]).toFixed(2)} x the time with 1,000 events`)
  report(
    'OPEN invoice with lines, median ms',
    many[1].toFixed(2),
    `${(many[1] / few[1]).toFixed(2)} x the time with 1,000 events`,
  )

  const closing = performance.now()
  await call(url, 'POST', '/local/clock', { advance: 'P1M' })
  await call(url, 'POST', '/local/clock', { advance: 'PT9H' })
  const milliseconds = performance.now() - closing
  const finals = await call(url, 'GET', '/v1/invoices?statuses[]=FINAL&limit=1')
  report(
    `closing a month of ${String(finals['total_number_of_pages'])} customers, invoices a second`,
    String(perSecond(CUSTOMERS, milliseconds)),
  )
} finally {
  await stop()
}
