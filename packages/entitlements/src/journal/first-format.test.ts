import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BillingStub } from '../../test/billing-stub.ts'
import { findRedis, newPrefix, removeKeys } from '../../test/redis-server.ts'
import { grants } from '../../test/setup.ts'
import { createEntitlements } from '../create-entitlements.ts'
import { JournalError } from '../errors/journal-error.ts'
import { memoryStore } from '../store/memory-store.ts'
import type { Journal } from './journal.ts'
import { redisJournal } from './redis-journal.ts'
import { sqliteJournal } from './sqlite-journal.ts'

const FIXTURES = join(import.meta.dirname, '../../test/first-format')
const AT = Date.UTC(2026, 10, 30, 12)

/** Opens what the first format left, and settles and delivers all of it. */
async function deliverWhole(open: () => Journal): Promise<void> {
  const journal = open()
  await journal.open()
  const left = await journal.takeOver()
  expect(left.map(({ requestId }) => requestId).sort()).toEqual(['open', 'unsettled'])
  expect(left.find(({ requestId }) => requestId === 'unsettled')).toMatchObject({
    customer: 'c',
    holds: [{ units: 100 }],
    estimate: { promptTokens: 8, completionTokens: 3, details: { reasoningTokens: 2 } },
  })
  expect(await journal.counts()).toEqual({ open: 0, unsettled: 2, pending: 2, postponed: 2, rejected: 2 })
  expect(await journal.undelivered('c', 0, Infinity)).toEqual(
    expect.arrayContaining([
      { meter: 'prompt_tokens', properties: { model_id: 'gpt-4o-mini' }, subscriptionId: 'ppsu_c', quantity: 24 },
      { meter: 'completion_tokens', properties: { model_id: 'gpt-4o-mini' }, subscriptionId: 'ppsu_c', quantity: 15 },
    ]),
  )
  expect((await journal.refused(10)).map(({ reference, state, quantity }) => [reference, state, quantity])).toEqual([
    ['c:rejected:1:prompt_tokens', 'rejected', 8],
    ['c:rejected:1:completion_tokens', 'rejected', 5],
    ['c:postponed:1:prompt_tokens', 'postponed', 8],
    ['c:postponed:1:completion_tokens', 'postponed', 5],
  ])
  expect(await journal.has('c:released:1')).toBe(true)
  const attempts = await journal.attempts('c', 0, Infinity, 100)
  expect(Object.fromEntries(attempts.map(({ requestId, state }) => [requestId, state]))).toEqual({
    delivered: 'settled',
    rejected: 'settled',
    postponed: 'settled',
    pending: 'settled',
    released: 'released',
    unsettled: 'unsettled',
    open: 'unsettled',
  })
  await journal.close()

  const stub = new BillingStub()
  stub.customers.set('c', { entitlements: grants(), startAt: '2026-11-01T00:00:00Z' })
  const entitlements = createEntitlements({
    client: stub.client(),
    store: memoryStore(),
    journal: open(),
    onUnavailable: 'deny',
    now: () => AT + 60_000,
  })
  for (const { reservation } of await entitlements.unsettled())
    await reservation.settle({ model: 'gpt-4o-mini', promptTokens: 9, completionTokens: 6, source: 'provider' })
  await entitlements.retryRefused()
  expect((await entitlements.close()).drained).toBe(true)
  const delivered = Object.fromEntries([...stub.events.values()].map(({ reference, tokens }) => [reference, tokens]))
  expect(delivered).toEqual({
    'c:rejected:1:prompt_tokens': 8,
    'c:rejected:1:completion_tokens': 5,
    'c:postponed:1:prompt_tokens': 8,
    'c:postponed:1:completion_tokens': 5,
    'c:pending:1:prompt_tokens': 8,
    'c:pending:1:completion_tokens': 5,
    'c:open:1:prompt_tokens': 9,
    'c:open:1:completion_tokens': 6,
    'c:unsettled:1:prompt_tokens': 9,
    'c:unsettled:1:completion_tokens': 6,
  })
}

describe('a SQLite journal of the first format', () => {
  let folder: string
  let path: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tallygate-first-format-'))
    path = join(folder, 'usage.db')
    const database = new DatabaseSync(path)
    database.exec(await readFile(join(FIXTURES, 'sqlite.sql'), 'utf8'))
    database.close()
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('is opened and delivered whole', () =>
    deliverWhole(() => sqliteJournal({ path, keepDays: 3_650, now: () => AT + 3_000 })))

  it('is read for an audit as it is', async () => {
    const journal = sqliteJournal({ path, readOnly: true })
    await journal.open()
    expect(await journal.attempts('c', 0, Infinity, 100)).toHaveLength(7)
    await journal.close()
  })

  it('is refused by name when a later version wrote it', async () => {
    const database = new DatabaseSync(path)
    database.exec('PRAGMA user_version = 3')
    database.close()
    for (const readOnly of [false, true]) {
      const error: unknown = await sqliteJournal({ path, readOnly })
        .open()
        .catch((thrown: unknown) => thrown)
      expect(JournalError.isInstance(error)).toBe(true)
      expect(String(error)).toContain(`The format of the journal ${path} must be 1 or 2; it is 3.`)
    }
  })
})

const redis = await findRedis()
if (redis !== undefined) {
  type Entry = readonly [name: string, type: string, value: string | string[] | Record<string, string>]

  const restore = async (prefix: string): Promise<void> => {
    const entries = JSON.parse(await readFile(join(FIXTURES, 'redis.json'), 'utf8')) as readonly Entry[]
    for (const [name, type, value] of entries) {
      const key = prefix + name
      if (type === 'hash') await redis.hset(key, value as Record<string, string>)
      if (type === 'set') await redis.sadd(key, ...(value as string[]))
      if (type === 'string') await redis.set(key, value as string)
      if (type === 'zset') {
        const rows = value as string[]
        for (let at = 0; at < rows.length; at += 2) await redis.zadd(key, rows[at + 1] ?? '0', rows[at] ?? '')
      }
    }
  }

  describe('a Redis journal of the first format', () => {
    let prefix: string
    beforeEach(async () => {
      prefix = newPrefix()
      await restore(prefix)
    })
    afterEach(() => removeKeys(redis, prefix))
    afterAll(() => redis.disconnect())
    const silenceOld = (score: number) => redis.zadd(`${prefix}:{journal}:owners`, score, 'old')

    it('is opened and delivered whole', async () => {
      await redis.del(`${prefix}:{journal}:owners`)
      for (const key of await redis.keys(`${prefix}:{journal}:open:*`))
        await redis.rename(key, `${prefix}:{journal}:open:old`)
      await redis.hset(`${prefix}:{journal}:attempt:c:open:1`, 'owner', 'old')
      await silenceOld(AT)
      await deliverWhole(() => redisJournal(redis, { prefix, keepDays: 3_650 }))
    })

    it('is left to its own processes while one of them is alive', async () => {
      await silenceOld(Date.now() + 60_000)
      const journal = redisJournal(redis, { prefix })
      await journal.open()
      expect(await journal.counts()).toMatchObject({ pending: 0, postponed: 0, rejected: 0 })
      expect(await journal.take(10)).toEqual([])
      expect(await journal.has('c:pending:1')).toBe(true)
      await journal.close()
    })

    it('is refused by name when a later version wrote it', async () => {
      await redis.set(`${prefix}:{journal}:format`, '3')
      const error: unknown = await redisJournal(redis, { prefix })
        .open()
        .catch((thrown: unknown) => thrown)
      expect(JournalError.isInstance(error)).toBe(true)
      expect(String(error)).toContain(`The format of the journal at the prefix "${prefix}" must be 1 or 2; it is 3.`)
    })
  })
}
