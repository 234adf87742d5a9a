import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store, StoreAccount, StoreReserveRequest } from '../src/store/store.ts'

export interface StoreHarness {
  readonly store: Store
  /** Lets the store's clock move on by that much. */
  readonly pass: (ms: number) => Promise<void>
  readonly end: () => Promise<void>
}

/** Longer than any test takes, however busy the machine is. */
const LEASE_MS = 60_000
/** The lease of a hold that is to expire. */
const SHORT_LEASE_MS = 150
/** Expires too, but not before the next call on a busy machine. */
const NEXT_CALL_MS = 1_000
const ENDS_AT = Date.UTC(2100, 0, 1)
const BUDGET = 'monthly_token_budget@0'

function account(limit: number | undefined, facts: Partial<StoreAccount> = {}): StoreAccount {
  return { key: BUDGET, limit, fixed: 0, perCompletionToken: 1, endsAt: ENDS_AT, ...facts }
}

function request(id: string, facts: Partial<StoreReserveRequest> = {}): StoreReserveRequest {
  return {
    customer: 'c',
    id,
    accounts: [account(100)],
    rates: [],
    maxConcurrent: undefined,
    wantedTokens: 40,
    minimumTokens: 40,
    leaseMs: LEASE_MS,
    ...facts,
  }
}

const used = (units: number) => [{ key: BUDGET, units }]

/** Proves what every store must do. Run on each implementation. */
export function describeStore(name: string, start: () => Promise<StoreHarness>): void {
  describe(`${name} keeps the rules of a store`, () => {
    let harness: StoreHarness
    let store: Store
    beforeEach(async () => {
      harness = await start()
      store = harness.store
    })
    afterEach(() => harness.end())

    const load = (used = 0, customer = 'c') => store.load(customer, [{ key: BUDGET, used, endsAt: ENDS_AT }])
    const counts = async (key = BUDGET) => {
      const [state] = (await store.read('c', [{ key }], [])).accounts
      return state === undefined ? undefined : [state.used, state.held]
    }

    describe('accounts', () => {
      it('does not know an account before it is loaded, and holds nothing then', async () => {
        expect(await store.reserve(request('a'))).toEqual({ type: 'unknown_accounts', keys: [BUDGET] })
        expect(await counts()).toBeUndefined()
      })
      it('names every account that it does not know', async () => {
        await load()
        const accounts = [account(100), account(100, { key: 'x@0' }), account(100, { key: 'y@0' })]
        expect(await store.reserve(request('a', { accounts }))).toEqual({
          type: 'unknown_accounts',
          keys: ['x@0', 'y@0'],
        })
      })
      it('raises a count to what is loaded, and never lowers it', async () => {
        await load(10)
        await load(30)
        await load(20)
        expect(await counts()).toEqual([30, 0])
      })
      it('keeps customers apart', async () => {
        await load(90)
        await load(0, 'd')
        expect((await store.reserve(request('a'))).type).toBe('short')
        expect((await store.reserve(request('a', { customer: 'd' }))).type).toBe('granted')
      })
      it('keeps customers apart whose names and ids run into each other', async () => {
        await load(0, 'c')
        await load(0, 'ca')
        await store.reserve(request('ab'))
        await store.settle('c', 'ab', used(1))
        expect((await store.reserve(request('b', { customer: 'ca' }))).type).toBe('granted')
      })
      it('counts an account without a limit and never refuses it', async () => {
        await load(5)
        const result = await store.reserve(request('a', { accounts: [account(undefined)], wantedTokens: 1_000_000 }))
        expect(result).toEqual({
          type: 'granted',
          completionTokens: 1_000_000,
          accounts: [{ key: BUDGET, used: 5, held: 1_000_000, endsAt: ENDS_AT }],
        })
      })
      it('begins a token rate at zero by itself', async () => {
        const accounts = [account(50, { key: 'tokens_per_minute@60000', window: { stepMs: 1_000, earlier: 60 } })]
        expect((await store.reserve(request('a', { accounts }))).type).toBe('granted')
        expect(await store.reserve(request('b', { accounts }))).toEqual({
          type: 'short',
          key: 'tokens_per_minute@60000',
          used: 0,
          held: 40,
          retryAfterMs: expect.any(Number),
        })
      })
      it('lets an account end later when a later end is given, and never sooner', async () => {
        await load(3)
        await store.load('c', [{ key: BUDGET, used: 0, endsAt: ENDS_AT + 5 }])
        await store.load('c', [{ key: BUDGET, used: 0, endsAt: ENDS_AT }])
        const [state] = (await store.read('c', [{ key: BUDGET }], [])).accounts
        expect(state).toEqual({ key: BUDGET, used: 3, held: 0, endsAt: ENDS_AT + 5 })
        await store.reserve(request('a', { accounts: [account(100, { endsAt: ENDS_AT + 9 })] }))
        expect((await store.read('c', [{ key: BUDGET }], [])).accounts).toMatchObject([{ endsAt: ENDS_AT + 9 }])
      })
      it('counts exactly up to the largest safe integers', async () => {
        const big = Number.MAX_SAFE_INTEGER - 1_000
        await load(big)
        await store.settle('c', 'a', used(1))
        await store.settle('c', 'b', used(1))
        expect(await counts()).toEqual([big + 2, 0])
      })
    })

    describe('marks', () => {
      const tell = (told: number, key = BUDGET) => store.tell('c', [{ key, told }])

      it('go up alone, and tell what they were before', async () => {
        await load()
        expect(await tell(50)).toEqual([0])
        expect(await tell(80)).toEqual([50])
        expect(await tell(50)).toEqual([80])
        expect(await tell(80)).toEqual([80])
      })
      it('are raised by one of all who come at once', async () => {
        await load()
        const before = await Promise.all(Array.from({ length: 20 }, () => tell(80)))
        expect(before.flat().sort()).toEqual([0, ...Array.from({ length: 19 }, () => 80)])
      })
      it('begin where an account that becomes known is loaded to, and stay where it is known', async () => {
        const loaded = (told: number) => store.load('c', [{ key: BUDGET, used: 60, endsAt: ENDS_AT, told }])
        await loaded(50)
        await loaded(95)
        expect(await tell(80)).toEqual([50])
        await store.correct('c', [{ key: BUDGET, used: 10, endsAt: ENDS_AT }])
        expect(await tell(80)).toEqual([80])
        await store.correct('c', [{ key: 'new@0', used: 10, endsAt: ENDS_AT, told: 50 }])
        expect(await tell(80, 'new@0')).toEqual([50])
      })
      it('are none of an account that is unknown', async () => {
        await load()
        const marks = [
          { key: 'x@0', told: 50 },
          { key: BUDGET, told: 50 },
        ]
        expect(await store.tell('c', marks)).toEqual([undefined, 0])
        expect(await counts('x@0')).toBeUndefined()
      })
    })

    describe('reserve', () => {
      it('holds up to the limit and not one token more', async () => {
        await load(20)
        expect((await store.reserve(request('a'))).type).toBe('granted')
        expect((await store.reserve(request('b'))).type).toBe('granted')
        expect(await store.reserve(request('c', { wantedTokens: 1, minimumTokens: 1 }))).toEqual({
          type: 'short',
          key: BUDGET,
          used: 20,
          held: 80,
        })
      })
      it('holds what is left where that is enough', async () => {
        await load(90)
        expect(await store.reserve(request('a', { minimumTokens: 10 }))).toMatchObject({
          type: 'granted',
          completionTokens: 10,
        })
        expect(await counts()).toEqual([90, 10])
      })
      it('refuses when less than the minimum is left', async () => {
        await load(91)
        expect((await store.reserve(request('a', { minimumTokens: 10 }))).type).toBe('short')
      })
      it('never asks for more than was wanted as a minimum', async () => {
        await load(95)
        expect((await store.reserve(request('a', { wantedTokens: 5, minimumTokens: 16 }))).type).toBe('granted')
      })
      it('counts the fixed tokens first and shrinks only the completion', async () => {
        await load(50)
        const accounts = [account(100, { fixed: 30 })]
        expect(await store.reserve(request('a', { accounts, minimumTokens: 16 }))).toMatchObject({
          type: 'granted',
          completionTokens: 20,
          accounts: [{ used: 50, held: 50 }],
        })
      })
      it('refuses when the fixed tokens alone do not fit, in an account without completion tokens too', async () => {
        await load(80)
        const accounts = [account(100, { fixed: 21, perCompletionToken: 0 })]
        expect((await store.reserve(request('a', { accounts }))).type).toBe('short')
      })
      it('does not hold completion tokens where only prompts count', async () => {
        await load(80)
        const accounts = [account(100, { fixed: 20, perCompletionToken: 0 })]
        expect(await store.reserve(request('a', { accounts }))).toMatchObject({
          type: 'granted',
          completionTokens: 40,
          accounts: [{ held: 20 }],
        })
      })
      it('fits whole completion tokens into what each of them costs', async () => {
        await load(20)
        const accounts = [account(100, { fixed: 11, perCompletionToken: 7 })]
        expect(await store.reserve(request('a', { accounts, minimumTokens: 1 }))).toMatchObject({
          type: 'granted',
          completionTokens: 9,
          accounts: [{ used: 20, held: 74 }],
        })
        // 6 units are left: less than one token costs.
        expect(
          await store.reserve(
            request('b', { accounts: [account(100, { perCompletionToken: 7 })], wantedTokens: 1, minimumTokens: 1 }),
          ),
        ).toEqual({ type: 'short', key: BUDGET, used: 20, held: 74 })
        expect(
          (await store.reserve(request('c', { accounts: [account(100, { perCompletionToken: 6 })], minimumTokens: 1 })))
            .type,
        ).toBe('granted')
      })
      it('takes the account as the tightest whose units buy the fewest tokens, not the one with the fewest units', async () => {
        await load(0)
        await store.load('c', [{ key: 'money@0', used: 0, endsAt: ENDS_AT }])
        const accounts = [account(30), account(1_000, { key: 'money@0', fixed: 100, perCompletionToken: 90 })]
        expect(await store.reserve(request('a', { accounts, minimumTokens: 11 }))).toMatchObject({
          type: 'short',
          key: 'money@0',
        })
        expect(await store.reserve(request('a', { accounts, minimumTokens: 1 }))).toMatchObject({
          completionTokens: 10,
          accounts: [{ held: 10 }, { held: 1_000 }],
        })
      })
      it('fits exactly up to the largest safe integers', async () => {
        await load(0)
        const limit = Number.MAX_SAFE_INTEGER
        const each = 94_906_267
        const accounts = [account(limit, { perCompletionToken: each })]
        const fit = Number(BigInt(limit) / BigInt(each))
        expect(await store.reserve(request('a', { accounts, wantedTokens: limit, minimumTokens: 1 }))).toMatchObject({
          completionTokens: fit,
          accounts: [{ held: fit * each }],
        })
      })
      it('takes the tightest of several accounts and holds in all of them or in none', async () => {
        await load(0)
        await store.load('c', [{ key: 'other@0', used: 70, endsAt: ENDS_AT }])
        const accounts = [account(100), account(100, { key: 'other@0' })]
        expect(await store.reserve(request('a', { accounts }))).toMatchObject({ type: 'short', key: 'other@0' })
        expect(await counts()).toEqual([0, 0])
        expect(await store.reserve(request('b', { accounts, minimumTokens: 1 }))).toMatchObject({
          completionTokens: 30,
        })
        expect(await counts()).toEqual([0, 30])
        expect(await counts('other@0')).toEqual([70, 30])
      })
      it('refuses everything at a limit of 0', async () => {
        await load(0)
        expect((await store.reserve(request('a', { accounts: [account(0)], minimumTokens: 1 }))).type).toBe('short')
      })
      it('knows an id that is held, and one that was settled; a released one may come again', async () => {
        await load()
        await store.reserve(request('a'))
        expect(await store.reserve(request('a'))).toEqual({ type: 'repeated', state: 'held' })
        await store.settle('c', 'a', used(1))
        expect(await store.reserve(request('a'))).toEqual({ type: 'repeated', state: 'settled' })
        await store.reserve(request('b'))
        await store.release('c', 'b')
        expect((await store.reserve(request('b'))).type).toBe('granted')
        expect((await store.settle('c', 'b', used(5))).outcome).toBe('settled')
        expect(await counts()).toEqual([6, 0])
      })
      it('never grants more than the limit to 500 that come at once', async () => {
        await load(10)
        const results = await Promise.all(
          Array.from({ length: 500 }, (_, index) =>
            store.reserve(
              request(`r${index}`, {
                accounts: [account(1_000)],
                wantedTokens: 7,
                minimumTokens: 7,
                // On a busy machine 500 take longer than the short lease of the other tests.
                leaseMs: 60_000,
              }),
            ),
          ),
        )
        expect(results.filter(({ type }) => type === 'granted')).toHaveLength(Math.floor(990 / 7))
        expect(await counts()).toEqual([10, Math.floor(990 / 7) * 7])
      })
    })

    describe('count and correct', () => {
      const counted = async (id: string, units: number, account = BUDGET) => {
        const { outcome, before } = await store.count('c', id, [{ key: account, units }])
        return [outcome, before.map(({ used: usedBefore, held }) => [usedBefore, held])]
      }
      beforeEach(() => load(10))

      it('adds at once, tells what was there before, and leaves the hold to the settle', async () => {
        await store.reserve(request('a'))
        expect(await counted('a', 7)).toEqual(['counted', [[10, 40]]])
        expect(await counts()).toEqual([17, 40])
        expect(await store.settle('c', 'a', used(3))).toMatchObject({
          outcome: 'settled',
          accounts: [{ used: 20, held: 0 }],
        })
      })
      it('counts an id once, and tells the same again until it is settled', async () => {
        expect(await counted('late', 7)).toEqual(['counted', [[10, 0]]])
        expect(await counted('other', 2)).toEqual(['counted', [[17, 0]]])
        expect(await counted('late', 7)).toEqual(['counted', [[10, 0]]])
        expect((await store.settle('c', 'late', used(0))).outcome).toBe('late')
        expect(await counted('late', 7)).toEqual(['repeated', [[19, 0]]])
        expect(await counts()).toEqual([19, 0])
      })
      it('goes on from what was counted when the lease has run out in between', async () => {
        await store.reserve(request('a', { leaseMs: SHORT_LEASE_MS }))
        await counted('a', 7)
        await harness.pass(SHORT_LEASE_MS + 20)
        expect(await counted('a', 7)).toEqual(['counted', [[10, 40]]])
        expect((await store.settle('c', 'a', used(1))).outcome).toBe('late')
        expect(await counts()).toEqual([18, 0])
      })
      it('counts nothing in an account that it does not know', async () => {
        expect(await counted('a', 7, 'gone@0')).toEqual(['counted', []])
        expect(await counts('gone@0')).toBeUndefined()
      })
      it('gives each of many that count at once the counts before it', async () => {
        const results = await Promise.all(Array.from({ length: 50 }, (_, index) => counted(`r${index}`, 3)))
        const before = results.map(([, states]) => (states as number[][])[0]?.[0] ?? 0)
        expect(before.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => 10 + 3 * index))
      })
      it('admits within the range that a request was worked out for, and tells the counts that left it', async () => {
        const ranged = (from: number, to: number) => [
          account(100),
          account(undefined, { key: 'count@0', fixed: 4, range: { from, to } }),
        ]
        await store.load('c', [{ key: 'count@0', used: 20, endsAt: ENDS_AT }])
        const state = { key: 'count@0', used: 20, held: 0, endsAt: ENDS_AT }
        expect(await store.reserve(request('a', { accounts: ranged(0, 63) }))).toEqual({
          type: 'moved',
          accounts: [state],
        })
        expect(await store.reserve(request('a', { accounts: ranged(21, 99) }))).toEqual({
          type: 'moved',
          accounts: [state],
        })
        expect(await counts()).toEqual([10, 0])
        expect(await store.reserve(request('a', { accounts: ranged(20, 64) }))).toMatchObject({ type: 'granted' })
        // What is held counts as if it were used.
        expect(await store.reserve(request('b', { accounts: ranged(20, 64) }))).toMatchObject({
          type: 'moved',
          accounts: [{ used: 20, held: 44 }],
        })
      })
      it('sets counts up and down, keeps what is held, and makes accounts known', async () => {
        await store.reserve(request('a'))
        await store.correct('c', [
          { key: BUDGET, used: 3, endsAt: ENDS_AT },
          { key: 'new@0', used: 5, endsAt: ENDS_AT },
        ])
        expect(await counts()).toEqual([3, 40])
        expect(await counts('new@0')).toEqual([5, 0])
        await store.settle('c', 'a', used(2))
        expect(await counts()).toEqual([5, 0])
      })
    })

    describe('settle, release, renew, keep', () => {
      beforeEach(() => load())

      it('replaces the hold by what was used, below and above the hold', async () => {
        await store.reserve(request('a'))
        expect(await store.settle('c', 'a', used(15))).toEqual({
          outcome: 'settled',
          accounts: [{ key: BUDGET, used: 15, held: 0, endsAt: ENDS_AT }],
        })
        await store.reserve(request('b'))
        expect((await store.settle('c', 'b', used(90))).outcome).toBe('settled')
        expect(await counts()).toEqual([105, 0])
      })
      it('takes a hold and a use of nothing', async () => {
        await store.reserve(request('a', { wantedTokens: 0, minimumTokens: 0 }))
        expect((await store.settle('c', 'a', used(0))).outcome).toBe('settled')
        await store.reserve(request('b', { wantedTokens: 0, minimumTokens: 0 }))
        expect(await store.release('c', 'b')).toBe('released')
        await store.keep('c', 'd', used(0))
        expect(await store.renew('c', 'd', used(0), LEASE_MS)).toBe('revived')
        expect(await counts()).toEqual([0, 0])
      })
      it('settles once', async () => {
        await store.reserve(request('a'))
        await store.settle('c', 'a', used(15))
        expect((await store.settle('c', 'a', used(15))).outcome).toBe('repeated')
        expect(await counts()).toEqual([15, 0])
      })
      it('gives a hold back, once', async () => {
        await store.reserve(request('a'))
        expect(await store.release('c', 'a')).toBe('released')
        expect(await store.release('c', 'a')).toBe('repeated')
        expect(await counts()).toEqual([0, 0])
      })
      it('tells a settle after a release from a repeat, and counts it', async () => {
        await store.reserve(request('a'))
        await store.release('c', 'a')
        expect((await store.settle('c', 'a', used(9))).outcome).toBe('after_release')
        expect(await counts()).toEqual([9, 0])
      })
      it('tells a release after a settle from a repeat, and changes nothing', async () => {
        await store.reserve(request('a'))
        await store.settle('c', 'a', used(9))
        expect(await store.release('c', 'a')).toBe('after_settle')
        expect(await counts()).toEqual([9, 0])
      })
      it('counts a settle of what it never saw', async () => {
        expect((await store.settle('c', 'never', used(9))).outcome).toBe('late')
        expect((await store.settle('c', 'never', used(9))).outcome).toBe('repeated')
        expect(await counts()).toEqual([9, 0])
      })
      it('counts nothing in an account that it does not know', async () => {
        const result = await store.settle('c', 'a', [{ key: 'gone@0', units: 5 }, ...used(3)])
        expect(result).toEqual({
          outcome: 'late',
          accounts: [{ key: BUDGET, used: 3, held: 0, endsAt: ENDS_AT }],
        })
        expect(await counts('gone@0')).toBeUndefined()
      })
      it('ends a hold whose lease ran out, and only once', async () => {
        await store.reserve(request('a', { leaseMs: SHORT_LEASE_MS }))
        await harness.pass(SHORT_LEASE_MS + 20)
        expect(await counts()).toEqual([0, 0])
        await harness.pass(SHORT_LEASE_MS + 20)
        expect(await counts()).toEqual([0, 0])
        expect((await store.reserve(request('b', { wantedTokens: 100, minimumTokens: 100 }))).type).toBe('granted')
      })
      it('accepts a settle after the lease ran out', async () => {
        await store.reserve(request('a', { leaseMs: SHORT_LEASE_MS }))
        await harness.pass(SHORT_LEASE_MS + 20)
        expect((await store.settle('c', 'a', used(33))).outcome).toBe('late')
        expect(await counts()).toEqual([33, 0])
      })
      it('renews a lease', async () => {
        await store.reserve(request('a', { leaseMs: NEXT_CALL_MS }))
        expect(await store.renew('c', 'a', used(40), LEASE_MS)).toBe('renewed')
        await harness.pass(NEXT_CALL_MS + 20)
        expect(await counts()).toEqual([0, 40])
      })
      it('revives a hold whose lease ran out, because the attempt runs', async () => {
        await store.reserve(request('a', { leaseMs: SHORT_LEASE_MS }))
        await harness.pass(SHORT_LEASE_MS + 20)
        expect(await store.renew('c', 'a', used(40), LEASE_MS)).toBe('revived')
        expect(await counts()).toEqual([0, 40])
      })
      it('does not renew what has ended', async () => {
        await store.reserve(request('a'))
        await store.settle('c', 'a', used(1))
        expect(await store.renew('c', 'a', used(40), LEASE_MS)).toBe('ended')
        expect(await counts()).toEqual([1, 0])
      })
      it('keeps an unsettled attempt beyond every lease, with the tokens given, until it is settled', async () => {
        await store.reserve(request('a', { leaseMs: SHORT_LEASE_MS }))
        await store.keep('c', 'a', used(25))
        await store.keep('c', 'a', used(25))
        await harness.pass(SHORT_LEASE_MS + 20)
        expect(await counts()).toEqual([0, 25])
        expect((await store.settle('c', 'a', used(12))).outcome).toBe('settled')
        expect(await counts()).toEqual([12, 0])
      })
      it('keeps an attempt that it never saw, and gives it back', async () => {
        await store.keep('c', 'old', used(25))
        expect(await counts()).toEqual([0, 25])
        expect(await store.release('c', 'old')).toBe('released')
        expect(await counts()).toEqual([0, 0])
      })
      it('keeps an attempt for an account that becomes known later', async () => {
        await store.keep('c', 'old', [{ key: 'later@0', units: 25 }])
        await store.load('c', [{ key: 'later@0', used: 1, endsAt: ENDS_AT }])
        expect(await counts('later@0')).toEqual([1, 25])
      })
      it('does not keep what has ended', async () => {
        await store.reserve(request('a'))
        await store.settle('c', 'a', used(1))
        await store.keep('c', 'a', used(40))
        expect(await counts()).toEqual([1, 0])
      })
      it('holds in the account of the period that admitted the attempt, also when the next one has begun', async () => {
        await store.reserve(request('a'))
        await store.load('c', [{ key: 'next@1', used: 0, endsAt: ENDS_AT }])
        await store.settle('c', 'a', used(30))
        expect(await counts()).toEqual([30, 0])
        expect(await counts('next@1')).toEqual([0, 0])
      })
    })

    describe('rates and concurrency', () => {
      const rate = (member: string, limit = 2) => ({ key: 'requests_per_minute', limit, windowMs: 300, member })
      beforeEach(() => load())

      it('admits as many members as the limit in a window, and the next window again', async () => {
        const reserve = (id: string) =>
          store.reserve(request(id, { wantedTokens: 1, minimumTokens: 1, rates: [rate(id)] }))
        expect((await reserve('a')).type).toBe('granted')
        expect((await reserve('b')).type).toBe('granted')
        const refused = await reserve('c')
        expect(refused).toMatchObject({ type: 'rate_limited', key: 'requests_per_minute', count: 2 })
        expect(refused.type === 'rate_limited' && refused.retryAfterMs > 0 && refused.retryAfterMs <= 300).toBe(true)
        await harness.pass(320)
        expect((await reserve('d')).type).toBe('granted')
      })
      it('counts a member once, however often it comes', async () => {
        for (const id of ['a', 'b', 'c'])
          expect(
            (await store.reserve(request(id, { wantedTokens: 1, minimumTokens: 1, rates: [rate('same', 1)] }))).type,
          ).toBe('granted')
      })
      it('uses up no rate when a budget refuses', async () => {
        await load(100)
        for (const id of ['a', 'b', 'c'])
          expect((await store.reserve(request(id, { rates: [rate(id)] }))).type).toBe('short')
        const read = await store.read('c', [], [rate('a')])
        expect(read.rates).toMatchObject([{ count: 0, isMember: false }])
      })
      it('refuses everything at a rate of 0', async () => {
        expect((await store.reserve(request('a', { rates: [rate('a', 0)] }))).type).toBe('rate_limited')
      })
      it('reads counts without counting', async () => {
        await store.reserve(request('a', { rates: [rate('a')] }))
        for (let i = 0; i < 3; i += 1) {
          const read = await store.read(
            'c',
            [{ key: BUDGET }, { key: 'unknown@0' }],
            [rate('a'), { ...rate('a'), key: 'none' }],
          )
          expect(read.accounts).toEqual([{ key: BUDGET, used: 0, held: 40, endsAt: ENDS_AT }, undefined])
          expect(read.rates[0]).toMatchObject({ count: 1, isMember: true })
          expect(read.rates[1]).toMatchObject({ count: 0, isMember: false })
          expect(read.open).toBe(1)
        }
      })
      it('limits how many run at once; what ended, expired or is kept does not run', async () => {
        const reserve = (id: string, leaseMs = LEASE_MS) =>
          store.reserve(request(id, { maxConcurrent: 2, wantedTokens: 1, minimumTokens: 1, leaseMs }))
        await reserve('a')
        await reserve('b')
        expect(await reserve('c')).toEqual({ type: 'too_many_concurrent', open: 2 })
        await store.release('c', 'a')
        expect((await reserve('d', SHORT_LEASE_MS)).type).toBe('granted')
        await store.keep('c', 'b', used(1))
        expect((await reserve('e', SHORT_LEASE_MS)).type).toBe('granted')
        await harness.pass(SHORT_LEASE_MS + 20)
        expect((await reserve('f')).type).toBe('granted')
      })
    })
  })
}
