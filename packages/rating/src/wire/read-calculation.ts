import { PricingError } from '../money/pricing-error.ts'
import type { Calculation } from '../usage/calculation.ts'
import type { PricingCatalog, WireCalculation } from './wire-catalog.ts'

/**
 * Reads a calculation.
 *
 * @param field path of what refers to the calculation
 * @throws PricingError for a calculation without a type, for UNIQUE over nothing, and for a property that does not
 * exist
 */
export function readCalculation(
  wire: WireCalculation,
  properties: PricingCatalog['meterProperties'],
  field: string,
): Calculation {
  assertCalculable(wire, field)
  const { calculation_type: type, meter_property_id: propertyId } = wire
  const property = propertyId == null ? null : properties.get(propertyId)
  if (property === undefined) {
    throw new PricingError('UNKNOWN_RESOURCE', `there is no meter property ${propertyId}`, 'meter_property_id')
  }
  return {
    type: type ?? 'SUM',
    meterId: wire.meter_id ?? null,
    meterValueId: wire.meter_value_id ?? null,
    propertyReference: property?.reference ?? null,
    isPersistent: wire.persist === true,
  }
}

/**
 * Refuses a calculation that totals cannot answer.
 *
 * @param field path of what refers to the calculation
 * @throws PricingError for a calculation without a type, and for UNIQUE over nothing
 */
export function assertCalculable(calculation: WireCalculation, field: string): void {
  if (calculation.calculation_type == null) {
    throw new PricingError('INVALID_RULE', 'the calculation needs a type', field)
  }
  if (countsValues(calculation) && calculation.meter_value_id == null) {
    throw new PricingError('INVALID_RULE', 'UNIQUE needs the property or the meter value that it counts', field)
  }
}

/** Lists the meter values whose distinct values the calculations count: totals alone do not know them. */
export function distinctValueIdsOf(calculations: Iterable<WireCalculation>): string[] {
  const ids = [...calculations].filter(countsValues).flatMap(({ meter_value_id: id }) => id ?? [])
  return [...new Set(ids)].sort()
}

/** Tells whether a calculation counts the distinct values of its meter value: UNIQUE that names no property. */
function countsValues({ calculation_type: type, meter_property_id: propertyId }: WireCalculation): boolean {
  return type === 'UNIQUE' && propertyId == null
}
