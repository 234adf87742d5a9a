import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Schema } from '@tallygate/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followGuide, type Guide, linesOf } from './guide.ts'
import { type PreparedServer, ServerProcess } from './server-process.ts'
import { testEngines } from './test-engines.ts'
import { apiKey, completionEvent, TestServer } from './test-server.ts'

/** Far more statements than the ingestion of a batch has: the count has to end before. */
const MAX_STATEMENTS = 40
/** The statements that write the events and their totals. */
const MIN_STATEMENTS = 2
const EVENTS = 3
const TOKENS = '70'

type MeterData = Schema<'MeterData'>

/** Before the nth statement of the batch, or before its answer. */
type Place = number | 'answer'

/** Events of the batch that is sent to the server that dies at this place. */
const batchOf = (place: Place) =>
  Array.from({ length: EVENTS }, (_, index) => completionEvent(`place-${place}-event-${index}`, TOKENS))

describe.each(testEngines)('a server that is killed at every place of taking in a batch, on $name', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'billing-places-'))
  const preload = new URL('./kill-before.ts', import.meta.url).href
  let place: { readonly databaseUrl?: string; readonly dataDir: string }
  let remove: () => Promise<void>
  let guide: Guide
  let next: PreparedServer | undefined

  const ownServer = () =>
    TestServer.start({ ...engine, place: () => Promise.resolve({ ...place, remove: () => Promise.resolve() }) })
  /** Dies at the place, counted from the first statement that names an event of that place's batch. */
  const prepare = (fatal: Place): PreparedServer =>
    ServerProcess.prepare({
      ...(place.databaseUrl === undefined ? { DATA_DIR: place.dataDir } : { DATABASE_URL: place.databaseUrl }),
      NODE_OPTIONS: `--import ${preload}`,
      KILL_AT: String(fatal),
      KILL_FROM: `place-${fatal}-event`,
    })

  beforeAll(async () => {
    const made = await engine.place()
    remove = made.remove
    place = { ...(made.databaseUrl !== undefined && { databaseUrl: made.databaseUrl }), dataDir: join(folder, 'data') }
    const server = await ownServer()
    guide = await followGuide(server)
    await server.stop()
  })
  afterAll(async () => {
    await next?.discard()
    await remove()
    rmSync(folder, { recursive: true, force: true })
  })

  async function post(server: ServerProcess, batch: Place): Promise<number | undefined> {
    const response = await fetch(`${server.url}/v1/ingest/meter-datas`, {
      method: 'POST',
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ meter_datas: batchOf(batch) }),
    }).catch(() => undefined)
    return response?.status
  }

  it('has all of a batch or nothing, takes it once when it is sent again, and its totals are the events', async () => {
    const places: Place[] = []
    let isAnswered = false
    next = prepare(1)
    while (!isAnswered && places.length < MAX_STATEMENTS) {
      const place = places.length + 1
      const server: ServerProcess = await next.start()
      next = prepare(place + 1)
      for (const earlier of places.slice(-1))
        expect(await post(server, earlier), 'a batch that is sent again').toBe(201)
      isAnswered = (await post(server, place)) !== undefined
      places.push(place)
      await server.kill()
    }
    await next.discard()
    expect(isAnswered).toBe(true)
    expect(places.length).toBeGreaterThan(MIN_STATEMENTS)

    next = prepare('answer')
    const server = await next.start()
    next = undefined
    expect(await post(server, 'answer')).toBeUndefined()
    places.push('answer')
    await server.kill()

    const last = await ownServer()
    try {
      const { database } = last.server
      // What was committed before its answer was lost is there, and nothing is taken twice.
      const sent = places.flatMap((place) => batchOf(place).map(({ reference }) => reference))
      const stored = () => database.query('select reference from meter_data order by reference', [])
      const want = sent.toSorted().map((reference) => ({ reference }))
      expect(await stored()).toEqual(want)
      const again = await last.must('POST', '/v1/ingest/meter-datas', { meter_datas: batchOf('answer') })
      expect(again.meter_datas.map((event: MeterData) => event.processed_details?.type)).toEqual(
        batchOf('answer').map(() => 'DUPLICATE'),
      )
      expect(await stored()).toEqual(want)
      const { lines } = await linesOf(last, guide.customerId)
      expect(lines[0]?.meter_value.number).toBe(String(Number(TOKENS) * sent.length))
    } finally {
      await last.stop()
    }
  })
})
