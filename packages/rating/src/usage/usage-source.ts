import { Decimal } from '../money/decimal.ts'
import { PricingError } from '../money/pricing-error.ts'
import { ALWAYS, type Condition, holds } from '../plan/condition.ts'
import {
  type CatalogProductItem,
  calculationIdOf,
  calculationOf,
  type PricingCatalog,
} from '../plan/pricing-catalog.ts'
import { readCondition } from '../wire/read-condition.ts'
import { assertCalculable, calculateQuantity, goOnFrom, rowsOfCalculation } from './calculate-quantity.ts'
import type { Calculation, UsageTotal } from './usage-total.ts'

/** One calculation that counts usage of a pricing item, and the events that it counts. */
export interface UsageSource {
  readonly calculation: Calculation
  /** Conditions of the product items that share the calculation: usage that several of them claim counts once. */
  readonly condition: Condition
  /** The calculation that chooses the tier instead, where the product item names one. */
  readonly tieringCalculation: Calculation | null
}

/** What a pricing item counts. */
export interface MeterUnit {
  readonly type: 'NUMBER' | 'AMOUNT'
  readonly meterId: string
  /** `null` for UNIQUE: how many different values there are is no quantity of the value itself. */
  readonly meterValueId: string | null
  /** Reference of the meter value, or of the property that UNIQUE counts. */
  readonly reference: string
}

/** The sources of a pricing item: one for each calculation of its product items. */
export function usageSourcesOf(
  items: readonly CatalogProductItem[],
  catalog: PricingCatalog,
  field: string,
): UsageSource[] {
  const sources = new Map<string, UsageSource>()
  items.forEach((item, index) => {
    const id = calculationIdOf(item)
    if (id === null) return
    const at = `${field}.product_item_ids.${index}`
    const conditions = item.usage_based?.conditions ?? item.conditions
    const condition = (conditions && readCondition(conditions, catalog.meterProperties, at)) ?? ALWAYS
    const tieringId = item.usage_based?.tiering_meter_value_calculation_id ?? null
    const shared = sources.get(id)
    sources.set(id, {
      calculation: calculationOf(catalog, id, at),
      condition: shared ? { kind: 'any', of: [shared.condition, condition] } : condition,
      tieringCalculation:
        tieringId === null ? (shared?.tieringCalculation ?? null) : calculationOf(catalog, tieringId, at),
    })
  })
  return [...sources.values()]
}

/** The rows that a source counts. */
export function rowsOfSource({ calculation, condition }: UsageSource, usage: readonly UsageTotal[]): UsageTotal[] {
  return rowsOfCalculation(calculation, usage).filter((row) => holds(condition, row.properties))
}

/** The rows that any of the sources counts, each once. */
export function rowsOfSources(sources: readonly UsageSource[], usage: readonly UsageTotal[]): Set<UsageTotal> {
  return new Set(sources.flatMap((source) => rowsOfSource(source, usage)))
}

/** The quantity that the sources make of the rows: the sum of their calculations. */
export function quantityOf(
  sources: readonly UsageSource[],
  rows: readonly UsageTotal[],
  catalog: PricingCatalog,
): Decimal {
  return Decimal.sum(
    sources.map((source) =>
      calculateQuantity(
        source.calculation,
        rowsOfSource(source, rows),
        propertyReferenceOf(source.calculation, catalog),
      ),
    ),
  )
}

/** The same, where the state before was stated: what was used since goes on from it. */
export function quantityFrom(
  stated: Decimal,
  sources: readonly UsageSource[],
  rows: readonly UsageTotal[],
  catalog: PricingCatalog,
): Decimal {
  const [source, second] = sources
  if (source === undefined || second !== undefined) {
    throw new PricingError('INVALID_RULE', 'stated usage is of one calculation', 'product_item_ids')
  }
  return goOnFrom(source.calculation, stated, rows.length === 0 ? null : quantityOf(sources, rows, catalog))
}

/** Whether the sources carry their state on from period to period. `unitOf` refuses a mixture. */
export function carryState(sources: readonly UsageSource[]): boolean {
  return sources.some(({ calculation }) => calculation.persist === true)
}

/** The quantity that chooses the tier: of the tiering calculation where there is one, over the usage of the condition. */
export function tieringQuantityOf(
  sources: readonly UsageSource[],
  condition: Condition | null,
  usage: readonly UsageTotal[],
  catalog: PricingCatalog,
): Decimal {
  return Decimal.sum(
    sources.map((source) => {
      const calculation = source.tieringCalculation ?? source.calculation
      const rows = rowsOfCalculation(calculation, usage).filter((row) =>
        holds(condition ?? source.condition, row.properties),
      )
      return calculateQuantity(calculation, rows, propertyReferenceOf(calculation, catalog))
    }),
  )
}

/** Reference of the property that a calculation counts, `null` where it counts a meter value. */
export function propertyReferenceOf(calculation: Calculation, catalog: PricingCatalog): string | null {
  const id = calculation.meter_property_id
  if (id == null) return null
  const property = catalog.meterProperties.get(id)
  if (!property) throw new PricingError('UNKNOWN_RESOURCE', `there is no meter property ${id}`, 'meter_property_id')
  return property.reference
}

/** The unit that the sources count in; `null` without sources. @throws PricingError where they do not share one */
export function unitOf(sources: readonly UsageSource[], catalog: PricingCatalog, field: string): MeterUnit | null {
  for (const { tieringCalculation } of sources) {
    if (tieringCalculation) unitOfCalculation(tieringCalculation, catalog, field)
  }
  const [first, ...others] = sources.map(({ calculation }) => unitOfCalculation(calculation, catalog, field))
  if (!first) return null
  if (others.some(({ type }) => type !== first.type)) {
    throw new PricingError(
      'INVALID_RULE',
      'its product items count numbers and amounts together',
      `${field}.product_item_ids`,
    )
  }
  if (carryState(sources) && sources.some(({ calculation }) => calculation.persist !== true)) {
    throw new PricingError(
      'INVALID_RULE',
      'its product items count a state that is carried on and the usage of a period together',
      `${field}.product_item_ids`,
    )
  }
  return first
}

function unitOfCalculation(calculation: Calculation, catalog: PricingCatalog, field: string): MeterUnit {
  assertCalculable(calculation, field)
  const meterId = calculation.meter_id
  if (meterId == null) throw new PricingError('INVALID_RULE', 'the calculation needs a meter', `${field}.meter_id`)
  const property = propertyReferenceOf(calculation, catalog)
  if (calculation.calculation_type === 'UNIQUE' && property !== null) {
    return { type: 'NUMBER', meterId, meterValueId: null, reference: property }
  }
  const meterValueId = calculation.meter_value_id ?? null
  const value = meterValueId === null ? undefined : catalog.meterValues.get(meterValueId)
  if (!value)
    throw new PricingError('INVALID_RULE', 'the calculation needs a meter value that exists', `${field}.meter_value_id`)
  if (calculation.calculation_type === 'UNIQUE') {
    return { type: 'NUMBER', meterId, meterValueId: null, reference: value.reference }
  }
  return { type: value.type, meterId, meterValueId, reference: value.reference }
}
