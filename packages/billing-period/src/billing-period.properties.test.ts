import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addPeriod } from './add-period.ts'
import { billingPeriodAt } from './billing-period-at.ts'
import { billingPeriodsBetween } from './billing-periods-between.ts'
import type { BillingSchedule } from './billing-schedule.ts'
import { nextBillingPeriod } from './next-billing-period.ts'
import { PERIOD_TYPES } from './period-type.ts'

/** A failure prints the seed and the path; TEST_SEED replays or varies a run. */
const PARAMETERS = {
  seed: Number(process.env['TEST_SEED'] ?? 20260131),
  numRuns: 300,
}

const DAY_MS = 86_400_000

/** Zones with half-hour rules, rules at midnight, none, the southern hemisphere, and a day that never was. */
const timeZone = fc.constantFrom(
  'UTC',
  'Europe/Amsterdam',
  'America/New_York',
  'America/Sao_Paulo',
  'America/Havana',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Apia',
  'GMT-3:30',
)

const instant = fc.date({
  min: new Date('1995-01-01T00:00:00Z'),
  max: new Date('2045-01-01T00:00:00Z'),
  noInvalidDate: true,
})

/** Starts gather at month ends and around the hours at which clocks are moved. */
const startAt = fc.oneof(
  instant,
  fc
    .tuple(fc.integer({ min: 1996, max: 2040 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: -36, max: 36 }))
    .map(([year, month, halfHours]) => new Date(Date.UTC(year, month, 1) + halfHours * 1_800_000)),
)

const schedule: fc.Arbitrary<BillingSchedule> = fc.record({
  billingTime: fc.constantFrom('EXACT', 'CALENDAR'),
  period: fc.record({
    type: fc.constantFrom(...PERIOD_TYPES),
    value: fc.integer({ min: 1, max: 14 }),
  }),
  startAt,
  endAt: fc.constant(null),
  timeZone,
})

const offsetMs = fc.integer({ min: 0, max: 20 * 366 * DAY_MS })

describe('billing periods of any schedule', () => {
  test('a period contains the instant it was asked for, and lies in its whole period', () => {
    fc.assert(
      fc.property(schedule, offsetMs, (given, offset) => {
        const at = new Date(given.startAt.getTime() + offset)
        const period = billingPeriodAt(given, at)
        expect(period).toBeDefined()
        if (!period) return
        expect(period.start <= at && at < period.end).toBe(true)
        expect(period.full.start <= period.start && period.end <= period.full.end).toBe(true)
        expect(period.start >= given.startAt).toBe(true)
      }),
      PARAMETERS,
    )
  })

  test('its first and its last millisecond lead to the same period, the one after to the next', () => {
    fc.assert(
      fc.property(schedule, offsetMs, (given, offset) => {
        const period = billingPeriodAt(given, new Date(given.startAt.getTime() + offset))
        if (!period) throw new Error('no period')
        expect(billingPeriodAt(given, period.start)).toEqual(period)
        expect(billingPeriodAt(given, new Date(period.end.getTime() - 1))).toEqual(period)
        const next = nextBillingPeriod(given, period)
        expect(next?.start).toEqual(period.end)
      }),
      PARAMETERS,
    )
  })

  test('periods follow each other without a gap or an overlap, from the start on', () => {
    fc.assert(
      fc.property(schedule, fc.integer({ min: 1, max: 900 }), (given, days) => {
        const to = new Date(given.startAt.getTime() + days * DAY_MS)
        const periods = billingPeriodsBetween(given, given.startAt, to)
        expect(periods[0]?.start).toEqual(given.startAt)
        for (const [index, period] of periods.entries()) {
          expect(period.start < period.end).toBe(true)
          if (index > 0) expect(period.start).toEqual(periods[index - 1]?.end)
        }
        for (const period of periods.slice(0, 5)) expect(billingPeriodAt(given, period.start)).toEqual(period)
        const last = periods.at(-1)
        expect(last && last.start < to && to <= last.end).toBe(true)
      }),
      { ...PARAMETERS, numRuns: 100 },
    )
  })

  test('an end cuts periods and moves no other boundary', () => {
    fc.assert(
      fc.property(schedule, offsetMs, offsetMs, (given, offset, endOffset) => {
        const at = new Date(given.startAt.getTime() + offset)
        const endAt = new Date(given.startAt.getTime() + endOffset)
        const open = billingPeriodAt(given, at)
        const ended = billingPeriodAt({ ...given, endAt }, at)
        if (!open) throw new Error('no period')
        if (at >= endAt) expect(ended).toBeUndefined()
        else
          expect(ended).toEqual({
            ...open,
            end: open.end < endAt ? open.end : endAt,
          })
      }),
      PARAMETERS,
    )
  })
})

describe('anniversaries', () => {
  test('keep the wall clock day of the start, or the last day of a shorter month, after any number of months', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1996, max: 2040 }),
        fc.integer({ min: 0, max: 11 }),
        fc.integer({ min: 1, max: 31 }),
        fc.integer({ min: 0, max: 240 }),
        timeZone.filter((zone) => zone !== 'Pacific/Apia'),
        (year, month, day, periods, zone) => {
          const noon = new Date(Date.UTC(year, month, Math.min(day, lastDay(year, month)), 12))
          const given: BillingSchedule = {
            billingTime: 'EXACT',
            period: { type: 'MONTH', value: 1 },
            startAt: noon,
            timeZone: zone,
          }
          const local = wallClock(noon, zone)
          const target = local.year * 12 + local.month + periods
          const wantDay = Math.min(local.day, lastDay(Math.floor(target / 12), target % 12))
          const guess = new Date(Date.UTC(Math.floor(target / 12), target % 12, wantDay, 12) + 2 * DAY_MS)
          const period = billingPeriodAt(given, guess)
          if (!period) throw new Error('no period')
          expect(wallClock(period.start, zone)).toEqual({
            year: Math.floor(target / 12),
            month: target % 12,
            day: wantDay,
            time: local.time,
          })
        },
      ),
      PARAMETERS,
    )
  })

  test('a year is twelve months and a week seven days, from any start', () => {
    fc.assert(
      fc.property(schedule, offsetMs, fc.integer({ min: 1, max: 20 }), (given, offset, value) => {
        const at = new Date(given.startAt.getTime() + offset)
        const periodOf = (type: 'DAY' | 'WEEK' | 'MONTH' | 'YEAR', count: number) =>
          billingPeriodAt(
            {
              ...given,
              billingTime: 'EXACT',
              period: { type, value: count },
            },
            at,
          )
        expect(periodOf('YEAR', value)).toEqual(periodOf('MONTH', 12 * value))
        expect(periodOf('WEEK', value)).toEqual(periodOf('DAY', 7 * value))
      }),
      PARAMETERS,
    )
  })

  test('the first one is the start plus the period', () => {
    fc.assert(
      fc.property(schedule, (given) => {
        const first = billingPeriodAt({ ...given, billingTime: 'EXACT' }, given.startAt)
        const end = addPeriod(given.startAt, given.period, given.timeZone)
        expect(first?.end).toEqual(end)
      }),
      PARAMETERS,
    )
  })
})

describe('calendar boundaries', () => {
  test('are shared by all schedules of the same period and time zone', () => {
    fc.assert(
      fc.property(schedule, instant, offsetMs, (given, otherStart, offset) => {
        const one: BillingSchedule = { ...given, billingTime: 'CALENDAR' }
        const other: BillingSchedule = { ...one, startAt: otherStart }
        const at = new Date(Math.max(one.startAt.getTime(), otherStart.getTime()) + offset)
        expect(billingPeriodAt(one, at)?.full).toEqual(billingPeriodAt(other, at)?.full)
      }),
      PARAMETERS,
    )
  })

  test('of one day, one ISO week and one month fall where the calendar of the platform says', () => {
    fc.assert(
      fc.property(instant, timeZone, (at, zone) => {
        const local = wallClock(at, zone)
        for (const type of ['DAY', 'WEEK', 'MONTH'] as const) {
          const period = billingPeriodAt(
            {
              billingTime: 'CALENDAR',
              period: { type, value: 1 },
              startAt: new Date(0),
              timeZone: zone,
            },
            at,
          )
          if (!period) throw new Error('no period')
          const first = wallClock(period.start, zone)
          if (type === 'DAY') expect(first).toMatchObject({ month: local.month, day: local.day })
          if (type === 'WEEK') expect(new Date(Date.UTC(first.year, first.month, first.day)).getUTCDay()).toBe(1)
          if (type === 'MONTH')
            expect(first).toMatchObject({
              year: local.year,
              month: local.month,
              day: 1,
            })
        }
      }),
      PARAMETERS,
    )
  })
})

function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** The local date and time by the platform's own calendar: an oracle that shares no code with what is tested. */
function wallClock(date: Date, zone: string): { year: number; month: number; day: number; time: string } {
  const name = zone === 'GMT-3:30' ? '-03:30' : zone
  let format = formats.get(name)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: name,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    })
    formats.set(name, format)
  }
  const parts = Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]))
  return {
    year: Number(parts['year']),
    month: Number(parts['month']) - 1,
    day: Number(parts['day']),
    time: `${parts['hour']}:${parts['minute']}:${parts['second']}`,
  }
}
