import { type DataDirectoryTemplate, dataDirectoryTemplate } from './data-directory-template.ts'
import type { Database } from './database.ts'
import { migrate } from './migrate.ts'
import { PGliteDatabase } from './pglite-database.ts'
import { PostgresDatabase } from './postgres-database.ts'

export interface DatabaseLocation {
  /** A PostgreSQL server; when absent, PGlite in `dataDir`. */
  readonly databaseUrl?: string | undefined
  readonly dataDir: string
}

export function openDatabase(
  { databaseUrl, dataDir }: DatabaseLocation,
  onError: (error: Error) => void,
  template?: DataDirectoryTemplate,
): Promise<Database> {
  return databaseUrl === undefined
    ? PGliteDatabase.open(dataDir, template)
    : PostgresDatabase.open(databaseUrl, onError)
}

/**
 * Opens a database and applies the migrations that it lacks; says which. A fresh data directory of PGlite begins as a
 * copy of one that is migrated already, and the first one becomes that template.
 */
export async function openMigratedDatabase(
  location: DatabaseLocation,
  onError: (error: Error) => void,
  template: DataDirectoryTemplate = dataDirectoryTemplate(),
): Promise<{ readonly database: Database; readonly applied: readonly string[] }> {
  const database = await openDatabase(location, onError, template)
  try {
    const applied = await migrate(database)
    // All of them: nothing but them is in it. Packing and writing go on while the server serves.
    if (database instanceof PGliteDatabase && applied[0]?.startsWith('0001') === true) {
      void template.save(await database.dump())
    }
    return { database, applied }
  } catch (error) {
    await database.close()
    throw error
  }
}
