import { invalidField } from '../http/api-fault.ts'
import { readInstant } from '../http/read-instant.ts'
import type { Filter } from './conditions.store.ts'

/**
 * A range of a query, `[from,to]` or one instant, both ends included, as a condition on an SQL expression of the code.
 */
export function rangeFilter(field: string, range: string | undefined, sql: string): readonly Filter[] {
  if (range === undefined) return []
  const [from = '', to = from, ...rest] = range.replace(/^\[|\]$/g, '').split(',')
  try {
    const [start, end] = [readInstant(from.trim()), readInstant(to.trim())]
    if (rest.length > 0) throw new RangeError(range)
    return [{ sql, from: start, to: end }]
  } catch {
    const example = '[2026-01-01T00:00:00Z,2026-02-01T00:00:00Z]'
    throw invalidField(field, `value is not a range of instants such as ${example}`)
  }
}

/** `custom_field=<reference>:<value>`: resources whose custom field has that value, alone or among several. */
export function customFieldFilter(given: string | undefined): readonly Filter[] {
  if (given === undefined) return []
  const at = given.indexOf(':')
  if (at <= 0) throw invalidField('custom_field', 'value is not a reference and a value such as region:EU')
  return [{ customField: given.slice(0, at), oneOf: [given.slice(at + 1)] }]
}

/**
 * Returns the values that a list is filtered by, each one of `known`. The contract leaves such values open, since the
 * vendor may add some; one that this server never has is refused, since it could only find nothing.
 */
export function knownValues<Given extends string | readonly string[] | undefined>(
  field: string,
  given: Given,
  known: readonly string[],
): Given {
  const values: readonly string[] = typeof given === 'string' ? [given] : ((given as readonly string[]) ?? [])
  const at = values.findIndex((value) => !known.includes(value))
  if (at < 0) return given
  throw invalidField(typeof given === 'string' ? field : `${field}.${at}`, `value is not one of ${known.join(', ')}`)
}
