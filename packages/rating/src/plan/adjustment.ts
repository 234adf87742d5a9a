import type { Decimal } from '../money/decimal.ts'
import type { Comparator } from './condition.ts'

/** The subject of an adjustment. */
export type AdjustmentScope =
  | 'PRICING_ITEM_CONFIG'
  | 'PRICING_ITEM'
  | 'PRICING'
  | 'PRODUCT_ITEM'
  | 'PRODUCT'
  | 'PRODUCT_CATEGORY'
  | 'TOTAL'

/** An amount that a schedule adds to or takes off the prices of its plan. */
export interface Adjustment {
  /** MARKUP adds, DISCOUNT takes off, COMMITMENT adds what is missing to a minimum. */
  readonly kind: 'MARKUP' | 'DISCOUNT' | 'COMMITMENT'
  readonly scope: AdjustmentScope
  /** Ids of what the scope names; empty for TOTAL, which is everything. All of them are adjusted together. */
  readonly ids: ReadonlySet<string>
  /** Money for a full billing period; a shorter segment has its share by days. */
  readonly amount: Decimal | null
  /** Percent: `10` is ten percent. */
  readonly percentage: Decimal | null
  /** A discount only holds where the money before it compares like this. */
  readonly condition: { readonly comparator: Comparator; readonly amount: Decimal } | null
  /** First instant, inclusive; `null` for always. */
  readonly start: Date | null
  /** First instant after it, exclusive; `null` for ever. */
  readonly end: Date | null
  readonly coupon: { readonly id: string; readonly name: string | null; readonly promotionCodeId: string | null } | null
  /** Path in the schedule: `discount.totals.0`. */
  readonly field: string
}

/** Tells whether an adjustment names any of these ids. */
export function isAbout(adjustment: Adjustment, ids: readonly (string | null | undefined)[]): boolean {
  return ids.some((id) => id != null && adjustment.ids.has(id))
}

/** Tells whether an adjustment holds at some instant of a segment. */
export function isInForce({ start, end }: Adjustment, segment: { readonly start: Date; readonly end: Date }): boolean {
  return (start === null || start < segment.end) && (end === null || end > segment.start)
}

/** Tells whether the money before a discount meets its condition. */
export function meetsCondition({ condition }: Adjustment, money: Decimal): boolean {
  if (condition === null) return true
  const sign = money.compare(condition.amount)
  switch (condition.comparator) {
    case 'EQUALS':
      return sign === 0
    case 'NOT_EQUALS':
      return sign !== 0
    case 'GREATER_THAN':
      return sign > 0
    case 'GREATER_THAN_OR_EQUALS':
      return sign >= 0
    case 'LESS_THAN':
      return sign < 0
    case 'LESS_THAN_OR_EQUALS':
      return sign <= 0
    default:
      return false
  }
}
