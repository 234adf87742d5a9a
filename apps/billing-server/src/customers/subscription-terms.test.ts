import { describe, expect, it } from 'vitest'
import {
  periodsBegunBy,
  placeAt,
  runsOf,
  type ScheduleTerms,
  type SubscriptionTerms,
  segmentsOf,
} from './subscription-terms.ts'

const at = (text: string): Date => new Date(`${text}T00:00:00Z`)
const day = (date: Date | null | undefined): string | null => date?.toISOString().slice(0, 10) ?? null

const schedule = (id: string, start: string, end: string | null, rest: Partial<ScheduleTerms> = {}): ScheduleTerms => ({
  id,
  versionId: 'v',
  startAt: at(start),
  endAt: end === null ? null : at(end),
  billingPeriod: null,
  realigns: false,
  pricedMeterIds: [],
  pricesKey: '',
  hasOwnPrices: false,
  ...rest,
})

const terms = (schedules: readonly ScheduleTerms[], rest: Partial<SubscriptionTerms> = {}): SubscriptionTerms => ({
  id: 's',
  customerId: 'c',
  reference: 'r',
  status: 'ACTIVE',
  type: 'BILLING',
  currency: 'USD',
  billingEntityId: 'b',
  billingTime: 'EXACT',
  billingPeriod: { type: 'MONTH', value: 1 },
  timeZone: 'UTC',
  createdAt: at('2026-01-01'),
  endsAt: null,
  schedules,
  ...rest,
})

const month = { type: 'MONTH', value: 1 } as const
const year = { type: 'YEAR', value: 1 } as const

describe('billing runs', () => {
  it.each<[name: string, given: SubscriptionTerms, want: readonly (readonly [string | null, string | null])[]]>([
    ['one schedule', terms([schedule('a', '2026-01-05', null)]), [['2026-01-05', null]]],
    [
      'one that follows',
      terms([schedule('a', '2026-01-05', '2026-01-20'), schedule('b', '2026-01-20', null)]),
      [['2026-01-05', null]],
    ],
    [
      'one that cuts the one before',
      terms([schedule('a', '2026-01-05', null), schedule('b', '2026-01-20', null)]),
      [['2026-01-05', null]],
    ],
    [
      'one after a gap',
      terms([schedule('a', '2026-01-05', '2026-01-20'), schedule('b', '2026-02-01', null)]),
      [
        ['2026-01-05', '2026-01-20'],
        ['2026-02-01', null],
      ],
    ],
    [
      'one that realigns',
      terms([schedule('a', '2026-01-05', null), schedule('b', '2026-01-20', null, { realigns: true })]),
      [
        ['2026-01-05', '2026-01-20'],
        ['2026-01-20', null],
      ],
    ],
    [
      'one with another period',
      terms([
        schedule('a', '2026-01-05', null, { billingPeriod: month }),
        schedule('b', '2026-01-20', null, { billingPeriod: year }),
      ]),
      [
        ['2026-01-05', '2026-01-20'],
        ['2026-01-20', null],
      ],
    ],
    [
      'a year that follows 12 months',
      terms([
        schedule('a', '2026-01-05', null, { billingPeriod: { type: 'MONTH', value: 12 } }),
        schedule('b', '2026-07-05', null, { billingPeriod: year }),
      ]),
      [['2026-01-05', null]],
    ],
    [
      'an end',
      terms([schedule('a', '2026-01-05', null)], { endsAt: at('2026-03-01') }),
      [['2026-01-05', '2026-03-01']],
    ],
    [
      'an end before a schedule',
      terms([schedule('a', '2026-01-05', '2026-02-05'), schedule('b', '2026-02-05', null)], {
        endsAt: at('2026-01-10'),
      }),
      [['2026-01-05', '2026-01-10']],
    ],
    ['no schedule', terms([]), []],
  ])('of %s', (_, given, want) => {
    expect(runsOf(given).map(({ calendar }) => [day(calendar.startAt), day(calendar.endAt)])).toEqual(want)
  })

  it('place an instant in its schedule and period, and leave the end to the next one', () => {
    const given = terms([schedule('a', '2026-01-05', null), schedule('b', '2026-01-20', null)])
    const placed = (text: string) => {
      const found = placeAt(given, new Date(text))
      return found && [found.schedule.id, day(found.period.start), day(found.period.end)]
    }
    expect(placed('2026-01-04T23:59:59.999Z')).toBeUndefined()
    expect(placed('2026-01-05T00:00:00Z')).toEqual(['a', '2026-01-05', '2026-02-05'])
    expect(placed('2026-01-19T23:59:59.999Z')).toEqual(['a', '2026-01-05', '2026-02-05'])
    expect(placed('2026-01-20T00:00:00Z')).toEqual(['b', '2026-01-05', '2026-02-05'])
    expect(placed('2026-02-05T00:00:00Z')).toEqual(['b', '2026-02-05', '2026-03-05'])
  })

  it('split a period at its schedules', () => {
    const given = terms([schedule('a', '2026-01-05', null), schedule('b', '2026-01-20', null)])
    const segments = segmentsOf(given, { start: at('2026-01-05'), end: at('2026-02-05') })
    expect(segments.map(({ schedule: { id }, start, end }) => [id, day(start), day(end)])).toEqual([
      ['a', '2026-01-05', '2026-01-20'],
      ['b', '2026-01-20', '2026-02-05'],
    ])
  })

  it('list the periods that have begun, the one that begins this instant too', () => {
    const given = terms([schedule('a', '2026-01-05', null)])
    const begun = (until: string) => periodsBegunBy(given, at('2026-01-01'), at(until)).map(({ start }) => day(start))
    expect(begun('2026-01-04')).toEqual([])
    expect(begun('2026-01-05')).toEqual(['2026-01-05'])
    expect(begun('2026-02-05')).toEqual(['2026-01-05', '2026-02-05'])
  })
})
