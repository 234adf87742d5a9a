import type { Period } from '@tallygate/billing-period'
import { describe, expect, it } from 'vitest'
import { endOfTerm } from './end-of-term.ts'

const month: Period = { type: 'MONTH', value: 1 }
const days = (value: number): Period => ({ type: 'DAY', value })

describe('endOfTerm', () => {
  it.each<[name: string, start: string, initial: Period, renewal: Period, now: string, want: string]>([
    ['in the initial term', '2026-01-31', month, month, '2026-02-10', '2026-02-28'],
    ['at the end of the initial term', '2026-01-31', month, month, '2026-02-28', '2026-03-31'],
    ['after short months, the day of the start', '2026-01-31', month, month, '2026-04-10', '2026-04-30'],
    ['a year, then months', '2026-01-31', { type: 'YEAR', value: 1 }, month, '2027-02-10', '2027-02-28'],
    ['a month, then quarters', '2026-01-31', month, { type: 'MONTH', value: 3 }, '2026-06-01', '2026-08-31'],
    [
      '29 February, by years',
      '2024-02-29',
      { type: 'YEAR', value: 1 },
      { type: 'YEAR', value: 1 },
      '2027-06-01',
      '2028-02-29',
    ],
    ['days', '2026-01-31', days(10), days(7), '2026-02-18', '2026-02-24'],
    ['a month, then days', '2026-01-31', month, days(30), '2026-03-01', '2026-03-30'],
    ['days, then months', '2026-01-01', days(30), month, '2026-03-05', '2026-03-31'],
  ])('%s', (_name, start, initial, renewal, now, want) => {
    const end = endOfTerm({ start: new Date(start), initial, renewal, timeZone: 'UTC' }, new Date(now))
    expect(end.toISOString().slice(0, 10)).toBe(want)
  })
})
