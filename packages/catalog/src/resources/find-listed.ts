import { type CallResult, paginate } from '@tallygate/client'

/** Entries that are asked for at once: the API's documents name no maximum; 50 is their default. */
export const PAGE_LIMIT = 50

/**
 * Those of a list that have one of the references: for resources that the API finds by id alone. Of two with the same
 * reference the first one listed counts.
 */
export async function findListed<Wire extends { readonly reference?: string | null }>(
  references: readonly string[],
  list: (page: number) => Promise<CallResult<{ readonly data?: readonly Wire[] }, unknown>>,
): Promise<ReadonlyMap<string, Wire>> {
  const found = new Map<string, Wire>()
  if (references.length === 0) return found
  const wanted = new Set(references)
  for await (const wire of paginate(list, { limit: PAGE_LIMIT })) {
    const { reference } = wire
    if (reference && wanted.has(reference) && !found.has(reference)) found.set(reference, wire)
  }
  return found
}
