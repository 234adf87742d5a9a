import { type BillingPeriod, formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { minorUnitOf } from '@tallygate/rating'
import { carryVolumes } from './carry-volumes.ts'
import type { InvoiceContext, InvoicePeriodInput, InvoiceSegment } from './invoice-input.ts'
import { planCredits } from './plan-credits.ts'
import { planGroups } from './plan-groups.ts'
import { amountMembersOf, salesTaxOf } from './tax-summary.ts'

/**
 * The period of an invoice: groups (one a pricing), lines (one a rule; then discounts, markups and commitments of the
 * schedule), sub-lines (tiers, usage by property values).
 * Pure: the same input gives the same output, to the id, in whichever order the usage comes.
 *
 * Lines are rounded once, half-even, to the currency's minor unit; groups and the period add lines and round nothing.
 *
 * @throws PricingError where the plan asks for what cannot be priced; nothing is ever left out silently
 */
export function planInvoicePeriod(input: InvoicePeriodInput): Schema<'InvoicePeriod'> {
  const { period, version, schedule, usage } = input
  return planInvoiceSegments(input, period, [{ start: period.start, end: period.end, version, schedule, usage }])
}

/**
 * The same for a period in which schedules follow each other: a trial, then a plan; a plan changed in mid-period. Each
 * stretch has its own groups, with their own start and end, and its own included volumes and tiers.
 */
export function planInvoiceSegments(
  context: InvoiceContext,
  period: BillingPeriod,
  segments: readonly InvoiceSegment[],
): Schema<'InvoicePeriod'> {
  minorUnitOf(context.currency)
  const { segments: carrying } = carryVolumes(context, period, segments)
  const { lines: creditLines, overages } = planCredits(context, period, carrying)
  const groups = carrying.flatMap((segment, index) =>
    planGroups(context, period, segment, { lines: creditLines, overage: overages[index] ?? new Map() }),
  )
  const lines = groups.flatMap((group) => group.lines)
  const billingPeriod = context.billingPeriod ?? segments[0]?.schedule.billing_period
  return {
    period_order: context.periodOrder ?? 1,
    ...amountMembersOf(lines, salesTaxOf(context.salesTaxPercentage, context.currency)),
    ...(billingPeriod == null ? {} : { billing_period: billingPeriod }),
    start_at: formatInstant(period.start),
    end_at: formatInstant(period.end),
    groups: groups.map(({ wire }, index) => ({ group_order: index + 1, ...wire })),
  }
}
