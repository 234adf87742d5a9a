import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDuration } from './add-duration.ts'
import { addPeriod } from './add-period.ts'
import { formatInstant } from './format-instant.ts'
import { InvalidDurationError } from './invalid-duration-error.ts'
import { InvalidInstantError } from './invalid-instant-error.ts'
import { InvalidScheduleError } from './invalid-schedule-error.ts'
import { parseInstant } from './parse-instant.ts'
import type { Period } from './period.ts'

describe('parseInstant', () => {
  test.each([
    ['with Z', '2026-01-31T00:00:00Z', '2026-01-31T00:00:00.000Z'],
    ['with milliseconds', '2026-01-31T00:00:00.250Z', '2026-01-31T00:00:00.250Z'],
    ['with one digit of a second', '2026-01-31T00:00:00.5Z', '2026-01-31T00:00:00.500Z'],
    ['with nanoseconds, cut off', '2026-01-31T00:00:00.123999999Z', '2026-01-31T00:00:00.123Z'],
    ['with an offset', '2026-01-31T01:30:00+01:30', '2026-01-31T00:00:00.000Z'],
    ['with a negative offset', '2026-01-30T19:00:00.001-05:00', '2026-01-31T00:00:00.001Z'],
    ['a leap day', '2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['a leap day of a century', '2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
    ['a year of the first century', '0026-01-31T00:00:00Z', '0026-01-31T00:00:00.000Z'],
  ])('reads an instant %s', (_name, given, want) => {
    expect(parseInstant(given).toISOString()).toBe(want)
  })

  test.each([
    ['nothing', ''],
    ['a date alone', '2026-01-31'],
    ['a local time', '2026-01-31T00:00:00'],
    ['no seconds', '2026-01-31T00:00Z'],
    ['a space for the T', '2026-01-31 00:00:00Z'],
    ['lower case', '2026-01-31t00:00:00z'],
    ['30 February', '2026-02-30T00:00:00Z'],
    ['29 February of no leap year', '2100-02-29T00:00:00Z'],
    ['31 April', '2026-04-31T00:00:00Z'],
    ['month 13', '2026-13-01T00:00:00Z'],
    ['day 0', '2026-01-00T00:00:00Z'],
    ['hour 24', '2026-01-31T24:00:00Z'],
    ['a leap second', '2016-12-31T23:59:60Z'],
    ['an offset without a colon', '2026-01-31T00:00:00+0100'],
    ['an offset of a day', '2026-01-31T00:00:00+24:00'],
    ['a comma', '2026-01-31T00:00:00,5Z'],
    ['text around it', ' 2026-01-31T00:00:00Z'],
    ['a line end behind it', '2026-01-31T00:00:00Z\n'],
    ['a year of five digits', '12026-01-31T00:00:00Z'],
    ['an instant past the year 9999', '9999-12-31T23:59:59-01:00'],
    ['an instant before the year 0', '0000-01-01T00:00:00+01:00'],
    ['digits of another script', '２０26-01-31T00:00:00Z'],
    ['a number', '1769817600000'],
    ['ten thousand characters', '2'.repeat(10_000)],
  ])('refuses %s', (_name, given) => {
    expect(() => parseInstant(given)).toThrow(InvalidInstantError)
    expect(() => parseInstant(given)).toThrow(expect.objectContaining({ given: given.slice(0, 64) }))
  })
})

describe('formatInstant', () => {
  test('writes UTC without a fraction, cut off and not rounded', () => {
    expect(formatInstant(new Date('2026-01-31T23:59:59.999Z'))).toBe('2026-01-31T23:59:59Z')
  })

  test.each([
    ['an invalid date', new Date(Number.NaN)],
    ['a year of six digits', new Date(8.64e15)],
  ])('refuses %s', (_name, given) => {
    expect(() => formatInstant(given)).toThrow(InvalidInstantError)
  })

  test('parseInstant reads it back, to the second', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: parseInstant('0000-01-01T00:00:00Z'),
          max: parseInstant('9999-12-31T23:59:59Z'),
          noInvalidDate: true,
        }),
        (date) => {
          const back = parseInstant(formatInstant(date)).getTime()
          expect(back <= date.getTime() && date.getTime() - back < 1000).toBe(true)
        },
      ),
      { seed: 20260131 },
    )
  })
})

describe('addDuration', () => {
  test.each([
    ['eight hours', 'PT8H', '2026-01-31T00:00:00Z', 'UTC', '2026-01-31T08:00:00Z'],
    ['a month from the 31st', 'P1M', '2026-01-31T00:00:00Z', 'UTC', '2026-02-28T00:00:00Z'],
    ['nothing', 'PT0S', '2026-01-31T00:00:00Z', 'UTC', '2026-01-31T00:00:00Z'],
    ['two weeks', 'P2W', '2026-01-31T00:00:00Z', 'UTC', '2026-02-14T00:00:00Z'],
    ['all units', 'P1Y2M3W4DT5H6M7S', '2026-01-01T00:00:00Z', 'UTC', '2027-03-26T05:06:07Z'],
    [
      'a day over the change to summer time is 23 hours',
      'P1D',
      '2026-03-28T23:00:00Z',
      'Europe/Amsterdam',
      '2026-03-29T22:00:00Z',
    ],
    ['24 hours over it are 24 hours', 'PT24H', '2026-03-28T23:00:00Z', 'Europe/Amsterdam', '2026-03-29T23:00:00Z'],
    ['a month in a time zone ahead of UTC', 'P1M', '2026-01-31T23:00:00Z', 'Asia/Tokyo', '2026-02-28T23:00:00Z'],
  ])('adds %s', (_name, duration, from, zone, want) => {
    expect(formatInstant(addDuration(parseInstant(from), duration, zone))).toBe(want)
  })

  test('keeps a fraction of a second', () => {
    expect(addDuration(new Date(0), 'PT0.25S', 'UTC')).toEqual(new Date(250))
  })

  test.each([
    '',
    'P',
    'PT',
    'P1',
    'P1DT',
    '1D',
    '-P1D',
    '+P1D',
    'P-1D',
    'P1.5D',
    'PT1,5S',
    'p1d',
    'P1S',
    'PT1D',
    'P1D ',
    'P1D\n',
    'P1000000Y',
    'P'.repeat(1000),
  ])('refuses %j', (given) => {
    expect(() => addDuration(new Date(0), given, 'UTC')).toThrow(InvalidDurationError)
  })

  test.each(['P9000Y', 'P999999Y'])('refuses %s, which leads past the year 9999', (given) => {
    expect(() => addDuration(parseInstant('2026-01-01T00:00:00Z'), given, 'UTC')).toThrow('9999')
  })
})

describe('addPeriod', () => {
  test.each<[string, Period, string]>([
    ['a day', { type: 'DAY', value: 1 }, '2026-03-29T22:00:00Z'],
    ['a week', { type: 'WEEK', value: 1 }, '2026-04-04T22:00:00Z'],
    ['a month', { type: 'MONTH', value: 1 }, '2026-04-28T22:00:00Z'],
    ['a year', { type: 'YEAR', value: 1 }, '2027-03-28T22:00:00Z'],
  ])('%s later it is local midnight again', (_name, period, want) => {
    expect(formatInstant(addPeriod(parseInstant('2026-03-28T23:00:00Z'), period, 'Europe/Amsterdam'))).toBe(want)
  })

  test('a period of nothing is refused', () => {
    expect(() => addPeriod(new Date(0), { type: 'DAY', value: 0 }, 'UTC')).toThrow(InvalidScheduleError)
  })
})
