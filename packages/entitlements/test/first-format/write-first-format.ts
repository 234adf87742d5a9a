/**
 * Writes the fixtures of this folder with the code that wrote format 1, of a checkout of 2026-11-30 or before:
 * `node --conditions=@tallygate/source write-first-format.ts <its packages/entitlements> <redis url>`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Redis } from 'ioredis'

const [, , folder = '', url = 'redis://127.0.0.1:6379'] = process.argv
const { sqliteJournal, redisJournal } = await import(join(folder, 'src/index.ts'))
const { toJournalEvents } = await import(join(folder, 'src/attempts/to-journal-events.ts'))

const AT = Date.UTC(2026, 10, 30, 12)
const meters = {
  prompt: 'prompt_tokens',
  completion: 'completion_tokens',
  value: 'token_count',
  model: 'model_id',
  source: 'usage_source',
}
const intentOf = (requestId: string) => ({
  id: `c:${requestId}:1`,
  customer: 'c',
  model: 'gpt-4o-mini',
  requestId,
  attempt: '1',
  at: AT,
  promptTokens: 10,
  completionTokens: 90,
  holds: [{ key: `monthly_token_budget@${Date.UTC(2026, 10, 1)}`, tokens: 100 }],
  subscriptionId: 'ppsu_c',
})
const usage = { model: 'gpt-4o-mini', promptTokens: 8, completionTokens: 5, details: { reasoningTokens: 2 } }

interface Journal {
  open(): Promise<void>
  intend(intent: object): Promise<unknown>
  settle(settlement: object): Promise<unknown>
  suspend(id: string, at: number, estimate?: object): Promise<void>
  release(id: string, reason: string, at: number): Promise<unknown>
  take(limit: number): Promise<readonly { readonly key: string; readonly reference: string }[]>
  giveBack(keys: readonly string[]): Promise<void>
  acknowledge(deliveries: readonly object[], at: number): Promise<void>
  reject(key: string, error: string, at: number): Promise<void>
  postpone(key: string, error: string, until: number): Promise<void>
}

/** Attempts in every state, and events in every state. The journal is not closed: its process is gone. */
async function fill(journal: Journal): Promise<void> {
  await journal.open()
  for (const requestId of ['delivered', 'rejected', 'postponed', 'pending']) {
    const intent = intentOf(requestId)
    const used = { ...usage, source: 'provider' }
    await journal.intend(intent)
    await journal.settle({ intent, usage: used, events: toJournalEvents(intent, used, meters), at: AT + 1_000 })
  }
  for (const { key, reference } of await journal.take(6)) {
    if (reference.includes('delivered')) await journal.acknowledge([{ key, outcome: 'counted' }], AT + 2_000)
    if (reference.includes('rejected')) await journal.reject(key, 'METER_VALUE_NOT_FOUND', AT + 2_000)
    if (reference.includes('postponed')) await journal.postpone(key, 'ahead of time', AT + 86_400_000)
  }
  await journal.intend(intentOf('released'))
  await journal.release('c:released:1', 'refused', AT + 1_000)
  await journal.intend(intentOf('unsettled'))
  await journal.suspend('c:unsettled:1', AT + 1_000, { ...usage, completionTokens: 3, source: 'estimate' })
  await journal.intend(intentOf('open'))
}

async function writeSqlite(): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'first-format-'))
  const path = join(place, 'usage.db')
  const journal = sqliteJournal({ path, now: () => AT, keepDays: 3_650 })
  await fill(journal)
  await journal.close()
  const database = new DatabaseSync(path)
  const lines: string[] = []
  const schema = database.prepare(
    'SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name',
  )
  for (const { sql } of schema.all()) lines.push(`${String(sql)};`)
  for (const table of ['running', 'ended']) {
    const columns = database
      .prepare(`SELECT name FROM pragma_table_info('${table}')`)
      .all()
      .map(({ name }) => String(name))
    const quoted = columns.map((name) => `quote(${name}) AS ${name}`).join(', ')
    for (const row of database.prepare(`SELECT ${quoted} FROM ${table}`).all())
      lines.push(`INSERT INTO ${table} VALUES (${columns.map((name) => row[name]).join(', ')});`)
  }
  database.close()
  rmSync(place, { recursive: true })
  writeFileSync(join(import.meta.dirname, 'sqlite.sql'), `${lines.join('\n')}\n`)
}

async function writeRedis(): Promise<void> {
  const redis = new Redis(url)
  const prefix = `first-format-${process.pid}`
  await fill(redisJournal(redis, { prefix, keepDays: 3_650 }))
  const entries: unknown[] = []
  for (const key of (await redis.keys(`${prefix}:*`)).sort()) {
    const name = key.slice(prefix.length)
    const type = await redis.type(key)
    if (type === 'hash') entries.push([name, type, await redis.hgetall(key)])
    if (type === 'zset') entries.push([name, type, await redis.zrange(key, '0', '-1', 'WITHSCORES')])
    if (type === 'set') entries.push([name, type, await redis.smembers(key)])
    if (type === 'string') entries.push([name, type, await redis.get(key)])
    await redis.del(key)
  }
  redis.disconnect()
  writeFileSync(join(import.meta.dirname, 'redis.json'), `${JSON.stringify(entries, null, 1)}\n`)
}

await writeSqlite()
await writeRedis()
process.exit(0)
