import { Agent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Database } from '../src/database/database.ts'
import { contractOperations } from '../src/http/contract.ts'
import { checkBody } from '../src/http/contract-validator.ts'
import { apiKey, benchEvent, median, perSecond, report } from './bench-server.ts'

const CONNECTIONS = 50
/** Events of a batch: as many as the API takes. */
export const BATCH = 1_000
/** The two sides take turns, so that what else the machine does falls on both; the middle of the rounds is reported. */
const ROUNDS = 5
const BATCHES_A_ROUND = 8

/**
 * POST requests whose answers are read and discarded. Many callers keep their connections; a single one makes a new
 * one each time, because the server may close one that idles while the other side has its turn.
 */
export function poster(url: string, path: string, connections: number) {
  const agent = new Agent({ keepAlive: connections > 1, maxSockets: connections })
  const target = new URL(`${url}${path}`)
  const post = (body: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const headers = {
        'x-api-key': apiKey,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      }
      const outgoing = request(target, { method: 'POST', agent, headers }, (response) => {
        response.resume()
        response.on('end', () =>
          response.statusCode === 201
            ? resolve()
            : reject(new Error(`${path} answered ${String(response.statusCode)}`)),
        )
      })
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  return { post, close: () => agent.destroy() }
}

/** Requests a second of so many callers, each of which waits for its answer. */
async function load(url: string, milliseconds: number, bodyOf: (index: number) => string): Promise<number> {
  const { post, close } = poster(url, '/v1/ingest/meter-data', CONNECTIONS)
  let sent = 0
  let index = 0
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (performance.now() - startedAt < milliseconds) {
        await post(bodyOf(index++))
        sent += 1
      }
    }),
  )
  close()
  return (sent * 1000) / (performance.now() - startedAt)
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

/** Single events of `seconds` in all, in turns with the same app without storing. */
export async function singleEvents(url: string, seconds: number): Promise<void> {
  const yardstick = await yardstickApp()
  const turn = (seconds * 1000) / ROUNDS
  const rounds: { readonly stored: number; readonly bare: number }[] = []
  // The first round warms both sides up and is not counted.
  for (let round = -1; round < ROUNDS; round += 1) {
    const bodyOf = (prefix: string) => (index: number) =>
      JSON.stringify(benchEvent(`${prefix}-${round}-${index}`, index % 10, index))
    const bare = await load(yardstick.url, turn, bodyOf('yardstick'))
    const stored = await load(url, turn, bodyOf('single-event'))
    if (round >= 0) rounds.push({ bare, stored })
  }
  yardstick.close()
  const ratio = median(rounds.map(({ stored, bare }) => stored / bare))
  const [stored, bare] = [median(rounds.map((one) => one.stored)), median(rounds.map((one) => one.bare))]
  report(
    'single events a second, 50 connections',
    stored.toFixed(0),
    `${ratio.toFixed(2)} x the same app without storing (${bare.toFixed(0)}/s); goal 0.35`,
  )
}

/** A batch for `POST /v1/ingest/meter-datas`, as text. */
export const batchBody = (prefix: string, batch: number, customerOf: (index: number) => number): string =>
  JSON.stringify({
    meter_datas: Array.from({ length: BATCH }, (_, index) =>
      benchEvent(`${prefix}-${batch}-${index}-event`, customerOf(index), index),
    ),
  })

/**
 * Batches over HTTP, in turns with a bare insert of the same rows: those that the server stored, read back, into a
 * table with the same columns and the same unique key. What both sides send is made before the time runs.
 */
export async function batches(url: string, database: Database): Promise<void> {
  const { post, close } = poster(url, '/v1/ingest/meter-datas', 1)
  const rounds: { readonly stored: number; readonly bare: number }[] = []
  for (let batch = 0; batch < 5; batch += 1) await post(batchBody('warm-up', batch, () => 0))
  for (let round = 0; round < ROUNDS; round += 1) {
    const bodies = Array.from({ length: BATCHES_A_ROUND }, (_, batch) => batchBody(`batch-${round}`, batch, () => 0))
    const startedAt = performance.now()
    for (const body of bodies) await post(body)
    const stored = performance.now() - startedAt
    rounds.push({ stored, bare: await bareInsert(database, `batch-${round}-`) })
  }
  close()
  const ratio = median(rounds.map(({ stored, bare }) => bare / stored))
  const rate = (of: 'stored' | 'bare') => perSecond(BATCHES_A_ROUND * BATCH, median(rounds.map((one) => one[of])))
  report(
    'batched events a second, 1,000 a batch',
    String(rate('stored')),
    `${ratio.toFixed(2)} x a bare insert of the same rows (${rate('bare')}/s); goal 0.5`,
  )
}

/** Milliseconds to write the rows whose references begin with the prefix into an empty table like theirs. */
async function bareInsert(database: Database, prefix: string): Promise<number> {
  const columns = await database.query<{ name: string; type: string }>(
    `select column_name as name, data_type as type from information_schema.columns
      where table_schema = current_schema() and table_name = 'meter_data' order by ordinal_position`,
    [],
  )
  const rows = await database.query<Record<string, string | null>>(
    `select ${columns.map(({ name }) => `${name}::text as ${name}`).join(', ')} from meter_data where reference like $1 order by id`,
    [`${prefix}%`],
  )
  if (rows.length !== BATCHES_A_ROUND * BATCH) throw new Error(`${rows.length} rows were stored`)
  const parameters = Array.from({ length: BATCHES_A_ROUND }, (_, batch) =>
    columns.map(({ name }) => rows.slice(batch * BATCH, (batch + 1) * BATCH).map((row) => row[name] ?? null)),
  )
  await database.query('drop table if exists bench_rows')
  await database.query(
    `create table bench_rows (${columns.map(({ name, type }) => `${name} ${type}`).join(', ')}, unique (reference))`,
  )
  const names = columns.map(({ name }) => name).join(', ')
  const sql = `insert into bench_rows select ${columns.map(({ name, type }) => `${name}::${type}`).join(', ')}
    from unnest(${columns.map((_, index) => `$${index + 1}::text[]`).join(', ')}) as t (${names}) on conflict (reference) do nothing`
  const startedAt = performance.now()
  for (const each of parameters) await database.query(sql, each)
  const milliseconds = performance.now() - startedAt
  await database.query('drop table bench_rows')
  return milliseconds
}
