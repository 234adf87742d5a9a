import type { Schema } from '@tallygate/client'
import type { UsageTotal } from '@tallygate/rating'
import { describe, expect, it } from 'vitest'
import { findCrossing, type WatchedFeature } from './find-crossing.ts'

const feature: WatchedFeature = {
  reference: 'budget',
  calculation: { calculation_type: 'SUM', meter_id: 'metr_1', meter_value_id: 'metv_1' },
  properties: new Map(),
}

const row = (sum: string, currency: string | null = null): UsageTotal => ({
  meterId: 'metr_1',
  meterValueId: 'metv_1',
  properties: {},
  currency,
  sum,
  count: 1,
  min: sum,
  max: sum,
})

type Rule = Schema<'AlertRuleEntitlement'>
const usd = (quantity: string) => ({ quantity, currency: 'USD' as const })

describe('findCrossing', () => {
  it.each<[string, Rule, Schema<'EntitlementSummaryItem'>, UsageTotal[], string | undefined]>([
    ['a percentage that is reached', { threshold: { percentage: '80' } }, { number: '1000' }, [row('800')], '800'],
    ['a percentage that is not', { threshold: { percentage: '80' } }, { number: '1000' }, [row('799.99')], undefined],
    [
      'a percentage beyond the whole',
      { threshold: { percentage: '120' } },
      { number: '1000' },
      [row('1000'), row('200')],
      '1200',
    ],
    [
      'a percentage that must be passed, and is only reached',
      { comparator: 'GREATER_THAN', threshold: { percentage: '80' } },
      { number: '1000' },
      [row('800')],
      undefined,
    ],
    ['a number', { threshold: { number: '10' } }, { number: '1000' }, [row('10')], '10'],
    ['a budget of nothing, once it is used', { threshold: { percentage: '50' } }, { number: '0' }, [row('1')], '1'],
    [
      'a budget of nothing that is not used',
      { threshold: { percentage: '50' } },
      { number: '0' },
      [row('0')],
      undefined,
    ],
    ['a feature without usage', { threshold: { number: '0' } }, { number: '1000' }, [], undefined],
    ['a feature that is not granted', { threshold: { number: '1' } }, {}, [row('5')], undefined],
    [
      'an amount in its currency alone',
      { threshold: { amount: usd('5') } },
      { amount: usd('10') },
      [row('5', 'USD'), row('100', 'EUR')],
      '5',
    ],
    [
      'an amount in another currency than what is granted',
      { threshold: { amount: { quantity: '5', currency: 'EUR' } } },
      { amount: usd('10') },
      [row('50', 'USD')],
      undefined,
    ],
  ])('looks at %s', (_, rule, granted, usage, used) => {
    const found = findCrossing(rule, feature, granted, usage)
    expect(found?.usedValue.number ?? found?.usedValue.amount?.quantity).toBe(used)
  })

  it('says what was allowed and where the threshold lies', () => {
    expect(findCrossing({ threshold: { percentage: '80' } }, feature, { number: '1000' }, [row('801')])).toEqual({
      threshold: '>= percentage 80',
      entitlementValue: { number: '1000' },
      thresholdValue: { number: '800' },
      usedValue: { number: '801' },
    })
  })

  it('takes thresholds that mean the same for one', () => {
    const keyOf = (percentage: string) =>
      findCrossing({ threshold: { percentage } }, feature, { number: '1' }, [row('9')])?.threshold
    expect(keyOf('80.0')).toBe(keyOf('80'))
    expect(keyOf('90')).not.toBe(keyOf('80'))
  })
})
