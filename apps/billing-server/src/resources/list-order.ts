import { invalidField } from '../http/api-fault.ts'

/** The order that a request asks for. */
export interface ListOrder {
  readonly order_by?: string
  readonly order_direction?: 'asc' | 'desc'
}

/**
 * Returns what a list is sorted by, as SQL: `allowed` is SQL from the code by the API's names, the first one the
 * default. Rows that are equal in it follow their ids, so that pages never overlap; ids sort by
 * their bytes (migration 0005). Throws naming `order_by`.
 */
export function listOrder(query: ListOrder, allowed: Readonly<Record<string, string>>): string {
  const names = Object.keys(allowed)
  const name = query.order_by ?? names[0]
  const sql = name !== undefined && Object.hasOwn(allowed, name) ? allowed[name] : undefined
  if (sql === undefined) throw invalidField('order_by', `value is not one of ${names.join(', ')}`)
  const direction = query.order_direction === 'asc' ? 'asc' : 'desc'
  return `${sql} ${direction} nulls last, id ${direction}`
}
