import type { BillingPeriod } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { compareInvoicePeriods, type InvoiceDifference } from './compare-invoice-periods.ts'
import { type InvoiceContext, type InvoiceSegment, planInvoiceSegments } from './plan-invoice.ts'

/** What a period costs as it is sold, and what it would cost under other prices. */
export interface WhatIf {
  readonly before: Schema<'InvoicePeriod'>
  readonly after: Schema<'InvoicePeriod'>
  readonly difference: InvoiceDifference
}

/**
 * The same usage under another plan version. Everything else stays as it is: the schedules with their trials, seats,
 * discounts and commitments. What a schedule says about a rule or a pricing by its id holds only where the other version
 * has that id, or names it as the original of its own.
 *
 * @param candidateContext resources that the candidate refers to; those of `context` where it refers to the same
 * @throws PricingError where either cannot be priced
 */
export function whatIf(
  context: InvoiceContext,
  period: BillingPeriod,
  segments: readonly InvoiceSegment[],
  candidate: Schema<'PricingPlanVersion'>,
  candidateContext: InvoiceContext = context,
): WhatIf {
  const before = planInvoiceSegments(context, period, segments)
  const after = planInvoiceSegments(
    candidateContext,
    period,
    segments.map((segment) => ({ ...segment, version: candidate })),
  )
  return { before, after, difference: compareInvoicePeriods(before, after, context.currency) }
}
