import type { components } from '@tallygate/client'
import type { LongPage } from './list-page.store.ts'
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

/** As {@link pageResponse}, for a list that may be too long to be counted: its number of pages is null then. */
export function longPageResponse<Item>(
  path: string,
  { page, limit }: { readonly page: number; readonly limit: number },
  { rows, total, more }: LongPage<Item>,
): { data: Item[]; page: number; limit: number; total_number_of_pages: number | null; links: PaginationLinks } {
  const link = (number: number): string => `${path}?page=${number}&limit=${limit}`
  return {
    data: rows,
    page,
    limit,
    total_number_of_pages: total === undefined ? null : Math.max(1, Math.ceil(total / limit)),
    links: {
      first: link(1),
      previous: page > 1 ? link(page - 1) : null,
      current: link(page),
      next: more ? link(page + 1) : null,
    },
  }
}
