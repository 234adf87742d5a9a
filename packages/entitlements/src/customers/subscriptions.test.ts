import { afterEach, describe, expect, it } from 'vitest'
import type { StubSubscription } from '../../test/billing-stub.ts'
import { ask, granted, grants, type Setup, setUp, spent } from '../../test/setup.ts'

let setup: Setup
afterEach(() => setup.end())

const BOTH = ['prompt_tokens', 'completion_tokens']

function subscription(id: string, facts: Partial<StubSubscription> = {}): StubSubscription {
  return {
    id,
    createdAt: '2030-01-02T00:00:00Z',
    startAt: '2030-01-01T00:00:00Z',
    entitlements: grants(),
    meters: BOTH,
    ...facts,
  }
}

const starter = subscription('ppsu_starter', { createdAt: '2030-01-01T00:00:00Z', entitlements: grants('1000') })
const free = subscription('ppsu_free', {
  entitlements: [
    { feature_reference: 'monthly_token_budget', number: '200' },
    { feature_reference: 'available_models', enums: ['gpt-4o-mini'] },
  ],
})

describe('a customer with several subscriptions', () => {
  it('has the models, the budget and the period of the one that attempts belong to, whose id the events carry', async () => {
    setup = setUp({}, { entitlements: grants('1200'), subscriptions: [free, starter] })
    expect(await setup.entitlements.reserve(ask('r', { model: 'gpt-4o' }))).toMatchObject({
      reason: 'model_not_entitled',
    })
    const { reservation, budgets } = granted(await setup.entitlements.reserve(ask('r')))
    expect(budgets).toMatchObject([{ limit: 200, held: 100 }])
    await reservation.settle(spent(100, 80))
    await setup.entitlements.flush()
    expect([...setup.stub.events.values()].map(({ subscriptionId }) => subscriptionId)).toEqual([
      'ppsu_free',
      'ppsu_free',
    ])
    expect(await setup.entitlements.reserve(ask('r2'))).toMatchObject({ reason: 'budget_exhausted', used: 180 })
  })
  it('belongs to the last created one, however late another one began', async () => {
    const later = { ...starter, startAt: '2030-01-09T00:00:00Z' }
    setup = setUp({}, { subscriptions: [later, free] })
    expect((await setup.entitlements.usage('c')).budgets).toMatchObject([{ limit: 200 }])
  })
  it.each([
    ['counts neither', []],
    ['counts one of them', ['prompt_tokens']],
  ])('does not belong to a subscription whose plan %s of the meters', async (_what, meters) => {
    setup = setUp({}, { subscriptions: [starter, { ...free, meters }] })
    expect((await setup.entitlements.usage('c')).budgets).toMatchObject([{ limit: 1_000 }])
  })
  it('begins with what the subscription used, delivered and not, and with nothing of another one', async () => {
    setup = setUp({}, { subscriptions: [starter] })
    await granted(await setup.entitlements.reserve(ask('r1'))).reservation.settle(spent(300, 100))
    await setup.entitlements.flush()
    setup.stub.fault = ({ method }) => (method === 'POST' ? new Error('away') : undefined)
    await granted(await setup.entitlements.reserve(ask('r2'))).reservation.settle(spent(30, 10))
    setup.stub.customers.set('c', { subscriptions: [starter, free] })
    setup.clock.now += 300_001
    expect((await setup.entitlements.usage('c')).budgets).toMatchObject([{ limit: 200, used: 0 }])
    setup.stub.customers.set('c', { subscriptions: [starter] })
    setup.clock.now += 300_001
    expect((await setup.entitlements.usage('c')).budgets).toMatchObject([{ limit: 1_000, used: 440 }])
  })
  it('counts a late settle where the attempt was admitted, with the limit of that subscription', async () => {
    setup = setUp({}, { subscriptions: [starter] })
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    setup.stub.customers.set('c', { subscriptions: [starter, free] })
    setup.clock.now += 300_001
    expect((await setup.entitlements.usage('c')).budgets).toMatchObject([{ limit: 200, used: 0, held: 0 }])
    expect((await reservation.settle(spent(3, 4))).budgets).toMatchObject([
      { limit: 1_000, used: 7, resetsAt: new Date('2030-02-01T00:00:00Z') },
    ])
    await setup.entitlements.flush()
    expect([...setup.stub.events.values()].map(({ subscriptionId }) => subscriptionId)).toEqual([
      'ppsu_starter',
      'ppsu_starter',
    ])
  })
  it('shows the merged entitlements too, with amounts in two currencies beside each other', async () => {
    const amount = (quantity: string, currency: string) => ({
      feature_reference: 'monthly_spend',
      amount: { quantity, currency },
    })
    const merged = [...grants('1200'), amount('10', 'USD'), amount('20', 'EUR')]
    setup = setUp({}, { entitlements: merged, subscriptions: [starter, free] })
    const features = await setup.entitlements.features('c')
    expect(features.values['monthly_token_budget']).toEqual({ type: 'number', number: 200 })
    expect(features.merged).toMatchObject({
      monthly_token_budget: { number: 1_200 },
      monthly_spend: {
        type: 'amounts',
        amounts: [
          { quantity: '10', currency: 'USD' },
          { quantity: '20', currency: 'EUR' },
        ],
      },
    })
  })
})

it.each(['ARCHIVED', 'CLOSED'])(
  'a customer who is %s is not entitled, whatever is subscribed or given',
  async (status) => {
    const withoutSubscription = { models: ['gpt-4o-mini'], numbers: { monthly_token_budget: 150 } }
    setup = setUp({ withoutSubscription }, { status })
    expect(await setup.entitlements.reserve(ask('r'))).toMatchObject({
      allowed: false,
      reason: 'no_subscription',
      message: expect.stringContaining(status),
    })
  },
)
