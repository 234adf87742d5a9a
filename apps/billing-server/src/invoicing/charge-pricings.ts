import type { BillingPeriod } from '@tallygate/billing-period'
import {
  type ChargedRule,
  chargeRules,
  type Decimal,
  inDisplayOrder,
  measureItem,
  readPeriod,
  type SelectedPricing,
  selectPricings,
} from '@tallygate/rating'
import type { InvoiceContext, InvoiceSegment } from './invoice-input.ts'

/** A pricing with its rules, each with its usage and its price. */
export interface ChargedPricing {
  readonly from: SelectedPricing
  readonly rules: readonly ChargedRule[]
}

/**
 * The pricings that a stretch buys, priced and not rounded, in the plan's order. Every rule is there, due or not.
 *
 * @param overage credits that no wallet had, by the id of their type
 */
export function chargePricings(
  context: InvoiceContext,
  period: BillingPeriod,
  segment: InvoiceSegment,
  overage?: ReadonlyMap<string, Decimal>,
): ChargedPricing[] {
  const { version, schedule, start, end, stated } = segment
  const usage = [...segment.usage, ...(segment.carriedUsage ?? [])]
  const billingPeriod = readPeriod(schedule.billing_period ?? context.billingPeriod, 'billing_period')
  const terms = { currency: context.currency, billingPeriod }
  const selected = selectPricings({ version, schedule, start, end })
  const measured = selected.flatMap((from) =>
    inDisplayOrder(from.pricing.items ?? []).flatMap(([item, index]) =>
      measureItem(item, context, terms, usage, `${from.field}.items.${index}`, { overage, stated }).map((rule) => ({
        from,
        rule,
      })),
    ),
  )
  const charged = chargeRules(
    measured.map(({ rule }) => rule),
    {
      ...terms,
      period: { start, end, full: period.full },
      timeZone: context.timeZone ?? 'UTC',
      schedule,
      ...(segment.carried && { carried: segment.carried }),
      stated,
    },
  )
  return selected.map((from) => ({ from, rules: charged.filter((_, index) => measured[index]?.from === from) }))
}
