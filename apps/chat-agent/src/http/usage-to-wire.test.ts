import type { RecordedAttempt } from '@tallygate/langchain'
import { expect, it } from 'vitest'
import { describeUsage } from '../agent/describe-usage.ts'
import { type PricedAttempt, sumOfCosts } from './cost-to-wire.ts'
import { usageHeaders } from './usage-headers.ts'
import { budgetToWire, limitsToWire, scopeQuantityToWire, usageToWire } from './usage-to-wire.ts'

const budget = {
  feature: 'monthly_token_budget',
  limit: 100,
  used: 120,
  held: 0,
  remaining: -20,
  resetsAt: new Date('2030-02-01T00:00:00.500Z'),
}
const unknown = { ...budget, resetsAt: new Date(Number.NaN) }

it('writes a budget with what is left, never below zero, and the second of its reset', () => {
  expect(budgetToWire(budget)).toEqual({
    limit: 100,
    used: 120,
    held: 0,
    remaining: 0,
    resets_at: '2030-02-01T00:00:00Z',
  })
})

it('answers, and lets the agent answer, when nobody knows the time of the reset', () => {
  expect(budgetToWire(unknown).resets_at).toBeNull()
  const usage = { customer: 'c', budgets: [unknown], asOf: new Date(0), ageMs: 0 }
  expect(describeUsage(usage)).toBe('You have used 120 of 100 tokens; 0 are left.')
})

const attempt = (facts: Partial<PricedAttempt & RecordedAttempt> = {}): PricedAttempt & RecordedAttempt => ({
  ...{ customer: 'c', requestId: 'r', attempt: 1, reservationId: 'c:r:1', model: 'm', askedModel: 'm' },
  ...{ promptTokens: 10, completionTokens: 2, source: 'provider', outcome: 'settled', budgets: [] },
  ...facts,
})
const usd = (amount: string) => ({ cost: { amount, currency: 'USD' } })

it('writes what each attempt and the request cost, exactly', () => {
  const attempts = [
    attempt({ ...usd('0.1'), details: { cachedPromptTokens: 4, reasoningTokens: 0 } }),
    attempt({ ...usd('0.200000000001') }),
  ]
  const wire = usageToWire(attempts)
  expect(wire.cost).toEqual({ amount: '0.300000000001', currency: 'USD' })
  expect(wire.attempts).toMatchObject([
    { details: { cached_prompt_tokens: 4 }, cost: { amount: '0.1', currency: 'USD' } },
    { cost: { amount: '0.200000000001' } },
  ])
  const { details } = wire.attempts[0] ?? {}
  expect(details).toEqual({ cached_prompt_tokens: 4 })
  const remaining = undefined
  const headers = { model: 'm', promptTokens: 20, completionTokens: 4, remaining }
  expect(usageHeaders({ ...headers, cost: sumOfCosts(attempts) })['tallygate-cost']).toBe('0.300000000001 USD')
  expect(usageHeaders({ ...headers, cost: undefined })).not.toHaveProperty('tallygate-cost')
})

it.each([
  ['is not known of one', [attempt(usd('1')), attempt()]],
  ['is in several units', [attempt(usd('1')), attempt({ cost: { amount: '2', creditTypeId: 'crty_1' } })]],
  ['has two units of one attempt', [attempt({ ...usd('1'), costs: [{ amount: '1', currency: 'USD' }] })]],
  ['is of nothing', []],
])('tells no sum of a price that %s', (_, attempts) => {
  expect(usageToWire(attempts)).not.toHaveProperty('cost')
})

it('writes credits by their type', () => {
  const cost = { amount: '-2.5', creditTypeId: 'crty_1' }
  expect(usageToWire([attempt({ cost })])).toMatchObject({ cost: { amount: '-2.5', credit_type_id: 'crty_1' } })
})

it('writes limits on money, wallets and scopes, each kind where there is one, and nothing below zero', () => {
  const usage = { customer: 'c', budgets: [], asOf: new Date(0), ageMs: 0 }
  expect(limitsToWire(usage)).toEqual({})
  const resetsAt = new Date('2030-02-01T00:00:00Z')
  const money = { limit: '5', used: '6', held: '0', remaining: '-1' }
  expect(
    limitsToWire({
      ...usage,
      spend: [{ feature: 'monthly_spend_limit', currency: 'USD', ...money, resetsAt }],
      wallets: [{ creditTypeId: 'crty_1', balance: '-3', held: '0', remaining: '-3' }],
      scopes: [
        { kind: 'user', id: 'ada', of: 'tokens', per: 'day', limit: 10, used: 12, held: 0, remaining: -2, resetsAt },
      ],
    }),
  ).toEqual({
    spend: { monthly_spend_limit: { currency: 'USD', ...money, remaining: '0', resets_at: '2030-02-01T00:00:00Z' } },
    wallets: [{ id: null, credit_type_id: 'crty_1', balance: '-3', held: '0', remaining: '-3' }],
    scopes: [
      {
        ...{ kind: 'user', id: 'ada', of: 'tokens', per: 'day', limit: 10, used: 12, held: 0, remaining: 0 },
        resets_at: '2030-02-01T00:00:00Z',
      },
    ],
  })
})

it('writes what a level counts by its name, or by its unit', () => {
  expect([
    scopeQuantityToWire('images'),
    scopeQuantityToWire({ currency: 'USD' }),
    scopeQuantityToWire({ creditTypeId: 'crty_1' }),
  ]).toEqual(['images', { currency: 'USD' }, { credit_type_id: 'crty_1' }])
})
