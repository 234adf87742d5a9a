import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { waitFor } from '@tallygate/test-kit'
import type { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { JournalError } from '../src/errors/journal-error.ts'
import { redisJournal } from '../src/journal/redis-journal.ts'
import { sqliteJournal } from '../src/journal/sqlite-journal.ts'
import { redisStore } from '../src/store/redis-store.ts'
import { hasRedisServer, OwnRedis } from './own-redis.ts'
import { ask, granted, grants, type Setup, setUp, spent } from './setup.ts'

const RECONCILE_MS = 60_000
/** A Redis that is away refuses at once; one that is there takes no longer than this on a busy machine. */
const ANSWER_MS = 5_000

if (hasRedisServer()) {
  describe('a Redis that dies in mid-run and comes back', () => {
    let server: OwnRedis
    let redis: Redis
    let folder: string
    let setup: Setup
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'tallygate-outage-'))
    })
    afterEach(async () => {
      await setup.end()
      redis.disconnect()
      await server.end()
      await rm(folder, { recursive: true, force: true })
    })

    async function start(onUnavailable: 'deny' | 'allow', ...options: readonly string[]): Promise<void> {
      server = await OwnRedis.start(...options)
      redis = server.connect()
      setup = setUp({
        store: redisStore(redis, { timeoutMs: ANSWER_MS }),
        journal: sqliteJournal({ path: join(folder, 'usage.db') }),
        onUnavailable,
        reconcileMs: RECONCILE_MS,
      })
    }

    const reserve = async (id: string) => granted(await setup.entitlements.reserve(ask(id)))
    const budget = async () => (await setup.entitlements.usage('c')).budgets[0]
    const answers = () => waitFor(() => budget(), { what: 'the store to answer again' })

    /** One attempt settled before the outage, one that runs when it begins and is settled while it lasts. */
    async function runIntoOutage(): Promise<void> {
      await (await reserve('before')).reservation.settle(spent(10, 20))
      const running = await reserve('running')
      expect(await budget()).toMatchObject({ used: 30, held: 100 })
      await server.die()
      expect(await running.reservation.settle(spent(10, 30))).toMatchObject({ outcome: 'settled', budgets: [] })
      expect(setup.events).toContainEqual(
        expect.objectContaining({ type: 'background_failed', what: 'counting a settled attempt' }),
      )
    }

    it('denies by the stated policy while it is away, keeps and delivers what was used, and counts it afterwards', async () => {
      await start('deny')
      await runIntoOutage()
      expect(await setup.entitlements.reserve(ask('during'))).toMatchObject({
        allowed: false,
        reason: 'entitlements_unavailable',
      })
      await setup.entitlements.flush()
      expect([...setup.stub.events.values()].map(({ tokens }) => tokens)).toEqual([10, 20, 10, 30])
      // It comes back empty: counts begin again from what the billing API has.
      await server.comeBack()
      await answers()
      expect(await budget()).toMatchObject({ used: 70, held: 0, remaining: 930 })
      const { reservation, budgets } = await reserve('after')
      expect(budgets).toMatchObject([{ used: 70, held: 100 }])
      expect((await reservation.settle(spent(1, 1))).budgets).toMatchObject([{ used: 72, held: 0 }])
    })

    it('allows by the stated policy while it is away, and counts and bills each attempt once', async () => {
      await start('allow')
      await runIntoOutage()
      const during = await reserve('during')
      expect(during.unchecked).toBe(true)
      const over = await reserve('over')
      await during.reservation.settle(spent(5, 5))
      // Nothing is delivered yet: what the restarted store begins with comes from the journal.
      setup.stub.fault = ({ method }) => (method === 'POST' ? new Error('away') : undefined)
      await server.comeBack()
      await answers()
      expect(await budget()).toMatchObject({ used: 80 })
      // Admitted in the outage, settled after it.
      expect((await over.reservation.settle(spent(7, 8))).budgets).toMatchObject([{ used: 95, held: 0 }])
      setup.stub.fault = () => undefined
      await setup.entitlements.flush()
      const sum = [...setup.stub.events.values()].reduce((total, { tokens }) => total + tokens, 0)
      expect(sum).toBe(95)
      expect(setup.stub.events.size).toBe(8)
      expect(setup.stub.duplicates).toBe(0)
    })

    it('goes on from the file of a Redis that kept one, and raises its counts by the next comparison', async () => {
      await start('deny', '--appendonly', 'yes', '--appendfsync', 'always')
      await runIntoOutage()
      await setup.entitlements.flush()
      await server.comeBack()
      await answers()
      // It knows what it was told: the hold stands until its lease ends, and 40 tokens are missing.
      expect(await budget()).toMatchObject({ used: 30, held: 100 })
      setup.clock.now += RECONCILE_MS
      await reserve('after')
      await waitFor(async () => (await budget())?.used === 70, { what: 'the comparison with the billing API' })
    })

    it('holds running attempts again when it lost its data: nothing passes the limit', async () => {
      await start('deny')
      const running = await Promise.all(Array.from({ length: 9 }, (_, index) => reserve(`running${index}`)))
      const suspended = await reserve('suspended')
      await suspended.reservation.settle({ ...spent(10, 40), source: 'estimate' })
      await redis.flushall()
      const after = await Promise.all(
        Array.from({ length: 5 }, (_, index) => setup.entitlements.reserve(ask(`after${index}`))),
      )
      expect(after.filter(({ allowed }) => allowed)).toMatchObject([{ reservation: { heldTokens: 50 } }])
      for (const { reservation } of running) await reservation.settle(spent(10, 90))
      expect(await budget()).toMatchObject({ used: 900, held: 100, remaining: 0 })
    })

    it('holds the attempts of another process again too, a moment later', async () => {
      await start('deny')
      const others = setUp({
        store: redisStore(redis, { timeoutMs: ANSWER_MS }),
        leaseMs: 1_000,
        now: Date.now,
        reconcileMs: RECONCILE_MS,
      })
      const here = setUp({
        store: redisStore(redis, { timeoutMs: ANSWER_MS }),
        now: Date.now,
        reconcileMs: RECONCILE_MS,
      })
      for (const { stub } of [others, here])
        stub.customers.set('c', { entitlements: grants('1000'), startAt: '2026-01-01T00:00:00Z' })
      const { reservation } = granted(await others.entitlements.reserve(ask('elsewhere')))
      await redis.flushall()
      const keepAlive = setInterval(() => void reservation.renew(), 100)
      await waitFor(async () => (await here.entitlements.usage('c')).budgets[0]?.held === 100, {
        what: 'the hold of the other process',
      })
      clearInterval(keepAlive)
      await Promise.all([others.end(), here.end()])
    })

    it('never makes a call that a journal on Redis could not record, whatever the policy, and goes on when it is back', async () => {
      server = await OwnRedis.start('--appendonly', 'yes', '--appendfsync', 'always')
      redis = server.connect()
      const journal = redisJournal(redis, { timeoutMs: ANSWER_MS })
      setup = setUp({ journal, store: redisStore(redis, { timeoutMs: ANSWER_MS }), onUnavailable: 'allow' })
      const running = await reserve('running')
      await server.die()
      await expect(setup.entitlements.reserve(ask('during'))).rejects.toSatisfy(JournalError.isInstance)
      // The outcome of a call that was made is not lost: it waits in memory until the journal answers.
      expect(await running.reservation.settle(spent(10, 30))).toMatchObject({ outcome: 'unrecorded' })
      await server.comeBack()
      await answers()
      await waitFor(async () => (await setup.entitlements.counts()).unrecorded === 0, { what: 'the journal to answer' })
      expect(await running.reservation.settle(spent(10, 30))).toMatchObject({ outcome: 'repeated' })
      await setup.entitlements.flush()
      expect([...setup.stub.events.values()].map(({ tokens }) => tokens)).toEqual([10, 30])
    })
  })
}
