import { Decimal } from '../money/decimal.ts'
import { findRuleFaults, isTieredApart } from '../plan/check-rule.ts'
import { propertiesOf } from '../plan/condition.ts'
import { type ModelType, modelTypeOf, soldCreditTypeOf } from '../plan/model-type.ts'
import { type CatalogProductItem, type PricingCatalog, productItemOf } from '../plan/pricing-catalog.ts'
import type { PricingRule } from '../plan/pricing-rule.ts'
import { type BillingTerms, readPricingRule } from '../wire/read-pricing-rule.ts'
import { selectConfigs } from '../wire/select-pricings.ts'
import type { WirePricingItem } from '../wire/wire-plan.ts'
import { assignUsage, orderRules } from './assign-usage.ts'
import { NOTHING_STATED, type StatedState, statedOf } from './stated-state.ts'
import {
  carryState,
  type MeterUnit,
  quantityFrom,
  quantityOf,
  rowsOfSources,
  tieringQuantityOf,
  type UsageSource,
  unitOf,
  usageSourcesOf,
} from './usage-source.ts'
import type { UsageTotal } from './usage-total.ts'

/** A rule with the usage that it takes. */
export interface MeasuredRule {
  /** `null` for usage of the item that no rule takes: the plan has no default rate for it, or not in its currency. */
  readonly rule: PricingRule | null
  readonly pricingItem: WirePricingItem
  readonly productItems: readonly CatalogProductItem[]
  readonly modelType: ModelType
  /** `null` for what is not metered. */
  readonly unit: MeterUnit | null
  /** Units used in the period, before the included volume. Zero for what is not metered. */
  readonly quantity: Decimal
  /** The quantity that chooses the tier where the plan counts it apart; `null` where the priced units choose. */
  readonly tierQuantity: Decimal | null
  readonly rows: readonly UsageTotal[]
  /** Whether the quantity is a state that goes on from period to period: it is priced by the days that it lasts. */
  readonly carriesState: boolean
  /** Units of the quantity that somebody charged already for this period; zero where nobody stated so. */
  readonly chargedBefore: Decimal
  /** For amounts used in another currency than the billed one, which no rule prices: that currency; else `null`. */
  readonly foreignCurrency: string | null
  /** References of the properties that the rules of the item ask about. */
  readonly askedProperties: readonly string[]
}

/** What an item is measured with beside its usage. */
export interface MeasuringFacts {
  /** Credits that no wallet had, by the id of their type: what items of the model CREDITS sell. Default: none. */
  readonly overage?: ReadonlyMap<string, Decimal> | undefined
  /** What was stated of the state that its rules bring along. Default: nothing. */
  readonly stated?: StatedState | undefined
}

/** The rules of a pricing item, in the order of their lines, each with the usage that it takes. */
export function measureItem(
  item: WirePricingItem,
  catalog: PricingCatalog,
  terms: BillingTerms,
  usage: readonly UsageTotal[],
  field: string,
  { overage = new Map(), stated = NOTHING_STATED }: MeasuringFacts = {},
): MeasuredRule[] {
  const productItems = (item.product_item_ids ?? []).map((id, index) =>
    productItemOf(catalog, id, `${field}.product_item_ids.${index}`),
  )
  const modelType = modelTypeOf(productItems, field)
  const soldCreditType = soldCreditTypeOf(productItems, field)
  const soldCredits = soldCreditType === null ? Decimal.ZERO : (overage.get(soldCreditType) ?? Decimal.ZERO)
  const selected = selectConfigs(item, terms, field)
  const rules = selected.configs.map((config, index) =>
    readPricingRule(config, catalog.meterProperties, terms, `${selected.field}.${index}`),
  )
  const order = orderRules(rules)
  const sources = modelType === 'USAGE_BASED' ? usageSourcesOf(productItems, catalog, field) : []
  const unit = unitOf(sources, catalog, field)
  const byCurrency = splitByCurrency(rowsOfSources(sources, usage), unit, terms.currency)
  const countable = usage.filter(({ currency }) => currency === null || currency === terms.currency)
  const assigned = assignUsage(order, byCurrency.billed)
  const measure = (rule: PricingRule | null, taken: readonly UsageTotal[], foreign: string | null): MeasuredRule => {
    const brought = rule && carryState(sources) ? statedOf(stated.usage, rule) : undefined
    const rows = brought ? taken.filter(({ carriedFrom }) => !carriedFrom || carriedFrom >= brought.from) : taken
    const quantity = brought
      ? quantityFrom(brought.quantity, sources, rows, catalog)
      : quantityOf(sources, rows, catalog)
    if (rule) {
      const [fault] = findRuleFaults(rule, { unit, modelType, sources })
      if (fault) throw fault
    }
    return {
      rule,
      pricingItem: item,
      productItems,
      modelType,
      unit,
      quantity: quantity.plus(rule === null ? Decimal.ZERO : soldCredits),
      tierQuantity: rule ? tierQuantityOf(rule, sources, countable, catalog) : null,
      rows,
      carriesState: carryState(sources),
      chargedBefore: brought?.charged === true ? brought.quantity.min(quantity) : Decimal.ZERO,
      foreignCurrency: foreign,
      askedProperties: [...new Set(rules.flatMap(({ condition }) => (condition ? propertiesOf(condition) : [])))],
    }
  }
  return [
    ...order.shown.map((rule) => measure(rule, assigned.get(rule) ?? [], null)),
    ...[...assigned].filter(([rule]) => rule === null).map(([rule, rows]) => measure(rule, rows, null)),
    ...byCurrency.foreign.map(([currency, rows]) => measure(null, rows, currency)),
  ]
}

/**
 * Amounts that were used in another currency than the billed one cannot be priced, and one such event may not keep the
 * rest from being billed: they are set apart, by currency, and shown as not billed.
 */
function splitByCurrency(
  rows: Iterable<UsageTotal>,
  unit: MeterUnit | null,
  billed: string,
): { readonly billed: UsageTotal[]; readonly foreign: [string, UsageTotal[]][] } {
  const byCurrency = Map.groupBy(rows, ({ currency }) => (unit?.type === 'AMOUNT' ? (currency ?? '') : billed))
  const foreign = [...byCurrency].filter(([currency]) => currency !== billed)
  return {
    billed: byCurrency.get(billed) ?? [],
    foreign: foreign.toSorted(([left], [right]) => (left < right ? -1 : 1)),
  }
}

function tierQuantityOf(
  rule: PricingRule,
  sources: readonly UsageSource[],
  usage: readonly UsageTotal[],
  catalog: PricingCatalog,
): Decimal | null {
  return isTieredApart(rule, sources) ? tieringQuantityOf(sources, rule.tieringCondition, usage, catalog) : null
}
