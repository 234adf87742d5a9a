import { describe, expect, it } from 'vitest'
import { type Contribution, segmentKey, spreadOverCuts } from './spread-over-cuts.ts'

const JANUARY = new Date('2026-01-01T00:00:00Z')
const day = (number: number): Date => new Date(Date.UTC(2026, 0, number))

const at = (number: number, of: Partial<Contribution> = {}): Contribution => ({
  subscriptionId: 'ppsu_1',
  scheduleId: 'ppsc_1',
  periodStart: JANUARY,
  meterId: 'metr_1',
  meterValueId: 'metv_1',
  currency: '',
  propertiesKey: '[]',
  properties: {},
  lateOf: null,
  quantity: '1',
  at: day(number),
  ...of,
})

describe('spreadOverCuts', () => {
  const kept = new Map([[segmentKey('ppsc_1', JANUARY), [day(10), day(20)]]])

  it.each<[string, Contribution, (number | null)[]]>([
    ['before all cuts in each of them', at(5), [null, 10, 20]],
    ['between two cuts in the later one', at(15), [null, 20]],
    ['at a cut not in it', at(10), [null, 20]],
    ['after all cuts in none', at(25), [null]],
    ['of another schedule in none', at(5, { scheduleId: 'ppsc_2' }), [null]],
    ['of another period in none', at(5, { periodStart: day(2) }), [null]],
  ])('counts what was used %s', (_, contribution, want) => {
    const shares = spreadOverCuts([contribution], kept)
    expect(shares.map(({ until }) => until?.getUTCDate() ?? null)).toEqual(want)
    const { at: _at, ...of } = contribution
    for (const { until: _until, ...share } of shares) expect(share).toEqual(of)
  })
})
