import { type BillingPeriod, formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import {
  type Adjustment,
  type ChargedRule,
  type Decimal,
  isAbout,
  type PricingCatalog,
  prorationOf,
  readAdjustments,
  type SelectedPricing,
} from '@tallygate/rating'
import { type AppliedAdjustment, applyAdjustments } from './apply-adjustments.ts'
import { type ChargedPricing, chargePricings } from './charge-pricings.ts'
import type { InvoiceContext, InvoiceSegment } from './invoice-input.ts'
import { planAdjustmentLine } from './plan-adjustment-line.ts'
import type { CreditLine } from './plan-credits.ts'
import { isZeroUsageLine, type LineContext, type PlannedLine, planLine } from './plan-line.ts'
import { shortened } from './plan-sub-lines.ts'
import { amountMembersOf, salesTaxOf } from './tax-summary.ts'

/** A group of an invoice, and the lines that sums add. */
export interface PlannedGroup {
  readonly wire: Omit<Schema<'InvoiceGroup'>, 'group_order'>
  readonly lines: readonly PlannedLine[]
}

/** What wallets had for a stretch, and what they did not have. */
export interface SegmentCredits {
  readonly lines: ReadonlyMap<string, CreditLine>
  readonly overage: ReadonlyMap<string, Decimal>
}

/**
 * The groups of a stretch: one for each pricing that has a line, with what the schedule adds to and takes off its lines;
 * then one for what it adds to and takes off the total.
 */
export function planGroups(
  context: InvoiceContext,
  period: BillingPeriod,
  segment: InvoiceSegment,
  credits: SegmentCredits,
): PlannedGroup[] {
  const charged = shownPricings(context, chargePricings(context, period, segment, credits.overage))
  const lineContext: LineContext = {
    subscriptionId: context.subscriptionId,
    scheduleId: segment.schedule.id ?? '',
    start: segment.start,
    creditLines: credits.lines,
    ...salesTaxOf(context.salesTaxPercentage, context.currency),
  }
  const planned = charged.map(({ from, rules }) => ({
    from,
    lines: rules.map((rule) => ({ rule, ...planLine(rule, context, lineContext) })),
  }))
  const adjustable = planned.flatMap(({ from, lines }, group) =>
    lines.map(({ rule, amount, taxCategory }) => ({
      amount,
      taxCategory,
      group,
      isMeant: (adjustment: Adjustment) => isMeant(adjustment, rule, from),
    })),
  )
  const applied = applyAdjustments(adjustable, adjustmentsOf(segment, context.currency), {
    currency: context.currency,
    start: segment.start,
    end: segment.end,
    share: prorationOf({ start: segment.start, end: segment.end, full: period.full }, context.timeZone ?? 'UTC'),
  })
  const adjusted = (group: number | null) =>
    applied.filter((each) => each.group === group).map((each) => planAdjustmentLine(each, lineContext))
  const groups = planned.map(({ from, lines }, group) =>
    toGroup(context, segment, [...lines, ...adjusted(group)], pricingMembers(from, context)),
  )
  const ofTotal = adjusted(null)
  return ofTotal.length === 0 ? groups : [...groups, toGroup(context, segment, ofTotal, totalMembers(applied))]
}

/** A trial bills nothing: nothing is taken off it, and nothing is owed for a commitment. */
function adjustmentsOf({ schedule }: InvoiceSegment, currency: string): Adjustment[] {
  return schedule.type === 'TRIAL' ? [] : readAdjustments(schedule, currency)
}

function isMeant(adjustment: Adjustment, rule: ChargedRule, { pricing, category }: SelectedPricing): boolean {
  switch (adjustment.scope) {
    case 'PRICING_ITEM_CONFIG':
      return isAbout(adjustment, [rule.rule?.wire.id, rule.rule?.wire.original_pricing_item_config_id])
    case 'PRICING_ITEM':
      return isAbout(adjustment, [rule.pricingItem.id, rule.pricingItem.original_pricing_item_id])
    case 'PRICING':
      return isAbout(adjustment, [pricing.id, pricing.original_pricing_id])
    case 'PRODUCT_ITEM':
      return isAbout(
        adjustment,
        rule.productItems.map(({ id }) => id),
      )
    case 'PRODUCT':
      return isAbout(
        adjustment,
        rule.productItems.map((item) => item.product_id),
      )
    case 'PRODUCT_CATEGORY':
      return isAbout(adjustment, [category.product_category_id])
    case 'TOTAL':
      return true
  }
}

/** The pricings that have a line. */
function shownPricings(context: InvoiceContext, charged: readonly ChargedPricing[]): ChargedPricing[] {
  const isShown = (rule: ChargedRule) =>
    rule.due && (context.addZeroMeterValueInvoiceLines === true || !isZeroUsageLine(rule))
  return charged
    .map(({ from, rules }) => ({ from, rules: rules.filter(isShown) }))
    .filter(({ rules }) => rules.length > 0)
}

type GroupMembers = Pick<Schema<'InvoiceGroup'>, 'type' | 'description' | 'product_category' | 'products' | 'pricing'>

function toGroup(
  context: InvoiceContext,
  { schedule, start, end }: InvoiceSegment,
  lines: readonly PlannedLine[],
  members: GroupMembers,
): PlannedGroup {
  const billingPeriod = schedule.billing_period ?? context.billingPeriod
  return {
    lines,
    wire: {
      ...amountMembersOf(lines, salesTaxOf(context.salesTaxPercentage, context.currency)),
      ...(billingPeriod == null ? {} : { billing_period: billingPeriod }),
      start_at: formatInstant(start),
      end_at: formatInstant(end),
      ...members,
      pricing_plan_subscription_id: context.subscriptionId,
      ...(schedule.id == null ? {} : { pricing_plan_schedule_id: schedule.id }),
      billing_customer_id: context.customerId,
      lines: lines.map((planned, index) => ({ ...planned.line, line_order: index + 1 })),
    },
  }
}

function pricingMembers({ category, pricing }: SelectedPricing, context: PricingCatalog): GroupMembers {
  const name = shortened(pricing.name ?? productNames(pricing, context))
  return {
    type: 'PRICING',
    description: name,
    product_category: toWireCategory(category, context),
    products: (pricing.product_ids ?? []).map((id) => ({ id, ...nameOf(context.products.get(id)) })),
    pricing: { ...(pricing.id == null ? {} : { id: pricing.id }), name },
  }
}

function totalMembers(applied: readonly AppliedAdjustment[]): GroupMembers {
  const kinds = new Set(applied.filter(({ group }) => group === null).map(({ adjustment }) => adjustment.kind))
  const [only, second] = kinds
  return { type: second === undefined && only !== undefined ? only : 'ADJUSTMENT', description: 'Total' }
}

function productNames(pricing: SelectedPricing['pricing'], { products }: PricingCatalog): string {
  return (pricing.product_ids ?? []).map((id) => products.get(id)?.name ?? id).join(', ')
}

function nameOf(resource: { readonly name?: string | null } | undefined): { name?: string } {
  return resource?.name == null ? {} : { name: resource.name }
}

function toWireCategory(
  category: SelectedPricing['category'],
  { categories }: PricingCatalog,
): Schema<'ProductCategory'> {
  const id = category.product_category_id
  return id === undefined ? {} : { id, ...nameOf(categories.get(id)) }
}
