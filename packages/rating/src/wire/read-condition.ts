import { PricingError } from '../money/pricing-error.ts'
import type { Comparator, Condition } from '../plan/condition.ts'
import type { PricingCatalog } from './wire-catalog.ts'
import type { WireComparison, WireExpression, WireMeterConditions } from './wire-plan.ts'

/** The depth to which an expression may nest: deeper ones are made by machines, and a recursion needs an end. */
export const MAX_CONDITION_DEPTH = 16

/** The number of comparisons one set of conditions may have: each is made for each combination of property values. */
const MAX_CONDITION_PARTS = 1000

type Properties = PricingCatalog['meterProperties']

const NUMERIC: ReadonlySet<Comparator> = new Set([
  'GREATER_THAN',
  'GREATER_THAN_OR_EQUALS',
  'LESS_THAN',
  'LESS_THAN_OR_EQUALS',
])
const WITHOUT_VALUE: ReadonlySet<Comparator> = new Set(['EMPTY', 'NOT_EMPTY'])
const KIND = { AND: 'all', OR: 'any', XOR: 'one' } as const

/**
 * The condition that a MeterConditions or the conditions of a rule state: all of `meter_properties`, and the
 * expression. `null` where nothing is asked.
 *
 * @throws PricingError naming the member at fault
 */
export function readCondition(
  wire: WireMeterConditions & { readonly configs?: readonly unknown[] | null },
  properties: Properties,
  field: string,
): Condition | null {
  if (wire.configs != null && wire.configs.length > 0) {
    throw new PricingError('NOT_SUPPORTED', 'conditions inside of conditions are not supported', `${field}.configs`)
  }
  const parts: Condition[] = (wire.meter_properties ?? []).map((part, index) =>
    readComparison(part, properties, `${field}.meter_properties.${index}`),
  )
  if (wire.expression != null && Object.keys(wire.expression).length > 0) {
    parts.push(readExpression(wire.expression, properties, `${field}.expression`, 1))
  }
  const condition: Condition = { kind: 'all', of: parts }
  if (countParts(condition) > MAX_CONDITION_PARTS) {
    throw new PricingError('TOO_LARGE', `more than ${MAX_CONDITION_PARTS} conditions`, field)
  }
  return parts.length === 0 ? null : condition
}

function countParts(condition: Condition): number {
  return condition.kind === 'compare' ? 1 : condition.of.reduce((sum, part) => sum + countParts(part), 0)
}

function readExpression(wire: WireExpression, properties: Properties, field: string, depth: number): Condition {
  if (depth > MAX_CONDITION_DEPTH) {
    throw new PricingError('TOO_LARGE', `expressions nest at most ${MAX_CONDITION_DEPTH} deep`, field)
  }
  if (wire.operator == null)
    throw new PricingError('INVALID_RULE', 'an expression needs an operator', `${field}.operator`)
  const operands = wire.operands ?? []
  if (operands.length === 0) throw new PricingError('INVALID_RULE', 'an expression needs operands', `${field}.operands`)
  const of = operands.map((operand, index) => {
    const at = `${field}.operands.${index}`
    const { meter_property: comparison, expression } = operand
    if ((comparison == null) === (expression == null)) {
      throw new PricingError('INVALID_RULE', 'an operand is either a meter_property or an expression', at)
    }
    if (expression != null) return readExpression(expression, properties, `${at}.expression`, depth + 1)
    return readComparison(comparison ?? {}, properties, `${at}.meter_property`)
  })
  return { kind: KIND[wire.operator], of }
}

function readComparison(wire: WireComparison, properties: Properties, field: string): Condition {
  const { property, type } = readProperty(wire, properties, field)
  const comparator = wire.comparator
  if (comparator == null)
    throw new PricingError('INVALID_RULE', 'a condition needs a comparator', `${field}.comparator`)
  const values = wire.values ?? (wire.value == null ? [] : [wire.value])
  if (values.length === 0 && !WITHOUT_VALUE.has(comparator)) {
    throw new PricingError('INVALID_RULE', `${comparator} needs a value`, `${field}.value`)
  }
  if (NUMERIC.has(comparator) && type !== undefined && type !== 'NUMBER') {
    throw new PricingError('INVALID_RULE', `${comparator} needs a property of type NUMBER`, `${field}.comparator`)
  }
  return { kind: 'compare', property, comparator, values, numeric: type === 'NUMBER' }
}

function readProperty(
  wire: WireComparison,
  properties: Properties,
  field: string,
): { property: string; type: 'NUMBER' | 'ENUM' | 'STRING' | undefined } {
  if (wire.id != null) {
    const known = properties.get(wire.id)
    if (known) return { property: known.reference, type: known.type }
    if (wire.reference == null) {
      throw new PricingError('UNKNOWN_RESOURCE', `there is no meter property ${wire.id}`, `${field}.id`)
    }
  }
  const { reference } = wire
  if (reference == null)
    throw new PricingError('INVALID_RULE', 'a condition needs the id or reference of a property', field)
  for (const property of properties.values()) {
    if (property.reference === reference) return { property: reference, type: property.type }
  }
  return { property: reference, type: undefined }
}
