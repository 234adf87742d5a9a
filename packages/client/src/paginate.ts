import { BillingConfigurationError } from './billing-configuration-error.ts'
import { describeValue } from './describe-value.ts'
import { PaginationLimitError } from './pagination-limit-error.ts'
import { type UnwrapResult, unwrap } from './unwrap.ts'

/** Options of {@link paginate}. */
export interface PaginateOptions {
  /** Pages that are fetched at most before PaginationLimitError. Default 10,000; 1 to 1,000,000. */
  readonly maxPages?: number | undefined
  /**
   * The `limit` that the callback asks for. Needed only for lists that answer `{ data }` alone and yet take `page` and
   * `limit`: a page that is full is then followed by the next one. Default: such an answer is the whole list.
   */
  readonly limit?: number | undefined
}

/** A list answer: `data`, and for paged lists where it stands. */
interface ListBody {
  readonly data?: readonly unknown[] | null
  readonly page?: number | null
  readonly limit?: number | null
  readonly total_number_of_pages?: number | null
  readonly links?: { readonly next?: string | null } | null
}

/** One entry of the list that a call answers with. */
export type ListItem<Result> = Result extends { readonly data: { readonly data?: infer Items } }
  ? NonNullable<Items> extends readonly (infer Item)[]
    ? Item
    : never
  : never

// At the API's largest page of 100 this is a million entries. A server that never says "last" must not make an endless
// loop.
const DEFAULT_MAX_PAGES = 10_000
const LARGEST_MAX_PAGES = 1_000_000

/**
 * Yields every entry of a list, page by page, fetched as they are read. An entry that moved to the next page because
 * others were created meanwhile is handed out once (by its `id`); entries that others' deletion moved to an earlier
 * page can be missed.
 *
 * Throws BillingApiError, BillingConnectionError, and PaginationLimitError after the entries of `maxPages` pages.
 *
 * @example
 * const pages = paginate((page) => client.GET('/v1/customers', { params: { query: { page, limit: 100 } } }))
 * for await (const customer of pages) console.log(customer.reference)
 */
export async function* paginate<Result extends UnwrapResult>(
  fetchPage: (page: number) => Promise<Result>,
  options: PaginateOptions = {},
): AsyncGenerator<ListItem<Result>, void, undefined> {
  const maxPages = readWhole('maxPages', options.maxPages, LARGEST_MAX_PAGES) ?? DEFAULT_MAX_PAGES
  const limit = readWhole('limit', options.limit, LARGEST_MAX_PAGES)
  let before: ReadonlySet<unknown> = new Set()
  for (let page = 1; ; page += 1) {
    const body = (await unwrap(fetchPage(page))) as ListBody | undefined
    const items = body?.data ?? []
    const fresh = items.filter((item) => !before.has(idOf(item)))
    yield* fresh as ListItem<Result>[]
    if (items.length === 0 || !hasNext(body ?? {}, page, limit, items.length, fresh.length)) return
    if (page >= maxPages) throw new PaginationLimitError(maxPages)
    before = new Set(items.map(idOf).filter((id) => id !== undefined))
  }
}

function hasNext(
  body: ListBody,
  page: number,
  limit: number | undefined,
  itemCount: number,
  freshCount: number,
): boolean {
  if (typeof body.total_number_of_pages === 'number') return page < body.total_number_of_pages
  if (body.links?.next !== undefined) return body.links.next !== null && body.links.next !== ''
  // Nothing says where the list ends. A page that only repeats the one before means that the server ignores `page`.
  const pageSize = body.limit ?? limit
  return pageSize !== undefined && itemCount >= pageSize && freshCount > 0
}

function idOf(item: unknown): string | undefined {
  return typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string' ? item.id : undefined
}

function readWhole(name: 'maxPages' | 'limit', value: number | undefined, maximum: number): number | undefined {
  if (value !== undefined && (!Number.isSafeInteger(value) || value < 1 || value > maximum)) {
    throw new BillingConfigurationError({
      option: name,
      message: `${name} must be a whole number from 1 to ${maximum}; it is ${describeValue(value)}.`,
    })
  }
  return value
}
