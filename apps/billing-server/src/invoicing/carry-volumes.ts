import type { BillingPeriod } from '@tallygate/billing-period'
import { carriedOn } from '../pricing/charge-rules.ts'
import type { Decimal } from '../pricing/decimal.ts'
import { chargePricings } from './charge-pricings.ts'
import type { InvoiceContext, InvoiceSegment } from './plan-invoice.ts'

/** Stretches with the volume that each may use, and what the last one leaves. */
export interface CarriedVolumes {
  readonly segments: readonly InvoiceSegment[]
  /** By the id of the rule: `InvoiceContext.carried` of the next period. */
  readonly left: ReadonlyMap<string, Decimal>
}

/** Hands bought volume that was not used from stretch to stretch, under the same rule. */
export function carryVolumes(
  context: InvoiceContext,
  period: BillingPeriod,
  segments: readonly InvoiceSegment[],
): CarriedVolumes {
  let left = context.carried ?? new Map<string, Decimal>()
  if (!segments.some(hasRollover)) return { segments, left }
  const carrying = segments.map((segment) => {
    const own = { ...segment, carried: left }
    const rules = chargePricings(context, period, own).flatMap((pricing) => pricing.rules)
    left = carriedOn(rules, left)
    return own
  })
  return { segments: carrying, left }
}

/** Whether a stretch has a rule whose bought volume goes on into the next period. */
export function hasRollover({ version, schedule }: InvoiceSegment): boolean {
  const trees = [version.pricing_categories, schedule.pricing_categories, schedule.override_pricings]
  return JSON.stringify(trees).includes('"rollover":true')
}
