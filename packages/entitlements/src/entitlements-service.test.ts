import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { apiError, json } from '../test/billing-stub.ts'
import { ask, granted, grants, type Setup, setUp, spent } from '../test/setup.ts'
import { DuplicateAttemptError } from './errors/duplicate-attempt-error.ts'
import { EntitlementsClosedError } from './errors/entitlements-closed-error.ts'
import { EntitlementsInvalidError } from './errors/entitlements-invalid-error.ts'
import { FlushIncompleteError } from './errors/flush-incomplete-error.ts'
import { InvalidRequestError } from './errors/invalid-request-error.ts'
import { JournalError } from './errors/journal-error.ts'
import { StoreUnavailableError } from './errors/store-unavailable-error.ts'
import { TooManyReservationsError } from './errors/too-many-reservations-error.ts'
import { memoryJournal } from './memory-journal.ts'
import { memoryStore } from './memory-store.ts'
import { sqliteJournal } from './sqlite-journal.ts'

let setup: Setup
afterEach(() => setup.end())

describe('reserve', () => {
  it('holds prompt and completion, and tells the budget with the hold in it', async () => {
    setup = setUp()
    const decision = granted(await setup.entitlements.reserve(ask('request-1')))
    expect(decision).toMatchObject({
      allowed: true,
      ageMs: 0,
      budgets: [
        {
          feature: 'monthly_token_budget',
          limit: 1_000,
          used: 0,
          held: 100,
          remaining: 900,
          resetsAt: new Date('2030-02-01T00:00:00Z'),
        },
      ],
    })
    expect(decision.reservation).toMatchObject({
      id: 'c:request-1:1',
      customer: 'c',
      model: 'gpt-4o-mini',
      requestId: 'request-1',
      attempt: '1',
      heldTokens: 100,
      maxCompletionTokens: 90,
    })
  })
  it('holds 4,096 completion tokens when nothing says how many, or the model’s ceiling', async () => {
    setup = setUp({ modelCeilings: { 'gpt-4o': 500 } }, { entitlements: grants('100000') })
    const reserve = async (model: string) =>
      granted(await setup.entitlements.reserve(ask(model, { model, estimate: { promptTokens: 1 } }))).reservation
    expect((await reserve('gpt-4o-mini')).maxCompletionTokens).toBe(4_096)
    expect((await reserve('gpt-4o')).maxCompletionTokens).toBe(500)
  })
  it('fits the completion into what is left, so a small budget is not blocked by a large ceiling', async () => {
    setup = setUp()
    const decision = granted(await setup.entitlements.reserve(ask('r', { estimate: { promptTokens: 100 } })))
    expect(decision.reservation.maxCompletionTokens).toBe(900)
  })
  it('refuses what does not fit whole when the caller said so', async () => {
    setup = setUp({ whenShort: 'deny' })
    expect(await setup.entitlements.reserve(ask('r', { estimate: { promptTokens: 100 } }))).toMatchObject({
      allowed: false,
      reason: 'budget_exhausted',
      remaining: 1_000,
    })
  })
  it('refuses when less than the minimum would be left for the completion', async () => {
    setup = setUp({ minCompletionTokens: 50 })
    const reserve = (promptTokens: number) =>
      setup.entitlements.reserve(ask(`r${promptTokens}`, { estimate: { promptTokens } }))
    expect(await reserve(951)).toMatchObject({ allowed: false, reason: 'budget_exhausted' })
    expect(await reserve(950)).toMatchObject({ allowed: true })
  })
  it('denies an exhausted budget with all that a caller needs to say why', async () => {
    setup = setUp()
    const { reservation } = granted(await setup.entitlements.reserve(ask('r1')))
    await reservation.settle(spent(600, 390))
    await setup.entitlements.reserve(ask('r2', { estimate: { promptTokens: 2, completionTokens: 3 } }))
    setup.clock.now += 1_000
    expect(await setup.entitlements.reserve(ask('r3'))).toEqual({
      allowed: false,
      reason: 'budget_exhausted',
      message: expect.stringContaining('monthly_token_budget'),
      customer: 'c',
      model: 'gpt-4o-mini',
      feature: 'monthly_token_budget',
      limit: 1_000,
      used: 990,
      held: 5,
      remaining: 5,
      resetsAt: new Date('2030-02-01T00:00:00Z'),
      plans: [],
      asOf: new Date(setup.clock.now - 1_000),
      ageMs: 1_000,
    })
  })
  it('denies a model that the plan does not include, and names those that it does', async () => {
    setup = setUp()
    expect(await setup.entitlements.reserve(ask('r', { model: 'claude-3-5-sonnet' }))).toMatchObject({
      allowed: false,
      reason: 'model_not_entitled',
      feature: 'available_models',
      model: 'claude-3-5-sonnet',
      allowedModels: ['gpt-4o-mini', 'gpt-4o'],
    })
  })
  it.each([
    [
      'an ENUM without members',
      [{ feature_reference: 'available_models', enums: [] }],
      'model_not_entitled',
      'available_models',
    ],
    [
      'no ENUM at all',
      [{ feature_reference: 'monthly_token_budget', number: '5' }],
      'feature_not_entitled',
      'available_models',
    ],
    [
      'no budget',
      [{ feature_reference: 'available_models', enums: ['gpt-4o-mini'] }],
      'feature_not_entitled',
      'monthly_token_budget',
    ],
    ['a budget of 0', grants('0'), 'budget_exhausted', 'monthly_token_budget'],
  ])('denies with %s, naming the feature', async (_name, entitlements, reason, feature) => {
    setup = setUp({}, { entitlements })
    expect(await setup.entitlements.reserve(ask('r'))).toMatchObject({ allowed: false, reason, feature })
  })
  it('counts without a limit what a plan leaves out, where the application chose that', async () => {
    setup = setUp(
      { features: { whenMissing: 'allow' } },
      { entitlements: [{ feature_reference: 'priority_queue', switch: true }] },
    )
    const decision = granted(
      await setup.entitlements.reserve(ask('r', { model: 'any', estimate: { promptTokens: 1_000_000 } })),
    )
    expect(decision.budgets).toMatchObject([{ limit: undefined, remaining: undefined, held: 1_004_096 }])
  })
  it('denies a customer without a subscription, and one that the billing API does not know', async () => {
    setup = setUp({}, { startAt: null })
    expect(await setup.entitlements.reserve(ask('r'))).toMatchObject({ allowed: false, reason: 'no_subscription' })
    expect(await setup.entitlements.reserve(ask('r', { customer: 'nobody' }))).toMatchObject({
      reason: 'no_subscription',
      customer: 'nobody',
    })
  })
  it('gives a customer without a subscription what the application says, for a calendar month', async () => {
    const withoutSubscription = { models: ['gpt-4o-mini'], numbers: { monthly_token_budget: 150 } }
    setup = setUp({ withoutSubscription }, { startAt: null, timezone: 'Europe/Amsterdam' })
    const decision = granted(await setup.entitlements.reserve(ask('r')))
    expect(decision.budgets).toMatchObject([{ limit: 150, held: 100, resetsAt: new Date('2030-01-31T23:00:00Z') }])
    expect(await setup.entitlements.reserve(ask('r', { customer: 'nobody' }))).toMatchObject({
      reason: 'no_subscription',
    })
  })
  it('denies after the subscription’s schedule has ended', async () => {
    setup = setUp({}, { endAt: '2030-01-10T12:00:10Z' })
    expect(await setup.entitlements.reserve(ask('r1'))).toMatchObject({ allowed: true })
    setup.clock.now += 10_000
    expect(await setup.entitlements.reserve(ask('r2'))).toMatchObject({ allowed: false, reason: 'no_subscription' })
  })
  it('limits requests per window, and counts the attempts of one request once', async () => {
    setup = setUp({}, { entitlements: grants('1000000', { feature_reference: 'requests_per_minute', number: '2' }) })
    for (const requestId of ['r1', 'r2'])
      for (const attempt of [1, 2, 'fallback'])
        expect(await setup.entitlements.reserve(ask(requestId, { attempt }))).toMatchObject({ allowed: true })
    setup.clock.now += 20_000
    expect(await setup.entitlements.reserve(ask('r3'))).toMatchObject({
      allowed: false,
      reason: 'rate_limited',
      feature: 'requests_per_minute',
      limit: 2,
      used: 2,
      remaining: 0,
      retryAfterMs: 40_000,
      resetsAt: new Date(setup.clock.now + 40_000),
    })
    setup.clock.now += 40_000
    expect(await setup.entitlements.reserve(ask('r3'))).toMatchObject({ allowed: true })
  })
  it('limits tokens per window, and tells when the window ends', async () => {
    setup = setUp({}, { entitlements: grants('1000000', { feature_reference: 'tokens_per_minute', number: '150' }) })
    setup.clock.now += 15_000
    const { reservation } = granted(await setup.entitlements.reserve(ask('r1')))
    await reservation.settle(spent(100, 45))
    expect(await setup.entitlements.reserve(ask('r2'))).toMatchObject({
      allowed: false,
      reason: 'rate_limited',
      feature: 'tokens_per_minute',
      used: 145,
      retryAfterMs: 45_000,
    })
    setup.clock.now += 45_000
    expect(await setup.entitlements.reserve(ask('r2'))).toMatchObject({ allowed: true })
  })
  it('limits attempts that run at the same time', async () => {
    setup = setUp({}, { entitlements: grants('1000', { feature_reference: 'concurrent_requests', number: '1' }) })
    const { reservation } = granted(await setup.entitlements.reserve(ask('r1')))
    expect(await setup.entitlements.reserve(ask('r2'))).toMatchObject({
      allowed: false,
      reason: 'too_many_concurrent',
      feature: 'concurrent_requests',
      limit: 1,
    })
    await reservation.release('not called')
    expect(await setup.entitlements.reserve(ask('r2'))).toMatchObject({ allowed: true })
  })
  it('holds in several budgets at once and names the one that is short', async () => {
    const budgets = { monthly_token_budget: ['prompt', 'completion'], monthly_prompt_budget: ['prompt'] } as const
    setup = setUp(
      { features: { budgets } },
      { entitlements: grants('1000', { feature_reference: 'monthly_prompt_budget', number: '15' }) },
    )
    const decision = granted(await setup.entitlements.reserve(ask('r1')))
    expect(decision.budgets).toMatchObject([{ held: 100 }, { feature: 'monthly_prompt_budget', limit: 15, held: 10 }])
    expect(await setup.entitlements.reserve(ask('r2'))).toMatchObject({
      reason: 'budget_exhausted',
      feature: 'monthly_prompt_budget',
    })
    expect((await decision.reservation.settle(spent(15, 20))).budgets).toMatchObject([{ used: 35 }, { used: 15 }])
  })
  it('gives the same reservation to a handler that is attached twice', async () => {
    setup = setUp()
    const [first, second] = await Promise.all([
      setup.entitlements.reserve(ask('r')),
      setup.entitlements.reserve(ask('r')),
    ])
    expect(granted(second).reservation).toBe(granted(first).reservation)
    const third = granted(await setup.entitlements.reserve(ask('r')))
    expect(third.reservation).toBe(granted(first).reservation)
    expect((await setup.entitlements.usage('c')).budgets).toMatchObject([{ held: 100 }])
  })
  it('refuses an attempt that was settled before, because its events would count as repeats', async () => {
    setup = setUp()
    await granted(await setup.entitlements.reserve(ask('r'))).reservation.settle(spent(1, 1))
    await expect(setup.entitlements.reserve(ask('r'))).rejects.toSatisfy(DuplicateAttemptError.isInstance)
    expect(await setup.entitlements.reserve(ask('r', { attempt: 2 }))).toMatchObject({ allowed: true })
  })
  it('admits a released attempt again', async () => {
    setup = setUp()
    await granted(await setup.entitlements.reserve(ask('r'))).reservation.release('429 of the provider')
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    expect(await reservation.settle(spent(1, 2))).toMatchObject({ outcome: 'settled', budgets: [{ used: 3, held: 0 }] })
  })
  it('keeps no more reservations open than it was told', async () => {
    setup = setUp({ maxOpenReservations: 2 })
    await setup.entitlements.reserve(ask('r1'))
    const { reservation } = granted(await setup.entitlements.reserve(ask('r2')))
    await expect(setup.entitlements.reserve(ask('r3'))).rejects.toSatisfy(TooManyReservationsError.isInstance)
    await reservation.release('done')
    expect(await setup.entitlements.reserve(ask('r3'))).toMatchObject({ allowed: true })
  })
  it('holds nothing for a signal that is aborted while the customer is read', async () => {
    setup = setUp()
    let open = (): void => undefined
    setup.stub.gate = new Promise((resolve) => {
      open = resolve
    })
    const controller = new AbortController()
    const reserving = setup.entitlements.reserve(ask('r', { signal: controller.signal }))
    controller.abort(new Error('gone'))
    await expect(reserving).rejects.toThrow('gone')
    open()
    expect((await setup.entitlements.usage('c')).budgets).toMatchObject([{ used: 0, held: 0 }])
    expect(await setup.entitlements.counts()).toMatchObject({ open: 0 })
  })
})

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

describe('the cache and the usage of the period', () => {
  it('reads an unknown customer once for many that ask at once, and bounds them all', async () => {
    setup = setUp()
    const decisions = await Promise.all(
      Array.from({ length: 500 }, (_, index) => setup.entitlements.reserve(ask(`r${index}`))),
    )
    expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(10)
    expect(setup.stub.count(/entitlements/)).toBe(1)
    expect(setup.stub.count(/meter-data$/)).toBe(2)
  })
  it('begins with what the billing API has in the period, over pages, and nothing from outside of it', async () => {
    setup = setUp()
    const add = (reference: string, tokens: number, timestamp: string, meter = 'prompt_tokens') =>
      setup.stub.events.set(reference, { reference, customer: 'c', meter, tokens, timestamp, properties: {} })
    for (let index = 0; index < 250; index += 1) add(`e${index}`, 2, '2030-01-05T00:00:00Z')
    add('first', 10, '2030-01-01T00:00:00Z', 'completion_tokens')
    add('before', 1_000, '2029-12-31T23:59:59Z')
    add('after', 1_000, '2030-02-01T00:00:00Z')
    expect(await setup.entitlements.usage('c')).toMatchObject({
      customer: 'c',
      period: { start: new Date('2030-01-01T00:00:00Z'), end: new Date('2030-02-01T00:00:00Z') },
      budgets: [{ used: 510, remaining: 490 }],
    })
  })
  it('uses entitlements that are not fresh and reads them again in the background', async () => {
    setup = setUp({ cache: { freshMs: 1_000, maxAgeMs: 60_000 } })
    await setup.entitlements.reserve(ask('r1'))
    setup.stub.customers.set('c', {
      entitlements: grants('1000', { feature_reference: 'concurrent_requests', number: '1' }),
    })
    setup.clock.now += 1_001
    expect(await setup.entitlements.reserve(ask('r2'))).toMatchObject({ allowed: true, ageMs: 1_001 })
    await expect.poll(async () => (await setup.entitlements.features('c')).ageMs).toBe(0)
    expect(await setup.entitlements.reserve(ask('r3'))).toMatchObject({ reason: 'too_many_concurrent' })
  })
  it('compares its count with the billing API’s from time to time, and the larger one counts', async () => {
    setup = setUp({ reconcileMs: 60_000 })
    await granted(await setup.entitlements.reserve(ask('r1'))).reservation.settle(spent(5, 5))
    await setup.entitlements.flush()
    setup.stub.events.set('other', {
      reference: 'other',
      customer: 'c',
      meter: 'prompt_tokens',
      tokens: 500,
      timestamp: '2030-01-09T00:00:00Z',
      properties: {},
    })
    setup.clock.now += 60_001
    await expect.poll(async () => (await setup.entitlements.usage('c')).budgets[0]?.used).toBe(510)
    setup.stub.events.clear()
    setup.clock.now += 60_001
    await setup.entitlements.usage('c')
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect((await setup.entitlements.usage('c')).budgets).toMatchObject([{ used: 510 }])
  })
  it('tells every feature of a customer, each with its type', async () => {
    const entitlements = grants(
      '1000.00',
      { feature_reference: 'priority_queue', switch: true },
      { feature_reference: 'spend', amount: { quantity: '5.00', currency: 'EUR' } },
    )
    setup = setUp({}, { entitlements })
    expect(await setup.entitlements.features('c')).toMatchObject({
      customer: 'c',
      subscribed: true,
      ageMs: 0,
      values: {
        monthly_token_budget: { type: 'number', number: 1_000 },
        available_models: { type: 'enums', enums: ['gpt-4o-mini', 'gpt-4o'] },
        priority_queue: { type: 'switch', switch: true },
        spend: { type: 'amount', quantity: '5.00', currency: 'EUR' },
      },
    })
  })
  it('checks without holding anything', async () => {
    setup = setUp({}, { entitlements: grants('1000', { feature_reference: 'requests_per_minute', number: '1' }) })
    const { customer, model, estimate } = ask('r')
    for (let i = 0; i < 3; i += 1)
      expect(await setup.entitlements.check({ customer, model, estimate })).toMatchObject({
        allowed: true,
        maxCompletionTokens: 90,
        budgets: [{ used: 0, held: 0, remaining: 1_000 }],
      })
    await setup.entitlements.reserve(ask('r'))
    expect(await setup.entitlements.check({ customer, model, estimate })).toMatchObject({
      allowed: false,
      reason: 'rate_limited',
    })
    expect(await setup.entitlements.check({ customer, model: 'o1', estimate })).toMatchObject({
      reason: 'model_not_entitled',
    })
  })
})

describe('when something is away', () => {
  const away = { onUnavailable: 'deny', cache: { freshMs: 0, maxAgeMs: 1_000 } } as const

  it('denies by the stated policy when the billing API does not answer', async () => {
    setup = setUp()
    setup.stub.fault = () => new Error('ECONNREFUSED')
    expect(await setup.entitlements.reserve(ask('r'))).toMatchObject({
      allowed: false,
      reason: 'entitlements_unavailable',
      retryAfterMs: 1_000,
    })
    expect(setup.events).toContainEqual(
      expect.objectContaining({ type: 'unavailable', policy: 'deny', part: 'billing_api' }),
    )
    setup.stub.fault = () => undefined
    setup.clock.now += 1_001
    expect(await setup.entitlements.reserve(ask('r'))).toMatchObject({ allowed: true })
  })
  it('allows by the stated policy, journals it, and counts it once the API is back', async () => {
    setup = setUp({ onUnavailable: 'allow' })
    setup.stub.fault = () => apiError(503, 'INTERNAL_ERROR')
    const decision = granted(await setup.entitlements.reserve(ask('r')))
    expect(decision).toMatchObject({ unchecked: true, budgets: [] })
    await decision.reservation.settle(spent(30, 40))
    expect(await setup.entitlements.counts()).toMatchObject({ pending: 2 })
    setup.stub.fault = () => undefined
    setup.clock.now += 1_001
    expect((await setup.entitlements.usage('c')).budgets).toMatchObject([{ used: 70 }])
    await setup.entitlements.flush()
    expect(setup.stub.events.size).toBe(2)
  })
  it('decides by entitlements up to their greatest age during an outage, and tells how old they are', async () => {
    setup = setUp(away)
    await setup.entitlements.reserve(ask('r1'))
    setup.stub.fault = () => new Error('away')
    setup.clock.now += 1_000
    expect(await setup.entitlements.reserve(ask('r2'))).toMatchObject({ allowed: true, ageMs: 1_000 })
    setup.clock.now += 1_001
    expect(await setup.entitlements.reserve(ask('r3'))).toMatchObject({
      allowed: false,
      reason: 'entitlements_unavailable',
      ageMs: 2_001,
    })
  })
  it.each([401, 403])(
    'throws what is a mistake in the configuration (%i) instead of applying a policy',
    async (status) => {
      setup = setUp({ onUnavailable: 'allow' })
      setup.stub.fault = () => apiError(status, 'UNAUTHORISED')
      await expect(setup.entitlements.reserve(ask('r'))).rejects.toMatchObject({ name: 'BillingApiError', status })
    },
  )
  it.each(['deny', 'allow'] as const)(
    'answers by the policy (%s) when the store is away, and the journal keeps what is used',
    async (onUnavailable) => {
      const store = memoryStore()
      const gone = () => Promise.reject(new StoreUnavailableError({ message: 'no store' }))
      setup = setUp({
        onUnavailable,
        store: { ...store, reserve: gone, settle: gone, release: gone, keep: gone, close: () => Promise.resolve() },
      })
      const decision = await setup.entitlements.reserve(ask('r'))
      if (onUnavailable === 'deny')
        return expect(decision).toMatchObject({ allowed: false, reason: 'entitlements_unavailable' })
      expect(await granted(decision).reservation.settle(spent(1, 1))).toMatchObject({ outcome: 'settled', budgets: [] })
      await setup.entitlements.flush()
      expect(setup.stub.events.size).toBe(2)
    },
  )
  it('does not let a call go out that the journal could not record, and gives the hold back', async () => {
    const journal = memoryJournal()
    const broken = new JournalError({ message: 'disk full' })
    let full = true
    const intend = journal.intend.bind(journal)
    journal.intend = (intent) => (full ? Promise.reject(broken) : intend(intent))
    setup = setUp({ onUnavailable: 'allow', journal })
    await expect(setup.entitlements.reserve(ask('r'))).rejects.toBe(broken)
    expect((await setup.entitlements.usage('c')).budgets).toMatchObject([{ held: 0 }])
    full = false
    expect(await setup.entitlements.reserve(ask('r'))).toMatchObject({ allowed: true })
  })
  it('admits nothing when another process holds the journal’s file, and can still be closed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tallygate-locked-'))
    const path = join(folder, 'usage.db')
    const first = sqliteJournal({ path })
    await first.open()
    setup = setUp({ journal: sqliteJournal({ path }), onUnavailable: 'allow' })
    await expect(setup.entitlements.reserve(ask('r'))).rejects.toMatchObject({ code: 'JOURNAL_LOCKED', path })
    expect(await setup.entitlements.close()).toMatchObject({ drained: false })
    await first.close()
    await rm(folder, { recursive: true, force: true })
  })
  it('opens a journal that was away at the start with a later call', async () => {
    const journal = memoryJournal()
    let away = true
    journal.open = () => (away ? Promise.reject(new JournalError({ message: 'Redis is away.' })) : Promise.resolve())
    setup = setUp({ journal, onUnavailable: 'allow' })
    await expect(setup.entitlements.reserve(ask('r'))).rejects.toBeInstanceOf(JournalError)
    away = false
    granted(await setup.entitlements.reserve(ask('r')))
  })
  it('throws a typed error for entitlements that cannot be used, and names customer and feature', async () => {
    setup = setUp({ onUnavailable: 'allow' }, { entitlements: grants('a lot') })
    const error: unknown = await setup.entitlements.reserve(ask('r')).catch((thrown: unknown) => thrown)
    expect(EntitlementsInvalidError.isInstance(error) && [error.customer, error.feature]).toEqual([
      'c',
      'monthly_token_budget',
    ])
  })
  it('throws a typed error for an entitlement answer of 10 MB', async () => {
    const enums = Array.from({ length: 500_000 }, (_, index) => `model-of-20-bytes-${index}`)
    setup = setUp({}, { entitlements: [{ feature_reference: 'available_models', enums }] })
    await expect(setup.entitlements.reserve(ask('r'))).rejects.toSatisfy(EntitlementsInvalidError.isInstance)
  })
})

describe('delivery', () => {
  it('delivers each event once whatever is lost on the way', async () => {
    setup = setUp()
    let calls = 0
    setup.stub.fault = ({ method }) => {
      if (method !== 'POST') return undefined
      calls += 1
      return calls % 3 === 0 ? apiError(500, 'INTERNAL_ERROR') : calls % 3 === 1 ? 'lost' : undefined
    }
    for (let i = 0; i < 10; i += 1)
      await granted(await setup.entitlements.reserve(ask(`r${i}`))).reservation.settle(spent(1, 2))
    await setup.entitlements.flush()
    expect(setup.stub.events.size).toBe(20)
    expect(setup.stub.duplicates).toBeGreaterThan(0)
    expect(await setup.entitlements.counts()).toEqual({ open: 0, unsettled: 0, pending: 0, rejected: 0 })
  })
  it.each([400, 404, 422])(
    'sets a poison event (%i) aside and delivers what is before and behind it',
    async (status) => {
      setup = setUp({ delivery: { batchSize: 50, maxConcurrency: 1, retryDelayMs: 1 } })
      setup.stub.fault = ({ method, body }) =>
        method === 'POST' && JSON.stringify(body).includes('r7:1:prompt')
          ? apiError(status, 'INVALID_FIELD', 'meter_properties')
          : undefined
      for (let i = 0; i < 20; i += 1)
        await granted(
          await setup.entitlements.reserve(ask(`r${i}`, { estimate: { promptTokens: 1, completionTokens: 1 } })),
        ).reservation.settle(spent(1, 1))
      await setup.entitlements.flush().catch(() => undefined)
      expect(setup.stub.events.size).toBe(39)
      expect(await setup.entitlements.counts()).toMatchObject({ pending: 0, rejected: 1 })
      expect(setup.events).toContainEqual(
        expect.objectContaining({ type: 'event_rejected', reference: 'c:r7:1:prompt_tokens' }),
      )
      setup.stub.fault = () => undefined
      expect(await setup.entitlements.retryRejected()).toBe(1)
      await setup.entitlements.flush()
      expect(setup.stub.events.size).toBe(40)
    },
  )
  it.each([
    ['409', 409, 'RESOURCE_ALREADY_EXISTS', undefined],
    ['400 on the reference', 400, 'INVALID_FIELD', 'reference'],
  ])('takes a refusal as a duplicate (%s) as proof of delivery', async (_name, status, code, field) => {
    setup = setUp()
    setup.stub.fault = ({ method }) =>
      method === 'POST'
        ? json({ type: 'INVALID_REQUEST', code, field, message: 'Duplicate reference' }, status)
        : undefined
    await granted(await setup.entitlements.reserve(ask('r'))).reservation.settle(spent(1, 1))
    await setup.entitlements.flush()
    expect(await setup.entitlements.counts()).toMatchObject({ pending: 0, rejected: 0 })
  })
  it('waits for a key that is refused, because a key can be mended', async () => {
    setup = setUp()
    let wrong = true
    setup.stub.fault = ({ method }) => (method === 'POST' && wrong ? apiError(401, 'UNAUTHORISED') : undefined)
    await granted(await setup.entitlements.reserve(ask('r'))).reservation.settle(spent(1, 1))
    await expect(setup.entitlements.flush({ deadlineMs: 50 })).rejects.toMatchObject({ pending: 2, rejected: 0 })
    wrong = false
    await setup.entitlements.flush()
    expect(setup.stub.events.size).toBe(2)
  })
  it('flush resolves only after the acknowledgement, and rejects at its deadline with what is left', async () => {
    setup = setUp()
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    let open = (): void => undefined
    setup.stub.gate = new Promise((resolve) => {
      open = resolve
    })
    await reservation.settle(spent(1, 1))
    const error: unknown = await setup.entitlements.flush({ deadlineMs: 30 }).catch((thrown: unknown) => thrown)
    expect(FlushIncompleteError.isInstance(error) && [error.pending, error.rejected]).toEqual([2, 0])
    let flushed = false
    const flushing = setup.entitlements.flush().then(() => {
      flushed = true
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(flushed).toBe(false)
    open()
    await flushing
    expect(setup.stub.events.size).toBe(2)
  })
})

describe('close', () => {
  it('admits nothing more, delivers what is pending, and says what was left', async () => {
    setup = setUp()
    const { reservation } = granted(await setup.entitlements.reserve(ask('r1')))
    await setup.entitlements.reserve(ask('r2'))
    await reservation.settle(spent(1, 1))
    const report = await setup.entitlements.close()
    expect(report).toEqual({ drained: true, open: 1, unsettled: 0, pending: 0, rejected: 0 })
    expect(setup.stub.events.size).toBe(2)
    await expect(setup.entitlements.reserve(ask('r3'))).rejects.toSatisfy(EntitlementsClosedError.isInstance)
    expect(await setup.entitlements.close()).toBe(report)
  })
  it('ends at its deadline with the API away, and reports what stays in the journal', async () => {
    setup = setUp()
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    setup.stub.fault = () => new Error('away')
    await reservation.settle(spent(1, 1))
    expect(await setup.entitlements.close({ deadlineMs: 50 })).toMatchObject({ drained: false, pending: 2 })
  })
})

describe('bad requests', () => {
  it.each([
    ['NaN', { estimate: { promptTokens: Number.NaN } }, 'estimate.promptTokens'],
    ['a negative estimate', { estimate: { promptTokens: -1 } }, 'estimate.promptTokens'],
    ['a fraction', { estimate: { promptTokens: 1, completionTokens: 0.5 } }, 'estimate.completionTokens'],
    ['no estimate of the prompt', { estimate: {} as { promptTokens: number } }, 'estimate.promptTokens'],
    ['no estimate', { estimate: undefined as unknown as { promptTokens: number } }, 'estimate'],
    ['an empty customer', { customer: '' }, 'customer'],
    ['white space in a customer', { customer: 'a b' }, 'customer'],
    ['a customer that walks up a path', { customer: '..' }, 'customer'],
    ['a customer of 257 characters', { customer: 'c'.repeat(257) }, 'customer'],
    ['a line break in a request id', { requestId: 'a\nb' }, 'requestId'],
    ['an empty request id', { requestId: '' }, 'requestId'],
    ['a fractional attempt', { attempt: 1.5 }, 'attempt'],
    ['an empty model', { model: '' }, 'model'],
  ])('refuses %s and names the field', async (_name, wrong, field) => {
    setup = setUp()
    const error: unknown = await setup.entitlements
      .reserve({ ...ask('r'), ...wrong })
      .catch((thrown: unknown) => thrown)
    expect(InvalidRequestError.isInstance(error) && error.field).toBe(field)
    expect(setup.stub.calls).toEqual([])
  })
  it('takes a customer reference with odd characters as it is', async () => {
    setup = setUp()
    const customer = 'a/b?c=d&%2F:ü🙂'
    setup.stub.customers.set(customer, { entitlements: grants() })
    const { reservation } = granted(await setup.entitlements.reserve(ask('r', { customer })))
    await reservation.settle(spent(1, 1))
    await setup.entitlements.flush()
    expect([...setup.stub.events.values()].map((event) => [event.customer, event.reference])).toEqual([
      [customer, 'a/b?c=d&%252F%3Aü🙂:r:1:prompt_tokens'],
      [customer, 'a/b?c=d&%252F%3Aü🙂:r:1:completion_tokens'],
    ])
  })
})
