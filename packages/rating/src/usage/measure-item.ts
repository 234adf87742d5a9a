import { Decimal } from '../money/decimal.ts'
import { isTieredApart } from '../plan/check-rule.ts'
import type { CompiledItem } from '../plan/compiled-plan.ts'
import { pricesQuantity } from '../plan/model-type.ts'
import type { PricingRule } from '../plan/pricing-rule.ts'
import { assignUsage } from './assign-usage.ts'
import { type StatedState, statedOf } from './stated-state.ts'
import {
  arePersistent,
  type MeterUnit,
  quantityFrom,
  quantityOf,
  rowsOfSources,
  tieringQuantityOf,
} from './usage-source.ts'
import type { UsageTotal } from './usage-total.ts'

/** A rule with the usage that it takes. */
export interface MeasuredRule {
  /** `null` for usage of the item that no rule takes: the plan has no default rate for it, or not in its currency. */
  readonly rule: PricingRule | null
  readonly item: CompiledItem
  /**
   * Units used in the period, before the included volume. Zero for what is not metered, and for credits until they are
   * sold.
   */
  readonly quantity: Decimal
  /** The quantity that chooses the tier where the plan counts it apart; `null` where the priced units choose. */
  readonly tierQuantity: Decimal | null
  readonly rows: readonly UsageTotal[]
  /** True where the quantity is a state that goes on from period to period: it is priced by the days that it lasts. */
  readonly isPersistent: boolean
  /** Units of the quantity that somebody charged already for this period; zero where nobody stated so. */
  readonly chargedBefore: Decimal
  /** For amounts used in another currency than the billed one, which no rule prices: that currency; else `null`. */
  readonly foreignCurrency: string | null
}

/** Gives each row of usage to one rule of an item, in the order of their lines, and calculates the quantities. */
export function measureItem(
  item: CompiledItem,
  currency: string,
  usage: readonly UsageTotal[],
  stated: StatedState,
): MeasuredRule[] {
  const { sources, unit, rules } = item
  const byCurrency = splitByCurrency(rowsOfSources(sources, usage), unit, currency)
  const countable = usage.filter((row) => row.currency === null || row.currency === currency)
  const assigned = assignUsage(rules, byCurrency.billed)
  const isPersistent = arePersistent(sources)
  const measure = (rule: PricingRule | null, taken: readonly UsageTotal[], foreign: string | null): MeasuredRule => {
    const brought = rule && isPersistent ? statedOf(stated.usage, rule) : undefined
    const rows = brought ? taken.filter(({ carriedFrom }) => !carriedFrom || carriedFrom >= brought.from) : taken
    const quantity = brought
      ? quantityFrom(brought.quantity, sources, rows)
      : rows.length === 0
        ? Decimal.ZERO
        : quantityOf(sources, rows)
    return {
      rule,
      item,
      quantity,
      tierQuantity:
        rule && isTieredApart(rule, sources) ? tieringQuantityOf(sources, rule.tieringCondition, countable) : null,
      rows,
      isPersistent,
      chargedBefore: brought?.charged === true ? brought.quantity.min(quantity) : Decimal.ZERO,
      foreignCurrency: foreign,
    }
  }
  return [
    ...rules.shown.map((rule) => measure(rule, assigned.get(rule) ?? [], null)),
    ...[...assigned].filter(([rule]) => rule === null).map(([rule, rows]) => measure(rule, rows, null)),
    ...byCurrency.foreign.map(([foreign, rows]) => measure(null, rows, foreign)),
  ]
}

/** Tells whether a line says nothing: no usage of a metered item, and no money. */
export function isUnused({ item, quantity, rows }: MeasuredRule): boolean {
  return (item.unit !== null || item.modelType === 'CREDITS') && quantity.isZero() && rows.length === 0
}

/** The units that a rule prices: those that were used, or one of what is charged by time. */
export function unitsOf({ item, quantity }: MeasuredRule): Decimal {
  // Corrections can take more out of a period than was used in it: that is shown, and charged as nothing.
  return pricesQuantity(item.modelType) ? quantity.max(Decimal.ZERO) : Decimal.ONE
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
