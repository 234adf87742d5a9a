import type { Schema } from '@tallygate/client'
import { describe, expect, it } from 'vitest'
import { amountsOf, linesOf, planJanuary, scheduleOf } from '../../test/plans/plan-fixture.ts'
import { itemOf, usd, versionOf } from '../../test/plans/pricing-fixture.ts'
import type { Stored } from '../resources/stored.ts'

type Seats = Schema<'ConfiguredMeterValue'>

const perSeat = (config: Partial<Schema<'PricingItemConfig'>> = {}) =>
  versionOf(itemOf('proi_seats', { id: 'pico_1', type: 'FLAT', bands: [{ amount: usd('31') }], ...config }))
const seats = (number: string, start?: string, end?: string): Seats => ({
  pricing_item_config_id: 'pico_1',
  number,
  ...(start === undefined ? {} : { start_at: start }),
  ...(end === undefined ? {} : { end_at: end }),
})

function billed(values: Seats[], version = perSeat()) {
  return planJanuary({ version, schedule: scheduleOf({ seats_values: values }) })
}

describe('seats', () => {
  it.each<[string, Seats[], Stored<'PricingPlanVersion'>, string]>([
    ['none', [], perSeat(), '0.00'],
    ['the default of the plan', [], perSeat({ default_seats_value: { number: '2' } }), '62.00'],
    [
      'of the schedule instead of the default',
      [seats('3')],
      perSeat({ default_seats_value: { number: '2' } }),
      '93.00',
    ],
    [
      'one added on the 17th of 31 days',
      [seats('1', '2026-01-01T00:00:00Z', '2026-01-17T00:00:00Z'), seats('2', '2026-01-17T00:00:00Z')],
      perSeat(),
      '46.00',
    ],
    [
      'one added in the course of the 17th, which it has whole',
      [seats('1'), seats('2', '2026-01-17T15:45:00Z')],
      perSeat(),
      '46.00',
    ],
    ['removed on the 17th', [seats('1', '2026-01-01T00:00:00Z', '2026-01-17T00:00:00Z')], perSeat(), '16.00'],
    [
      'the default once a value has ended',
      [seats('3', '2026-01-01T00:00:00Z', '2026-01-17T00:00:00Z')],
      perSeat({ default_seats_value: { number: '1' } }),
      '63.00',
    ],
    [
      'changed and changed back on one day',
      [seats('1'), seats('9', '2026-01-17T08:00:00Z', '2026-01-17T09:00:00Z')],
      perSeat(),
      '31.00',
    ],
    ['of another rule', [{ ...seats('5'), pricing_item_config_id: 'pico_9' }], perSeat(), '0.00'],
    ['beyond the included', [seats('5')], perSeat({ default_included_volume: { number: '3' } }), '62.00'],
    [
      'in tiers, at each moment by its own number',
      [seats('2'), seats('4', '2026-01-17T00:00:00Z')],
      perSeat({
        type: 'TIERED',
        bands: [{ amount: usd('31'), tier_top_bound: { number: '3' } }, { amount: usd('15.5') }],
      }),
      '84.50',
    ],
    ['for a year, by the month', [seats('12')], perSeat({ pricing_period: { type: 'YEAR', value: 1 } }), '31.00'],
  ])('%s', (_, values, version, want) => {
    expect(amountsOf(billed(values, version))).toEqual([want])
  })

  it('leaves out a number of seats that no day has', () => {
    const values = [seats('1'), seats('9', '2026-01-17T08:00:00Z', '2026-01-17T09:00:00Z')]
    const [line] = linesOf(billed(values))
    expect(line?.sub_lines?.map(({ description }) => description)).toEqual([
      '1 seats, 31 of 31 days, 2026-01-01T00:00:00Z to 2026-02-01T00:00:00Z',
    ])
  })

  it('shows each number of seats with its days', () => {
    const [line] = linesOf(billed([seats('1'), seats('2', '2026-01-17T00:00:00Z')]))
    expect(line?.sub_lines).toMatchObject([
      {
        description: '1 seats, 16 of 31 days, 2026-01-01T00:00:00Z to 2026-01-17T00:00:00Z',
        details: { pricing_amount: usd('16'), meter_value: { number: '1' } },
      },
      {
        description: '2 seats, 15 of 31 days, 2026-01-17T00:00:00Z to 2026-02-01T00:00:00Z',
        details: { pricing_amount: usd('30'), meter_value: { number: '2' } },
      },
    ])
  })
})
