import fc from 'fast-check'
import { expect } from 'vitest'
import { fitCompletion } from '../src/store/fit-completion.ts'
import type { Store, StoreAccount, StoreReserveRequest } from '../src/store/store.ts'
import type { StoreHarness } from './store-conformance.ts'

/** The store in the plainest words: what was used, what is held until when, how attempts ended. */
class Model {
  now = 0
  readonly used = new Map<string, number>()
  readonly holds = new Map<
    string,
    { readonly units: readonly { key: string; units: number }[]; readonly expiresAt: number }
  >()
  readonly ended = new Map<string, 'settled' | 'released'>()

  pass(ms: number): void {
    this.now += ms
    for (const [id, { expiresAt }] of this.holds) if (expiresAt <= this.now) this.holds.delete(id)
  }

  held(key: string): number {
    let sum = 0
    for (const { units } of this.holds.values()) for (const row of units) if (row.key === key) sum += row.units
    return sum
  }

  live(): number {
    return [...this.holds.values()].filter(({ expiresAt }) => expiresAt !== Infinity).length
  }

  reserve(request: StoreReserveRequest): string {
    if (this.holds.has(request.id)) return 'repeated held'
    if (this.ended.get(request.id) === 'settled') return 'repeated settled'
    if (request.accounts.some(({ key }) => !this.used.has(key))) return 'unknown_accounts'
    if (request.maxConcurrent !== undefined && this.live() >= request.maxConcurrent) return 'too_many_concurrent'
    const fit = fitCompletion(request, ({ key }) => ({ used: this.used.get(key) ?? 0, held: this.held(key) }))
    if (typeof fit !== 'number') return `short ${fit.short.key}`
    const units = request.accounts.map(({ key, fixed, perCompletionToken }) => ({
      key,
      units: fixed + perCompletionToken * fit,
    }))
    this.holds.set(request.id, { units, expiresAt: this.now + request.leaseMs })
    this.ended.delete(request.id)
    return `granted ${fit}`
  }

  settle(id: string, units: readonly { key: string; units: number }[]): string {
    if (this.ended.get(id) === 'settled') return 'repeated'
    const outcome = this.holds.delete(id) ? 'settled' : this.ended.get(id) === 'released' ? 'after_release' : 'late'
    for (const row of units)
      if (this.used.has(row.key)) this.used.set(row.key, (this.used.get(row.key) ?? 0) + row.units)
    this.ended.set(id, 'settled')
    return outcome
  }

  release(id: string): string {
    if (this.holds.delete(id)) {
      this.ended.set(id, 'released')
      return 'released'
    }
    const how = this.ended.get(id)
    if (how === undefined) this.ended.set(id, 'released')
    return how === 'settled' ? 'after_settle' : how === 'released' ? 'repeated' : 'unknown'
  }

  renew(id: string, units: readonly { key: string; units: number }[], leaseMs: number): string {
    const hold = this.holds.get(id)
    if (hold !== undefined && hold.expiresAt !== Infinity) {
      this.holds.set(id, { ...hold, expiresAt: this.now + leaseMs })
      return 'renewed'
    }
    if (this.ended.has(id)) return 'ended'
    this.holds.set(id, { units, expiresAt: this.now + leaseMs })
    return 'revived'
  }

  keep(id: string, units: readonly { key: string; units: number }[]): void {
    if (!this.ended.has(id) || this.holds.has(id)) this.holds.set(id, { units, expiresAt: Infinity })
  }
}

/** A failure prints the seed and the path; TEST_SEED replays or varies a run. */
const SEED = Number(process.env['TEST_SEED'] ?? 20260131)
const KEYS = ['a@0', 'b@0', 'c@0']
const ENDS_AT = Date.UTC(2100, 0, 1)
const id = fc.constantFrom('1', '2', '3', '4', '5', '6')
const units = fc
  .subarray(KEYS, { minLength: 1 })
  .chain((keys) => fc.tuple(...keys.map((key) => fc.nat(60).map((count) => ({ key, units: count })))))
const account = (key: string): fc.Arbitrary<StoreAccount> =>
  fc.record({
    key: fc.constant(key),
    limit: fc.option(fc.nat(200), { nil: undefined }),
    fixed: fc.nat(40),
    perCompletionToken: fc.nat(3),
    endsAt: fc.constant(ENDS_AT),
  })
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('reserve' as const),
      id,
      accounts: fc.subarray(KEYS, { minLength: 1 }).chain((keys) => fc.tuple(...keys.map(account))),
      maxConcurrent: fc.option(fc.nat(4), { nil: undefined }),
      wantedTokens: fc.nat(80),
      minimumTokens: fc.nat(80),
      leaseMs: fc.integer({ min: 1, max: 100 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('settle' as const), id, units }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('release' as const), id }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('renew' as const), id, units, leaseMs: fc.integer({ min: 1, max: 100 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('keep' as const), id, units }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('load' as const), key: fc.constantFrom(...KEYS), used: fc.nat(100) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.nat(60) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

async function perform(
  store: Store,
  model: Model,
  harness: StoreHarness,
  each: Step,
  stretch: number,
): Promise<[unknown, unknown]> {
  switch (each.do) {
    case 'reserve': {
      const request = { ...each, customer: 'c', rates: [], leaseMs: each.leaseMs * stretch }
      const result = await store.reserve(request)
      const told =
        result.type === 'repeated'
          ? `repeated ${result.state}`
          : result.type === 'short'
            ? `short ${result.key}`
            : result.type === 'granted'
              ? `granted ${result.completionTokens}`
              : result.type
      return [told, model.reserve(request)]
    }
    case 'settle':
      return [(await store.settle('c', each.id, each.units)).outcome, model.settle(each.id, each.units)]
    case 'release':
      return [await store.release('c', each.id), model.release(each.id)]
    case 'renew':
      return [
        await store.renew('c', each.id, each.units, each.leaseMs * stretch),
        model.renew(each.id, each.units, each.leaseMs * stretch),
      ]
    case 'keep':
      return [await store.keep('c', each.id, each.units), model.keep(each.id, each.units)]
    case 'load':
      await store.load('c', [{ key: each.key, used: each.used, endsAt: ENDS_AT }])
      model.used.set(each.key, Math.max(model.used.get(each.key) ?? 0, each.used))
      return [undefined, undefined]
    case 'pass':
      // A clock that cannot be moved stands still for the model too: leases are stretched beyond the run.
      if (stretch > 1) return [undefined, undefined]
      await harness.pass(each.ms)
      model.pass(each.ms)
      return [undefined, undefined]
  }
}

/**
 * Random steps on the store and on the model: every answer and every count is the same. Prints its seed when it fails.
 */
export async function compareWithModel(
  start: () => Promise<StoreHarness>,
  options: { readonly runs: number; readonly movesClock: boolean },
): Promise<void> {
  const property = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
    const harness = await start()
    const model = new Model()
    try {
      for (const each of steps) {
        const [told, expected] = await perform(harness.store, model, harness, each, options.movesClock ? 1 : 100_000)
        expect(told).toEqual(expected)
        const { accounts, open } = await harness.store.read(
          'c',
          KEYS.map((key) => ({ key })),
          [],
        )
        const known = KEYS.map((key) =>
          model.used.has(key) ? { key, used: model.used.get(key), held: model.held(key), endsAt: ENDS_AT } : undefined,
        )
        expect({ accounts, open }).toEqual({ accounts: known, open: model.live() })
      }
    } finally {
      await harness.end()
    }
  })
  await fc.assert(property, { seed: SEED, numRuns: options.runs })
}
