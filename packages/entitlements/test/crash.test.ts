import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { applyDemo } from '@tallygate/catalog/demo'
import { createBillingClient } from '@tallygate/client'
import { type RunningBillingServer, startBillingServer } from '@tallygate/test-kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditPeriod } from '../src/audit/audit-period.ts'
import { createEntitlements } from '../src/create-entitlements.ts'
import type { Journal } from '../src/journal/journal.ts'
import { redisJournal } from '../src/journal/redis-journal.ts'
import { sqliteJournal } from '../src/journal/sqlite-journal.ts'
import { memoryStore } from '../src/store/memory-store.ts'
import { usageOf } from './crash-child.ts'
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts'
import { findRedis, newPrefix, removeKeys } from './redis-server.ts'
import { seededRandom } from './seeded-random.ts'

/** The number of times that the application is killed: 1,000 in a soak; `CRASH_KILLS` sets another. */
const KILLS = Number(process.env['CRASH_KILLS'] ?? (process.env['SOAK'] === '1' ? 1000 : 10))
const SEED = Number(process.env['TEST_SEED'] ?? 20260131)
const CHILD = fileURLToPath(new URL('./crash-child.ts', import.meta.url))

let server: RunningBillingServer
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tallygate-crash-'))
  server = await startBillingServer()
  await applyDemo(createBillingClient({ apiKey: server.apiKey, baseUrl: server.url }))
})
afterAll(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

interface Promises {
  readonly started: Set<string>
  readonly settled: Set<string>
  readonly released: Set<string>
}

/** One life of the application: started, killed with -9 at a random moment, its promises written down. */
async function live(
  proxy: FaultyProxy,
  journal: string,
  life: string,
  random: () => number,
  promises: Promises,
): Promise<void> {
  const customer = journal.startsWith('redis:') ? 'demo-starter' : 'demo-pro'
  const output = join(folder, `${life}.txt`)
  const file = await open(output, 'w')
  const args = ['--conditions=@tallygate/source', CHILD, proxy.url, server.apiKey, journal, customer, life]
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', file.fd, 'inherit'],
    // The same modules are loaded in every life.
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compile-cache') },
  })
  const closed = once(child, 'close')
  await file.close()
  // Half of the lives end while the application starts and recovers, the other half while it works.
  const until = Number(life.split('-')[1]) % 2 === 0 ? 'settled' : 'ready'
  while (!(await readFile(output, 'utf8')).includes(until) && child.exitCode === null) await delay(5)
  expect(child.exitCode, 'the application must not end by itself').toBeNull()
  await delay(random() * 100)
  child.kill('SIGKILL')
  await closed
  for (const line of (await readFile(output, 'utf8')).split('\n')) {
    const [word, requestId = ''] = line.split(' ')
    if (word === 'started' || word === 'settled' || word === 'released') promises[word].add(requestId)
  }
}

async function expectNothingLost(journal: Journal, customer: string, promises: Promises): Promise<void> {
  const client = createBillingClient({ apiKey: server.apiKey, baseUrl: server.url })
  const entitlements = createEntitlements({ client, store: memoryStore(), journal, onUnavailable: 'deny' })
  await entitlements.flush({ deadlineMs: 30_000 })
  const period = (await entitlements.usage(customer)).period ?? { start: new Date(0), end: new Date() }
  const attempts = new Map(
    (await journal.attempts(customer, period.start.getTime(), period.end.getTime(), 1e6)).map((attempt) => [
      attempt.requestId,
      attempt,
    ]),
  )
  const report = await auditPeriod({
    client,
    journals: [journal],
    customer,
    from: period.start,
    to: period.end,
  })
  const [budget] = (await entitlements.usage(customer)).budgets

  // Every promise of the application was kept, and no attempt that began is missing from the journal.
  for (const requestId of promises.started)
    expect(attempts.get(requestId)?.state, requestId).toMatch(/settled|released/)
  for (const requestId of promises.settled) {
    expect(attempts.get(requestId), requestId).toMatchObject({ state: 'settled', usage: usageOf(requestId) })
    expect(attempts.get(requestId)?.events.map(({ state }) => state)).toEqual(['delivered', 'delivered'])
  }
  for (const requestId of promises.released) expect(attempts.get(requestId)?.state).toBe('released')
  // The billing API has exactly one event per meter for each settled attempt: no difference by any reference, and equal
  // sums.
  expect(report.differences).toEqual([])
  const settled = [...attempts.values()].filter(({ state }) => state === 'settled')
  const sum = (part: 'promptTokens' | 'completionTokens') =>
    settled.reduce((total, { requestId }) => total + usageOf(requestId)[part], 0)
  const all = (sum: number) => ({ settled: sum, acknowledged: sum, billing: sum, unbilled: 0 })
  expect(report.quantities).toEqual({
    prompt_tokens: all(sum('promptTokens')),
    completion_tokens: all(sum('completionTokens')),
  })
  expect(report.attempts).toEqual({
    open: 0,
    settled: settled.length,
    released: [...attempts.values()].filter(({ state }) => state === 'released').length,
    unsettled: report.unsettled.length,
  })
  expect(budget?.used).toBe(sum('promptTokens') + sum('completionTokens'))
  expect(budget?.held).toBe(report.unsettled.reduce((total, { heldTokens }) => total + heldTokens, 0))
  await entitlements.close()
}

async function killAgainAndAgain(journal: string, prefix: string, kills: number): Promise<Promises> {
  const random = seededRandom(SEED)
  const proxy = await startFaultyProxy(server.url, random)
  const promises: Promises = { started: new Set(), settled: new Set(), released: new Set() }
  for (let life = 0; life < kills; life += 1) {
    // Away for a while, again and again.
    proxy.away = life % 10 >= 8
    await live(proxy, journal, `${prefix}-${life}`, random, promises)
  }
  expect(promises.settled.size, 'the run must have settled something to prove anything').toBeGreaterThan(kills / 2 - 1)
  expect(Math.min(proxy.failed, proxy.lost), 'the run must have seen both faults').toBeGreaterThan(0)
  await proxy.close()
  return promises
}

const redis = await findRedis()
afterAll(() => redis?.disconnect())

describe(`an application that is killed again and again (TEST_SEED=${SEED})`, () => {
  it(`loses no known usage in ${KILLS} kills, bills none twice, and forgets no attempt, with the SQLite journal`, async () => {
    const path = join(folder, 'usage.db')
    const promises = await killAgainAndAgain(path, 'sqlite', KILLS)
    await expectNothingLost(sqliteJournal({ path }), 'demo-pro', promises)
  })

  if (redis !== undefined) {
    const kills = Math.max(6, Math.ceil(KILLS / 5))
    it(`keeps the same promises in ${kills} kills with the Redis journal`, async () => {
      const prefix = newPrefix()
      const promises = await killAgainAndAgain(`redis:${prefix}`, 'redis', kills)
      // Until the last process counts as gone.
      await delay(1_200)
      await expectNothingLost(redisJournal(redis, { prefix, goneAfterMs: 1_000 }), 'demo-starter', promises)
      await removeKeys(redis, prefix)
    })
  }
})
