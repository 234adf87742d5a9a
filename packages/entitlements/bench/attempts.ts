import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createEntitlements } from '../src/create-entitlements.ts'
import type { Entitlements } from '../src/entitlements.ts'
import type { Journal } from '../src/journal/journal.ts'
import { memoryJournal } from '../src/journal/memory-journal.ts'
import { sqliteJournal } from '../src/journal/sqlite-journal.ts'
import { memoryStore } from '../src/store/memory-store.ts'
import { redisStore } from '../src/store/redis-store.ts'
import type { Store } from '../src/store/store.ts'
import { BillingStub } from '../test/billing-stub.ts'
import { findRedis, newPrefix, removeKeys } from '../test/redis-server.ts'
import { grants } from '../test/setup.ts'
import { measure, row, say } from './measure.ts'

/** Reserve + settle, the way of every attempt, with each kind of part. The yardstick of each is in the same run. */
const CUSTOMERS = 100

async function run(name: string, count: number, concurrency: number, store: Store, journal: Journal): Promise<number> {
  const stub = new BillingStub()
  const customers = Array.from({ length: CUSTOMERS }, (_, index) => `customer-${index}`)
  for (const customer of customers)
    stub.customers.set(customer, { entitlements: grants('1000000000'), startAt: '2020-01-01T00:00:00Z' })
  // The billing API is away: what is measured is the way of the request, not the delivery behind it.
  stub.fault = ({ method }) => (method === 'POST' ? new Error('away') : undefined)
  const entitlements = createEntitlements({ client: stub.client(), store, journal, onUnavailable: 'deny' })
  await Promise.all(customers.map((customer) => entitlements.usage(customer)))
  let sequence = 0
  const attempt = (): Promise<void> =>
    oneAttempt(entitlements, customers[sequence % CUSTOMERS] ?? '', `request-${sequence++}`)
  await measure(Math.min(count, 5_000), concurrency, attempt)
  const measured = await measure(count, concurrency, attempt)
  say(row(name, measured))
  await entitlements.close({ deadlineMs: 0 })
  return measured.perSecond
}

async function oneAttempt(entitlements: Entitlements, customer: string, requestId: string): Promise<void> {
  const decision = await entitlements.reserve({
    customer,
    model: 'gpt-4o',
    requestId,
    estimate: { promptTokens: 100, completionTokens: 400 },
  })
  if (!decision.allowed) throw new Error(decision.message)
  await decision.reservation.settle({ model: 'gpt-4o', promptTokens: 98, completionTokens: 120, source: 'provider' })
}

const folder = await mkdtemp(join(tmpdir(), 'tallygate-bench-'))
say(
  'yardsticks: what this machine can do now, so that the figures below can be compared with those of another time or machine',
)
await bareCheck()
await bareTransactions(join(folder, 'bare.db'))
say('reserve + settle')
await run('memory store, memory journal, one at a time', 100_000, 1, memoryStore(), memoryJournal())
await run('memory store, memory journal, 64 at once', 100_000, 64, memoryStore(), memoryJournal())
await run(
  'memory store, SQLite journal, one at a time',
  20_000,
  1,
  memoryStore(),
  sqliteJournal({ path: join(folder, 'a.db') }),
)
await run(
  'memory store, SQLite journal, 64 at once',
  60_000,
  64,
  memoryStore(),
  sqliteJournal({ path: join(folder, 'b.db') }),
)
const powerLoss = sqliteJournal({ path: join(folder, 'c.db'), durability: 'power-loss' })
await run('memory store, SQLite journal (power-loss), 64 at once', 20_000, 64, memoryStore(), powerLoss)

const redis = await findRedis()
if (redis !== undefined) {
  const prefix = newPrefix()
  const bare = 'local n = redis.call("INCR", KEYS[1]) redis.call("PEXPIRE", KEYS[1], 60000) return n'
  const trip = await measure(5_000, 1, () => redis.eval(bare, 1, `${prefix}:bare`))
  say(row('a bare Lua round trip on loopback Redis, one at a time', trip))
  await run('Redis store, memory journal, 64 at once', 20_000, 64, redisStore(redis, { prefix }), memoryJournal())
  await redisOperations(trip.p50, redisStore(redis, { prefix }))
  await removeKeys(redis, prefix)
  redis.disconnect()
}
await rm(folder, { recursive: true, force: true })

/**
 * The least that a budget in memory can be: an attempt's id, a hold, a count, and a promise for each of the two steps.
 */
async function bareCheck(): Promise<void> {
  const used = new Map<string, number>()
  const holds = new Map<string, number>()
  const measured = await measure(200_000, 1, async (index) => {
    const customer = `customer-${index % CUSTOMERS}`
    const id = `${customer}:request-${index}:1`
    await Promise.resolve(holds.set(id, 500))
    holds.delete(id)
    await Promise.resolve(used.set(customer, (used.get(customer) ?? 0) + 218))
  })
  say(row('a Map of holds and a Map of counts', measured))
}

/** An intent, then its removal with two events: two WAL transactions of node:sqlite, and nothing else. */
async function bareTransactions(path: string): Promise<void> {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  database.exec(
    'CREATE TABLE intents (id TEXT PRIMARY KEY, body TEXT); CREATE TABLE events (seq INTEGER PRIMARY KEY, body TEXT)',
  )
  const [begin, commit] = [database.prepare('BEGIN IMMEDIATE'), database.prepare('COMMIT')]
  const intend = database.prepare('INSERT INTO intents VALUES (?, ?)')
  const remove = database.prepare('DELETE FROM intents WHERE id = ?')
  const add = database.prepare('INSERT INTO events (body) VALUES (?)')
  const body = JSON.stringify({ reference: 'customer-00:request-00000:1:prompt_tokens', number: '98' })
  const measured = await measure(20_000, 1, async (index) => {
    const id = `customer-${index % CUSTOMERS}:request-${index}:1`
    begin.run()
    intend.run(id, body)
    commit.run()
    begin.run()
    remove.run(id)
    add.run(body)
    add.run(body)
    commit.run()
  })
  say(row('two bare WAL transactions', measured))
  database.close()
}

/** Each operation of the store at concurrency 1, against the bare round trip. */
async function redisOperations(tripMs: number, store: Store): Promise<void> {
  const endsAt = Date.now() + 3_600_000
  await store.load('single', [{ key: 'b@0', used: 0, endsAt }])
  const account = { key: 'b@0', limit: 1e12, fixed: 10, perCompletionToken: 1, endsAt }
  const facts = {
    customer: 'single',
    accounts: [account],
    rates: [],
    maxConcurrent: undefined,
    wantedTokens: 10,
    minimumTokens: 1,
    leaseMs: 60_000,
  }
  const operations = {
    reserve: (index: number) => store.reserve({ ...facts, id: `a${index}` }),
    renew: (index: number) => store.renew('single', `a${index}`, [{ key: 'b@0', units: 20 }], 60_000),
    settle: (index: number) => store.settle('single', `a${index}`, [{ key: 'b@0', units: 20 }]),
  }
  for (const [name, operation] of Object.entries(operations)) {
    const measured = await measure(3_000, 1, operation)
    say(
      `${row(`  store.${name}, one at a time`, measured)}   ${(measured.p50 / tripMs).toFixed(2)} × the bare round trip`,
    )
  }
}
