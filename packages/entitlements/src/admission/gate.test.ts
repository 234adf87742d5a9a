import { afterEach, describe, expect, it } from 'vitest'
import { ask, granted, grants, type Setup, setUp, spent } from '../../test/setup.ts'
import { DuplicateAttemptError } from '../errors/duplicate-attempt-error.ts'
import { TooManyReservationsError } from '../errors/too-many-reservations-error.ts'
import { memoryStore } from '../store/memory-store.ts'

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
  it.each([
    ['second', 1_000],
    ['minute', 60_000],
    ['hour', 3_600_000],
    ['day', 86_400_000],
  ])('knows requests_per_%s and the tokens too, without being told', async (unit, windowMs) => {
    for (const [feature, number] of [
      [`requests_per_${unit}`, '1'],
      [`tokens_per_${unit}`, '100'],
    ]) {
      setup = setUp({}, { entitlements: grants('1000000', { feature_reference: feature, number }) })
      // At the beginning of a step of any length.
      setup.clock.now = Date.UTC(2030, 0, 11)
      await granted(await setup.entitlements.reserve(ask('r1'))).reservation.settle(spent(10, 90))
      const denied = { allowed: false, reason: 'rate_limited', feature }
      expect(await setup.entitlements.reserve(ask('r2'))).toMatchObject(denied)
      setup.clock.now += windowMs - 1
      const last = await setup.entitlements.reserve(ask('r2'))
      expect(last).toMatchObject(denied)
      // The step in which a window of tokens begins counts whole.
      const waitMs = 'retryAfterMs' in last ? (last.retryAfterMs ?? 0) : 0
      expect(waitMs).toBeGreaterThan(0)
      expect(waitMs).toBeLessThanOrEqual(1 + windowMs / 50)
      setup.clock.now += waitMs
      expect(await setup.entitlements.reserve(ask('r2'))).toMatchObject({ allowed: true })
      await setup.end()
    }
  })
  it('lets no more requests pass than the limit in any window, wherever it begins', async () => {
    setup = setUp(
      {},
      { entitlements: grants('100000000', { feature_reference: 'requests_per_minute', number: '600' }) },
    )
    const rush = async (name: string, count: number): Promise<number> => {
      let allowed = 0
      for (let index = 0; index < count; index += 1) {
        const decision = await setup.entitlements.reserve(ask(`${name}${index}`))
        if (!decision.allowed) continue
        allowed += 1
        await decision.reservation.settle(spent(1, 1))
      }
      return allowed
    }
    expect(await rush('first', 1)).toBe(1)
    setup.clock.now += 59_000
    expect(await rush('before', 599)).toBe(599)
    setup.clock.now += 1_100
    expect(await rush('after', 600)).toBe(1)
    setup.clock.now += 58_900
    expect(await rush('later', 600)).toBe(599)
  })
  it('lets no more tokens pass than the limit in any window, and tells when there is room', async () => {
    setup = setUp({}, { entitlements: grants('1000000', { feature_reference: 'tokens_per_minute', number: '150' }) })
    setup.clock.now += 55_000
    const { reservation } = granted(await setup.entitlements.reserve(ask('r1')))
    await reservation.settle(spent(100, 45))
    const denied = { allowed: false, reason: 'rate_limited', feature: 'tokens_per_minute', used: 145 }
    // The minute of the clock is over, and the window is not.
    setup.clock.now += 10_000
    expect(await setup.entitlements.reserve(ask('r2'))).toMatchObject({
      ...denied,
      retryAfterMs: 51_000,
      resetsAt: new Date(setup.clock.now + 51_000),
    })
    const checked = await setup.entitlements.check(ask('r2'))
    expect(checked).toMatchObject({ ...denied, retryAfterMs: 51_000 })
    setup.clock.now += 51_000
    expect(await setup.entitlements.reserve(ask('r2'))).toMatchObject({ allowed: true })
  })
  it('denies what is larger than a rate allows at all, without a wait that would not help', async () => {
    setup = setUp({}, { entitlements: grants('1000000', { feature_reference: 'tokens_per_minute', number: '50' }) })
    const decision = await setup.entitlements.reserve(ask('r', { estimate: { promptTokens: 60 } }))
    expect(decision).toMatchObject({ allowed: false, reason: 'rate_limited' })
    expect(decision).not.toHaveProperty('retryAfterMs')
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
  it('holds nothing for a signal that is aborted while the store admits', async () => {
    const controller = new AbortController()
    const store = memoryStore({ now: () => setup.clock.now })
    const admit = store.reserve.bind(store)
    store.reserve = async (request) => {
      const result = await admit(request)
      if (result.type === 'granted') controller.abort(new Error('gone'))
      return result
    }
    setup = setUp({ store })
    const reserving = setup.entitlements.reserve(ask('r', { signal: controller.signal }))
    await expect(reserving).rejects.toThrow('gone')
    expect((await setup.entitlements.usage('c')).budgets[0]).toMatchObject({ used: 0, held: 0 })
    expect(await setup.entitlements.counts()).toMatchObject({ open: 0 })
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
