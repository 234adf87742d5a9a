import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DatabaseUnavailableError } from '../src/database/database-unavailable-error.ts'
import { PostgresDatabase } from '../src/database/postgres-database.ts'
import { CutOffProxy } from './cut-off-proxy.ts'
import { followGuide, type Guide, linesOf } from './guide.ts'
import { OwnPostgres, postgresPrograms } from './own-postgres.ts'
import { ServerProcess } from './server-process.ts'
import { apiKey, completionEvent, TestServer } from './test-server.ts'

const SOAK = process.env['SOAK'] === '1'
/** The number of times that the database fails in each way under load; each round restarts it twice. */
const ROUNDS = SOAK ? 20 : 1
/** With `SOAK=1` longer than a caller waits for a connection. */
const SILENCE_MS = SOAK ? 12_000 : 2_000
const CALLERS = 12
/** The number of times that all sessions are ended while new ones begin. */
const TERMINATIONS = SOAK ? 1_000 : 30
/** Longer than every limit of the server together: a request without an answer by then gets none. */
const UNANSWERED_MS = 180_000
/** Requests for one locked table, more than there are connections. */
const HELD_UP = 18
/** The statuses that callers meet while the database is away; all others are an error of the server. */
const TRY_AGAIN = [503, 422]

const programs = postgresPrograms()
if (programs === undefined) process.stdout.write('No programs of PostgreSQL: outages of a database are not tested.\n')

interface Outcome {
  readonly status: number
  readonly body: string
}

async function send(url: string, path: string, body?: unknown, key?: string): Promise<Outcome> {
  const response = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'x-api-key': apiKey,
      'content-type': 'application/json',
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(UNANSWERED_MS),
  })
  return { status: response.status, body: await response.text() }
}

describe.runIf(programs !== undefined)('a database that fails under two servers', () => {
  let postgres: OwnPostgres
  let proxy: CutOffProxy
  let servers: readonly ServerProcess[]
  let observer: TestServer
  let guide: Guide

  beforeAll(async () => {
    postgres = await OwnPostgres.start(programs ?? '')
    proxy = await CutOffProxy.start(postgres.port)
    const place = { databaseUrl: postgres.url(), dataDir: 'memory://', remove: () => Promise.resolve() }
    observer = await TestServer.start({ name: 'own', kind: 'postgresql', place: () => Promise.resolve(place) })
    guide = await followGuide(observer)
    const env = { DATABASE_URL: postgres.url(proxy.port), LOG_LEVEL: 'info' }
    servers = await Promise.all([ServerProcess.start(env), ServerProcess.start(env)])
  })
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.kill()))
    await observer.stop()
    await proxy.close()
    await postgres.remove()
  })

  /** The failures of the database, one after the other; each ends with a database that answers again. */
  const failures: readonly (readonly [name: string, fail: () => Promise<void>])[] = [
    ['a restart', () => restart('fast')],
    ['a crash', () => restart('immediate')],
    ['ended sessions', () => postgres.terminateSessions()],
    ['reset connections', () => Promise.resolve(proxy.cut())],
    ['silence', () => silence(SILENCE_MS)],
  ]
  const restart = async (mode: 'fast' | 'immediate'): Promise<void> => {
    await postgres.end(mode)
    await postgres.begin()
  }
  const silence = async (milliseconds: number): Promise<void> => {
    proxy.fallSilent()
    await wait(milliseconds)
    proxy.speak()
  }

  it(`loses and doubles nothing that it acknowledged, answers everybody and lives on, through ${ROUNDS} rounds of failures`, async () => {
    const tokens = new Map<string, number>()
    const acknowledged = new Set<string>()
    const customers = new Set<string>()
    const wrong: string[] = []
    let stopped = false as boolean
    /** Sends the same until it is done, to one server after the other, as a client does that retries. */
    const untilDone = async (what: string, attempt: (url: string) => Promise<Outcome>): Promise<void> => {
      for (let count = 0; ; count += 1) {
        const outcome = await attempt(servers[count % 2]?.url ?? '').catch((error: unknown) => ({
          status: 0,
          body: String(error),
        }))
        if (outcome.status === 200 || outcome.status === 201) return
        if (!TRY_AGAIN.includes(outcome.status)) {
          wrong.push(`${what}: ${outcome.status} ${outcome.body}`)
          return
        }
        await wait(50)
      }
    }
    const callers = Array.from({ length: CALLERS }, async (_, caller) => {
      for (let count = 0; !stopped; count += 1) {
        const reference = `caller-${caller}-${count}`
        if (count % 10 === 9) {
          await untilDone(reference, (url) =>
            send(url, '/v1/customers', { reference, type: 'ORGANIZATION' }, `key-${reference}`),
          )
          customers.add(reference)
        } else if (count % 10 === 8) {
          await untilDone(reference, (url) => send(url, '/v1/customers/acme-corp/entitlements'))
        } else {
          tokens.set(reference, 1 + count)
          await untilDone(reference, (url) =>
            send(url, '/v1/ingest/meter-data', completionEvent(reference, String(1 + count))),
          )
          acknowledged.add(reference)
        }
      }
    })
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [, fail] of failures) {
        const enough = acknowledged.size + 40
        while (acknowledged.size < enough && wrong.length === 0) await wait(5)
        await fail()
      }
    }
    const enough = acknowledged.size + 40
    while (acknowledged.size < enough && wrong.length === 0) await wait(5)
    stopped = true
    await Promise.all(callers)
    expect(wrong).toEqual([])
    expect(servers.map((server) => server.isRunning)).toEqual([true, true])
    const stored = await postgres.query<{ reference: string; tokens: string }>(
      `select reference, body -> 'meter_values' -> 0 ->> 'number' as tokens from meter_data order by reference`,
    )
    expect(stored.map(({ reference }) => reference)).toEqual([...acknowledged].toSorted())
    for (const one of stored) expect(Number(one.tokens)).toBe(tokens.get(one.reference))
    const made = await postgres.query<{ reference: string }>(
      `select reference from customers where reference like 'caller-%' order by reference`,
    )
    expect(made.map(({ reference }) => reference)).toEqual([...customers].toSorted())
    const { lines } = await linesOf(observer, guide.customerId)
    const sum = [...tokens.values()].reduce((total, one) => total + one, 0)
    expect(Number(lines[0]?.meter_value.number)).toBe(sum)
  })

  it('outlives sessions that are ended while they begin', async () => {
    const database = await PostgresDatabase.open(postgres.url(), () => {})
    let stopped = false as boolean
    const faults: unknown[] = []
    // Callers that make new connections all the time: an error that nobody hears ends the process, and with it the run.
    const callers = Array.from({ length: CALLERS }, async () => {
      while (!stopped) {
        await database
          .transaction((transaction) => transaction.query('select pg_sleep(0.002)', []))
          .catch((error: unknown) => {
            if (!DatabaseUnavailableError.isInstance(error)) faults.push(error)
          })
      }
    })
    for (let count = 0; count < TERMINATIONS; count += 1) {
      await wait(40)
      await postgres.terminateSessions().catch(() => {})
    }
    stopped = true
    await Promise.all(callers)
    await database.close()
    expect(faults).toEqual([])
  })

  it('answers those who wait for a locked table with 503, and everybody else', async () => {
    const holder = new pg.Client({ connectionString: postgres.url() })
    await holder.connect()
    try {
      await holder.query('begin; lock table customers in access exclusive mode')
      const [server] = servers
      const held = Array.from({ length: HELD_UP }, (_, index) =>
        send(server?.url ?? '', '/v1/customers', { reference: `held-${index}`, type: 'ORGANIZATION' }),
      )
      await wait(100)
      const others = await Promise.all(
        Array.from({ length: 5 }, () => send(server?.url ?? '', '/v1/meters').then(({ status }) => status)),
      )
      // The table is still locked when they are answered.
      const statuses = await Promise.all(held.map((one) => one.then(({ status }) => status)))
      expect(new Set(statuses)).toEqual(new Set([503]))
      for (const status of others) expect([200, 503]).toContain(status)
    } finally {
      await holder.end()
    }
    expect((await send(servers[0]?.url ?? '', '/v1/customers')).status).toBe(200)
  })
})
