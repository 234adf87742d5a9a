import { Decimal } from '../money/decimal.ts'

/** A comparison of a property with the values of a condition. */
export type Comparator =
  | 'EQUALS'
  | 'NOT_EQUALS'
  | 'IN'
  | 'NOT_IN'
  | 'GREATER_THAN'
  | 'GREATER_THAN_OR_EQUALS'
  | 'LESS_THAN'
  | 'LESS_THAN_OR_EQUALS'
  | 'EMPTY'
  | 'NOT_EMPTY'
  | 'CONTAINS'
  | 'NOT_CONTAINS'

/** Properties of an event, by reference. */
export type PropertyValues = Readonly<Record<string, string>>

/** A comparison as a plan says it. */
export interface StatedComparison {
  readonly id?: string | null
  readonly reference?: string | null
  readonly value?: string | null
  readonly values?: readonly string[] | null
  readonly comparator?: Comparator
}

/** The conditions of a rule as a plan says them. */
export interface StatedConditions {
  readonly name: string | null
  readonly comparisons: readonly StatedComparison[] | null
}

/** A condition on the properties of an event. */
export type Condition =
  | {
      readonly kind: 'compare'
      /** Reference of the property. */
      readonly property: string
      readonly comparator: Comparator
      readonly values: readonly string[]
      /** True where the property is of type NUMBER: its values are compared as numbers, `1.0` equals `1`. */
      readonly numeric: boolean
    }
  /** `all`: AND. `any`: OR. `one`: XOR, exactly one of them. */
  | { readonly kind: 'all' | 'any' | 'one'; readonly of: readonly Condition[] }

/** Holds for every event. */
export const ALWAYS: Condition = { kind: 'all', of: [] }

/**
 * Tells whether a condition holds. A property that the event does not have is empty: the comparators that deny
 * (NOT_EQUALS, NOT_IN, NOT_CONTAINS) and EMPTY hold for it, all others do not. Text is compared to the character, case
 * counts.
 */
export function holds(condition: Condition, properties: PropertyValues): boolean {
  switch (condition.kind) {
    case 'all':
      return condition.of.every((part) => holds(part, properties))
    case 'any':
      return condition.of.some((part) => holds(part, properties))
    case 'one':
      return condition.of.filter((part) => holds(part, properties)).length === 1
    case 'compare':
      return compares(condition, propertyValue(properties, condition.property))
  }
}

function propertyValue(properties: PropertyValues, reference: string): string {
  return Object.hasOwn(properties, reference) ? (properties[reference] ?? '') : ''
}

function compares(condition: Condition & { kind: 'compare' }, actual: string): boolean {
  const { comparator, values, numeric } = condition
  const same = (value: string) => isSame(actual, value, numeric)
  switch (comparator) {
    case 'EMPTY':
      return actual === ''
    case 'NOT_EMPTY':
      return actual !== ''
    case 'NOT_EQUALS':
    case 'NOT_IN':
      return !values.some(same)
    case 'NOT_CONTAINS':
      return !values.some((value) => actual.includes(value))
    case 'EQUALS':
    case 'IN':
      return actual !== '' && values.some(same)
    case 'CONTAINS':
      return actual !== '' && values.some((value) => actual.includes(value))
    case 'GREATER_THAN':
      return values.some((value) => order(actual, value, (sign) => sign > 0))
    case 'GREATER_THAN_OR_EQUALS':
      return values.some((value) => order(actual, value, (sign) => sign >= 0))
    case 'LESS_THAN':
      return values.some((value) => order(actual, value, (sign) => sign < 0))
    case 'LESS_THAN_OR_EQUALS':
      return values.some((value) => order(actual, value, (sign) => sign <= 0))
  }
}

function isSame(actual: string, value: string, numeric: boolean): boolean {
  if (!numeric) return actual === value
  const left = Decimal.tryParse(actual)
  const right = Decimal.tryParse(value)
  return left && right ? left.equals(right) : actual === value
}

/** Order is numeric; what is not a number is neither more nor less. */
function order(actual: string, value: string, test: (sign: number) => boolean): boolean {
  const left = Decimal.tryParse(actual)
  const right = Decimal.tryParse(value)
  return left !== undefined && right !== undefined && test(left.compare(right))
}

/** References of the properties that a condition asks about. */
export function propertiesOf(condition: Condition): string[] {
  return condition.kind === 'compare' ? [condition.property] : condition.of.flatMap(propertiesOf)
}
