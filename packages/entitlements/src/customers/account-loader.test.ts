import { afterEach, describe, expect, it } from 'vitest'
import type { StubEvent } from '../../test/billing-stub.ts'
import { ask, granted, grants, type Setup, setUp, spent } from '../../test/setup.ts'

let setup: Setup
afterEach(() => setup.end())

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
  it('counts parts of tokens together, and numbers that a double does not hold', async () => {
    setup = setUp()
    const add = (reference: string, tokens: number) =>
      setup.stub.events.set(reference, {
        reference,
        customer: 'c',
        meter: 'prompt_tokens',
        tokens,
        timestamp: '2030-01-05T00:00:00Z',
        properties: {},
      })
    for (let index = 0; index < 4; index += 1) add(`e${index}`, 0.4)
    expect((await setup.entitlements.usage('c')).budgets).toMatchObject([{ used: 2 }])
    const other = setUp({}, { entitlements: grants('9007199254740991') })
    other.stub.events.set('large', { ...setup.stub.events.get('e0'), reference: 'large', tokens: 2 ** 53 } as StubEvent)
    expect((await other.entitlements.usage('c')).budgets).toMatchObject([{ used: 9_007_199_254_740_991, remaining: 0 }])
    await other.end()
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
