import { describe, expect, it } from 'vitest'
import { catalogFixture, itemOf, perThousand, usd } from '../../test/plan-fixture.ts'
import { findScheduleFaults } from './find-schedule-faults.ts'
import type { WireAmount, WireSchedule } from './wire-plan.ts'

type Schedule = WireSchedule

const faultsOf = (schedule: Partial<Schedule>) =>
  findScheduleFaults({ start_at: '2026-01-01T00:00:00Z', ...schedule }, catalogFixture, { currency: 'USD' })

const eur: WireAmount = { quantity: '1', currency: 'EUR' }
const faulty = itemOf('proi_completion', { ...perThousand('pico_1', '1'), bands: [] })

describe('findScheduleFaults', () => {
  it('finds nothing in a schedule that can be billed', () => {
    const schedule: Partial<Schedule> = {
      discount: { totals: [{ percentage: '100' }], pricings: [{ ids: ['a'], amount: usd('5') }] },
      markup: { pricing_item_configs: [{ ids: ['a'], percentage: '150' }] },
      commitment: { totals: [{ amount: usd('5') }] },
      coupons: [{ id: 'coup_1', discount: { totals: [{ percentage: '5' }] } }],
      seats_values: [{ pricing_item_config_id: 'a', number: '5' }],
      included_volumes: [{ pricing_item_config_id: 'a', number: '5' }],
      override_pricings: [{ items: [itemOf('proi_completion', perThousand('pico_1', '1'))] }],
    }
    expect(faultsOf(schedule)).toEqual([])
    expect(faultsOf({})).toEqual([])
  })

  it.each<[string, Partial<Schedule>, string, string]>([
    ['a discount of nothing', { discount: { totals: [{}] } }, 'INVALID_RULE', 'discount.totals.0.amount'],
    [
      'a discount of both',
      { discount: { totals: [{ amount: usd('1'), percentage: '1' }] } },
      'INVALID_RULE',
      'discount.totals.0.amount',
    ],
    [
      'a discount of more than all',
      { discount: { totals: [{ percentage: '100.01' }] } },
      'INVALID_RULE',
      'discount.totals.0.percentage',
    ],
    ['a negative discount', { discount: { totals: [{ percentage: '-1' }] } }, 'INVALID_RULE', 'discount.totals.0'],
    [
      'a discount on nothing',
      { discount: { products: [{ ids: [], percentage: '1' }] } },
      'INVALID_RULE',
      'discount.products.0.ids',
    ],
    [
      'a discount in another currency',
      { discount: { totals: [{ amount: eur }] } },
      'CURRENCY_MISMATCH',
      'discount.totals.0.amount.currency',
    ],
    [
      'a discount that ends before it starts',
      { discount: { totals: [{ percentage: '1', start_at: '2026-01-02T00:00:00Z', end_at: '2026-01-01T00:00:00Z' }] } },
      'INVALID_RULE',
      'discount.totals.0.end_at',
    ],
    [
      'a discount that starts at no instant',
      { discount: { totals: [{ percentage: '1', start_at: 'soon' }] } },
      'INVALID_RULE',
      'discount.totals.0.start_at',
    ],
    [
      'a condition on no amount',
      { discount: { totals: [{ percentage: '1', condition: { comparator: 'EQUALS' } }] } },
      'INVALID_RULE',
      'discount.totals.0.condition.value.amount',
    ],
    [
      'a condition that money cannot meet',
      {
        discount: { totals: [{ percentage: '1', condition: { comparator: 'CONTAINS', value: { amount: usd('1') } } }] },
      },
      'INVALID_RULE',
      'discount.totals.0.condition.comparator',
    ],
    [
      'a commitment to a volume',
      { commitment: { pricing_item_configs: [{ ids: ['a'], meter_value_calculation: { number: '1' } }] } },
      'NOT_SUPPORTED',
      'commitment.pricing_item_configs.0.meter_value_calculation',
    ],
    ['a commitment to nothing', { commitment: { totals: [{}] } }, 'INVALID_RULE', 'commitment.totals.0.amount'],
    [
      'a coupon of nothing',
      { coupons: [{ id: 'coup_1', discount: { totals: [{}] } }] },
      'INVALID_RULE',
      'coupons.0.discount.totals.0.amount',
    ],
    ['half a seat less than none', { seats_values: [{ number: '-0.5' }] }, 'INVALID_RULE', 'seats_values.0.number'],
    [
      'an included volume that is no number',
      { included_volumes: [{ number: 'all' }] },
      'INVALID_DECIMAL',
      'included_volumes.0.number',
    ],
    [
      'a reset of its own',
      { included_volumes: [{ number: '1', reset_type: 'X' }] },
      'NOT_SUPPORTED',
      'included_volumes.0.reset_type',
    ],
    [
      'an override without a price',
      { override_pricings: [{ items: [faulty] }] },
      'INVALID_RULE',
      'override_pricings.0.items.0.configs.0.bands',
    ],
    [
      'a price of its own without a band',
      { pricing_categories: [{ pricings: [{ items: [faulty] }] }] },
      'INVALID_RULE',
      'pricing_categories.0.pricings.0.items.0.configs.0.bands',
    ],
  ])('finds %s', (_, schedule, code, field) => {
    expect(faultsOf(schedule).map((fault) => [fault.code, fault.field])).toEqual([[code, field]])
  })

  it('does not let one fault hide another', () => {
    const schedule: Partial<Schedule> = {
      discount: { totals: [{}] },
      commitment: { totals: [{}] },
      seats_values: [{ number: 'x' }],
    }
    expect(faultsOf(schedule).map(({ field }) => field)).toEqual([
      'discount.totals.0.amount',
      'commitment.totals.0.amount',
      'seats_values.0.number',
    ])
  })
})
