import type { Queryable } from '../database/database.ts'

/** Reads the references of meter properties by id, as they are now. */
export async function loadPropertyReferences(database: Queryable): Promise<ReadonlyMap<string, string>> {
  const rows = await database.query<{ id: string; reference: string }>('select id, reference from meter_properties', [])
  return new Map(rows.map(({ id, reference }) => [id, reference]))
}
