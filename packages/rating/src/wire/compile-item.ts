import { PricingError } from '../money/pricing-error.ts'
import { findRuleFaults, type RuleSubject } from '../plan/check-rule.ts'
import type { CompiledItem, SoldItem, TaxCategory } from '../plan/compiled-plan.ts'
import { propertiesOf } from '../plan/condition.ts'
import type { PricingRule } from '../plan/pricing-rule.ts'
import { orderRules } from '../plan/rule-order.ts'
import { modelTypeOf, soldCreditTypeOf } from './read-model-type.ts'
import { type BillingTerms, readPricingRule } from './read-pricing-rule.ts'
import { readUsageSources, unitOf } from './read-usage-sources.ts'
import { selectConfigs } from './select-configs.ts'
import { type CatalogProductItem, calculationIdOf, type PricingCatalog, productItemOf } from './wire-catalog.ts'
import type { WirePricingItem } from './wire-plan.ts'

/** The subject of a pricing item, whatever its rules. */
export interface ItemSubject extends RuleSubject {
  readonly productItems: readonly CatalogProductItem[]
}

/** Reads what a pricing item prices. @throws PricingError */
export function readItemSubject(item: WirePricingItem, catalog: PricingCatalog, field: string): ItemSubject {
  const productItems = (item.product_item_ids ?? []).map((id, index) =>
    productItemOf(catalog, id, `${field}.product_item_ids.${index}`),
  )
  const modelType = modelTypeOf(productItems, field)
  const sources = modelType === 'USAGE_BASED' ? readUsageSources(productItems, catalog, field) : []
  return { productItems, modelType, sources, unit: unitOf(sources, catalog, field) }
}

/**
 * Compiles a pricing item: its rules for the currency and billing period, in their order, and what they price. @throws
 * PricingError
 */
export function compileItem(
  item: WirePricingItem,
  catalog: PricingCatalog,
  terms: BillingTerms,
  field: string,
): CompiledItem {
  const subject = readItemSubject(item, catalog, field)
  const { productItems, modelType, sources, unit } = subject
  const selected = selectConfigs(item, terms, field)
  const rules = selected.configs.map((config, index) =>
    readPricingRule(config, catalog.meterProperties, terms, `${selected.field}.${index}`),
  )
  const order = orderRules(rules.filter(({ onDemand }) => !onDemand))
  const [onDemand = null, second] = rules.filter((rule) => rule.onDemand)
  if (second) throw secondOnDemand(second)
  const [fault] = rules.flatMap((rule) => findRuleFaults(rule, subject))
  if (fault) throw fault
  return {
    id: item.id ?? null,
    originalId: item.original_pricing_item_id ?? null,
    productItems: productItems.map(toSoldItem),
    modelType,
    soldCreditTypeId: soldCreditTypeOf(productItems, field),
    isDeduction: productItems.some(({ type }) => type === 'DEDUCTION'),
    taxCategory: taxCategoryOf(productItems, catalog),
    sources,
    unit,
    rules: order,
    onDemand,
    askedProperties: [...new Set(rules.flatMap(({ condition }) => (condition ? propertiesOf(condition) : [])))],
  }
}

/** The error of an item with two prices on demand: a request names the item, and would not say which. */
export function secondOnDemand({ field }: PricingRule): PricingError {
  return new PricingError('INVALID_RULE', 'a pricing item has one price on demand at most', `${field}.on_demand`)
}

function toSoldItem(item: CatalogProductItem): SoldItem {
  return {
    id: item.id,
    name: item.name ?? null,
    reference: item.reference ?? null,
    productId: item.product_id ?? null,
    modelType: item.model_type ?? null,
    calculationId: calculationIdOf(item),
  }
}

/**
 * Finds the tax category of a line: of its product item, else of the product, else of the product category, else
 * STANDARD.
 */
function taxCategoryOf(items: readonly CatalogProductItem[], catalog: PricingCatalog): TaxCategory {
  for (const item of items) {
    const product = item.product_id == null ? undefined : catalog.products.get(item.product_id)
    const category = product?.category_id == null ? undefined : catalog.categories.get(product.category_id)
    const stated = item.tax_category ?? product?.tax_category ?? category?.tax_category
    if (stated != null) return stated
  }
  return 'STANDARD'
}
