import { Decimal } from '../money/decimal.ts'
import { PricingError } from '../money/pricing-error.ts'
import type { Calculation, UsageTotal } from './usage-total.ts'

/** The rows that a calculation is about: of its meter, of its meter value where it names one, and of the periods that it knows. */
export function rowsOfCalculation(calculation: Calculation, usage: readonly UsageTotal[]): UsageTotal[] {
  return usage.filter(
    (row) =>
      row.count > 0 &&
      (row.carriedFrom === undefined || calculation.persist === true) &&
      row.meterId === calculation.meter_id &&
      (calculation.meter_value_id == null || row.meterValueId === calculation.meter_value_id),
  )
}

/**
 * The quantity of the rows, zero for none. SUM adds, MAX and MIN take the largest and smallest single value, AVERAGE
 * divides the sum by the number of events, UNIQUE counts the distinct values of the property, or else of the meter value.
 *
 * @param propertyReference reference of the calculation's `meter_property_id`, where it has one
 * @throws PricingError for rows of several meter values
 */
export function calculateQuantity(
  calculation: Calculation,
  rows: readonly UsageTotal[],
  propertyReference: string | null,
): Decimal {
  assertCalculable(calculation, 'calculation')
  if (countsValues(calculation)) return countValues(rows)
  if (calculation.calculation_type === 'UNIQUE') return countDistinct(rows, propertyReference)
  if (rows.length === 0) return Decimal.ZERO
  assertOneUnit(rows)
  switch (calculation.calculation_type) {
    case 'SUM':
      return sumOf(rows)
    case 'MAX':
      return rows.map((row) => Decimal.parse(row.max, 'usage.max')).reduce((left, right) => left.max(right))
    case 'MIN':
      return rows.map((row) => Decimal.parse(row.min, 'usage.min')).reduce((left, right) => left.min(right))
    case 'AVERAGE':
      return sumOf(rows).dividedBy(Decimal.sum(rows.map((row) => Decimal.fromInteger(row.count))))
    default:
      throw new PricingError('INVALID_RULE', 'the calculation needs a type', 'calculation_type')
  }
}

/**
 * Whether totals can say what a calculation asks for.
 *
 * @param field path of what refers to the calculation
 * @throws PricingError for a calculation without a type, and for UNIQUE over nothing
 */
export function assertCalculable(calculation: Calculation, field: string): void {
  if (calculation.calculation_type == null) {
    throw new PricingError('INVALID_RULE', 'the calculation needs a type', field)
  }
  if (countsValues(calculation) && calculation.meter_value_id == null) {
    throw new PricingError('INVALID_RULE', 'UNIQUE needs the property or the meter value that it counts', field)
  }
}

/** Whether a calculation counts the distinct values of its meter value: UNIQUE that names no property. */
function countsValues({ calculation_type: type, meter_property_id: propertyId }: Calculation): boolean {
  return type === 'UNIQUE' && propertyId == null
}

/** The meter values whose distinct values the calculations count: what totals alone cannot say of them. */
export function distinctValueIdsOf(calculations: Iterable<Calculation>): string[] {
  const ids = [...calculations].filter(countsValues).flatMap(({ meter_value_id: id }) => id ?? [])
  return [...new Set(ids)].sort()
}

/**
 * The state of a calculation that goes on from a stated one: the sum of both, the larger, the smaller. An average and a
 * number of distinct values are not known well enough from one number to go on from it.
 *
 * @param used what was used since; `null` for nothing
 */
export function goOnFrom(calculation: Calculation, stated: Decimal, used: Decimal | null): Decimal {
  if (used === null) return stated
  switch (calculation.calculation_type) {
    case 'SUM':
      return stated.plus(used)
    case 'MAX':
      return stated.max(used)
    case 'MIN':
      return stated.min(used)
    default:
      throw new PricingError('INVALID_RULE', 'only SUM, MAX and MIN go on from stated usage', 'calculation_type')
  }
}

function sumOf(rows: readonly UsageTotal[]): Decimal {
  return Decimal.sum(rows.map((row) => Decimal.parse(row.sum, 'usage.sum')))
}

/** Amounts are distinct by their currency too: 5 USD and 5 EUR are two. */
function countValues(rows: readonly UsageTotal[]): Decimal {
  const distinct = rows.flatMap(({ values, currency }) => {
    if (values === undefined) throw new Error('UNIQUE over a meter value was given totals without its values')
    return values.map((value) => `${currency ?? ''} ${value}`)
  })
  return Decimal.fromInteger(new Set(distinct).size)
}

function countDistinct(rows: readonly UsageTotal[], propertyReference: string | null): Decimal {
  if (propertyReference === null) {
    throw new PricingError('UNKNOWN_RESOURCE', 'UNIQUE counts a property that does not exist', 'meter_property_id')
  }
  const values = rows
    .map((row) => row.properties[propertyReference])
    .filter((value) => value !== undefined && value !== '')
  return Decimal.fromInteger(new Set(values).size)
}

/** Values of different meter values, or of different currencies, do not add up. */
function assertOneUnit(rows: readonly UsageTotal[]): void {
  const [first] = rows
  for (const row of rows) {
    if (row.meterValueId !== first?.meterValueId) {
      throw new PricingError(
        'INVALID_RULE',
        'the calculation must name one of the values of its meter',
        'meter_value_id',
      )
    }
    if (row.currency !== first?.currency) {
      throw new PricingError(
        'CURRENCY_MISMATCH',
        `the usage is in ${first?.currency ?? 'no currency'} and in ${row.currency ?? 'no currency'}`,
        'usage.currency',
      )
    }
  }
}
