import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followGuide, type Guide, linesOf } from './guide.ts'
import { type PreparedServer, ServerProcess } from './server-process.ts'
import { type TestEngine, testEngines } from './test-engines.ts'
import { completionEvent, TestServer } from './test-server.ts'

/**
 * The number of times that the server is killed at random, beside every place in killed-while-ingesting.test.ts: 100 in
 * a soak; `KILLS` sets another.
 */
const KILLS = Number(process.env['KILLS'] ?? (process.env['SOAK'] === '1' ? 100 : 3))
const CALLERS = 8
/** Every so many events a caller sends the same reference again, as one whose answer was lost does. */
const REPEAT_EVERY = 5

/** Uses of the budget that raise an alert, once each: some early, some while the server is killed, some never. */
const THRESHOLDS = [1, 500, ...Array.from({ length: 40 }, (_, index) => (index + 1) * 3000)]

interface Alert {
  readonly alert_data: { readonly entitlement: { readonly threshold_value: { readonly number: string } } }
}

/** Alert rules on the completion tokens that the guide's budget is about. */
async function watchTokens(server: TestServer): Promise<void> {
  const features = (await server.must('GET', '/v1/features')).data as { id: string; reference: string }[]
  const calculations = (await server.must('GET', '/v1/meter-value-calculations')).data as typeof features
  const feature = features.find(({ reference }) => reference === 'monthly_token_budget')
  const calculation = calculations.find(({ reference }) => reference === 'completion_tokens_sum')
  await server.must('PATCH', `/v1/features/${feature?.id}`, { meter_value_calculation_id: calculation?.id })
  for (const threshold of THRESHOLDS) {
    await server.must('POST', '/v1/alert-rules', {
      reference: `used-${threshold}`,
      status: 'ACTIVE',
      type: 'ENTITLEMENT',
      entitlement: { feature_id: feature?.id, threshold: { number: String(threshold) } },
    })
  }
}

/** A repeatable sequence of numbers from 0 to 1. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

async function placeOf(engine: TestEngine) {
  if (engine.kind === 'postgresql') {
    const place = await engine.place()
    return { env: { DATABASE_URL: place.databaseUrl ?? '' }, config: place, remove: place.remove }
  }
  const folder = mkdtempSync(join(tmpdir(), 'billing-killed-'))
  const dataDir = join(folder, 'data')
  return {
    env: { DATA_DIR: dataDir },
    config: { dataDir },
    remove: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  }
}

describe.each(testEngines)(`a server that is killed ${KILLS} times while events come in, on $name`, (engine) => {
  const seed = Number(process.env['TEST_SEED'] ?? 20260131)
  const random = chance(seed)
  let place: Awaited<ReturnType<typeof placeOf>>
  let guide: Guide
  let next: PreparedServer | undefined
  /** Tokens by reference, for every event that was answered with 201. */
  const acknowledged = new Map<string, number>()
  /** References that were sent; what was not answered may or may not be there. */
  const sent = new Map<string, number>()

  beforeAll(async () => {
    place = await placeOf(engine)
    const server = await TestServer.start({
      ...engine,
      place: () => Promise.resolve({ ...place.config, remove: () => Promise.resolve() }),
    })
    guide = await followGuide(server)
    await watchTokens(server)
    await server.stop()
  })
  afterAll(async () => {
    await next?.discard()
    await place.remove()
  })

  async function post(url: string, reference: string, tokens: number): Promise<void> {
    sent.set(reference, tokens)
    const response = await fetch(`${url}/v1/ingest/meter-data`, {
      method: 'POST',
      headers: { 'x-api-key': 'local-test-key', 'content-type': 'application/json' },
      body: JSON.stringify(completionEvent(reference, String(tokens))),
    })
    await response.arrayBuffer()
    if (response.status === 201) acknowledged.set(reference, tokens)
  }

  it(`has every event that it acknowledged, once, its totals are the events, and it raised each alert once (seed ${seed})`, async () => {
    // The next one loads while this one serves, so that a round takes no longer than what is tested in it.
    next = ServerProcess.prepare(place.env)
    for (let kill = 0; kill < KILLS; kill += 1) {
      const server: ServerProcess = await next.start()
      next = ServerProcess.prepare(place.env)
      let stopped = false as boolean
      const callers = Array.from({ length: CALLERS }, async (_, caller) => {
        for (let count = 0; !stopped; count += 1) {
          const reference = `kill-${kill}-caller-${caller}-event-${count - (count % REPEAT_EVERY === 1 ? 1 : 0)}`
          const tokens = sent.get(reference) ?? 1 + Math.floor(random() * 1000)
          await post(server.url, reference, tokens).catch(() => {
            // The connection broke: the server was killed.
            stopped = true
          })
        }
      })
      // Any moment after some were acknowledged: within a request, a commit, a write.
      const enough = acknowledged.size + 5 + random() * 60
      while (acknowledged.size < enough) await new Promise((resolve) => setTimeout(resolve, 1))
      await new Promise((resolve) => setTimeout(resolve, random() * 10))
      await server.kill()
      stopped = true
      await Promise.all(callers)
    }
    const server = await TestServer.start({
      ...engine,
      place: () => Promise.resolve({ ...place.config, remove: () => Promise.resolve() }),
    })
    try {
      const stored = new Map<string, number>()
      for (let page = 1; ; page += 1) {
        const { data } = await server.must(
          'GET',
          `/v1/ingest/meter-data?customer_id=${guide.customerId}&limit=100&page=${page}`,
        )
        for (const event of data) {
          expect(stored.has(event.reference), `${event.reference} is there twice`).toBe(false)
          stored.set(event.reference, Number(event.meter_values[0].number))
        }
        if (data.length < 100) break
      }
      const lost = [...acknowledged.keys()].filter((reference) => !stored.has(reference))
      expect(lost).toEqual([])
      expect(acknowledged.size).toBeGreaterThan(KILLS)
      for (const [reference, tokens] of stored) expect(tokens, reference).toBe(sent.get(reference))
      const events = [...stored.values()].reduce((sum, tokens) => sum + tokens, 0)
      const { lines } = await linesOf(server, guide.customerId)
      expect(Number(lines[0]?.meter_value.number)).toBe(events)
      await server.must('POST', '/local/clock', { advance: 'PT1S' })
      const { data } = await server.must('GET', '/v1/alerts?limit=100')
      const raised = data.map((alert: Alert) => Number(alert.alert_data.entitlement.threshold_value.number))
      const reached = THRESHOLDS.filter((threshold) => threshold <= events)
      expect(raised.toSorted((one: number, other: number) => one - other)).toEqual(reached)
      expect(reached.length).toBeGreaterThan(0)
    } finally {
      await server.stop()
    }
  })
})
