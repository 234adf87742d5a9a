import { expect, it } from 'vitest'
import { describeUsage } from '../agent/describe-usage.ts'
import { budgetToWire } from './usage-to-wire.ts'

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
