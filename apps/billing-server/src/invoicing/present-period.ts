import { formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import type {
  CategoryTotal,
  CompiledPricing,
  InvoiceSegment,
  PlannedGroup,
  PlannedInvoice,
  PlannedLine,
  SoldItem,
  StatedConditions,
  Totals,
} from '@tallygate/rating'
import type { GatheredInvoice } from './gather-usage.ts'
import { lineDetails, lineMeterValue } from './line-details.ts'
import { presentSubLines } from './present-sub-lines.ts'
import { invoiceAmount } from './wire-money.ts'

/**
 * Writes the period of a planned invoice for the wire.
 *
 * @param showsLines false leaves out the lines of its groups, which cost more than all else
 */
export function presentPeriod(
  planned: PlannedInvoice,
  gathered: GatheredInvoice,
  showsLines: boolean,
): Schema<'InvoicePeriod'> {
  const { input, billingPeriod } = gathered
  const { start, end } = input.period
  const ofPeriod = billingPeriod ?? gathered.segments[0]?.schedule.billing_period
  return {
    period_order: 1,
    ...amountMembers(planned.totals, planned.currency),
    ...(ofPeriod == null ? {} : { billing_period: ofPeriod }),
    start_at: formatInstant(start),
    end_at: formatInstant(end),
    groups: planned.groups.map((group, index) => ({
      group_order: index + 1,
      ...presentGroup(showsLines ? group : { ...group, lines: [] }, gathered, planned.currency),
    })),
  }
}

function presentGroup(
  { kind, description, segment, pricing, totals, lines }: PlannedGroup,
  { input, segments, late, billingPeriod, customerId }: GatheredInvoice,
  currency: string,
): Omit<Schema<'InvoiceGroup'>, 'group_order'> {
  // The input has the same objects as the gathered invoice, in the same order.
  const planned: readonly InvoiceSegment[] = [...input.segments, ...(input.late ?? [])]
  const own = [...segments, ...late][planned.indexOf(segment)]?.schedule
  const ofGroup = own?.billing_period ?? billingPeriod
  return {
    ...amountMembers(totals, currency),
    ...(ofGroup == null ? {} : { billing_period: ofGroup }),
    start_at: formatInstant(segment.start),
    end_at: formatInstant(segment.end),
    type: kind,
    description,
    ...(pricing ? pricingMembers(pricing, description) : {}),
    pricing_plan_subscription_id: input.subscriptionId,
    ...(own?.id == null ? {} : { pricing_plan_schedule_id: own.id }),
    billing_customer_id: customerId,
    lines: lines.map((line, index) => ({ ...presentLine(line, currency), line_order: index + 1 })),
  }
}

/** Writes what a group says of its pricing. */
export function pricingMembers(
  { id, category, products }: Pick<CompiledPricing, 'id' | 'category' | 'products'>,
  name: string,
): Pick<Schema<'InvoiceGroup'>, 'product_category' | 'products' | 'pricing'> {
  return {
    product_category: category === null ? {} : named(category),
    products: products.map(named),
    pricing: { ...(id === null ? {} : { id }), name },
  }
}

const named = ({ id, name }: { readonly id: string; readonly name: string | null }) =>
  name === null ? { id } : { id, name }

/** Writes a planned line for the wire, without its place in the group. */
export function presentLine(line: PlannedLine, currency: string): Schema<'InvoiceLine'> {
  const { id, kind, description, totals, charged, adjustment, amount } = line
  const amounts = amountMembers(totals, currency)
  if (charged === null) {
    return {
      id,
      description,
      type: kind,
      ...(kind === 'DISCOUNT' && adjustment ? { discount_type: adjustment.scope } : {}),
      ...(kind === 'COMMITMENT' && adjustment ? { commitment_type: adjustment.scope } : {}),
      ...(adjustment?.coupon
        ? { coupon_data: { coupon_id: adjustment.coupon.id, promotion_code_id: adjustment.coupon.promotionCodeId } }
        : {}),
      ...amounts,
      details: {
        amount: invoiceAmount(amount, currency),
        pricing_currency: currency,
        pricing_amount: invoiceAmount(amount, currency),
        ...(adjustment?.percentage ? { band: { percentage: adjustment.percentage.toString() } } : {}),
      },
    }
  }
  const { item, rule, quantity, foreignCurrency } = charged
  const subLines = presentSubLines(line, currency)
  return {
    id,
    description,
    pricing_item_id: item.id,
    pricing_item_config_id: rule?.configId ?? null,
    product_items: item.productItems.map(presentProductItem),
    type: kind,
    pricing_type: rule?.model ?? 'NONE',
    ...amounts,
    conditions: rule?.condition && rule.stated ? presentConditions(rule.stated) : null,
    meter_value: item.unit ? lineMeterValue(item.unit, quantity, foreignCurrency ?? currency) : null,
    details: lineDetails(charged, amount, currency, line.credits),
    ...(subLines.length > 0 ? { sub_lines: subLines } : {}),
  }
}

/** Writes a product item as far as lines show it. */
export function presentProductItem(item: SoldItem): Schema<'ProductItem'> {
  const { calculationId } = item
  return {
    id: item.id,
    ...(item.name === null ? {} : { name: item.name }),
    ...(item.reference === null ? {} : { reference: item.reference }),
    ...(item.productId === null ? {} : { product_id: item.productId }),
    ...(item.modelType === null ? {} : { model_type: item.modelType }),
    ...(calculationId === null
      ? {}
      : { meter_value_calculation_id: calculationId, usage_based: { meter_value_calculation_id: calculationId } }),
  }
}

function presentConditions({ name, comparisons }: StatedConditions): Schema<'MeterConditions'> {
  return {
    ...(name === null ? {} : { name }),
    ...(comparisons === null ? {} : { meter_properties: comparisons as Schema<'MeterPropertyCondition'>[] }),
  }
}

/** The members of a line, group or period that say its money. */
export type AmountMembers = Required<
  Pick<Schema<'InvoicePeriod'>, 'amount_excluding_tax' | 'amount_including_tax' | 'tax_categories'>
>

/** Writes what lines come to, without and with tax, and by tax category. */
export function amountMembers({ net, gross, categories }: Totals, currency: string): AmountMembers {
  return {
    amount_excluding_tax: invoiceAmount(net, currency),
    amount_including_tax: invoiceAmount(gross, currency),
    tax_categories: categories.map((each) => presentCategory(each, currency)),
  }
}

function presentCategory(
  { category, percentage, net, tax, gross }: CategoryTotal,
  currency: string,
): Schema<'InvoiceTaxCategorySummary'> {
  return {
    base_amount: invoiceAmount(net, currency),
    tax_amount: invoiceAmount(tax, currency),
    total_amount: invoiceAmount(gross, currency),
    percentage: percentage.toString(),
    name: category,
    category,
  }
}
