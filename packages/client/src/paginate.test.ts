import { describe, expect, test } from 'vitest'
import { paginate } from './paginate.ts'

interface Page {
  readonly data?: readonly { readonly id?: string }[] | null
  readonly page?: number
  readonly limit?: number | null
  readonly total_number_of_pages?: number | null
  readonly links?: { readonly next?: string | null }
}

function listOf(...pages: readonly Page[]) {
  const asked: number[] = []
  const fetchPage = async (page: number) => {
    asked.push(page)
    const data: Page = pages[Math.min(page, pages.length) - 1] ?? {}
    return { data, response: Response.json({}) }
  }
  return { asked, fetchPage }
}

const items = (...ids: readonly string[]) => ids.map((id) => ({ id }))

async function idsOf(pages: AsyncIterable<{ readonly id?: string }>): Promise<string> {
  const ids: string[] = []
  for await (const item of pages) ids.push(item.id ?? '?')
  return ids.join('')
}

// The last page that is listed is answered for every later one too, so a loop that goes too far shows.
test.each<[string, readonly Page[], { readonly limit?: number }, string, number]>([
  ['a data-only list is one page', [{ data: items('a', 'b') }], {}, 'ab', 1],
  ['an empty data-only list', [{ data: [] }], {}, '', 1],
  ['a list without data', [{ data: null }], {}, '', 1],
  ['a paged list of one page', [{ data: items('a'), page: 1, total_number_of_pages: 1 }], {}, 'a', 1],
  [
    'a paged list',
    [
      { data: items('a', 'b'), total_number_of_pages: 2 },
      { data: items('c'), total_number_of_pages: 2 },
    ],
    {},
    'abc',
    2,
  ],
  [
    'a list that ends by its links',
    [
      { data: items('a'), links: { next: '/2' } },
      { data: items('b'), links: { next: null } },
    ],
    {},
    'ab',
    2,
  ],
  [
    'a list that ends by a short page',
    [
      { data: items('a', 'b'), limit: 2 },
      { data: items('c'), limit: 2 },
    ],
    {},
    'abc',
    2,
  ],
  [
    'a paged list that ends early',
    [
      { data: items('a'), total_number_of_pages: 9 },
      { data: [], total_number_of_pages: 9 },
    ],
    {},
    'a',
    2,
  ],
  [
    'an entry that moved to the next page is handed out once',
    [
      { data: items('b', 'a'), total_number_of_pages: 3 },
      { data: items('a', 'z'), total_number_of_pages: 3 },
      { data: items('y'), total_number_of_pages: 3 },
    ],
    {},
    'bazy',
    3,
  ],
  [
    'a page of nothing but moved entries does not end a list that counts its pages',
    [
      { data: items('a'), total_number_of_pages: 3 },
      { data: items('a'), total_number_of_pages: 3 },
      { data: items('b'), total_number_of_pages: 3 },
    ],
    {},
    'ab',
    3,
  ],
  [
    'a data-only list with a limit goes on while pages are full',
    [{ data: items('a', 'b') }, { data: items('c') }],
    { limit: 2 },
    'abc',
    2,
  ],
  ['a data-only list that ignores the page is read once', [{ data: items('a', 'b') }], { limit: 2 }, 'ab', 2],
])('%s', async (_, pages, options, want, requests) => {
  const { asked, fetchPage } = listOf(...pages)
  expect(await idsOf(paginate(fetchPage, options))).toBe(want)
  expect(asked).toHaveLength(requests)
})

describe('the cap', () => {
  test('ends a list that never ends, after handing out what was read', async () => {
    const { asked, fetchPage } = listOf({ data: [{}], total_number_of_pages: 1_000_000 })
    const seen: unknown[] = []
    const read = async (): Promise<void> => {
      for await (const item of paginate(fetchPage, { maxPages: 3 })) seen.push(item)
    }
    await expect(read()).rejects.toMatchObject({ code: 'PAGINATION_LIMIT_REACHED', maxPages: 3 })
    expect([seen.length, asked.length]).toEqual([3, 3])
  })

  test('is not reached by a list of exactly that many pages', async () => {
    const { fetchPage } = listOf({ data: items('a'), total_number_of_pages: 1 })
    expect(await idsOf(paginate(fetchPage, { maxPages: 1 }))).toBe('a')
  })

  test.each([0, -1, 1.5, Number.NaN])('must be a whole number from 1: %d', async (maxPages) => {
    await expect(paginate(listOf({}).fetchPage, { maxPages }).next()).rejects.toThrow('maxPages must be a whole number')
  })
})

test('a reader that stops early asks for no further page', async () => {
  const { asked, fetchPage } = listOf({ data: items('a', 'b'), total_number_of_pages: 5 })
  for await (const item of paginate(fetchPage)) {
    expect(item.id).toBe('a')
    break
  }
  expect(asked).toEqual([1])
})

test('an error in the middle is thrown after the entries before it', async () => {
  const fetchPage = async (page: number) =>
    page === 1
      ? { data: { data: items('a'), total_number_of_pages: 2 }, response: Response.json({}) }
      : {
          error: { type: 'INVALID_REQUEST', code: 'INVALID_FIELD', message: 'no' },
          response: new Response('', { status: 400 }),
        }
  const pages = paginate(fetchPage)
  expect((await pages.next()).value).toEqual({ id: 'a' })
  await expect(pages.next()).rejects.toMatchObject({ name: 'BillingApiError', code: 'INVALID_FIELD', status: 400 })
})
