import type { Queryable } from '../database/database.ts'
import { invalidOperation } from '../http/api-fault.ts'
import { findSoldBy, type SoldType } from './sold-parts.store.ts'

/**
 * Throws where a plan version that is ACTIVE, or the schedule of an ACTIVE subscription, is sold by the part: without
 * it its usage would be refused or its prices would be lost. `now` is the server's time.
 */
export async function requireUnsold(
  database: Queryable,
  { type, id, reference }: { readonly type: SoldType; readonly id: string; readonly reference: string },
  status: string,
  now: Date,
): Promise<void> {
  const found = await findSoldBy(database, { type, id }, now)
  if (found === undefined) return
  const message = `${reference} cannot be ${status}: the ${found.noun} ${found.name} is sold by it; use DEPRECATED to sell it no more, or end what is sold first`
  throw invalidOperation(message, { field: 'status', resourceType: type, resourceId: id })
}

/** States in which a part takes no usage and has no price. */
export const takesPart = (status: string | null | undefined): boolean => status !== 'DRAFT' && status !== 'ARCHIVED'
