import type { BillingPeriod } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { Decimal } from '../pricing/decimal.ts'
import type { UsageTotal } from '../pricing/usage-total.ts'
import { compareInvoicePeriods, type LineDifference } from './compare-invoice-periods.ts'
import { type InvoiceContext, type InvoiceSegment, planInvoiceSegments } from './plan-invoice.ts'
import { unroundedAmount } from './wire-money.ts'

/** What some more usage adds to an invoice. */
export interface PlannedCost {
  /** What the invoice grows by, to the minor unit: often nothing for a single event, and a cent for another. */
  readonly amount: Schema<'Amount'>
  /** What the rules charge for it, before lines are rounded. */
  readonly unroundedAmount: Schema<'Amount'>
  /** The lines that the usage is on, as they will be. */
  readonly lines: readonly Schema<'InvoiceLine'>[]
}

/**
 * What usage costs at the place where it comes: after what was already used, in the tier that is reached, beyond the
 * included volume. It is the invoice with it less the invoice without it.
 *
 * @param segment position of the stretch that the usage falls into
 * @param added the usage, as totals of its own
 * @throws PricingError as `planInvoiceSegments` does; RangeError for a segment that there is none
 */
export function planCost(
  context: InvoiceContext,
  period: BillingPeriod,
  segments: readonly InvoiceSegment[],
  segment: number,
  added: readonly UsageTotal[],
): PlannedCost {
  if (segments[segment] === undefined) throw new RangeError(`there is no segment ${segment}`)
  const without = planInvoiceSegments(context, period, segments)
  const within = segments.map((each, index) =>
    index === segment ? { ...each, usage: [...each.usage, ...added] } : each,
  )
  const compared = compareInvoicePeriods(without, planInvoiceSegments(context, period, within), context.currency)
  const grown = compared.lines.filter(isGrown)
  return {
    amount: compared.difference,
    unroundedAmount: unroundedAmount(Decimal.sum(grown.map(growthOf)), context.currency),
    lines: grown.flatMap(({ after }) => after ?? []),
  }
}

/** Whether usage or money of a line changed. */
function isGrown(line: LineDifference): boolean {
  return !growthOf(line).isZero() || countOf(line.before) !== countOf(line.after)
}

function growthOf({ before, after }: LineDifference): Decimal {
  return unroundedOf(after).minus(unroundedOf(before))
}

function unroundedOf(line: Schema<'InvoiceLine'> | null): Decimal {
  return Decimal.parse(line?.details?.pricing_amount?.quantity ?? '0')
}

function countOf(line: Schema<'InvoiceLine'> | null): string {
  return line?.details?.meter_value?.count ?? '0'
}
