import { formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { expect, it } from 'vitest'
import { dueDateOf } from './due-date.ts'

const days = (value: number): Schema<'Period'> => ({ type: 'DAY', value })

it.each<[name: string, date: string, configuration: Schema<'DueDate'> | null, want: string, zone?: string]>([
  ['at the invoice date without a rule', '2026-02-01T00:00:00Z', null, '2026-02-01T00:00:00Z'],
  ['at the invoice date by a rule that says nothing', '2026-02-01T00:00:00Z', {}, '2026-02-01T00:00:00Z'],
  [
    'a period after the invoice date',
    '2026-02-01T00:00:00Z',
    { type: 'PERIOD_AFTER_INVOICE_DATE', period: days(14) },
    '2026-02-15T00:00:00Z',
  ],
  ['a period without a number after it', '2026-02-01T00:00:00Z', { period: { type: 'WEEK' } }, '2026-02-08T00:00:00Z'],
  ['at the end of its month', '2026-02-01T00:00:00Z', { type: 'END_OF_THE_MONTH' }, '2026-02-28T23:59:59Z'],
  [
    'at the end of a month on its last day',
    '2028-02-29T23:00:00Z',
    { type: 'END_OF_THE_MONTH' },
    '2028-02-29T23:59:59Z',
  ],
  [
    'at the end of the month in which the period ends',
    '2026-01-15T00:00:00Z',
    { type: 'END_OF_THE_MONTH', period: days(30) },
    '2026-02-28T23:59:59Z',
  ],
  [
    'by the calendar of the zone',
    '2026-01-31T23:30:00Z',
    { type: 'END_OF_THE_MONTH' },
    '2026-02-28T22:59:59Z',
    'Europe/Amsterdam',
  ],
])('an invoice is due %s', (_, date, configuration, want, zone = 'UTC') => {
  expect(formatInstant(dueDateOf(new Date(date), configuration, zone))).toBe(want)
})
