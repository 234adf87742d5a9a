import { describe, expect, test } from 'vitest'
import { billingPeriodsBetween, MAX_PERIODS } from './billing-periods-between.ts'
import type { BillingSchedule } from './billing-schedule.ts'
import { formatInstant } from './format-instant.ts'
import { nextBillingPeriod } from './next-billing-period.ts'
import { parseInstant } from './parse-instant.ts'
import { TooManyPeriodsError } from './too-many-periods-error.ts'

const monthly: BillingSchedule = {
  billingTime: 'EXACT',
  period: { type: 'MONTH', value: 1 },
  startAt: parseInstant('2026-01-31T00:00:00Z'),
  endAt: parseInstant('2026-04-15T00:00:00Z'),
  timeZone: 'UTC',
}

function starts(schedule: BillingSchedule, from: string, to: string): string[] {
  return billingPeriodsBetween(schedule, parseInstant(from), parseInstant(to)).map(({ start }) =>
    formatInstant(start).slice(0, 10),
  )
}

describe('billingPeriodsBetween', () => {
  test.each([
    ['all of a schedule', '2020-01-01T00:00:00Z', '2030-01-01T00:00:00Z', ['2026-01-31', '2026-02-28', '2026-03-31']],
    ['only those that share time with the range', '2026-02-28T00:00:00Z', '2026-03-31T00:00:00Z', ['2026-02-28']],
    ['one that the range begins in', '2026-03-30T23:59:59Z', '2026-03-31T00:00:01Z', ['2026-02-28', '2026-03-31']],
    ['none for an empty range', '2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z', []],
    ['none for a range that runs backwards', '2026-03-02T00:00:00Z', '2026-03-01T00:00:00Z', []],
    ['none before the schedule', '2025-01-01T00:00:00Z', '2026-01-31T00:00:00Z', []],
    ['none after the schedule', '2026-04-15T00:00:00Z', '2027-01-31T00:00:00Z', []],
  ])('gives %s', (_name, from, to, want) => {
    expect(starts(monthly, from, to)).toEqual(want)
  })

  test('leaves out the day that a country left out, and has no gap there', () => {
    const days: BillingSchedule = {
      ...monthly,
      billingTime: 'CALENDAR',
      period: { type: 'DAY', value: 1 },
      timeZone: 'Pacific/Apia',
      startAt: parseInstant('2011-12-28T10:00:00Z'),
      endAt: null,
    }
    const periods = billingPeriodsBetween(days, days.startAt, parseInstant('2012-01-01T10:00:00Z'))
    expect(periods.map(({ start }) => formatInstant(start))).toEqual([
      '2011-12-28T10:00:00Z',
      '2011-12-29T10:00:00Z',
      '2011-12-30T10:00:00Z',
      '2011-12-31T10:00:00Z',
    ])
    expect(periods[2]?.start).toEqual(periods[1]?.end)
  })

  test('refuses more than one answer may hold', () => {
    const daily: BillingSchedule = {
      ...monthly,
      period: { type: 'DAY', value: 1 },
      startAt: parseInstant('1990-01-01T00:00:00Z'),
      endAt: null,
    }
    expect(() => starts(daily, '1990-01-01T00:00:00Z', '2030-01-01T00:00:00Z')).toThrow(TooManyPeriodsError)
    expect(() => starts(daily, '1990-01-01T00:00:00Z', '2030-01-01T00:00:00Z')).toThrow(String(MAX_PERIODS))
  })
})

describe('nextBillingPeriod', () => {
  test('follows the last one with nothing', () => {
    const periods = billingPeriodsBetween(monthly, monthly.startAt, parseInstant('2030-01-01T00:00:00Z'))
    const [first, second, last] = periods
    if (!first || !last) throw new Error('no periods')
    expect(nextBillingPeriod(monthly, first)).toEqual(second)
    expect(nextBillingPeriod(monthly, last)).toBeUndefined()
  })
})
