import { createHash } from 'node:crypto'
import type { Queryable } from '../database/database.ts'

/** Locks share this many numbers: few enough that a batch of any size holds no more than PostgreSQL has room for. */
const STRIPES = 64
/** The first of the numbers; nothing else in this database uses them. */
const FIRST_LOCK = 7_411_310_000

function stripesOf(names: Iterable<string>): number[] {
  const stripes = new Set<number>()
  for (const name of new Set(names)) stripes.add(createHash('sha256').update(name).digest().readUInt16BE(0) % STRIPES)
  // In order, so that two transactions never deadlock.
  return [...stripes].sort((one, other) => one - other).map((stripe) => FIRST_LOCK + stripe)
}

/**
 * Until the transaction ends, nothing closes an invoice of these customers (named by id or reference, as events do).
 */
export async function shareCustomers(database: Queryable, names: Iterable<string>): Promise<void> {
  await database.query('select pg_advisory_xact_lock_shared(stripe) from unnest($1::bigint[]) as stripe', [
    stripesOf(names),
  ])
}

/** Until the transaction ends, no event of anybody is booked. For rare changes of the configuration. */
export async function holdEveryCustomer(database: Queryable): Promise<void> {
  const stripes = Array.from({ length: STRIPES }, (_, stripe) => FIRST_LOCK + stripe)
  await database.query('select pg_advisory_xact_lock(stripe) from unnest($1::bigint[]) as stripe', [stripes])
}

/** Until the transaction ends, no event of this customer is booked. Both names: events may use either. */
export async function holdCustomer(
  database: Queryable,
  customer: { readonly id: string; readonly reference: string },
): Promise<void> {
  await database.query('select pg_advisory_xact_lock(stripe) from unnest($1::bigint[]) as stripe', [
    stripesOf([customer.id, customer.reference]),
  ])
}
