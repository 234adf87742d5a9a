import { describe, expect, it } from 'vitest'
import { pricingPeriodFactor, prorationOf } from './period-share.ts'

const at = (text: string) => new Date(text)

describe('prorationOf', () => {
  const full = { start: at('2026-01-01T00:00:00Z'), end: at('2026-02-01T00:00:00Z') }

  it.each<[string, string, string, string]>([
    ['all of it', '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z', '1/1'],
    ['from the 17th of 31 days', '2026-01-17T00:00:00Z', '2026-02-01T00:00:00Z', '15/31'],
    ['to the 17th', '2026-01-01T00:00:00Z', '2026-01-17T09:00:00Z', '16/31'],
  ])('%s', (_, start, end, want) => {
    const { numerator, denominator } = prorationOf({ start: at(start), end: at(end), full }, 'UTC')
    expect(`${numerator}/${denominator}`).toBe(want)
  })
})

describe('pricingPeriodFactor', () => {
  it.each<[string, ['DAY' | 'WEEK' | 'MONTH' | 'YEAR', number], ['DAY' | 'WEEK' | 'MONTH' | 'YEAR', number], string]>([
    ['a monthly price in a quarter', ['MONTH', 1], ['MONTH', 3], '3/1'],
    ['a yearly price in a month', ['YEAR', 1], ['MONTH', 1], '1/12'],
    ['a price for two weeks in a week', ['WEEK', 2], ['WEEK', 1], '7/14'],
    ['a daily price in a week', ['DAY', 1], ['WEEK', 1], '7/1'],
    ['a daily price in a month of 28 days', ['DAY', 1], ['MONTH', 1], '28/1'],
    ['a weekly price in a month of 28 days', ['WEEK', 1], ['MONTH', 1], '28/7'],
  ])('%s', (_, [type, value], [billedType, billedValue], want) => {
    const factor = pricingPeriodFactor({ type, value }, { type: billedType, value: billedValue }, 28, 'pricing_period')
    expect(`${factor.numerator}/${factor.denominator}`).toBe(want)
  })

  it('refuses a monthly price in a week: months have no number of weeks', () => {
    expect(() =>
      pricingPeriodFactor({ type: 'MONTH', value: 1 }, { type: 'WEEK', value: 1 }, 7, 'pricing_period'),
    ).toThrow(expect.objectContaining({ code: 'NOT_SUPPORTED', field: 'pricing_period' }))
  })
})
