import { afterEach, describe, expect, it } from 'vitest'
import type { StubSubscription } from '../../test/billing-stub.ts'
import { ask, granted, grants, type Setup, setUp, spent } from '../../test/setup.ts'
import type { EntitlementsOptions } from '../entitlements-options.ts'
import { InvalidRequestError } from '../errors/invalid-request-error.ts'
import type { Usage } from '../journal/usage.ts'

const POOLS = {
  uncachedPromptTokens: 'prompt_uncached',
  cachedPromptTokens: 'prompt_cached',
  textCompletionTokens: 'answer_text',
  reasoningTokens: 'answer_reasoning',
}
const models = grants().slice(1)
const pooled: Usage = {
  ...spent(100, 50),
  details: { cachedPromptTokens: 60, reasoningTokens: 20 },
}

let setup: Setup
afterEach(() => setup.end())

/** A customer whose plan counts these meters; its budget of tokens counts both totals where it has one. */
function on(
  meters: readonly string[],
  options: Partial<EntitlementsOptions> = {},
  plan: Partial<StubSubscription> = {},
) {
  const subscription = {
    id: 'ppsu_1',
    createdAt: '2030-01-01T00:00:00Z',
    startAt: '2030-01-01T00:00:00Z',
    entitlements: models,
    meters,
    ...plan,
  }
  setup = setUp({ features: { whenMissing: 'allow' }, ...options }, { subscriptions: [subscription] })
  for (const meter of [...Object.values(POOLS), 'images', 'calls'])
    setup.stub.meters.set(meter, ['model_id', 'usage_source', 'agent'])
}

async function settle(usage: Usage, facts: Parameters<typeof ask>[1] = {}): Promise<readonly string[]> {
  const { reservation } = granted(await setup.entitlements.reserve(ask('r', facts)))
  const { references } = await reservation.settle(usage)
  await setup.entitlements.flush()
  return references
}

const sent = () => Object.fromEntries([...setup.stub.events.values()].map(({ meter, tokens }) => [meter, tokens]))

describe('the events of an attempt', () => {
  it('are those of the guide where nothing is mapped, byte for byte', async () => {
    on(['prompt_tokens', 'completion_tokens'])
    expect(await settle(spent(7, 0))).toEqual(['c:r:1:prompt_tokens', 'c:r:1:completion_tokens'])
    expect(sent()).toEqual({ prompt_tokens: 7, completion_tokens: 0 })
  })

  it('are the pools for a plan that prices pools, and not the totals that it does not count', async () => {
    on(Object.values(POOLS), { quantities: POOLS })
    await settle(pooled)
    expect(sent()).toEqual({ prompt_uncached: 40, prompt_cached: 60, answer_text: 30, answer_reasoning: 20 })
  })

  it('leave out a pool of nothing', async () => {
    on(Object.values(POOLS), { quantities: POOLS })
    await settle(spent(100, 50))
    expect(sent()).toEqual({ prompt_uncached: 100, answer_text: 50 })
  })

  it('are the totals for a plan by totals, of the same application', async () => {
    on(['prompt_tokens', 'completion_tokens'], { quantities: POOLS })
    await settle(pooled)
    expect(sent()).toEqual({ prompt_tokens: 100, completion_tokens: 50 })
  })

  it('are the totals beside pools where a budget of the plan counts them', async () => {
    on(Object.values(POOLS), { quantities: POOLS }, { entitlements: grants('1000') })
    await settle(pooled)
    expect(sent()).toMatchObject({ prompt_tokens: 100, completion_tokens: 50, prompt_cached: 60 })
  })

  it('are the totals where no plan is known', async () => {
    on(Object.values(POOLS), { quantities: POOLS, onUnavailable: 'allow' })
    setup.stub.fault = ({ method }) => (method === 'GET' ? new Error('away') : undefined)
    await settle(pooled)
    expect(sent()).toEqual({ prompt_tokens: 100, completion_tokens: 50 })
  })

  it('are one for two quantities of one meter, with their sum', async () => {
    on(['every_token'], { quantities: { promptTokens: 'every_token', completionTokens: 'every_token' } })
    setup.stub.meters.set('every_token', ['model_id'])
    expect(await settle(spent(3, 4))).toEqual(['c:r:1:every_token'])
    expect(sent()).toEqual({ every_token: 7 })
  })

  it('count what has no tokens, without a model, and each attempt once', async () => {
    const quantities = { images: { meter: 'images', value: 'image_count' }, requests: 'calls' }
    on(['images', 'calls'], { quantities })
    const { reservation } = granted(
      await setup.entitlements.reserve({ customer: 'c', requestId: 'r', estimate: { quantities: { images: 2 } } }),
    )
    expect(reservation).toMatchObject({ model: '', heldTokens: 0, maxCompletionTokens: 0 })
    await reservation.settle({ quantities: { images: 3, toolCalls: 1 }, source: 'provider' })
    await setup.entitlements.flush()
    expect(sent()).toEqual({ images: 3, calls: 1 })
    expect(setup.stub.bodies.find((body) => body.includes('"images"'))).toContain(
      '"meter_properties":[],"meter_values":[{"reference":"image_count","number":"3"}]',
    )
  })

  it('keep quantities and properties while an attempt is unsettled', async () => {
    on(['images'], { quantities: { images: 'images' } })
    const { reservation } = granted(
      await setup.entitlements.reserve(
        ask('r', { estimate: { promptTokens: 1, quantities: { images: 2 } }, properties: { agent: 'support' } }),
      ),
    )
    await reservation.settle({ ...spent(1, 1), quantities: { images: 1 }, source: 'estimate' })
    expect(await setup.entitlements.unsettled('c')).toMatchObject([
      { quantities: { images: 2 }, properties: { agent: 'support' }, estimate: { quantities: { images: 1 } } },
    ])
  })
})

describe('a plan that charges a token twice', () => {
  it('denies, and names both meters', async () => {
    on(['prompt_tokens', 'prompt_cached'], { quantities: POOLS })
    expect(await setup.entitlements.reserve(ask('r'))).toMatchObject({
      allowed: false,
      reason: 'plan_faulty',
      message: expect.stringMatching(/"prompt_tokens".*"prompt_cached"/),
    })
  })
})

describe('properties of an attempt', () => {
  it('stand on the events of the meters that have them', async () => {
    const quantities = { cachedPromptTokens: 'prompt_cached', uncachedPromptTokens: 'prompt_uncached' }
    on(['prompt_cached', 'prompt_uncached', 'completion_tokens'], { quantities })
    await settle(pooled, { properties: { agent: 'support' } })
    const model_id = 'gpt-4o-mini'
    expect(
      Object.fromEntries([...setup.stub.events.values()].map(({ meter, properties }) => [meter, properties])),
    ).toEqual({
      completion_tokens: { model_id },
      prompt_cached: { model_id, agent: 'support' },
      prompt_uncached: { model_id, agent: 'support' },
    })
  })

  it('are refused where no meter has them, and nothing is held', async () => {
    on(Object.values(POOLS), { quantities: POOLS })
    const error: unknown = await setup.entitlements
      .reserve(ask('r', { properties: { tenant: 'x' } }))
      .catch((thrown: unknown) => thrown)
    expect(InvalidRequestError.isInstance(error) && error.field).toBe('properties.tenant')
    expect(String(error)).toContain('one of agent; it is unknown')
    expect(await setup.entitlements.counts()).toMatchObject({ open: 0 })
  })

  it.each([
    [['agent'], ['a', 'b', 'c', 'a']],
    [[], ['a', 'b', 'other', 'a']],
  ])('with more values than the limit are sent as "other" unless prices ask about them: %j', async (asks, values) => {
    on(Object.values(POOLS), { quantities: POOLS, propertyValues: 2 }, { asks })
    for (const [index, agent] of ['a', 'b', 'c', 'a'].entries()) {
      const attempt = ask(`r${index}`, { properties: { agent } })
      await granted(await setup.entitlements.reserve(attempt)).reservation.settle(spent(1, 0))
    }
    await setup.entitlements.flush()
    expect([...setup.stub.events.values()].map(({ properties }) => properties['agent'])).toEqual(values)
    expect(setup.events.filter(({ type }) => type === 'property_values_exceeded')).toEqual([
      { type: 'property_values_exceeded', property: 'agent', limit: 2 },
    ])
  })
})

describe('a request that cannot be counted', () => {
  it.each([
    ['an unknown quantity', { estimate: { quantities: { imagez: 1 } } }, 'estimate.quantities.imagez'],
    ['a negative count', { estimate: { quantities: { images: -1 } } }, 'estimate.quantities.images'],
    ['a fraction', { estimate: { promptTokens: 1, quantities: { images: 1.5 } } }, 'estimate.quantities.images'],
    [
      'a pool',
      { estimate: { promptTokens: 1, quantities: { reasoningTokens: 1 } } },
      'estimate.quantities.reasoningTokens',
    ],
    ['no count at all', { estimate: {} }, 'estimate.promptTokens'],
    ['tokens without a model', { model: undefined }, 'model'],
    ['a property that is no text', { properties: { agent: 5 } }, 'properties.agent'],
    ['a property that is too long', { properties: { agent: 'x'.repeat(257) } }, 'properties.agent'],
    ['the property of the model', { properties: { model_id: 'x' } }, 'properties.model_id'],
  ])('is refused: %s', async (_name, wrong, field) => {
    on(Object.values(POOLS), { quantities: POOLS })
    const error: unknown = await setup.entitlements
      .reserve({ ...ask('r'), ...wrong } as ReturnType<typeof ask>)
      .catch((thrown: unknown) => thrown)
    expect(InvalidRequestError.isInstance(error) && error.field).toBe(field)
    expect(String(error)).toMatch(/: \S+ must .+; it is .+\./)
    expect(await setup.entitlements.counts()).toMatchObject({ open: 0 })
  })

  it('is refused at its settlement, and can be settled rightly afterwards', async () => {
    on(['images'], { quantities: { images: 'images' } })
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    const wrong: readonly (readonly [Usage, string])[] = [
      [{ ...spent(1, 1), quantities: { imagez: 1 } }, 'usage.quantities.imagez'],
      [{ ...spent(5, 1), details: { cachedPromptTokens: 3, audioPromptTokens: 3 } }, 'usage.details'],
      [{ quantities: { images: -1 }, source: 'provider' }, 'usage.quantities.images'],
    ]
    for (const [usage, field] of wrong) {
      const error: unknown = await reservation.settle(usage).catch((thrown: unknown) => thrown)
      expect(InvalidRequestError.isInstance(error) && error.field).toBe(field)
    }
    expect(await reservation.settle({ ...spent(1, 1), quantities: { images: 1 } })).toMatchObject({
      outcome: 'settled',
    })
  })
})
