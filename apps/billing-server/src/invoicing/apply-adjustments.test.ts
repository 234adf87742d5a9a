import type { Schema } from '@tallygate/client'
import { type Adjustment, applyAdjustments, Decimal } from '@tallygate/rating'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amountsOf, JANUARY, linesOf, planJanuary, scheduleOf } from '../../test/plans/plan-fixture.ts'
import { itemOf, perThousand, tokens, usd, versionOf } from '../../test/plans/pricing-fixture.ts'
import type { Stored } from '../resources/stored.ts'

type Schedule = Partial<Stored<'PricingPlanSchedule'>>

const version = versionOf(
  itemOf('proi_completion', perThousand('pico_a', '1', 'a'), perThousand('pico_b', '2', 'b')),
  itemOf('proi_platform', { id: 'pico_fee', type: 'FIXED', bands: [{ amount: usd('50') }] }),
)
/** 100.00 for a, 20.00 for b, a fee of 50.00. */
const usage = [tokens('100000', { model_id: 'a' }), tokens('10000', { model_id: 'b' })]

const planned = (schedule: Schedule) => planJanuary({ version, usage, schedule: scheduleOf(schedule) })
const adjustmentsOf = (schedule: Schedule) =>
  linesOf(planned(schedule))
    .filter(({ type }) => type !== 'REVENUE')
    .map((line) => [line.type, line.amount_excluding_tax?.quantity])

describe('adjustments of a schedule', () => {
  it.each<[string, Schedule, unknown[]]>([
    ['none', {}, []],
    [
      'a discount on one rule',
      { discount: { pricing_item_configs: [{ ids: ['pico_a'], percentage: '10' }] } },
      [['DISCOUNT', '-10.00']],
    ],
    [
      'a discount on two rules together',
      { discount: { pricing_item_configs: [{ ids: ['pico_a', 'pico_b'], percentage: '10' }] } },
      [['DISCOUNT', '-12.00']],
    ],
    [
      'a discount on an item',
      { discount: { pricing_items: [{ ids: ['pit_proi_completion'], percentage: '10' }] } },
      [['DISCOUNT', '-12.00']],
    ],
    [
      'a discount on a product item',
      { discount: { product_items: [{ ids: ['proi_platform'], percentage: '10' }] } },
      [['DISCOUNT', '-5.00']],
    ],
    [
      'a discount on a product',
      { discount: { products: [{ ids: ['prod_ai'], percentage: '50' }] } },
      [['DISCOUNT', '-60.00']],
    ],
    [
      'a discount on a category, a line for each tax category',
      { discount: { product_categories: [{ ids: ['proc_usage'], percentage: '10' }] } },
      [
        ['DISCOUNT', '-12.00'],
        ['DISCOUNT', '-5.00'],
      ],
    ],
    [
      'an amount off',
      { discount: { pricing_item_configs: [{ ids: ['pico_a'], amount: usd('30') }] } },
      [['DISCOUNT', '-30.00']],
    ],
    [
      'never more than there is',
      { discount: { pricing_item_configs: [{ ids: ['pico_b'], amount: usd('30') }] } },
      [['DISCOUNT', '-20.00']],
    ],
    ['nothing for what is not there', { discount: { pricings: [{ ids: ['pric_x'], percentage: '10' }] } }, []],
    [
      'the second takes from what the first left',
      {
        discount: {
          pricing_item_configs: [
            { ids: ['pico_a'], percentage: '10' },
            { ids: ['pico_a'], percentage: '10' },
          ],
        },
      },
      [
        ['DISCOUNT', '-10.00'],
        ['DISCOUNT', '-9.00'],
      ],
    ],
    [
      'the narrow before the total',
      { discount: { totals: [{ percentage: '10' }], products: [{ ids: ['prod_ai'], percentage: '50' }] } },
      [
        ['DISCOUNT', '-60.00'],
        ['DISCOUNT', '-6.00'],
        ['DISCOUNT', '-5.00'],
      ],
    ],
    [
      'a condition that is met',
      {
        discount: {
          totals: [{ percentage: '10', condition: { comparator: 'GREATER_THAN', value: { amount: usd('169.99') } } }],
        },
      },
      [
        ['DISCOUNT', '-12.00'],
        ['DISCOUNT', '-5.00'],
      ],
    ],
    [
      'a condition that is not',
      {
        discount: {
          totals: [{ percentage: '10', condition: { comparator: 'GREATER_THAN', value: { amount: usd('170') } } }],
        },
      },
      [],
    ],
    ['one that has ended', { discount: { totals: [{ percentage: '10', end_at: '2026-01-01T00:00:00Z' }] } }, []],
    ['one that has not begun', { discount: { totals: [{ percentage: '10', start_at: '2026-02-01T00:00:00Z' }] } }, []],
    [
      'one that begins in the segment',
      { discount: { products: [{ ids: ['prod_platform'], percentage: '10', start_at: '2026-01-31T00:00:00Z' }] } },
      [['DISCOUNT', '-0.16']],
    ],
    [
      'a coupon',
      {
        coupons: [
          {
            id: 'coup_1',
            coupon_name: 'WELCOME',
            discount: { products: [{ ids: ['prod_platform'], percentage: '10' }] },
          },
        ],
      },
      [['DISCOUNT', '-5.00']],
    ],
    [
      'coupons and what they add up to, once',
      {
        coupons: [{ id: 'coup_1', discount: { products: [{ ids: ['prod_platform'], percentage: '10' }] } }],
        coupon_discount: { products: [{ ids: ['prod_platform'], percentage: '10' }] },
      },
      [['DISCOUNT', '-5.00']],
    ],
    [
      'a markup comes first',
      {
        markup: { pricing_item_configs: [{ ids: ['pico_a'], percentage: '20' }] },
        discount: { pricing_item_configs: [{ ids: ['pico_a'], percentage: '50' }] },
      },
      [
        ['MARKUP', '20.00'],
        ['DISCOUNT', '-60.00'],
      ],
    ],
    ['a commitment that is kept', { commitment: { totals: [{ amount: usd('170') }] } }, []],
    [
      'a commitment that is not',
      { commitment: { pricing_item_configs: [{ ids: ['pico_a'], amount: usd('150') }] } },
      [['COMMITMENT', '50.00']],
    ],
    [
      'a commitment to the total',
      { commitment: { totals: [{ amount: usd('200') }] } },
      [
        ['COMMITMENT', '21.18'],
        ['COMMITMENT', '8.82'],
      ],
    ],
    [
      'a commitment is owed after discounts',
      {
        commitment: { pricing_item_configs: [{ ids: ['pico_a'], amount: usd('100') }] },
        discount: { pricing_item_configs: [{ ids: ['pico_a'], percentage: '10' }] },
      },
      [
        ['DISCOUNT', '-10.00'],
        ['COMMITMENT', '10.00'],
      ],
    ],
    [
      'a commitment without usage',
      { commitment: { pricings: [{ ids: ['pric_other'], amount: usd('40') }] } },
      [['COMMITMENT', '40.00']],
    ],
    ['nothing in a trial', { type: 'TRIAL', commitment: { totals: [{ amount: usd('200') }] } }, []],
  ])('%s', (_, schedule, want) => {
    expect(adjustmentsOf(schedule)).toEqual(want)
  })

  it('shrink with the segment where they are amounts', () => {
    const period = { start: new Date('2026-01-17T00:00:00Z'), end: JANUARY.end, full: JANUARY }
    const schedule = scheduleOf({
      discount: { pricing_item_configs: [{ ids: ['pico_a'], amount: usd('31') }] },
      commitment: { pricing_item_configs: [{ ids: ['pico_b'], amount: usd('62') }] },
    })
    expect(amountsOf(planJanuary({ version, usage, schedule, period }))).toEqual([
      '100.00',
      '20.00',
      '24.19',
      '-15.00',
      '10.00',
    ])
  })

  it('stand in the group of what they are about, those of the total in a group of their own', () => {
    const { groups, amount_excluding_tax: total } = planned({
      discount: { totals: [{ amount: usd('17') }], pricing_item_configs: [{ ids: ['pico_a'], percentage: '10' }] },
    })
    expect(groups?.map((group) => [group.type, group.amount_excluding_tax?.quantity])).toEqual([
      ['PRICING', '160.00'],
      ['DISCOUNT', '-17.00'],
    ])
    expect(total).toEqual(usd('143.00'))
  })

  it('say what they are', () => {
    const coupons: Schema<'AppliedCoupon'>[] = [
      {
        id: 'coup_1',
        coupon_name: 'WELCOME',
        promotion_code_resource_id: 'prco_1',
        discount: { products: [{ ids: ['prod_ai'], percentage: '10' }] },
      },
    ]
    expect(linesOf(planned({ coupons })).find(({ type }) => type === 'DISCOUNT')).toMatchObject({
      description: 'Coupon WELCOME: discount 10 %',
      discount_type: 'PRODUCT',
      coupon_data: { coupon_id: 'coup_1', promotion_code_id: 'prco_1' },
      details: { band: { percentage: '10' } },
    })
  })
})

describe('applyAdjustments', () => {
  /** A failure prints the seed and the path; TEST_SEED replays or varies a run. */
  const PARAMETERS = { seed: Number(process.env['TEST_SEED'] ?? 20260131), numRuns: 100 }
  const cents = fc
    .integer({ min: 0, max: 10_000_000 })
    .map((amount) => Decimal.fromInteger(amount).dividedBy(Decimal.parse('100')))
  const terms = { currency: 'USD', period: { ...JANUARY, full: JANUARY }, timeZone: 'UTC' }
  const base: Adjustment = {
    kind: 'DISCOUNT',
    scope: 'PRICING',
    ids: new Set(),
    amount: null,
    percentage: null,
    condition: null,
    start: null,
    end: null,
    coupon: null,
    field: 'discount',
  }
  const lineOf = (amount: Decimal, index: number) => ({
    amount,
    taxCategory: index % 2 ? ('EXEMPT' as const) : ('STANDARD' as const),
    group: index % 3,
    isMeant: () => true,
  })

  it('cuts a discount into lines that add up to it, and leaves no line below zero', () => {
    fc.assert(
      fc.property(fc.array(cents, { minLength: 1, maxLength: 8 }), cents, (amounts, off) => {
        const applied = applyAdjustments(amounts.map(lineOf), [{ ...base, amount: off }], terms)
        const sum = Decimal.sum(amounts)
        expect(Decimal.sum(applied.map(({ amount }) => amount)).toString()).toBe(off.min(sum).negated().toString())
        for (const part of applied) {
          expect(part.amount.roundedTo(2).toString()).toBe(part.amount.toString())
          const own = amounts.filter(
            (_, index) =>
              lineOf(Decimal.ZERO, index).group === part.group &&
              lineOf(Decimal.ZERO, index).taxCategory === part.taxCategory,
          )
          expect(Decimal.sum(own).plus(part.amount).isNegative()).toBe(false)
        }
      }),
      PARAMETERS,
    )
  })

  it('takes a hundred percent off to the last cent, in whatever parts', () => {
    fc.assert(
      fc.property(
        fc.array(cents, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 99 }),
        (amounts, first) => {
          const discounts = [first, 100].map((percentage) => ({ ...base, percentage: Decimal.fromInteger(percentage) }))
          const applied = applyAdjustments(amounts.map(lineOf), discounts, terms)
          expect(Decimal.sum([...amounts, ...applied.map(({ amount }) => amount)]).toString()).toBe('0')
        },
      ),
      PARAMETERS,
    )
  })
})
