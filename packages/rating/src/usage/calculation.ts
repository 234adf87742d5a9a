import { Decimal } from '../money/decimal.ts'
import { PricingError } from '../money/pricing-error.ts'
import type { UsageTotal } from './usage-total.ts'

/** A way in which a meter's events become one quantity. */
export interface Calculation {
  readonly type: 'SUM' | 'MAX' | 'MIN' | 'AVERAGE' | 'UNIQUE'
  readonly meterId: string | null
  /** `null` for every value of the meter. */
  readonly meterValueId: string | null
  /** Reference of the property whose distinct values UNIQUE counts; `null`: those of the meter value. */
  readonly propertyReference: string | null
  /** True where its quantity is a state: then all usage since its schedule began counts. */
  readonly isPersistent: boolean
}

/**
 * Takes the rows that a calculation is about: of its meter, of its meter value where it names one, and of the periods
 * that it knows.
 */
export function rowsOfCalculation(calculation: Calculation, usage: readonly UsageTotal[]): UsageTotal[] {
  return usage.filter(
    (row) =>
      row.count > 0 &&
      (row.carriedFrom === undefined || calculation.isPersistent) &&
      row.meterId === calculation.meterId &&
      (calculation.meterValueId === null || row.meterValueId === calculation.meterValueId),
  )
}

/**
 * Makes one quantity of the rows, zero for none. SUM adds, MAX and MIN take the largest and smallest single value,
 * AVERAGE divides the sum by the number of events, UNIQUE counts the distinct values of the property, or else of the
 * meter value.
 *
 * @throws PricingError for rows of several meter values
 */
export function calculateQuantity(calculation: Calculation, rows: readonly UsageTotal[]): Decimal {
  if (calculation.type === 'UNIQUE') {
    return calculation.propertyReference === null
      ? countValues(rows)
      : countDistinct(rows, calculation.propertyReference)
  }
  if (rows.length === 0) return Decimal.ZERO
  assertOneUnit(rows)
  switch (calculation.type) {
    case 'SUM':
      return sumOf(rows)
    case 'MAX':
      return rows.map((row) => Decimal.parse(row.max, 'usage.max')).reduce((left, right) => left.max(right))
    case 'MIN':
      return rows.map((row) => Decimal.parse(row.min, 'usage.min')).reduce((left, right) => left.min(right))
    case 'AVERAGE':
      return sumOf(rows).dividedBy(Decimal.sum(rows.map((row) => Decimal.fromInteger(row.count))))
  }
}

/**
 * Continues a state from a stated one: the sum of both, the larger, the smaller. An average and a number of distinct
 * values are not known well enough from one number to continue from it.
 *
 * @param used what was used since; `null` for nothing
 */
export function continueFrom(calculation: Calculation, stated: Decimal, used: Decimal | null): Decimal {
  if (used === null) return stated
  switch (calculation.type) {
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

function countDistinct(rows: readonly UsageTotal[], propertyReference: string): Decimal {
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
