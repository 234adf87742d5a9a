import type { Schema } from '@tallygate/client'
import { MAX_CONDITION_DEPTH } from '@tallygate/rating'
import type { Queryable } from '../database/database.ts'
import { invalidField, missingField, referenceNotFound } from '../http/api-fault.ts'
import type { ResourceStores } from '../resources/resource-stores.ts'

type Condition = Schema<'MeterPropertyCondition'>
type Expression = NonNullable<Schema<'MeterConditions'>['expression']>

/** Conditions as rules and product items have them. */
type Conditions = Pick<Schema<'MeterConditions'>, 'meter_properties' | 'expression'>

/**
 * Names the properties of conditions by id and by reference, whichever was given. `field` is the path of the
 * conditions.
 */
export type ResolveConditions = <Given extends Conditions>(given: Given, field: string) => Given

/**
 * A function that follows the meter properties of conditions. What decides is the id, so that a property may be
 * renamed; the reference beside it is what a reader sees. It throws naming the condition that does not resolve.
 */
export async function meterConditionResolver(
  database: Queryable,
  stores: Pick<ResourceStores, 'meterProperties'>,
): Promise<ResolveConditions> {
  const properties = (await stores.meterProperties.list(database, [])).data
  const resolve = (condition: Condition, at: string): Condition => {
    const name = condition.id ?? condition.reference
    if (name == null) throw missingField(`${at}.reference`, 'METER_PROPERTY')
    const found = properties.find(({ id, reference }) => (condition.id == null ? reference === name : id === name))
    if (found?.id == null) {
      throw referenceNotFound(`${at}.${condition.id == null ? 'reference' : 'id'}`, 'METER_PROPERTY', name)
    }
    return { ...condition, id: found.id, reference: found.reference }
  }
  const resolveExpression = (expression: Expression, at: string, depth: number): Expression => {
    if (depth > MAX_CONDITION_DEPTH) throw invalidField(at, `expressions nest at most ${MAX_CONDITION_DEPTH} deep`)
    if (expression.operands == null) return expression
    const operands = expression.operands.map((operand, index) => {
      const place = `${at}.operands.${index}`
      const { meter_property: comparison, expression: inner } = operand
      return {
        ...operand,
        ...(comparison != null && { meter_property: resolve(comparison, `${place}.meter_property`) }),
        ...(inner != null && { expression: resolveExpression(inner, `${place}.expression`, depth + 1) }),
      }
    })
    return { ...expression, operands }
  }
  return (given, field) => {
    const { meter_properties: list, expression } = given
    return {
      ...given,
      ...(list != null && {
        meter_properties: list.map((one, index) => resolve(one, `${field}.meter_properties.${index}`)),
      }),
      ...(expression != null && { expression: resolveExpression(expression, `${field}.expression`, 1) }),
    }
  }
}
