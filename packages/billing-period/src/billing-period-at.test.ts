import { describe, expect, test } from 'vitest'
import { billingPeriodAt } from './billing-period-at.ts'
import type { BillingSchedule } from './billing-schedule.ts'
import { InvalidScheduleError } from './invalid-schedule-error.ts'
import { parseInstant } from './parse-instant.ts'
import type { PeriodType } from './period-type.ts'
import { UnknownTimeZoneError } from './unknown-time-zone-error.ts'

function schedule(
  billingTime: 'EXACT' | 'CALENDAR',
  value: number,
  type: PeriodType,
  startAt: string,
  timeZone = 'UTC',
  endAt?: string,
): BillingSchedule {
  return {
    billingTime,
    period: { type, value },
    startAt: parseInstant(startAt),
    endAt: endAt === undefined ? null : parseInstant(endAt),
    timeZone,
  }
}

function periodAt(given: BillingSchedule, at: string): string | undefined {
  const period = billingPeriodAt(given, parseInstant(at))
  return period && `${short(period.start)} ${short(period.end)}`
}

/** An instant without its zero parts, so that rows stay readable. */
function short(date: Date): string {
  return date
    .toISOString()
    .replace(/\.000Z$/, 'Z')
    .replace(/:00Z$/, 'Z')
    .replace(/T00:00Z$/, '')
}

type Row = [name: string, given: BillingSchedule, at: string, want: string | undefined]

const exact: Row[] = [
  [
    'the start belongs to the first period',
    schedule('EXACT', 1, 'MONTH', '2026-01-15T10:00:00Z'),
    '2026-01-15T10:00:00Z',
    '2026-01-15T10:00Z 2026-02-15T10:00Z',
  ],
  [
    'the last millisecond belongs to it',
    schedule('EXACT', 1, 'MONTH', '2026-01-15T10:00:00Z'),
    '2026-02-15T09:59:59.999Z',
    '2026-01-15T10:00Z 2026-02-15T10:00Z',
  ],
  [
    'the end belongs to the next period',
    schedule('EXACT', 1, 'MONTH', '2026-01-15T10:00:00Z'),
    '2026-02-15T10:00:00Z',
    '2026-02-15T10:00Z 2026-03-15T10:00Z',
  ],
  [
    '31 January ends on the last of February',
    schedule('EXACT', 1, 'MONTH', '2026-01-31T00:00:00Z'),
    '2026-02-01T00:00:00Z',
    '2026-01-31 2026-02-28',
  ],
  [
    'after February the 31st comes back',
    schedule('EXACT', 1, 'MONTH', '2026-01-31T00:00:00Z'),
    '2026-03-01T00:00:00Z',
    '2026-02-28 2026-03-31',
  ],
  [
    'after a month of 30 days as well',
    schedule('EXACT', 1, 'MONTH', '2026-01-31T00:00:00Z'),
    '2026-05-01T00:00:00Z',
    '2026-04-30 2026-05-31',
  ],
  [
    'a leap year has its 29 February',
    schedule('EXACT', 1, 'MONTH', '2024-01-31T00:00:00Z'),
    '2024-03-01T00:00:00Z',
    '2024-02-29 2024-03-31',
  ],
  [
    '29 February of four years later is one again',
    schedule('EXACT', 1, 'YEAR', '2024-02-29T00:00:00Z'),
    '2028-01-01T00:00:00Z',
    '2027-02-28 2028-02-29',
  ],
  [
    'a century without a leap day',
    schedule('EXACT', 1, 'YEAR', '2096-02-29T00:00:00Z'),
    '2100-03-01T00:00:00Z',
    '2100-02-28 2101-02-28',
  ],
  [
    'a quarter counts from the start',
    schedule('EXACT', 3, 'MONTH', '2025-11-30T00:00:00Z'),
    '2026-03-01T00:00:00Z',
    '2026-02-28 2026-05-30',
  ],
  [
    'two weeks',
    schedule('EXACT', 2, 'WEEK', '2026-01-01T12:00:00Z'),
    '2026-01-20T00:00:00Z',
    '2026-01-15T12:00Z 2026-01-29T12:00Z',
  ],
  [
    'a thousand years in days',
    schedule('EXACT', 1, 'DAY', '1026-01-01T00:00:00Z'),
    '2026-01-01T00:00:00Z',
    '2026-01-01 2026-01-02',
  ],
  [
    'local midnight stays local midnight in summer',
    schedule('EXACT', 1, 'MONTH', '2026-02-28T23:00:00Z', 'Europe/Amsterdam'),
    '2026-04-10T00:00:00Z',
    '2026-03-31T22:00Z 2026-04-30T22:00Z',
  ],
  [
    'the day on which the clock goes forward has 23 hours',
    schedule('EXACT', 1, 'DAY', '2026-03-27T23:00:00Z', 'Europe/Amsterdam'),
    '2026-03-29T12:00:00Z',
    '2026-03-28T23:00Z 2026-03-29T22:00Z',
  ],
  [
    'the day on which it goes back has 25',
    schedule('EXACT', 1, 'DAY', '2026-10-23T22:00:00Z', 'Europe/Amsterdam'),
    '2026-10-25T12:00:00Z',
    '2026-10-24T22:00Z 2026-10-25T23:00Z',
  ],
  [
    'a local time that is skipped falls an hour later',
    schedule('EXACT', 1, 'DAY', '2026-03-28T01:30:00Z', 'Europe/Amsterdam'),
    '2026-03-29T12:00:00Z',
    '2026-03-29T01:30Z 2026-03-30T00:30Z',
  ],
  [
    'a start in the repeated hour begins where it says',
    schedule('EXACT', 1, 'DAY', '2026-10-25T01:30:00Z', 'Europe/Amsterdam'),
    '2026-10-25T01:30:00Z',
    '2026-10-25T01:30Z 2026-10-26T01:30Z',
  ],
  [
    'the 31st is read in the time zone',
    schedule('EXACT', 1, 'MONTH', '2026-01-30T23:30:00Z', 'GMT+2'),
    '2026-03-01T00:00:00Z',
    '2026-02-27T23:30Z 2026-03-30T23:30Z',
  ],
  [
    'a day that a country left out makes no period',
    schedule('EXACT', 1, 'DAY', '2011-12-29T10:00:00Z', 'Pacific/Apia'),
    '2011-12-31T00:00:00Z',
    '2011-12-30T10:00Z 2011-12-31T10:00Z',
  ],
]

const calendar: Row[] = [
  [
    'the first period is partial',
    schedule('CALENDAR', 1, 'MONTH', '2026-01-15T10:00:00Z'),
    '2026-01-20T00:00:00Z',
    '2026-01-15T10:00Z 2026-02-01',
  ],
  [
    'then months are whole',
    schedule('CALENDAR', 1, 'MONTH', '2026-01-15T10:00:00Z'),
    '2026-02-20T00:00:00Z',
    '2026-02-01 2026-03-01',
  ],
  [
    'a start on the boundary makes a whole first period',
    schedule('CALENDAR', 1, 'MONTH', '2026-01-01T00:00:00Z'),
    '2026-01-01T00:00:00Z',
    '2026-01-01 2026-02-01',
  ],
  [
    'weeks begin on Monday',
    schedule('CALENDAR', 1, 'WEEK', '2025-12-01T00:00:00Z'),
    '2026-01-01T00:00:00Z',
    '2025-12-29 2026-01-05',
  ],
  [
    'Sunday ends the week',
    schedule('CALENDAR', 1, 'WEEK', '2025-12-01T00:00:00Z'),
    '2026-01-04T23:59:59Z',
    '2025-12-29 2026-01-05',
  ],
  [
    'days begin at midnight',
    schedule('CALENDAR', 1, 'DAY', '2026-01-01T13:00:00Z'),
    '2026-01-02T13:00:00Z',
    '2026-01-02 2026-01-03',
  ],
  [
    'years begin on 1 January',
    schedule('CALENDAR', 1, 'YEAR', '2024-06-01T00:00:00Z'),
    '2026-05-05T00:00:00Z',
    '2026-01-01 2027-01-01',
  ],
  [
    'quarters are those of the year',
    schedule('CALENDAR', 3, 'MONTH', '2026-02-10T00:00:00Z'),
    '2026-02-11T00:00:00Z',
    '2026-02-10 2026-04-01',
  ],
  [
    'half years as well',
    schedule('CALENDAR', 6, 'MONTH', '2026-02-10T00:00:00Z'),
    '2026-08-11T00:00:00Z',
    '2026-07-01 2027-01-01',
  ],
  [
    'two years begin in even years',
    schedule('CALENDAR', 2, 'YEAR', '2025-02-10T00:00:00Z'),
    '2027-08-11T00:00:00Z',
    '2026-01-01 2028-01-01',
  ],
  [
    'two weeks are counted from Monday 2000-01-03',
    schedule('CALENDAR', 2, 'WEEK', '1999-12-01T00:00:00Z'),
    '2000-01-16T00:00:00Z',
    '2000-01-03 2000-01-17',
  ],
  [
    'before it too',
    schedule('CALENDAR', 2, 'WEEK', '1999-01-01T00:00:00Z'),
    '2000-01-02T00:00:00Z',
    '1999-12-20 2000-01-03',
  ],
  [
    'five months are counted from January 2000',
    schedule('CALENDAR', 5, 'MONTH', '2000-01-01T00:00:00Z'),
    '2000-12-31T00:00:00Z',
    '2000-11-01 2001-04-01',
  ],
  [
    'midnight is that of the time zone',
    schedule('CALENDAR', 1, 'MONTH', '2026-01-01T00:00:00Z', 'America/New_York'),
    '2026-04-01T03:59:59Z',
    '2026-03-01T05:00Z 2026-04-01T04:00Z',
  ],
  [
    'east of Greenwich too',
    schedule('CALENDAR', 1, 'DAY', '2026-01-01T00:00:00Z', 'Asia/Kathmandu'),
    '2026-01-05T18:15:00Z',
    '2026-01-05T18:15Z 2026-01-06T18:15Z',
  ],
  [
    'a midnight that daylight saving skips becomes the first instant of the day',
    schedule('CALENDAR', 1, 'DAY', '2018-11-01T03:00:00Z', 'America/Sao_Paulo'),
    '2018-11-04T12:00:00Z',
    '2018-11-04T03:00Z 2018-11-05T02:00Z',
  ],
  [
    'a midnight that comes twice counts once, first',
    schedule('CALENDAR', 1, 'DAY', '2026-10-30T04:00:00Z', 'America/Havana'),
    '2026-11-01T04:30:00Z',
    '2026-11-01T04:00Z 2026-11-02T05:00Z',
  ],
]

const bounds: Row[] = [
  [
    'nothing before the start',
    schedule('EXACT', 1, 'MONTH', '2026-01-15T10:00:00Z'),
    '2026-01-15T09:59:59.999Z',
    undefined,
  ],
  [
    'nothing before a calendar start',
    schedule('CALENDAR', 1, 'MONTH', '2026-01-15T10:00:00Z'),
    '2026-01-15T09:59:59.999Z',
    undefined,
  ],
  [
    'the end cuts the last period',
    schedule('EXACT', 1, 'MONTH', '2026-01-15T00:00:00Z', 'UTC', '2026-02-20T00:00:00Z'),
    '2026-02-19T23:59:59.999Z',
    '2026-02-15 2026-02-20',
  ],
  [
    'nothing from the end on',
    schedule('EXACT', 1, 'MONTH', '2026-01-15T00:00:00Z', 'UTC', '2026-02-20T00:00:00Z'),
    '2026-02-20T00:00:00Z',
    undefined,
  ],
  [
    'a schedule that ends where it starts has no period',
    schedule('EXACT', 1, 'MONTH', '2026-01-15T00:00:00Z', 'UTC', '2026-01-15T00:00:00Z'),
    '2026-01-15T00:00:00Z',
    undefined,
  ],
]

describe('an exact schedule', () => {
  test.each(exact)('%s', (_name, given, at, want) => {
    expect(periodAt(given, at)).toBe(want)
  })
})

describe('a calendar schedule', () => {
  test.each(calendar)('%s', (_name, given, at, want) => {
    expect(periodAt(given, at)).toBe(want)
  })
})

describe('the start and the end of a schedule', () => {
  test.each(bounds)('%s', (_name, given, at, want) => {
    expect(periodAt(given, at)).toBe(want)
  })

  test('a partial period keeps the whole one beside it, for proration', () => {
    const given = schedule('CALENDAR', 1, 'MONTH', '2026-01-15T10:00:00Z', 'UTC', '2026-01-25T00:00:00Z')
    expect(billingPeriodAt(given, parseInstant('2026-01-20T00:00:00Z'))).toEqual({
      start: parseInstant('2026-01-15T10:00:00Z'),
      end: parseInstant('2026-01-25T00:00:00Z'),
      full: {
        start: parseInstant('2026-01-01T00:00:00Z'),
        end: parseInstant('2026-02-01T00:00:00Z'),
      },
    })
  })
})

describe('a schedule that cannot be billed by', () => {
  const good = schedule('EXACT', 1, 'MONTH', '2026-01-15T00:00:00Z')
  const at = parseInstant('2026-02-01T00:00:00Z')

  test.each<[string, object, string]>([
    ['a period of zero', { period: { type: 'MONTH', value: 0 } }, 'period.value'],
    ['half a period', { period: { type: 'MONTH', value: 0.5 } }, 'period.value'],
    ['more than a thousand', { period: { type: 'DAY', value: 1001 } }, 'period.value'],
    ['an unknown unit', { period: { type: 'HOUR', value: 1 } }, 'period.type'],
    ['an unknown billing time', { billingTime: 'exact' }, 'billingTime'],
    ['an end before the start', { endAt: parseInstant('2026-01-14T00:00:00Z') }, 'endAt'],
    ['an invalid start', { startAt: new Date(Number.NaN) }, 'startAt'],
    ['an invalid end', { endAt: new Date(Number.NaN) }, 'endAt'],
    ['a start past the year 9999', { startAt: new Date(8.64e15) }, 'startAt'],
  ])('%s is refused and named', (_name, change, field) => {
    const call = () => billingPeriodAt({ ...good, ...change }, at)
    expect(call).toThrow(InvalidScheduleError)
    expect(call).toThrow(expect.objectContaining({ code: 'INVALID_BILLING_SCHEDULE', field }))
    expect(call).toThrow(field)
  })

  test('an unknown time zone is refused and named', () => {
    const call = () => billingPeriodAt({ ...good, timeZone: 'Mars/Olympus' }, at)
    expect(call).toThrow(UnknownTimeZoneError)
    expect(call).toThrow('"Mars/Olympus"')
  })
})
