import type { Schema } from '@tallygate/client'
import { describe, expect, it } from 'vitest'
import { findChoiceFault } from './find-choice-fault.ts'

const MONTH = { type: 'MONTH', value: 1 } as const
type Constraint = NonNullable<Schema<'PricingGroup'>['selection_constraint']>

const fieldOf = (constraint: Constraint | null, enabled: Schema<'EnabledPricing'>[]): string | undefined =>
  findChoiceFault(
    { enabled_pricings: enabled },
    {
      pricing_categories: [
        {
          pricing_groups: [{ name: 'Support', selection_constraint: constraint, pricings: [{ id: 'a' }, { id: 'b' }] }],
        },
      ],
    },
    MONTH,
  )?.field

const a = { pricing_id: 'a' }
const b = { pricing_id: 'b' }
const until = { ...a, end_at: '2026-02-01T00:00:00Z' }
const from = { ...b, start_at: '2026-02-01T00:00:00Z' }
const earlier = { ...b, start_at: '2026-01-31T23:59:59Z' }

describe('what a schedule chooses of a group', () => {
  it.each<[constraint: Constraint | null, enabled: Schema<'EnabledPricing'>[], allowed: boolean]>([
    [null, [], true],
    ['ANY', [a, b], true],
    ['AT_LEAST_ONE', [], false],
    ['AT_LEAST_ONE', [{ pricing_id: 'of-another-group' }], false],
    ['AT_LEAST_ONE', [a, b], true],
    ['AT_MOST_ONE', [], true],
    ['AT_MOST_ONE', [a], true],
    ['AT_MOST_ONE', [a, b], false],
    ['AT_MOST_ONE', [until, from], true],
    ['AT_MOST_ONE', [until, earlier], false],
    ['AT_MOST_ONE', [until, a], true],
    ['EXACTLY_ONE', [], false],
    ['EXACTLY_ONE', [b], true],
    ['EXACTLY_ONE', [a, b], false],
  ])('with %s, of %j: allowed is %s', (constraint, enabled, allowed) => {
    expect(fieldOf(constraint, enabled)).toBe(allowed ? undefined : 'enabled_pricings')
  })
})

describe('the billing period that a schedule chooses', () => {
  const version: Schema<'PricingPlanVersion'> = {
    billing_period_settings: {
      billing_periods: [{ period: { type: 'MONTH' } }, { period: { type: 'YEAR', value: 1 } }],
    },
  }
  const fault = (
    schedule: Parameters<typeof findChoiceFault>[0],
    value: number,
    of: Schema<'PricingPlanVersion'> = version,
  ) => findChoiceFault(schedule, of, { type: 'MONTH', value })?.field

  it('is one that the version offers, or any where it names none', () => {
    expect(fault({}, 1)).toBeUndefined()
    expect(fault({}, 2)).toBe('pricing_plan_version_id')
    expect(fault({ billing_period: { type: 'MONTH', value: 2 } }, 2)).toBe('billing_period')
    expect(fault({}, 2, {})).toBeUndefined()
  })
})
