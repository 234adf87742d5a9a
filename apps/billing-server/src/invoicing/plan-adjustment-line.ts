import type { Schema } from '@tallygate/client'
import type { Adjustment } from '@tallygate/rating'
import type { AppliedAdjustment } from './apply-adjustments.ts'
import { lineIdOf } from './line-id.ts'
import type { LineContext, PlannedLine } from './plan-line.ts'
import { shortened } from './plan-sub-lines.ts'
import { amountMembersOf } from './tax-summary.ts'
import { invoiceAmount } from './wire-money.ts'

/** The invoice line of a markup, a discount or a commitment. */
export function planAdjustmentLine(applied: AppliedAdjustment, context: LineContext): PlannedLine {
  const { adjustment, amount, taxCategory, group } = applied
  const { kind, scope, coupon, percentage, field } = adjustment
  const { currency } = context
  const line: Schema<'InvoiceLine'> = {
    id: lineIdOf({ ...context, pricingItemId: `${group ?? 'total'} ${taxCategory}`, rule: field }),
    description: describe(adjustment),
    type: kind,
    ...(kind === 'DISCOUNT' ? { discount_type: scope } : {}),
    ...(kind === 'COMMITMENT' ? { commitment_type: scope } : {}),
    ...(coupon ? { coupon_data: { coupon_id: coupon.id, promotion_code_id: coupon.promotionCodeId } } : {}),
    ...amountMembersOf([{ taxCategory, amount }], context),
    details: {
      amount: invoiceAmount(amount, currency),
      pricing_currency: currency,
      pricing_amount: invoiceAmount(amount, currency),
      ...(percentage ? { band: { percentage: percentage.toString() } } : {}),
    },
  }
  return { line, amount, taxCategory }
}

const NAMES: Readonly<Record<Adjustment['kind'], string>> = {
  MARKUP: 'Markup',
  DISCOUNT: 'Discount',
  COMMITMENT: 'Commitment: what is missing to the minimum',
}

/** `Discount 10 %`, `Coupon WELCOME: discount 10 %`. */
function describe({ kind, percentage, coupon }: Adjustment): string {
  const share = percentage === null ? '' : ` ${percentage} %`
  if (coupon === null) return `${NAMES[kind]}${share}`
  return shortened(`Coupon ${coupon.name ?? coupon.id}: discount${share}`)
}
