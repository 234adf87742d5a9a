import type { components } from '@tallygate/client'
import type { Page } from './resource.store.ts'

export type PaginationLinks = components['schemas']['PaginationLinks']

/**
 * A page as the API answers it. Links are relative paths with page and limit; the edge adds the caller's other
 * parameters to them.
 */
export function pageResponse<Item>(
  path: string,
  { page = 1, limit = 50 }: { readonly page?: number | undefined; readonly limit?: number | undefined },
  found: Page<Item>,
): { data: Item[]; page: number; limit: number; total_number_of_pages: number; links: PaginationLinks } {
  const pages = Math.max(1, Math.ceil(found.total / limit))
  const link = (number: number): string => `${path}?page=${number}&limit=${limit}`
  return {
    data: found.data,
    page,
    limit,
    total_number_of_pages: pages,
    links: {
      first: link(1),
      previous: page > 1 ? link(page - 1) : null,
      current: link(page),
      next: page < pages ? link(page + 1) : null,
    },
  }
}
