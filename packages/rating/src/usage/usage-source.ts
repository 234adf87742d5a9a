import { Decimal } from '../money/decimal.ts'
import { PricingError } from '../money/pricing-error.ts'
import { type Condition, holds } from '../plan/condition.ts'
import { type Calculation, calculateQuantity, continueFrom, rowsOfCalculation } from './calculation.ts'
import type { UsageTotal } from './usage-total.ts'

/** One calculation that counts usage of a pricing item, and the events that it counts. */
export interface UsageSource {
  readonly calculation: Calculation
  /** Conditions of the product items that share the calculation: usage that several of them claim counts once. */
  readonly condition: Condition
  /** The calculation that chooses the tier instead, where the product item names one. */
  readonly tieringCalculation: Calculation | null
}

/** The source of the quantity of a pricing item. */
export interface MeterUnit {
  readonly type: 'NUMBER' | 'AMOUNT'
  readonly meterId: string
  /** `null` for UNIQUE: how many different values there are is no quantity of the value itself. */
  readonly meterValueId: string | null
  /** Reference of the meter value, or of the property that UNIQUE counts. */
  readonly reference: string
}

/** The rows that a source counts. */
function rowsOfSource({ calculation, condition }: UsageSource, usage: readonly UsageTotal[]): UsageTotal[] {
  return rowsOfCalculation(calculation, usage).filter((row) => holds(condition, row.properties))
}

/** The rows that any of the sources counts, each once. */
export function rowsOfSources(sources: readonly UsageSource[], usage: readonly UsageTotal[]): Set<UsageTotal> {
  return new Set(sources.flatMap((source) => rowsOfSource(source, usage)))
}

/** The quantity that the sources make of the rows: the sum of their calculations. */
export function quantityOf(sources: readonly UsageSource[], rows: readonly UsageTotal[]): Decimal {
  return Decimal.sum(sources.map((source) => calculateQuantity(source.calculation, rowsOfSource(source, rows))))
}

/** The same, where the state before was stated: what was used since goes on from it. */
export function quantityFrom(stated: Decimal, sources: readonly UsageSource[], rows: readonly UsageTotal[]): Decimal {
  const [source, second] = sources
  if (source === undefined || second !== undefined) {
    throw new PricingError('INVALID_RULE', 'stated usage is of one calculation', 'product_item_ids')
  }
  return continueFrom(source.calculation, stated, rows.length === 0 ? null : quantityOf(sources, rows))
}

/** Tells whether the sources count a state that goes on from period to period. `unitOf` refuses a mixture. */
export function arePersistent(sources: readonly UsageSource[]): boolean {
  return sources.some(({ calculation }) => calculation.isPersistent)
}

/**
 * The quantity that chooses the tier: of the tiering calculation where there is one, over the usage of the condition.
 */
export function tieringQuantityOf(
  sources: readonly UsageSource[],
  condition: Condition | null,
  usage: readonly UsageTotal[],
): Decimal {
  return Decimal.sum(
    sources.map((source) => {
      const calculation = source.tieringCalculation ?? source.calculation
      const rows = rowsOfCalculation(calculation, usage).filter((row) =>
        holds(condition ?? source.condition, row.properties),
      )
      return calculateQuantity(calculation, rows)
    }),
  )
}
