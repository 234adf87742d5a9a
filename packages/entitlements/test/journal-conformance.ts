import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Intent, Journal, JournalEvent, JournalUsage, Settlement } from '../src/journal/journal.ts'

export interface JournalHarness {
  readonly journal: Journal
  readonly end: () => Promise<void>
}

const AT = Date.UTC(2030, 0, 15)

export function intent(id: string, facts: Partial<Intent> = {}): Intent {
  return {
    id,
    customer: 'c',
    model: 'gpt-4o-mini',
    requestId: id,
    attempt: '1',
    at: AT,
    promptTokens: 10,
    completionTokens: 90,
    holds: [{ key: 'b@0', units: 100 }],
    ...facts,
  }
}

/** The intent with its holds as the first format of journals wrote them. */
export function firstFormat(intended: Intent): Intent {
  const holds: unknown = intended.holds.map(({ key, units }) => ({ key, tokens: units }))
  return { ...intended, holds: holds as Intent['holds'] }
}

function event(id: string, meter: string, quantity: number, facts: Partial<JournalEvent> = {}): JournalEvent {
  const reference = `${id}:${meter}`
  return { reference, customer: 'c', meter, at: AT, quantity, body: JSON.stringify({ reference }), ...facts }
}

const usage: JournalUsage = { model: 'gpt-4o-mini', promptTokens: 8, completionTokens: 5, source: 'provider' }

export function settlement(id: string, facts: Partial<Settlement> = {}): Settlement {
  const events = [event(id, 'prompt_tokens', 8), event(id, 'completion_tokens', 5)]
  return { intent: intent(id), usage, events, at: AT + 1_000, ...facts }
}

const none = { open: 0, unsettled: 0, pending: 0, postponed: 0, rejected: 0 }

/** Proves what every journal must do. Run on each implementation. */
export function describeJournal(name: string, start: () => Promise<JournalHarness>): void {
  describe(`${name} keeps the rules of a journal`, () => {
    let harness: JournalHarness
    let journal: Journal
    beforeEach(async () => {
      harness = await start()
      journal = harness.journal
      await journal.open()
    })
    afterEach(() => harness.end())

    const settleAndTake = async (...ids: string[]) => {
      for (const id of ids) {
        await journal.intend(intent(id))
        await journal.settle(settlement(id))
      }
      return journal.take(100)
    }

    it('begins empty', async () => {
      expect(await journal.counts()).toEqual(none)
      expect(await journal.take(10)).toEqual([])
      expect(await journal.unsettled(10)).toEqual([])
    })
    it('keeps the scopes of an intent, and adds up what settled attempts count in them, each once', async () => {
      const limits = [{ limit: 100, of: 'tokens', per: 'day' }] as const
      const scopes = [{ kind: 'user', id: 'ada@example.com', limits }]
      const counts = (units: number) => ({ scopeCounts: [{ key: 'user ada tokens@0', units }] })
      for (const id of ['a', 'b', 'c', 'd']) await journal.intend(intent(id, { scopes }))
      expect(await journal.running(10, 'c')).toContainEqual(intent('a', { scopes }))
      const settle = (id: string, units: number) =>
        journal.settle(settlement(id, { intent: intent(id, { scopes }), ...counts(units) }))
      expect(await settle('a', 13)).toBe('settled')
      expect(await settle('a', 13)).toBe('repeated')
      await journal.release('b', 'never called', AT)
      expect(await settle('b', 4)).toBe('after_release')
      expect(await settle('unknown', 3)).toBe('settled')
      await journal.release('c', 'never called', AT)
      await journal.suspend('d', AT)
      expect(await journal.unsettled(10)).toMatchObject([{ id: 'd', scopes }])
      expect((await journal.attempts('c', AT, AT + 1, 10)).map((attempt) => attempt.scopes)).toEqual(
        Array.from({ length: 5 }, () => scopes),
      )
      const keys = ['user ada tokens@0', 'user lin tokens@0']
      // A journal that dies with its process has nothing to give back.
      if (journal.scopes === undefined) return
      expect(await journal.scopes.read('c', keys)).toEqual([20, 0])
      expect(await journal.scopes.read('other', keys)).toEqual([0, 0])
    })
    it('records an intent once, and not again while it is open, unsettled or settled', async () => {
      expect(await journal.intend(intent('a'))).toBe('recorded')
      expect(await journal.intend(intent('a'))).toBe('duplicate')
      await journal.suspend('a', AT)
      expect(await journal.intend(intent('a'))).toBe('duplicate')
      await journal.settle(settlement('a'))
      expect(await journal.intend(intent('a'))).toBe('duplicate')
      expect(await journal.counts()).toEqual({ ...none, pending: 2 })
    })
    it('records one of many equal intents that come at once', async () => {
      const outcomes = await Promise.all(Array.from({ length: 50 }, () => journal.intend(intent('a'))))
      expect(outcomes.filter((outcome) => outcome === 'recorded')).toHaveLength(1)
      expect(await journal.counts()).toEqual({ ...none, open: 1 })
    })
    it('takes a released id again, as a new attempt', async () => {
      await journal.intend(intent('a'))
      expect(await journal.release('a', 'provider refused', AT)).toBe('released')
      expect(await journal.intend(intent('a', { promptTokens: 99 }))).toBe('recorded')
      expect(await journal.settle(settlement('a'))).toBe('settled')
      const [attempt] = await journal.attempts('c', 0, AT + 1, 10)
      expect(attempt).toMatchObject({ state: 'settled', promptTokens: 99 })
      expect(attempt).not.toHaveProperty('releaseReason')
    })
    it('settles once: a repeat adds no event', async () => {
      await journal.intend(intent('a'))
      expect(await journal.settle(settlement('a'))).toBe('settled')
      expect(await journal.settle(settlement('a'))).toBe('repeated')
      expect(await journal.counts()).toEqual({ ...none, pending: 2 })
    })
    it('settles once when many come at once', async () => {
      await journal.intend(intent('a'))
      const outcomes = await Promise.all(Array.from({ length: 50 }, () => journal.settle(settlement('a'))))
      expect(outcomes.filter((outcome) => outcome === 'settled')).toHaveLength(1)
      expect((await journal.counts()).pending).toBe(2)
    })
    it('settles after a release, and what it has no intent of', async () => {
      await journal.intend(intent('a'))
      await journal.release('a', 'r', AT)
      expect(await journal.settle(settlement('a'))).toBe('after_release')
      expect(await journal.settle(settlement('a'))).toBe('repeated')
      expect(await journal.settle(settlement('b'))).toBe('settled')
      expect(await journal.settle(settlement('b'))).toBe('repeated')
      expect(await journal.counts()).toEqual({ ...none, pending: 4 })
    })
    it('tells releases apart', async () => {
      expect(await journal.release('a', 'r', AT)).toBe('unknown')
      await journal.intend(intent('a'))
      expect(await journal.release('a', 'r', AT)).toBe('released')
      expect(await journal.release('a', 'r', AT)).toBe('repeated')
      await journal.settle(settlement('b'))
      expect(await journal.release('b', 'r', AT)).toBe('after_settle')
      expect(await journal.counts()).toEqual({ ...none, pending: 2 })
    })
    it('lists unsettled attempts with all that is known, of one customer where asked, oldest first', async () => {
      await journal.intend(intent('b', { at: AT + 5_000 }))
      await journal.intend(intent('a'))
      await journal.intend(intent('d', { customer: 'd' }))
      for (const id of ['a', 'b', 'd']) await journal.suspend(id, AT + 9_000)
      await journal.suspend('a', AT + 99_000, { ...usage, source: 'estimate' })
      expect(await journal.unsettled(10, 'c')).toEqual([
        { ...intent('a'), since: AT + 9_000, estimate: { ...usage, source: 'estimate' } },
        { ...intent('b', { at: AT + 5_000 }), since: AT + 9_000 },
      ])
      expect(await journal.unsettled(10)).toHaveLength(3)
      expect(await journal.unsettled(1)).toHaveLength(1)
      expect((await journal.counts()).unsettled).toBe(3)
    })
    it('settles and releases what is unsettled, and suspends nothing that has ended', async () => {
      for (const id of ['a', 'b']) {
        await journal.intend(intent(id))
        await journal.suspend(id, AT)
      }
      expect(await journal.settle(settlement('a'))).toBe('settled')
      expect(await journal.release('b', 'r', AT)).toBe('released')
      for (const id of ['a', 'b', 'never']) await journal.suspend(id, AT)
      expect(await journal.counts()).toEqual({ ...none, pending: 2 })
    })
    it('hands events out oldest first, each to one taker', async () => {
      for (const id of ['a', 'b', 'c']) await journal.settle(settlement(id))
      const first = await journal.take(4)
      expect(first.map(({ reference }) => reference)).toEqual([
        'a:prompt_tokens',
        'a:completion_tokens',
        'b:prompt_tokens',
        'b:completion_tokens',
      ])
      expect(first[0]).toMatchObject({
        customer: 'c',
        meter: 'prompt_tokens',
        at: AT,
        quantity: 8,
        body: '{"reference":"a:prompt_tokens"}',
      })
      expect(await journal.take(4)).toHaveLength(2)
      expect(await journal.take(4)).toHaveLength(0)
      expect((await journal.counts()).pending).toBe(6)
    })
    it('is done with an event when it is acknowledged', async () => {
      const taken = await settleAndTake('a')
      await journal.acknowledge(
        taken.map(({ key }) => ({ key, outcome: 'counted' })),
        AT,
      )
      expect(await journal.counts()).toEqual(none)
      expect(await journal.take(10)).toEqual([])
    })
    it('hands out again what was given back, before what is younger', async () => {
      const taken = await settleAndTake('a')
      await journal.settle(settlement('b'))
      await journal.giveBack(taken.map(({ key }) => key))
      expect((await journal.take(10)).map(({ reference }) => reference)).toEqual([
        'a:prompt_tokens',
        'a:completion_tokens',
        'b:prompt_tokens',
        'b:completion_tokens',
      ])
    })
    it('sets a rejected event aside, keeps it, and sends it again when asked', async () => {
      const [poison, other] = await settleAndTake('a')
      await journal.reject(poison?.key ?? '', 'no such meter', AT)
      await journal.giveBack([other?.key ?? ''])
      expect(await journal.counts()).toEqual({ ...none, pending: 1, rejected: 1 })
      expect((await journal.take(10)).map(({ key }) => key)).toEqual([other?.key])
      const [attempt] = await journal.attempts('c', 0, AT + 1, 10)
      expect(attempt?.events[0]).toMatchObject({ state: 'rejected', error: 'no such meter' })
      expect(await journal.retryRefused()).toBe(1)
      expect((await journal.take(10)).map(({ key }) => key)).toEqual([poison?.key])
      expect(await journal.counts()).toEqual({ ...none, pending: 2 })
    })
    it('sets a postponed event aside until its time comes, or somebody asks', async () => {
      const [first, second] = await settleAndTake('a')
      await journal.postpone(first?.key ?? '', 'the meter is ARCHIVED', AT + 5_000)
      await journal.postpone(second?.key ?? '', 'the meter is ARCHIVED', AT + 5_000)
      expect(await journal.counts()).toEqual({ ...none, postponed: 2 })
      expect(await journal.take(10)).toEqual([])
      expect(await journal.refused(10)).toMatchObject([
        { reference: 'a:prompt_tokens', state: 'postponed', error: 'the meter is ARCHIVED', until: AT + 5_000 },
        { reference: 'a:completion_tokens', quantity: 5, customer: 'c' },
      ])
      expect(await journal.resume(AT + 4_999)).toBe(AT + 5_000)
      expect(await journal.take(10)).toEqual([])
      expect(await journal.resume(AT + 5_000)).toBeUndefined()
      expect((await journal.take(10)).map(({ reference }) => reference)).toEqual([
        'a:prompt_tokens',
        'a:completion_tokens',
      ])
      expect(await journal.refused(10)).toEqual([])
      expect(await journal.counts()).toEqual({ ...none, pending: 2 })
    })
    it('knows when the next postponed event is due', async () => {
      const taken = await settleAndTake('a', 'b')
      for (const [index, { key }] of taken.entries()) await journal.postpone(key, 'later', AT + 1_000 * index)
      expect(await journal.resume(AT)).toBeGreaterThan(AT)
      expect(await journal.resume(Number.MAX_SAFE_INTEGER)).toBeUndefined()
      expect(await journal.take(10)).toHaveLength(4)
    })
    it('sends refused events again, all or by their references, rejected and postponed ones', async () => {
      const [first, second, third] = await settleAndTake('a', 'b')
      await journal.reject(first?.key ?? '', 'e', AT)
      await journal.postpone(second?.key ?? '', 'later', AT + 1)
      await journal.reject(third?.key ?? '', 'e', AT)
      expect((await journal.refused(10)).map(({ state }) => state)).toEqual(['rejected', 'postponed', 'rejected'])
      expect(await journal.refused(1)).toHaveLength(1)
      expect(await journal.retryRefused(['a:completion_tokens', 'b:prompt_tokens', 'b:completion_tokens'])).toBe(2)
      expect(await journal.counts()).toEqual({ ...none, pending: 3, rejected: 1 })
      expect(await journal.retryRefused()).toBe(1)
      expect(await journal.counts()).toEqual({ ...none, pending: 4 })
    })
    it.each(['counted', 'duplicate', 'not_matched', 'no_pricing', 'no_subscription'] as const)(
      'remembers what became of an event: %s',
      async (outcome) => {
        const [first] = await settleAndTake('a')
        await journal.acknowledge([{ key: first?.key ?? '', outcome }], AT)
        const [attempt] = await journal.attempts('c', 0, AT + 1, 10)
        expect(attempt?.events).toMatchObject([{ state: 'delivered', outcome }, { state: 'pending' }])
      },
    )
    it('tells which ids are known, and which attempts of a customer run', async () => {
      for (const id of ['a', 'b', 'd']) await journal.intend(intent(id))
      await journal.intend(intent('x', { customer: 'x' }))
      await journal.settle(settlement('b'))
      await journal.release('d', 'r', AT)
      expect(await Promise.all(['a', 'b', 'd', 'never'].map((id) => journal.has(id)))).toEqual([
        true,
        true,
        true,
        false,
      ])
      expect(await journal.running(10, 'c')).toEqual([intent('a')])
      await journal.suspend('a', AT)
      expect(await journal.running(10, 'c')).toEqual([])
      expect(await journal.has('a')).toBe(true)
    })
    it('keeps the subscription of attempts and of events, and sums by it', async () => {
      const subscriptionId = 'ppsu_1'
      await journal.intend(intent('a', { subscriptionId }))
      expect(await journal.running(10, 'c')).toEqual([intent('a', { subscriptionId })])
      await journal.settle(
        settlement('a', {
          intent: intent('a', { subscriptionId }),
          events: [event('a', 'prompt_tokens', 8, { subscriptionId })],
        }),
      )
      await journal.settle(settlement('b'))
      const [attempt] = await journal.attempts('c', 0, AT + 1, 1)
      expect(attempt).toMatchObject({ subscriptionId, events: [{ subscriptionId }] })
      const sums = await journal.undelivered('c', 0, AT + 1)
      expect(sums).toHaveLength(3)
      expect(sums).toContainEqual({ meter: 'prompt_tokens', subscriptionId, properties: {}, quantity: 8 })
      expect(sums).toContainEqual({ meter: 'prompt_tokens', properties: {}, quantity: 8 })
    })
    it('sums what is not delivered by meter, half-open in time, by customer', async () => {
      await journal.settle(settlement('a'))
      await journal.settle(settlement('b', { events: [event('b', 'prompt_tokens', 100, { at: AT + 1_000 })] }))
      await journal.settle(
        settlement('x', {
          intent: intent('x', { customer: 'x' }),
          events: [event('x', 'prompt_tokens', 7, { customer: 'x' })],
        }),
      )
      const sums = async (from: number, to: number, customer = 'c') =>
        Object.fromEntries(
          (await journal.undelivered(customer, from, to)).map(({ meter, quantity }) => [meter, quantity]),
        )
      expect(await sums(AT, AT + 1_001)).toEqual({ prompt_tokens: 108, completion_tokens: 5 })
      expect(await sums(AT, AT + 1_000)).toEqual({ prompt_tokens: 8, completion_tokens: 5 })
      expect(await sums(AT + 1, AT + 1_000)).toEqual({})
      expect(await sums(AT, AT + 1, 'x')).toEqual({ prompt_tokens: 7 })
      const taken = await journal.take(10)
      await journal.acknowledge([{ key: taken[0]?.key ?? '', outcome: 'counted' }], AT)
      await journal.reject(taken[1]?.key ?? '', 'e', AT)
      expect(await sums(AT, AT + 1_000)).toEqual({ completion_tokens: 5 })
    })
    it('tells the whole story of an attempt', async () => {
      await journal.intend(intent('open', { at: AT - 3_000 }))
      await journal.intend(intent('released', { at: AT - 2_000 }))
      await journal.release('released', 'cache hit', AT)
      const [first, second] = await settleAndTake('a')
      await journal.acknowledge([{ key: first?.key ?? '', outcome: 'duplicate' }], AT + 2_000)
      await journal.giveBack([second?.key ?? ''])
      const story = await journal.attempts('c', AT - 3_000, AT + 1, 10)
      expect(story).toMatchObject([
        { ...intent('open', { at: AT - 3_000 }), state: 'open', events: [] },
        { id: 'released', state: 'released', releaseReason: 'cache hit', endedAt: AT, events: [] },
        {
          ...intent('a'),
          state: 'settled',
          usage,
          endedAt: AT + 1_000,
          events: [
            { reference: 'a:prompt_tokens', state: 'delivered', outcome: 'duplicate' },
            { reference: 'a:completion_tokens', state: 'pending' },
          ],
        },
      ])
      expect(await journal.attempts('c', AT - 2_000, AT, 10)).toHaveLength(1)
      expect(await journal.attempts('c', 0, AT + 1, 2)).toHaveLength(2)
      expect(await journal.attempts('x', 0, AT + 1, 10)).toEqual([])
    })
    it('keeps what is odd as it is', async () => {
      const odd = intent('o\'dd\u0000%:"é🙂', {
        customer: "c'; DROP TABLE attempts; --",
        model: '模型',
        requestId: '\\',
      })
      await journal.intend(odd)
      await journal.suspend(odd.id, AT)
      expect(await journal.unsettled(10, odd.customer)).toEqual([{ ...odd, since: AT }])
    })
  })
}
