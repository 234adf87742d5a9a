import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { redisStore } from '../src/store/redis-store.ts'
import { findRedis, newPrefix, REDIS_URL, removeKeys } from './redis-server.ts'

const SEED = Number(process.env['TEST_SEED'] ?? 20260131)
const CHILD = fileURLToPath(new URL('./race-child.ts', import.meta.url))
const KEY = 'monthly_token_budget@0'
const LIMIT = 5_000

interface Report {
  readonly granted: number
  readonly refused: number
  readonly settled: number
  readonly overshoot: number
  /** Settled after the lease had run out. */
  readonly late: number
  readonly over: number
}

const redis = await findRedis()
afterAll(() => redis?.disconnect())

function race(
  prefix: string,
  seed: number,
  fate: 'settles' | 'crashes',
): { child: ChildProcess; report: Promise<Report> } {
  const args = ['--conditions=@tallygate/source', CHILD, REDIS_URL, prefix, KEY, String(LIMIT), String(seed), fate]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const report = new Promise<Report>((resolve, reject) => {
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      // Written by race-child.ts.
      if (output.includes('\n')) resolve(JSON.parse(output) as Report)
    })
    child.once('exit', () => reject(new Error('a process ended without a report')))
  })
  return { child, report }
}

if (redis !== undefined) {
  describe(`four processes on one Redis (TEST_SEED=${SEED})`, () => {
    it('never grant more than the limit, and count exactly what was settled, through expiries, overage and a crash', async () => {
      const prefix = newPrefix()
      const store = redisStore(redis, { prefix })
      await store.load('shared', [{ key: KEY, used: 100, endsAt: Date.now() + 3_600_000 }])
      const racers = [
        race(prefix, SEED, 'settles'),
        race(prefix, SEED + 1, 'settles'),
        race(prefix, SEED + 2, 'settles'),
        race(prefix, SEED + 3, 'crashes'),
      ]
      const reports = await Promise.all(racers.map(({ report }) => report))
      racers[3]?.child.kill('SIGKILL')
      await Promise.all(
        racers.map(({ child }) => child.exitCode === null && child.signalCode === null && once(child, 'exit')),
      )
      await delay(450)

      const sum = (part: keyof Report) => reports.reduce((total, report) => total + report[part], 0)
      expect(sum('granted') + sum('refused')).toBe(500)
      expect(sum('refused'), 'the budget must have been contended').toBeGreaterThan(0)
      expect(sum('over')).toBe(0)
      const { accounts, open } = await store.read('shared', [{ key: KEY }], [])
      expect(accounts).toEqual([{ key: KEY, used: 100 + sum('settled'), held: 0, endsAt: expect.any(Number) }])
      expect(open).toBe(0)
      expect(accounts[0]?.used).toBeLessThanOrEqual(LIMIT + sum('overshoot') + sum('late'))
      expect(sum('late'), 'some leases must have run out').toBeGreaterThan(0)
      await removeKeys(redis, prefix)
    })
  })
}
