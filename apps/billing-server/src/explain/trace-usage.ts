import {
  type BillingTerms,
  calculationIdOf,
  holds,
  modelTypeOf,
  orderRules,
  type PropertyValues,
  productItemOf,
  readPeriod,
  readPricingRule,
  ruleFor,
  type SelectedPricing,
  selectConfigs,
  selectPricings,
  type UsageSource,
  unitOf,
  usageSourcesOf,
} from '@tallygate/rating'
import type { InvoiceContext, InvoiceSegment } from '../invoicing/invoice-input.ts'
import { lineIdOf, unpricedRule } from '../invoicing/line-id.ts'

/** An event, as far as prices look at it. */
export interface TracedEvent {
  readonly meterId: string
  readonly meterValueIds: readonly string[]
  readonly properties: PropertyValues
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
  /** The id that `planInvoiceSegments` gives to the line. */
  readonly lineId: string
}

/**
 * Where the invoice shows an event, by the same rules that plan the invoice: one trace for each pricing item that counts
 * it. Empty where none does: the event matches nothing.
 */
export function traceUsage(
  context: InvoiceContext,
  segment: Omit<InvoiceSegment, 'usage'>,
  event: TracedEvent,
): UsageTrace[] {
  const { version, schedule, start, end } = segment
  const billingPeriod = readPeriod(schedule.billing_period ?? context.billingPeriod, 'billing_period')
  const terms = { currency: context.currency, billingPeriod }
  return selectPricings({ version, schedule, start, end }).flatMap(({ pricing, field }) =>
    (pricing.items ?? []).flatMap((item, index): UsageTrace[] => {
      const traced = traceItem(item, context, terms, event, `${field}.items.${index}`)
      if (!traced) return []
      const { configId, ruleId, calculationIds } = traced
      return [
        {
          pricingId: pricing.id ?? null,
          pricingItemId: item.id ?? null,
          pricingItemConfigId: configId,
          productItemIds: item.product_item_ids ?? [],
          calculationIds,
          lineId: lineIdOf({
            subscriptionId: context.subscriptionId,
            scheduleId: schedule.id ?? '',
            start,
            pricingItemId: item.id ?? '',
            rule: ruleId,
          }),
        },
      ]
    }),
  )
}

interface TracedItem {
  readonly configId: string | null
  readonly ruleId: string
  readonly calculationIds: readonly string[]
}

function traceItem(
  item: NonNullable<SelectedPricing['pricing']['items']>[number],
  context: InvoiceContext,
  terms: BillingTerms,
  event: TracedEvent,
  field: string,
): TracedItem | null {
  const productItems = (item.product_item_ids ?? []).map((id) => productItemOf(context, id, field))
  if (modelTypeOf(productItems, field) !== 'USAGE_BASED') return null
  const sources = usageSourcesOf(productItems, context, field)
  if (!sources.some((source) => counts(source, event))) return null
  const selected = selectConfigs(item, terms, field)
  const rules = selected.configs.map((config, index) =>
    readPricingRule(config, context.meterProperties, terms, `${selected.field}.${index}`),
  )
  const currency = event.currency ?? terms.currency
  const foreign = unitOf(sources, context, field)?.type === 'AMOUNT' && currency !== terms.currency
  const rule = foreign ? null : ruleFor(orderRules(rules), event.properties)
  return {
    configId: rule?.wire.id ?? null,
    ruleId: rule?.id ?? unpricedRule(foreign ? currency : null),
    calculationIds: [...new Set(productItems.flatMap((each) => calculationIdOf(each) ?? []))],
  }
}

function counts({ calculation, condition }: UsageSource, event: TracedEvent): boolean {
  const { meter_id: meterId, meter_value_id: valueId } = calculation
  return (
    meterId === event.meterId &&
    (valueId == null || event.meterValueIds.includes(valueId)) &&
    holds(condition, event.properties)
  )
}
