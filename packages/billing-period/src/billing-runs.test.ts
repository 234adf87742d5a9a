import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { billingPeriodAt } from './billing-period-at.ts'
import { billingRuns, type SubscriptionSchedule, type SubscriptionTime } from './billing-runs.ts'
import { isSamePeriod, type Period } from './period.ts'
import { PERIOD_TYPES } from './period-type.ts'

const at = (text: string): Date => new Date(`${text}T00:00:00Z`)
const month: Period = { type: 'MONTH', value: 1 }

function runsOf(
  schedules: readonly SubscriptionSchedule[],
  period = month,
  endAt?: Date,
): readonly (readonly string[])[] {
  const runs = billingRuns({ billingTime: 'EXACT', period, timeZone: 'UTC', endAt: endAt ?? null, schedules })
  const day = (date: Date | null | undefined): string => date?.toISOString().slice(0, 10) ?? 'open'
  return runs.map(({ calendar, schedules: held }) => [
    `${day(calendar.startAt)}/${day(calendar.endAt)}`,
    ...held.map(({ start, end }) => `${day(start)}/${day(end)}`),
  ])
}

describe('a schedule that follows without a gap', () => {
  it('goes on in the periods of the one before', () => {
    expect(runsOf([{ startAt: at('2026-01-10') }, { startAt: at('2026-01-25') }])).toEqual([
      ['2026-01-10/open', '2026-01-10/2026-01-25', '2026-01-25/open'],
    ])
  })

  it('goes on where the same length is written otherwise: 12 months and a year', () => {
    const schedules = [{ startAt: at('2026-01-01') }, { startAt: at('2026-07-01'), period: { type: 'YEAR', value: 1 } }]
    expect(runsOf(schedules as SubscriptionSchedule[], { type: 'MONTH', value: 12 })).toHaveLength(1)
  })

  it.each([
    ['it realigns', { startAt: at('2026-01-25'), realigns: true }],
    ['it has another length', { startAt: at('2026-01-25'), period: { type: 'MONTH', value: 3 } as const }],
    ['there is a gap before it', { startAt: at('2026-01-26') }],
  ])('begins periods of its own where %s', (_, second) => {
    expect(runsOf([{ startAt: at('2026-01-10'), endAt: at('2026-01-25') }, second])).toHaveLength(2)
  })

  it('ends with the subscription, and is left out where it would begin after that', () => {
    const schedules = [{ startAt: at('2026-03-01') }, { startAt: at('2026-01-01') }, { startAt: at('2026-06-01') }]
    expect(runsOf(schedules, month, at('2026-05-01'))).toEqual([
      ['2026-01-01/2026-05-01', '2026-01-01/2026-03-01', '2026-03-01/2026-05-01'],
    ])
  })
})

test.each([
  ['12 months and a year', { type: 'MONTH', value: 12 }, { type: 'YEAR', value: 1 }, true],
  ['7 days and a week', { type: 'DAY', value: 7 }, { type: 'WEEK', value: 1 }, true],
  ['30 days and a month', { type: 'DAY', value: 30 }, { type: 'MONTH', value: 1 }, false],
  ['a month and a year', { type: 'MONTH', value: 1 }, { type: 'YEAR', value: 1 }, false],
] as const)('isSamePeriod of %s', (_, one, other, same) => {
  expect(isSamePeriod(one, other)).toBe(same)
  expect(isSamePeriod(other, one)).toBe(same)
})

/** A failure prints the seed and the path; TEST_SEED replays or varies a run. */
const PARAMETERS = { seed: Number(process.env['TEST_SEED'] ?? 20260701), numRuns: 200 }
const DAY_MS = 86_400_000
const ORIGIN = Date.parse('2026-01-31T00:00:00Z')

const schedule = fc.record({
  startAt: fc.integer({ min: 0, max: 900 }).map((days) => new Date(ORIGIN + days * DAY_MS)),
  endAt: fc.option(
    fc.integer({ min: 0, max: 1_200 }).map((days) => new Date(ORIGIN + days * DAY_MS)),
    { nil: null },
  ),
  period: fc.option(
    fc.constantFrom<Period>(month, { type: 'YEAR', value: 1 }, { type: 'MONTH', value: 12 }, { type: 'DAY', value: 7 }),
    { nil: null },
  ),
  realigns: fc.boolean(),
})
const subscription: fc.Arbitrary<SubscriptionTime<SubscriptionSchedule>> = fc.record({
  billingTime: fc.constantFrom('EXACT', 'CALENDAR'),
  period: fc.record({ type: fc.constantFrom(...PERIOD_TYPES), value: fc.integer({ min: 1, max: 14 }) }),
  timeZone: fc.constantFrom('UTC', 'Europe/Amsterdam', 'America/Havana', 'Pacific/Apia'),
  endAt: fc.option(
    fc.integer({ min: 0, max: 1_200 }).map((days) => new Date(ORIGIN + days * DAY_MS)),
    { nil: null },
  ),
  schedules: fc.array(schedule, { maxLength: 6 }),
})
const instant = fc.integer({ min: -10, max: 1_300 }).map((days) => new Date(ORIGIN + days * DAY_MS + 12_345))

/** The period at an instant, through the run that holds then. */
function periodAt(given: SubscriptionTime<SubscriptionSchedule>, time: Date) {
  for (const { calendar, schedules } of billingRuns(given)) {
    if (!schedules.some(({ start, end }) => start <= time && (end === null || time < end))) continue
    return billingPeriodAt(calendar, time)
  }
  return undefined
}

describe('billing runs of any subscription', () => {
  test('each instant that some schedule holds at lies in one run and one period, others in none', () => {
    fc.assert(
      fc.property(subscription, instant, (given, time) => {
        const holding = billingRuns(given)
          .flatMap(({ schedules }) => schedules)
          .filter(({ start, end }) => start <= time && (end === null || time < end))
        const isOpen = (end: Date | null | undefined): boolean => end == null || time < end
        // The last one that has started, of several that start together the last one given.
        const latest = given.schedules
          .filter(({ startAt }) => startAt <= time)
          .reduce<SubscriptionSchedule | undefined>(
            (one, other) => (one === undefined || other.startAt >= one.startAt ? other : one),
            undefined,
          )
        const isHeld = latest !== undefined && isOpen(latest.endAt) && isOpen(given.endAt)
        expect(holding.length).toBe(isHeld ? 1 : 0)
        const period = periodAt(given, time)
        expect(period !== undefined).toBe(isHeld)
        if (period !== undefined) expect(period.start <= time && time < period.end).toBe(true)
      }),
      PARAMETERS,
    )
  })

  test('runs follow each other without an overlap, and the schedules of one without a gap', () => {
    fc.assert(
      fc.property(subscription, (given) => {
        const runs = billingRuns(given)
        for (const [index, { calendar, schedules }] of runs.entries()) {
          expect(calendar.startAt).toEqual(schedules[0]?.start)
          for (const [place, { start }] of schedules.entries())
            if (place > 0) expect(schedules[place - 1]?.end).toEqual(start)
          const next = runs[index + 1]
          if (next !== undefined && calendar.endAt != null) expect(calendar.endAt <= next.calendar.startAt).toBe(true)
          if (next !== undefined) expect(calendar.endAt).not.toBeNull()
        }
      }),
      PARAMETERS,
    )
  })

  test('splitting a schedule, with its length written otherwise, moves no period', () => {
    const otherwise = ({ type, value }: Period): Period => {
      if (type === 'YEAR') return { type: 'MONTH', value: 12 * value }
      return type === 'WEEK' ? { type: 'DAY', value: 7 * value } : { type, value }
    }
    fc.assert(
      fc.property(
        subscription,
        instant,
        instant,
        fc.nat({ max: 5 }),
        fc.array(schedule, { minLength: 1, maxLength: 6 }),
        (time, cut, when, place, schedules) => {
          const given = { ...time, schedules }
          const whole = billingRuns(given)
            .flatMap(({ schedules: held }) => held)
            .at(place)
          if (whole === undefined || cut <= whole.start || (whole.end !== null && cut >= whole.end)) return
          const period = otherwise(whole.schedule.period ?? given.period)
          const second = { startAt: cut, endAt: whole.end, period, realigns: false }
          expect(periodAt({ ...given, schedules: [...given.schedules, second] }, when)).toEqual(periodAt(given, when))
        },
      ),
      PARAMETERS,
    )
  })
})
