import type { Schema } from '@tallygate/client'
import {
  type CatalogProductItem,
  type ChargedRule,
  calculationIdOf,
  Decimal,
  type PricingCatalog,
  type PricingRule,
  roundMoney,
} from '@tallygate/rating'
import { lineDetails, lineMeterValue } from './line-details.ts'
import { lineIdOf, unpricedRule } from './line-id.ts'
import type { CreditLine } from './plan-credits.ts'
import { planSubLines, shortened } from './plan-sub-lines.ts'
import { amountMembersOf, type SalesTax, type TaxCategory, taxCategoryOf } from './tax-summary.ts'

/** A line, and the money that sums add: the rounded amount. */
export interface PlannedLine {
  readonly line: Schema<'InvoiceLine'>
  /** Rounded to the minor unit. */
  readonly amount: Decimal
  readonly taxCategory: TaxCategory
}

/** Whose line it is. */
export interface LineContext extends SalesTax {
  readonly subscriptionId: string
  readonly scheduleId: string
  /** Start of the stretch that is billed. */
  readonly start: Date
  /** What wallets had for lines that are priced in credits, by the id of the line. */
  readonly creditLines?: ReadonlyMap<string, CreditLine>
}

/**
 * The invoice line of a rule. This is the one place where money is rounded: half-even, to the currency's minor unit.
 * A product item of type DEDUCTION takes its amount off.
 */
export function planLine(charged: ChargedRule, catalog: PricingCatalog, context: LineContext): PlannedLine {
  const { rule, unit, pricingItem, productItems } = charged
  const { currency } = context
  // What is priced in credits costs no money here: what wallets do not have is sold by an item of the model CREDITS.
  const price = rule?.creditTypeId == null ? roundMoney(charged.charge.amount, currency) : Decimal.ZERO
  const amount = productItems.some(({ type }) => type === 'DEDUCTION') ? price.negated() : price
  const taxCategory = taxCategoryOf(productItems, catalog)
  const usageCurrency = charged.foreignCurrency ?? currency
  const subLines = planSubLines(charged, currency)
  const id = lineIdOf({
    ...context,
    pricingItemId: pricingItem.id ?? '',
    rule: rule?.id ?? unpricedRule(charged.foreignCurrency),
  })
  const line: Schema<'InvoiceLine'> = {
    id,
    description: describe(charged, catalog),
    pricing_item_id: pricingItem.id ?? null,
    pricing_item_config_id: rule?.wire.id ?? null,
    product_items: productItems.map(toWireProductItem),
    type: 'REVENUE',
    pricing_type: rule?.model ?? 'NONE',
    ...amountMembersOf([{ taxCategory, amount }], context),
    conditions: rule?.condition ? toWireConditions(rule.wire) : null,
    meter_value: unit ? lineMeterValue(unit, charged.quantity, usageCurrency) : null,
    details: lineDetails(charged, amount, currency, context.creditLines?.get(id)),
    ...(subLines.length > 0 ? { sub_lines: subLines } : {}),
  }
  return { line, amount, taxCategory }
}

/** Whether a line says nothing: no usage of a metered item, and no money. */
export function isZeroUsageLine({ unit, modelType, quantity, rows, charge }: ChargedRule): boolean {
  return (unit !== null || modelType === 'CREDITS') && quantity.isZero() && rows.length === 0 && charge.amount.isZero()
}

function toWireProductItem(item: CatalogProductItem): Schema<'ProductItem'> {
  const calculationId = calculationIdOf(item)
  return {
    id: item.id,
    ...(item.name == null ? {} : { name: item.name }),
    ...(item.reference === undefined ? {} : { reference: item.reference }),
    ...(item.product_id == null ? {} : { product_id: item.product_id }),
    ...(item.model_type == null ? {} : { model_type: item.model_type }),
    ...(calculationId === null
      ? {}
      : { meter_value_calculation_id: calculationId, usage_based: { meter_value_calculation_id: calculationId } }),
  }
}

function toWireConditions(wire: PricingRule['wire']): Schema<'MeterConditions'> {
  const { name, meter_properties: properties } = wire.conditions ?? {}
  return { ...(name == null ? {} : { name }), ...(properties == null ? {} : { meter_properties: properties }) }
}

/** `Completion tokens: model_id gpt-4o`, `Completion tokens: no rule has a price`. */
function describe(charged: ChargedRule, catalog: PricingCatalog): string {
  const names = charged.productItems.map((item) => item.name ?? item.reference ?? item.id).join(', ')
  if (charged.foreignCurrency !== null) return shortened(`${names}: no price, used in ${charged.foreignCurrency}`)
  if (charged.rule === null) return shortened(`${names}: no price, no rule applies`)
  const condition = describeConditions(charged.rule.wire.conditions, catalog)
  const text = condition === '' ? names : `${names}: ${condition}`
  return shortened(charged.trial ? `${text} (trial)` : text)
}

function describeConditions(conditions: PricingRule['wire']['conditions'] | null, catalog: PricingCatalog): string {
  if (conditions == null) return ''
  if (conditions.name != null) return conditions.name
  return (conditions.meter_properties ?? [])
    .map((each) => {
      const property = each.reference ?? catalog.meterProperties.get(each.id ?? '')?.reference ?? each.id ?? ''
      const words = WORDS[each.comparator ?? 'EQUALS']
      const values = (each.values ?? (each.value == null ? [] : [each.value])).join(' or ')
      return [property, words, values].filter((word) => word !== '').join(' ')
    })
    .join(' and ')
}

const WORDS: Record<NonNullable<Schema<'MeterPropertyCondition'>['comparator']>, string> = {
  EQUALS: '',
  IN: '',
  NOT_EQUALS: 'not',
  NOT_IN: 'not',
  GREATER_THAN: 'above',
  GREATER_THAN_OR_EQUALS: 'at least',
  LESS_THAN: 'below',
  LESS_THAN_OR_EQUALS: 'at most',
  EMPTY: 'absent',
  NOT_EMPTY: 'present',
  CONTAINS: 'with',
  NOT_CONTAINS: 'without',
}
