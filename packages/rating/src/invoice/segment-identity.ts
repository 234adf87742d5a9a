import type { InvoiceInput, InvoiceSegment } from './invoice-input.ts'
import type { LineIdentity } from './line-identity.ts'

/** Returns what the lines of a segment have in common in their identities. */
export function segmentIdentity(
  { subscriptionId, period, late = [] }: Pick<InvoiceInput, 'subscriptionId' | 'late' | 'period'>,
  segment: Pick<InvoiceSegment, 'plan' | 'start' | 'end'>,
): Omit<LineIdentity, 'pricingItemId' | 'rule'> {
  const { plan, start } = segment
  const isLate = late.some((one) => one === segment)
  return { subscriptionId, scheduleId: plan.scheduleId, start, ...(isLate && { billedIn: period.start }) }
}
