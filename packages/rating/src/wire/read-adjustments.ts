import { InvalidInstantError, parseInstant } from '@tallygate/billing-period'
import { Decimal } from '../money/decimal.ts'
import { PricingError } from '../money/pricing-error.ts'
import type { Adjustment, AdjustmentScope } from '../plan/adjustment.ts'
import type { Comparator } from '../plan/condition.ts'
import { fromWireMoney } from './wire-money.ts'
import type {
  WireCommitment,
  WireCommitments,
  WireDiscount,
  WireDiscounts,
  WireMoneyCondition,
  WireSchedule,
} from './wire-plan.ts'

type Coupon = Adjustment['coupon']

const DISCOUNTED = [
  ['pricing_item_configs', 'PRICING_ITEM_CONFIG'],
  ['pricing_items', 'PRICING_ITEM'],
  ['pricings', 'PRICING'],
  ['product_items', 'PRODUCT_ITEM'],
  ['products', 'PRODUCT'],
  ['product_categories', 'PRODUCT_CATEGORY'],
  ['totals', 'TOTAL'],
] as const

const COMMITTED = [
  ['pricing_item_configs', 'PRICING_ITEM_CONFIG'],
  ['pricing_items', 'PRICING_ITEM'],
  ['pricings', 'PRICING'],
  ['totals', 'TOTAL'],
] as const

const COMPARABLE: ReadonlySet<Comparator> = new Set([
  'EQUALS',
  'NOT_EQUALS',
  'GREATER_THAN',
  'GREATER_THAN_OR_EQUALS',
  'LESS_THAN',
  'LESS_THAN_OR_EQUALS',
])

const HUNDRED = Decimal.parse('100')

/**
 * The adjustments of a schedule in the order in which they are applied, each to what those before it left: markups,
 * then discounts, then the discounts of coupons, then commitments; within each from the narrowest scope to the total.
 * So a commitment is owed after discounts, and no discount is given on what is only owed for a commitment.
 *
 * @param currency the currency that is billed: money in another one is refused
 * @throws PricingError naming the member of the schedule at fault
 */
export function readAdjustments(schedule: WireSchedule, currency: string): Adjustment[] {
  const markups = (schedule.markup?.pricing_item_configs ?? []).map((wire, index) =>
    readMoney('MARKUP', 'PRICING_ITEM_CONFIG', wire, currency, `markup.pricing_item_configs.${index}`, null),
  )
  const coupons = schedule.coupons ?? []
  const ofCoupons = coupons.flatMap((applied, index) => {
    const { id, coupon_name: name, promotion_code_resource_id: code } = applied
    const coupon = id === undefined ? null : { id, name: name ?? null, promotionCodeId: code ?? null }
    return readDiscount(applied.discount, currency, `coupons.${index}.discount`, coupon)
  })
  return [
    ...markups,
    ...readDiscount(schedule.discount, currency, 'discount', null),
    // `coupon_discount` is what the coupons add up to: where they stand beside it, they are not counted twice.
    ...(coupons.length > 0 ? ofCoupons : readDiscount(schedule.coupon_discount, currency, 'coupon_discount', null)),
    ...readCommitment(schedule.commitment, currency),
  ]
}

function readDiscount(
  discount: WireDiscounts | null | undefined,
  currency: string,
  field: string,
  coupon: Coupon,
): Adjustment[] {
  return DISCOUNTED.flatMap(([member, scope]) =>
    (discount?.[member] ?? []).map((wire: WireDiscount, index) =>
      readMoney('DISCOUNT', scope, wire, currency, `${field}.${member}.${index}`, couponOf(wire) ?? coupon),
    ),
  )
}

function couponOf({ coupon_id: id, promotion_code_details: code }: WireDiscount): Coupon {
  return id == null ? null : { id, name: null, promotionCodeId: code?.promotion_code_id ?? null }
}

function readMoney(
  kind: 'MARKUP' | 'DISCOUNT',
  scope: AdjustmentScope,
  wire: WireDiscount,
  currency: string,
  field: string,
  coupon: Coupon,
): Adjustment {
  const amount =
    wire.amount == null ? null : notNegative(fromWireMoney(wire.amount, currency, `${field}.amount`), field)
  const percentage =
    wire.percentage == null ? null : notNegative(Decimal.parse(wire.percentage, `${field}.percentage`), field)
  if ((amount === null) === (percentage === null)) {
    throw new PricingError('INVALID_RULE', 'give either an amount or a percentage', `${field}.amount`)
  }
  if (kind === 'DISCOUNT' && percentage && percentage.compare(HUNDRED) > 0) {
    throw new PricingError('INVALID_RULE', 'a discount is at most 100 percent', `${field}.percentage`)
  }
  return {
    kind,
    scope,
    ids: readIds(scope, wire.ids, field),
    amount,
    percentage,
    condition: readMoneyCondition(wire.condition, currency, `${field}.condition`),
    ...readWindow(wire, field),
    coupon,
    field,
  }
}

function readCommitment(commitment: WireCommitments | null | undefined, currency: string): Adjustment[] {
  return COMMITTED.flatMap(([member, scope]) =>
    (commitment?.[member] ?? []).map((wire: WireCommitment, index): Adjustment => {
      const field = `commitment.${member}.${index}`
      if (wire.meter_value_calculation != null) {
        const message = 'a commitment to a volume is not supported: commit to an amount, or set a minimum number'
        throw new PricingError('NOT_SUPPORTED', message, `${field}.meter_value_calculation`)
      }
      if (wire.amount == null) throw new PricingError('INVALID_RULE', 'a commitment needs an amount', `${field}.amount`)
      return {
        kind: 'COMMITMENT',
        scope,
        ids: readIds(scope, wire.ids, field),
        amount: notNegative(fromWireMoney(wire.amount, currency, `${field}.amount`), field),
        percentage: null,
        condition: null,
        ...readWindow(wire, field),
        coupon: null,
        field,
      }
    }),
  )
}

function readIds(
  scope: AdjustmentScope,
  ids: readonly string[] | null | undefined,
  field: string,
): ReadonlySet<string> {
  if (scope === 'TOTAL') return new Set()
  if (ids == null || ids.length === 0) throw new PricingError('INVALID_RULE', 'say what it is for', `${field}.ids`)
  return new Set(ids)
}

function readWindow(
  { start_at: start, end_at: end }: { readonly start_at?: string | null; readonly end_at?: string | null },
  field: string,
): Pick<Adjustment, 'start' | 'end'> {
  const window = {
    start: start == null ? null : readInstant(start, `${field}.start_at`),
    end: end == null ? null : readInstant(end, `${field}.end_at`),
  }
  if (window.start && window.end && window.start >= window.end) {
    throw new PricingError('INVALID_RULE', 'it ends before it starts', `${field}.end_at`)
  }
  return window
}

function readInstant(text: string, field: string): Date {
  try {
    return parseInstant(text)
  } catch (error) {
    if (!(error instanceof InvalidInstantError)) throw error
    throw new PricingError('INVALID_RULE', error.message, field)
  }
}

function readMoneyCondition(
  wire: WireMoneyCondition | null | undefined,
  currency: string,
  field: string,
): Adjustment['condition'] {
  if (wire == null || Object.keys(wire).length === 0) return null
  const { comparator, value } = wire
  if (comparator == null || !COMPARABLE.has(comparator)) {
    throw new PricingError(
      'INVALID_RULE',
      'compare money by EQUALS, GREATER_THAN, LESS_THAN or their kin',
      `${field}.comparator`,
    )
  }
  if (value?.amount == null)
    throw new PricingError('INVALID_RULE', 'a condition needs an amount', `${field}.value.amount`)
  return { comparator, amount: fromWireMoney(value.amount, currency, `${field}.value.amount`) }
}

function notNegative(value: Decimal, field: string): Decimal {
  if (value.isNegative()) throw new PricingError('INVALID_RULE', 'may not be negative', field)
  return value
}
