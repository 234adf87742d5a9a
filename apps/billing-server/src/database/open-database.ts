import type { Database } from './database.ts'
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
): Promise<Database> {
  return databaseUrl === undefined ? PGliteDatabase.open(dataDir) : PostgresDatabase.open(databaseUrl, onError)
}
