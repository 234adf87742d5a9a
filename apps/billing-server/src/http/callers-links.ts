/** The links of a page, beside its data. */
interface Linked {
  readonly links?: unknown
}

/**
 * The answer with the caller's own filters and order in its links, whichever handler made it: a link that forgot them
 * would lead to another list. Only `page` and `limit` are the link's.
 */
export function withCallersQuery(answer: unknown, search: URLSearchParams): unknown {
  const links = (answer as Linked | null | undefined)?.links
  if (typeof links !== 'object' || links === null || Array.isArray(links)) return answer
  const carried = Object.fromEntries(
    Object.entries(links).map(([name, link]) => [name, typeof link === 'string' ? withQuery(link, search) : link]),
  )
  return { ...(answer as object), links: carried }
}

function withQuery(link: string, search: URLSearchParams): string {
  const at = link.indexOf('?')
  const [path, own] = at === -1 ? [link, ''] : [link.slice(0, at), link.slice(at + 1)]
  const query = new URLSearchParams(search)
  for (const [name, value] of new URLSearchParams(own)) query.set(name, value)
  // Brackets stay readable, as callers write them: expand[]=customer_id.
  return `${path}?${query.toString().replaceAll('%5B', '[').replaceAll('%5D', ']')}`
}
