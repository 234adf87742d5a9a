import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { sqliteJournal } from '../src/journal/sqlite-journal.ts'
import type { Scope } from '../src/scopes/scope.ts'
import { findRedis, newPrefix, REDIS_URL, removeKeys } from './redis-server.ts'
import { ask, setUp, soldTokens } from './setup.ts'

const CHILD = fileURLToPath(new URL('./scopes-race-child.ts', import.meta.url))
const ATTEMPTS = 500
/** Each attempt holds 100 tokens: the level in the middle has room for 100 of them. */
const LEVELS: readonly Scope[] = [
  { kind: 'team', id: 'red', limits: [{ limit: 20_000, per: 'period' }] },
  { kind: 'user', id: 'ada', limits: [{ limit: 10_000, per: 'day' }] },
  { kind: 'run', id: 'x', limits: [{ limit: 12_000, per: 'life' }] },
]

/** Each attempt holds 1.00 USD, at 0.01 USD a token: the level in the middle has room for 100 of them. */
const usd = (limit: string) => ({ limit, of: { currency: 'USD' } }) as const
const PRICED: readonly Scope[] = [
  { kind: 'team', id: 'red', limits: [{ ...usd('200.00'), per: 'period' }] },
  { kind: 'user', id: 'ada', limits: [{ ...usd('100.00'), per: 'day' }] },
  { kind: 'run', id: 'x', limits: [{ ...usd('120.00'), per: 'life' }] },
]

const redis = await findRedis()
afterAll(() => redis?.disconnect())

describe.each([
  ['tokens', LEVELS, 10_000, 0],
  ['money', PRICED, '100', '0'],
] as const)(
  `${ATTEMPTS} attempts at once at three levels limited in %s, with room for 100`,
  (_unit, levels, most, none) => {
    it('are granted 100 times in one process, and denied by the level that is short', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'tallygate-scopes-race-'))
      const journal = sqliteJournal({ path: join(folder, 'usage.db') })
      const setup = setUp({ journal, scopes: {} }, soldTokens('1000000'))
      const decisions = await Promise.all(
        Array.from({ length: ATTEMPTS }, (_, index) =>
          setup.entitlements.reserve(ask(`r${index}`, { scopes: levels })),
        ),
      )
      expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(100)
      for (const decision of decisions)
        if (!decision.allowed)
          expect(decision).toMatchObject({ reason: 'budget_exhausted', scope: { kind: 'user', id: 'ada' }, held: most })
      expect(await setup.entitlements.usage('c', { scopes: levels })).toMatchObject({
        budgets: [{ used: 0, held: 10_000 }],
        scopes: [{ held: most }, { held: most, remaining: none }, { held: most }],
      })
      await setup.end()
      await rm(folder, { recursive: true, force: true })
    })

    if (redis !== undefined)
      it('are granted 100 times by three processes on one Redis, and denied by the level that is short', async () => {
        const prefix = newPrefix()
        const run = promisify(execFile)
        const scopes = JSON.stringify(levels)
        const counts = [167, 167, 166]
        const outputs = await Promise.all(
          counts.map((count, index) =>
            run(process.execPath, [
              '--conditions=@tallygate/source',
              CHILD,
              REDIS_URL,
              prefix,
              `p${index}`,
              String(count),
              scopes,
            ]),
          ),
        )
        // Written by scopes-race-child.ts.
        const reports = outputs.map(
          ({ stdout }) => JSON.parse(stdout) as { granted: number; denied: Record<string, number> },
        )
        expect(reports.reduce((sum, { granted }) => sum + granted, 0)).toBe(100)
        for (const { denied } of reports) expect(Object.keys(denied)).toEqual(['user'])
        await removeKeys(redis, prefix)
      })
  },
)
