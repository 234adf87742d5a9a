import { afterEach, describe, expect, it } from 'vitest'
import { ask, granted, grants, type Setup, setUp, spent } from '../../test/setup.ts'
import { DuplicateAttemptError } from '../errors/duplicate-attempt-error.ts'
import { InvalidRequestError } from '../errors/invalid-request-error.ts'
import { JournalError } from '../errors/journal-error.ts'
import { memoryJournal } from '../journal/memory-journal.ts'

let setup: Setup
afterEach(() => setup.end())

describe('settle and release', () => {
  it('adds one event per meter, with the served model, whole seconds and decimal text', async () => {
    setup = setUp()
    setup.clock.now += 999
    const { reservation } = granted(await setup.entitlements.reserve(ask('request-1', { attempt: 3 })))
    setup.clock.now += 60_000
    const result = await reservation.settle({
      model: 'gpt-4o-mini-2024-07-18',
      promptTokens: 12,
      completionTokens: 0,
      source: 'provider',
    })
    expect(result).toMatchObject({
      outcome: 'settled',
      conflict: false,
      references: ['c:request-1:3:prompt_tokens', 'c:request-1:3:completion_tokens'],
      budgets: [{ limit: 1_000, used: 12, held: 0, remaining: 988, resetsAt: new Date('2030-02-01T00:00:00Z') }],
    })
    await setup.entitlements.flush()
    expect([...setup.stub.events.values()]).toEqual([
      {
        reference: 'c:request-1:3:prompt_tokens',
        customer: 'c',
        meter: 'prompt_tokens',
        tokens: 12,
        timestamp: '2030-01-10T12:00:00Z',
        subscriptionId: 'ppsu_c',
        properties: { model_id: 'gpt-4o-mini-2024-07-18' },
      },
      expect.objectContaining({ meter: 'completion_tokens', tokens: 0 }),
    ])
  })
  it('sends what was settled, whatever the application does with its objects afterwards', async () => {
    setup = setUp()
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    const usage = { model: 'gpt-4o-mini', promptTokens: 5, completionTokens: 6, source: 'provider' as const }
    const settling = reservation.settle(usage)
    Object.assign(usage, { model: 'another', promptTokens: 500 })
    await settling
    Object.assign(usage, { source: 'estimate' })
    await setup.entitlements.flush()
    expect([...setup.stub.events.values()][0]).toMatchObject({ tokens: 5, properties: { model_id: 'gpt-4o-mini' } })
  })
  it('records an overage and never clamps it', async () => {
    setup = setUp()
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    expect((await reservation.settle(spent(900, 900))).budgets).toMatchObject([{ used: 1_800, remaining: -800 }])
  })
  it('settles once; a repeat says so, and says whether it had other numbers', async () => {
    setup = setUp()
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    const [first, second] = await Promise.all([reservation.settle(spent(5, 5)), reservation.settle(spent(5, 5))])
    expect(first).toMatchObject({ outcome: 'settled', conflict: false })
    expect(second).toMatchObject({ outcome: 'repeated', conflict: false })
    expect(await reservation.settle(spent(6, 6))).toMatchObject({ outcome: 'repeated', conflict: true })
    expect(setup.events).toContainEqual(expect.objectContaining({ type: 'settle_conflict', id: 'c:r:1' }))
    expect((await setup.entitlements.usage('c')).budgets).toMatchObject([{ used: 10 }])
  })
  it('bills a settle after a release, and tells a release after a settle from a repeat', async () => {
    setup = setUp()
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    expect(await reservation.release('looked like an error')).toEqual({ outcome: 'released' })
    expect(await reservation.release('again')).toEqual({ outcome: 'repeated' })
    expect(await reservation.settle(spent(5, 6))).toMatchObject({ outcome: 'after_release', budgets: [{ used: 11 }] })
    const other = granted(await setup.entitlements.reserve(ask('r2'))).reservation
    await other.settle(spent(1, 1))
    expect(await other.release('late')).toEqual({ outcome: 'after_settle' })
    await setup.entitlements.flush()
    expect(setup.stub.events.size).toBe(4)
  })
  it.each([
    ['NaN', { promptTokens: Number.NaN }, 'usage.promptTokens'],
    ['a negative count', { promptTokens: -1 }, 'usage.promptTokens'],
    ['a fraction', { completionTokens: 1.5 }, 'usage.completionTokens'],
    ['no count', { completionTokens: undefined as unknown as number }, 'usage.completionTokens'],
    ['text', { promptTokens: '5' as unknown as number }, 'usage.promptTokens'],
    ['an unsafe integer', { promptTokens: 2 ** 53 }, 'usage.promptTokens'],
    ['an infinite detail', { details: { reasoningTokens: Infinity } }, 'usage.details.reasoningTokens'],
    ['an unknown source', { source: 'guess' as 'provider' }, 'usage.source'],
    ['an empty model', { model: '' }, 'usage.model'],
  ])('refuses %s in a usage, names it, and can be settled rightly afterwards', async (_name, wrong, field) => {
    setup = setUp()
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    const error: unknown = await reservation.settle({ ...spent(1, 1), ...wrong }).catch((thrown: unknown) => thrown)
    expect(InvalidRequestError.isInstance(error) && error.field).toBe(field)
    expect(await reservation.settle(spent(0, 0))).toMatchObject({ outcome: 'settled' })
  })
  it('does not bill an estimate by default: it counts, it is listed, and the provider’s numbers replace it', async () => {
    setup = setUp()
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    const estimate = { ...spent(10, 7), source: 'estimate' } as const
    expect(await reservation.settle(estimate)).toMatchObject({ outcome: 'unsettled', references: [] })
    expect((await setup.entitlements.usage('c')).budgets).toMatchObject([{ used: 0, held: 17 }])
    expect(await setup.entitlements.unsettled()).toMatchObject([{ id: 'c:r:1', heldTokens: 100, estimate }])
    expect(await reservation.settle(spent(11, 8))).toMatchObject({
      outcome: 'settled',
      budgets: [{ used: 19, held: 0 }],
    })
    expect(await setup.entitlements.unsettled()).toEqual([])
  })
  it('bills an estimate with its source where the application chose that', async () => {
    setup = setUp({ bill: 'estimate' })
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    expect(await reservation.settle({ ...spent(10, 7), source: 'estimate' })).toMatchObject({ outcome: 'settled' })
    await setup.entitlements.flush()
    expect([...setup.stub.events.values()][0]?.properties).toEqual({
      model_id: 'gpt-4o-mini',
      usage_source: 'estimate',
    })
  })
  it('lists an attempt whose lease ran out as unsettled, goes on counting it, and takes its late settle', async () => {
    setup = setUp({ leaseMs: 1_000 })
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    setup.clock.now += 1_001
    expect(await setup.entitlements.unsettled()).toMatchObject([{ id: 'c:r:1', requestId: 'r', promptTokens: 10 }])
    expect((await setup.entitlements.usage('c')).budgets).toMatchObject([{ used: 0, held: 100 }])
    expect(await reservation.settle(spent(3, 4))).toMatchObject({ outcome: 'settled', budgets: [{ used: 7, held: 0 }] })
    expect(await setup.entitlements.unsettled()).toEqual([])
  })
  it('keeps usage in memory that the journal could not record, counts it, says so, and records the first numbers once it can', async () => {
    const journal = memoryJournal()
    const settle = journal.settle.bind(journal)
    let full = true
    journal.settle = (settlement) =>
      full ? Promise.reject(new JournalError({ message: 'disk full' })) : settle(settlement)
    setup = setUp({ journal, leaseMs: 60_000 })
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    const unrecorded = { outcome: 'unrecorded', budgets: [{ used: 3, held: 0, limit: 1_000 }] }
    expect(await reservation.settle(spent(1, 2))).toMatchObject(unrecorded)
    expect(setup.events).toContainEqual(
      expect.objectContaining({ type: 'usage_unrecorded', id: 'c:r:1', usage: spent(1, 2) }),
    )
    setup.clock.now += 100_000
    expect(await setup.entitlements.unsettled()).toEqual([])
    expect(await setup.entitlements.counts()).toMatchObject({ unrecorded: 1, pending: 0 })
    expect(await reservation.settle(spent(8, 9))).toMatchObject(unrecorded)
    full = false
    await expect.poll(() => setup.entitlements.counts()).toMatchObject({ unrecorded: 0 })
    expect(setup.events.filter(({ type }) => type === 'settled')).toHaveLength(1)
    expect(await reservation.settle(spent(1, 2))).toMatchObject({ outcome: 'repeated' })
    await setup.entitlements.flush()
    expect([...setup.stub.events.values()].map(({ tokens }) => tokens)).toEqual([1, 2])
  })
  it('records such usage with a second settle too, and before it closes', async () => {
    const journal = memoryJournal()
    const settle = journal.settle.bind(journal)
    let failures = 2
    journal.settle = (settlement) => {
      failures -= 1
      return failures >= 0 ? Promise.reject(new JournalError({ message: 'disk full' })) : settle(settlement)
    }
    setup = setUp({ journal })
    const [one, other] = [
      granted(await setup.entitlements.reserve(ask('r1'))).reservation,
      granted(await setup.entitlements.reserve(ask('r2'))).reservation,
    ]
    expect(await one.settle(spent(1, 2))).toMatchObject({ outcome: 'unrecorded' })
    expect(await other.settle(spent(3, 4))).toMatchObject({ outcome: 'unrecorded' })
    expect(await one.settle(spent(1, 2))).toMatchObject({ outcome: 'settled', budgets: [{ used: 10 }] })
    expect(await setup.entitlements.close()).toMatchObject({ drained: true, unrecorded: 0, pending: 0 })
    expect([...setup.stub.events.values()].map(({ tokens }) => tokens)).toEqual([1, 2, 3, 4])
  })
  it('says on closing what the journal never recorded', async () => {
    const journal = memoryJournal()
    journal.settle = () => Promise.reject(new JournalError({ message: 'disk full' }))
    setup = setUp({ journal })
    await granted(await setup.entitlements.reserve(ask('r'))).reservation.settle(spent(1, 2))
    expect(await setup.entitlements.close({ deadlineMs: 20 })).toMatchObject({ drained: false, unrecorded: 1, open: 1 })
  })
  it('answers the limits of a customer who left the cache', async () => {
    setup = setUp({ cache: { maxCustomers: 1 } })
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    setup.stub.customers.set('other', { entitlements: grants() })
    granted(await setup.entitlements.reserve(ask('r', { customer: 'other' })))
    const { budgets } = await reservation.settle(spent(1, 2))
    expect(budgets).toEqual([
      {
        feature: 'monthly_token_budget',
        limit: 1_000,
        used: 3,
        held: 0,
        remaining: 997,
        resetsAt: new Date('2030-02-01T00:00:00Z'),
      },
    ])
  })
  it('numbers the attempts of a request that goes on in another process', async () => {
    const journal = memoryJournal()
    setup = setUp({ journal })
    const second = setUp({ journal })
    expect(await second.entitlements.nextAttempt('c', 'r')).toBe(1)
    for (let attempt = 1; attempt <= 11; attempt += 1) {
      const request = ask('r', { attempt, estimate: { promptTokens: 1, completionTokens: 1 } })
      await granted(await setup.entitlements.reserve(request)).reservation.settle(spent(1, 1))
    }
    const next = await second.entitlements.nextAttempt('c', 'r')
    expect(next).toBe(12)
    const request = ask('r', { attempt: next, estimate: { promptTokens: 1, completionTokens: 1 } })
    granted(await second.entitlements.reserve(request))
    expect(await setup.entitlements.nextAttempt('c', 'r')).toBe(13)
    expect(await setup.entitlements.nextAttempt('c', 'another')).toBe(1)
    await second.end()
  })
  it.each([
    ['model', { model: 'gpt-4o' }],
    ['prompt', { estimate: { promptTokens: 11, completionTokens: 90 } }],
    ['completion', { estimate: { promptTokens: 10 } }],
  ])('refuses an open id for another %s, and gives the same reservation for the same', async (_what, facts) => {
    setup = setUp()
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    await expect(setup.entitlements.reserve(ask('r', facts))).rejects.toSatisfy(DuplicateAttemptError.isInstance)
    expect(granted(await setup.entitlements.reserve(ask('r'))).reservation).toBe(reservation)
  })
  it('keeps a hold that is renewed', async () => {
    setup = setUp({ leaseMs: 1_000 })
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    for (let i = 0; i < 5; i += 1) {
      setup.clock.now += 900
      await reservation.renew()
    }
    expect(await setup.entitlements.unsettled()).toEqual([])
    expect(await reservation.settle(spent(3, 4))).toMatchObject({ budgets: [{ used: 7, held: 0 }] })
  })
  it('takes an attempt up again that was given up and runs after all, and gives it up once more', async () => {
    setup = setUp({ leaseMs: 1_000 })
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    setup.clock.now += 1_001
    await setup.entitlements.unsettled()
    await reservation.renew()
    setup.clock.now += 1_001
    await setup.entitlements.unsettled()
    expect((await setup.entitlements.usage('c')).budgets).toMatchObject([{ used: 0, held: 100 }])
    expect(await reservation.settle(spent(3, 4))).toMatchObject({ budgets: [{ used: 7, held: 0 }] })
  })
  it('settles and releases unsettled attempts through the list', async () => {
    setup = setUp({ leaseMs: 1_000 })
    for (const id of ['r1', 'r2']) granted(await setup.entitlements.reserve(ask(id)))
    setup.clock.now += 1_001
    const [first, second] = await setup.entitlements.unsettled()
    expect(await first?.reservation.settle(spent(3, 4))).toMatchObject({ outcome: 'settled' })
    expect(await second?.reservation.release('the provider says it never came')).toEqual({ outcome: 'released' })
    expect((await setup.entitlements.usage('c')).budgets).toMatchObject([{ used: 7, held: 0 }])
  })
})

describe('periods and plans that change while a hold is open', () => {
  it('settles into the period that admitted the attempt', async () => {
    setup = setUp()
    setup.clock.now = Date.UTC(2030, 0, 31, 23, 59, 59, 500)
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    setup.clock.now = Date.UTC(2030, 1, 1, 0, 0, 1)
    expect((await setup.entitlements.usage('c')).budgets).toMatchObject([
      { used: 0, held: 0, resetsAt: new Date('2030-03-01T00:00:00Z') },
    ])
    expect((await reservation.settle(spent(400, 400))).budgets).toMatchObject([
      { used: 800, resetsAt: new Date('2030-02-01T00:00:00Z') },
    ])
    expect((await setup.entitlements.usage('c')).budgets).toMatchObject([{ used: 0, held: 0 }])
    await setup.entitlements.flush()
    expect([...setup.stub.events.values()].map(({ timestamp }) => timestamp)).toEqual([
      '2030-01-31T23:59:59Z',
      '2030-01-31T23:59:59Z',
    ])
  })
  it('takes a new limit up, with what is used and held', async () => {
    setup = setUp({ cache: { freshMs: 0, maxAgeMs: 1_000 } })
    const { reservation } = granted(await setup.entitlements.reserve(ask('r1')))
    setup.stub.customers.set('c', { entitlements: grants('120') })
    setup.clock.now += 1_001
    expect(await setup.entitlements.reserve(ask('r2'))).toMatchObject({
      reason: 'budget_exhausted',
      limit: 120,
      held: 100,
      remaining: 20,
    })
    expect((await reservation.settle(spent(1, 1))).budgets).toMatchObject([{ limit: 120, used: 2, remaining: 118 }])
    expect(await setup.entitlements.reserve(ask('r2'))).toMatchObject({ allowed: true })
  })
  it('never writes an event out of the period that admitted it', async () => {
    setup = setUp({}, { startAt: '2030-01-10T12:00:00.250Z' })
    setup.clock.now += 700
    await granted(await setup.entitlements.reserve(ask('r'))).reservation.settle(spent(1, 1))
    await setup.entitlements.flush()
    expect([...setup.stub.events.values()][0]?.timestamp).toBe('2030-01-10T12:00:01Z')
  })
})
