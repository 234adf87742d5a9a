import { PricingError } from '../money/pricing-error.ts'
import { ALWAYS } from '../plan/condition.ts'
import type { Calculation } from '../usage/calculation.ts'
import { arePersistent, type MeterUnit, type UsageSource } from '../usage/usage-source.ts'
import { readCalculation } from './read-calculation.ts'
import { readCondition } from './read-condition.ts'
import { type CatalogProductItem, calculationIdOf, calculationOf, type PricingCatalog } from './wire-catalog.ts'

/** Reads the sources of a pricing item: one for each calculation of its product items. */
export function readUsageSources(
  items: readonly CatalogProductItem[],
  catalog: PricingCatalog,
  field: string,
): UsageSource[] {
  const sources = new Map<string, UsageSource>()
  const read = (id: string, at: string) =>
    readCalculation(calculationOf(catalog, id, at), catalog.meterProperties, field)
  items.forEach((item, index) => {
    const id = calculationIdOf(item)
    if (id === null) return
    const at = `${field}.product_item_ids.${index}`
    const conditions = item.usage_based?.conditions
    const condition = (conditions && readCondition(conditions, catalog.meterProperties, at)) ?? ALWAYS
    const tieringId = item.usage_based?.tiering_meter_value_calculation_id ?? null
    const shared = sources.get(id)
    sources.set(id, {
      calculation: shared?.calculation ?? read(id, at),
      condition: shared ? { kind: 'any', of: [shared.condition, condition] } : condition,
      tieringCalculation: tieringId === null ? (shared?.tieringCalculation ?? null) : read(tieringId, at),
    })
  })
  return [...sources.values()]
}

/**
 * Finds the unit that the sources count in; `null` without sources. @throws PricingError where they do not share one
 */
export function unitOf(sources: readonly UsageSource[], catalog: PricingCatalog, field: string): MeterUnit | null {
  for (const { tieringCalculation } of sources) {
    if (tieringCalculation) unitOfCalculation(tieringCalculation, catalog, field)
  }
  const [first, ...others] = sources.map(({ calculation }) => unitOfCalculation(calculation, catalog, field))
  if (!first) return null
  const refuse = (message: string) => new PricingError('INVALID_RULE', message, `${field}.product_item_ids`)
  if (others.some(({ type }) => type !== first.type)) {
    throw refuse('its product items count numbers and amounts together')
  }
  if (arePersistent(sources) && sources.some(({ calculation }) => !calculation.isPersistent)) {
    throw refuse('its product items count a state that is carried on and the usage of a period together')
  }
  return first
}

function unitOfCalculation(calculation: Calculation, catalog: PricingCatalog, field: string): MeterUnit {
  const { meterId, meterValueId, propertyReference: property } = calculation
  if (meterId === null) throw new PricingError('INVALID_RULE', 'the calculation needs a meter', `${field}.meter_id`)
  if (calculation.type === 'UNIQUE' && property !== null) {
    return { type: 'NUMBER', meterId, meterValueId: null, reference: property }
  }
  const value = meterValueId === null ? undefined : catalog.meterValues.get(meterValueId)
  if (!value)
    throw new PricingError('INVALID_RULE', 'the calculation needs a meter value that exists', `${field}.meter_value_id`)
  if (calculation.type === 'UNIQUE') {
    return { type: 'NUMBER', meterId, meterValueId: null, reference: value.reference }
  }
  return { type: value.type, meterId, meterValueId, reference: value.reference }
}
