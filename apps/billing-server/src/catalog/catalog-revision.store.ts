import type { Queryable } from '../database/database.ts'

/**
 * SQL for a text that is another one after every bump, on whatever server. A bump that was rolled back leaves no text
 * behind that a later one could have too, as a number would.
 */
export const CATALOG_REVISION = '(select xmin::text || ctid::text from metering_revision)'

/** Reads the revision of what events are read and booked by: meters and their parts, calculations, product items. */
export async function readCatalogRevision(database: Queryable): Promise<string> {
  const [row] = await database.query<{ revision: string }>(`select ${CATALOG_REVISION} as revision`, [])
  if (row === undefined) throw new Error('the catalog has no revision')
  return row.revision
}

/** Makes every server read what events are read and booked by again before its next event. */
export async function bumpCatalogRevision(database: Queryable): Promise<void> {
  await database.query('update metering_revision set revision = revision + 1', [])
}
