import { createContext, runInContext } from 'node:vm'
import { examplesOf, runExample } from '@tallygate/test-kit'
import fc from 'fast-check'
import { rolldown } from 'rolldown'
import { describe, expect, it } from 'vitest'
import { decide } from '../src/decide/decide.ts'
import { readEntitlements } from '../src/decide/read-entitlements.ts'
import { memoryJournal } from '../src/journal/memory-journal.ts'
import type { Scope } from '../src/scopes/scope.ts'
import { ask, grants, setUp, spent } from './setup.ts'

/** A failure prints the seed and the path; TEST_SEED replays or varies a run. */
const SEED = Number(process.env['TEST_SEED'] ?? 20260131)
const AT = new Date(Date.UTC(2030, 0, 10, 12))
const MONTH = { start: new Date('2030-01-01T00:00:00Z'), end: new Date('2030-02-01T00:00:00Z') }
const request = { customer: 'c', model: 'gpt-4o-mini', estimate: { promptTokens: 10, completionTokens: 90 } }

const facts = (budget: string, more: Record<string, unknown>[] = []) => ({
  request,
  entitlements: readEntitlements('c', grants(budget, ...more)),
  period: MONTH,
  at: AT,
})

/** Scopes ask for a journal that outlives its process; nothing restarts here. */
const outliving = () =>
  Object.assign(memoryJournal(), {
    scopes: {
      keepMs: 31 * 86_400_000,
      isShared: false,
      read: async (_: string, keys: readonly string[]) => keys.map(() => 0),
    },
  })

describe('a decision alone', () => {
  it('is the answer of check() at the counts of usage()', async () => {
    const scene = fc.record({
      budget: fc.integer({ min: 0, max: 400 }),
      level: fc.integer({ min: 0, max: 400 }),
      prompt: fc.nat(120),
      completion: fc.option(fc.nat(120), { nil: undefined }),
      used: fc.nat(200),
      held: fc.nat(150),
      model: fc.constantFrom('gpt-4o-mini', 'gpt-4o', 'o9'),
      whenShort: fc.constantFrom('fit' as const, 'deny' as const),
      running: fc.integer({ min: 1, max: 3 }),
    })
    const property = fc.asyncProperty(scene, async ({ budget, level, used, held, whenShort, running, ...asked }) => {
      const entitlements = grants(String(budget), { feature_reference: 'concurrent_requests', number: String(running) })
      const setup = setUp({ whenShort, journal: outliving(), scopes: {} }, { entitlements: entitlements })
      const scopes: Scope[] = [{ kind: 'user', id: 'ada', limits: [{ limit: level, per: 'day' }] }]
      for (const [id, tokens] of [
        ['used', used],
        ['held', held],
      ] as const) {
        const estimate = { promptTokens: 0, completionTokens: tokens }
        const made = await setup.entitlements.reserve(ask(id, { estimate, scopes }))
        if (made.allowed && id === 'used') await made.reservation.settle(spent(0, tokens))
      }
      const { prompt: promptTokens, completion: completionTokens, model } = asked
      const estimate = { promptTokens, ...(completionTokens === undefined ? {} : { completionTokens }) }
      const question = { customer: 'c', model, estimate, scopes }
      const counts = await setup.entitlements.usage('c', { scopes })
      const runs = counts.budgets[0]?.held === 0 ? 0 : 1
      const told = decide(
        {
          request: question,
          entitlements: readEntitlements('c', entitlements),
          period: MONTH,
          counts: { ...counts, running: runs },
          at: AT,
        },
        { whenShort },
      )
      // Prices are not a part of it.
      const none = { plans: undefined, costUnknown: undefined }
      const { plans, costUnknown, ...checked } = { ...none, ...(await setup.entitlements.check(question)) }
      await setup.end()
      expect(told).toEqual(checked)
    })
    await fc.assert(property, { seed: SEED, numRuns: 60 })
  })

  it.each<[string, Parameters<typeof decide>[0], Record<string, unknown>]>([
    ['an empty budget', { ...facts('99'), counts: {} }, { allowed: true, maxCompletionTokens: 89 }],
    ['no period', { ...facts('99'), period: undefined as never }, { reason: 'no_subscription' }],
    [
      'a rate that is used up',
      {
        ...facts('9999', [{ feature_reference: 'requests_per_minute', number: '3' }]),
        counts: { rates: [{ feature: 'requests_per_minute', used: 3, retryAfterMs: 400 }] },
      },
      { reason: 'rate_limited', used: 3, retryAfterMs: 400 },
    ],
    [
      'a window of tokens',
      {
        ...facts('9999', [{ feature_reference: 'tokens_per_minute', number: '90' }]),
        counts: { rates: [{ feature: 'tokens_per_minute', used: 85, retryAfterMs: 700 }] },
      },
      { reason: 'rate_limited', feature: 'tokens_per_minute', used: 85, retryAfterMs: 700 },
    ],
    [
      'a model of another plan',
      { ...facts('9999'), request: { ...request, model: 'o9' } },
      { reason: 'model_not_entitled', allowedModels: ['gpt-4o-mini', 'gpt-4o'] },
    ],
  ])('tells of %s', (_name, given, expected) => {
    expect(decide(given)).toMatchObject(expected)
  })

  it.each<[string, Partial<Parameters<typeof decide>[0]>, string]>([
    ['a count that is negative', { counts: { running: -1 } }, 'counts.running must be a whole number'],
    ['an instant outside of the period', { at: MONTH.end }, 'at must be within the period'],
    ['no instant', { at: 5 as never }, 'at must be a valid Date; it is 5.'],
    ['a misspelt fact', { count: {} } as never, 'count must be one of request'],
    ['a scope without limits', { request: { ...request, scopes: [{ kind: 'user', id: 'a' }] } }, 'scopes[0].limits'],
    ['a fraction of a token', { request: { ...request, estimate: { promptTokens: 0.5 } } }, 'estimate.promptTokens'],
  ])('refuses %s by the name of the field', (_name, wrong, message) => {
    expect(() => decide({ ...facts('10'), ...wrong })).toThrow(message)
  })

  it('needs nothing of Node and nothing of a page', async () => {
    const build = await rolldown({
      input: new URL('../src/decide/index.ts', import.meta.url).pathname,
      platform: 'neutral',
      resolve: { conditionNames: ['@tallygate/source', 'import', 'default'], mainFields: ['module', 'main'] },
    })
    const { output } = await build.generate({ format: 'iife', minify: true, name: 'tallygate' })
    await build.close()
    const { code, imports, dynamicImports } = output[0]
    expect([...imports, ...dynamicImports]).toEqual([])
    expect(code).not.toMatch(/\bnode:|\brequire\(/)
    const given = JSON.stringify(facts('99'))
    const source = `${code};
      const given = ${given};
      const period = { start: new Date(given.period.start), end: new Date(given.period.end) };
      const decision = tallygate.decide({ ...given, period, at: new Date(given.at) });
      decision.maxCompletionTokens + typeof process + typeof window`
    expect(runInContext(source, createContext({ Intl }))).toBe('89undefinedundefined')
  })
})

it('prints what the README says', async () => {
  const folder = new URL('../', import.meta.url)
  const example = (await examplesOf(folder, 'README.md')).find(({ heading }) => heading.startsWith('May they?'))
  if (example === undefined) throw new Error('README.md has no example of a decision')
  const { documented, printed } = await runExample(folder, example)
  expect(printed).toBe(documented)
})
