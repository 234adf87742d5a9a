import { settledValue } from '../money/settled.ts'
import { type CompiledItem, type CompiledPlan, pricingsIn } from '../plan/compiled-plan.ts'
import { holds, type PropertyValues } from '../plan/condition.ts'
import { ruleFor } from '../plan/rule-order.ts'
import type { UsageSource } from '../usage/usage-source.ts'
import type { InvoiceInput, InvoiceSegment } from './invoice-input.ts'
import { lineKey, unpricedRule } from './line-identity.ts'
import { segmentIdentity } from './segment-identity.ts'

/** An event, as far as prices look at it. */
export interface TracedEvent {
  readonly meterId: string
  readonly meterValueIds: readonly string[]
  readonly properties: PropertyValues
  /** The instant of the usage. Absent: any time of the segment. */
  readonly at?: Date
  /** Currency of the event's amount. Default: the billed one. */
  readonly currency?: string
}

/** One way from an event to a line of the invoice. */
export interface UsageTrace {
  readonly pricingId: string | null
  readonly pricingItemId: string | null
  /** `null` where no rule prices the event: it stands on the invoice as not billed. */
  readonly pricingItemConfigId: string | null
  readonly productItemIds: readonly string[]
  readonly calculationIds: readonly string[]
  /** The id that `planInvoice` gives to the line. */
  readonly lineId: string
}

/**
 * Finds where the invoice shows an event, by the same rules that plan the invoice: one trace for each pricing item that
 * counts it. Empty where none does: the event matches nothing.
 */
export function traceUsage(
  input: Pick<InvoiceInput, 'subscriptionId' | 'period' | 'late' | 'lineIdOf'>,
  segment: Pick<InvoiceSegment, 'plan' | 'start' | 'end'>,
  event: TracedEvent,
): UsageTrace[] {
  const { lineIdOf = lineKey } = input
  const { plan, start, end } = segment
  const identity = segmentIdentity(input, segment)
  const soldAt = event.at === undefined ? { start, end } : { start: event.at, end: new Date(event.at.getTime() + 1) }
  return pricingsIn(plan, soldAt).flatMap((pricing) =>
    pricing.items.map(settledValue).flatMap((item): UsageTrace[] => {
      if (!item.sources.some((source) => counts(source, event))) return []
      const { configId, ruleId } = ruleOf(item, plan, event)
      const line = { ...identity, pricingItemId: item.id ?? '', rule: ruleId }
      return [
        {
          pricingId: pricing.id,
          pricingItemId: item.id,
          pricingItemConfigId: configId,
          productItemIds: item.productItems.map(({ id }) => id),
          calculationIds: [...new Set(item.productItems.flatMap(({ calculationId }) => calculationId ?? []))],
          lineId: lineIdOf(line),
        },
      ]
    }),
  )
}

function ruleOf(
  { unit, rules }: CompiledItem,
  plan: CompiledPlan,
  event: TracedEvent,
): { readonly configId: string | null; readonly ruleId: string } {
  const currency = event.currency ?? plan.currency
  const isForeign = unit?.type === 'AMOUNT' && currency !== plan.currency
  const rule = isForeign ? null : ruleFor(rules, event.properties)
  return { configId: rule?.configId ?? null, ruleId: rule?.id ?? unpricedRule(isForeign ? currency : null) }
}

function counts({ calculation, condition }: UsageSource, event: TracedEvent): boolean {
  const { meterId, meterValueId } = calculation
  return (
    meterId === event.meterId &&
    (meterValueId === null || event.meterValueIds.includes(meterValueId)) &&
    holds(condition, event.properties)
  )
}
