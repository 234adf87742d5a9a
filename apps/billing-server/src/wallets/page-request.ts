import type { PageRequest } from '../resources/resource.store.ts'

/** A page of 50 where the caller says nothing. */
const DEFAULT_LIMIT = 50

/** Reads which page of a list a request asks for, and in which order. */
export function pageRequestOf(query: {
  readonly page?: number | undefined
  readonly limit?: number | undefined
  readonly order_by?: string | undefined
  readonly order_direction?: 'asc' | 'desc' | undefined
}): PageRequest & { readonly page: number; readonly limit: number } {
  return {
    page: query.page ?? 1,
    limit: query.limit ?? DEFAULT_LIMIT,
    orderBy: query.order_by,
    orderDirection: query.order_direction,
  }
}
