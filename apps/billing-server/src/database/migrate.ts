import { readdirSync, readFileSync } from 'node:fs'
import type { Database } from './database.ts'

/** The folder of the migrations, with a slash at the end. */
export const MIGRATIONS_FOLDER: URL = new URL('./migrations/', import.meta.url)
/** Any number that nobody else on this database uses: servers that start at once migrate one after the other. */
const MIGRATION_LOCK = 7_411_300_001

/** A migration takes as long as there are rows, and servers that start at once wait for the first. */
const WITHOUT_LIMITS = { timeLimits: false }

/**
 * Applies the migrations that this database has not had yet, in the order of their names, each in its own transaction.
 */
export async function migrate(database: Database): Promise<readonly string[]> {
  const before = await namesOfApplied(database)
  const names = readdirSync(MIGRATIONS_FOLDER)
    .filter((name) => name.endsWith('.sql') && !before.has(name))
    .sort()
  const applied: string[] = []
  for (const name of names) {
    const ran = await database.transaction(async (transaction) => {
      await transaction.query('select pg_advisory_xact_lock($1::bigint)', [MIGRATION_LOCK])
      await transaction.query(
        'create table if not exists schema_migrations (name text primary key, applied_at timestamptz not null default now())',
      )
      const claimed = await transaction.query(
        'insert into schema_migrations (name) values ($1) on conflict do nothing returning name',
        [name],
      )
      if (claimed.length === 0) return false
      await transaction.query(readFileSync(new URL(name, MIGRATIONS_FOLDER), 'utf8'))
      return true
    }, WITHOUT_LIMITS)
    if (ran) applied.push(name)
  }
  if (applied.length > 0) {
    await database.transaction(async (transaction) => {
      await transaction.query('select pg_advisory_xact_lock($1::bigint)', [MIGRATION_LOCK])
      await transaction.query('select sort_ids_by_bytes()', [])
    }, WITHOUT_LIMITS)
  }
  return applied
}

async function namesOfApplied(database: Database): Promise<ReadonlySet<string>> {
  const [table] = await database.query<{ found: boolean }>(
    `select to_regclass('schema_migrations') is not null as found`,
    [],
  )
  if (table?.found !== true) return new Set()
  const rows = await database.query<{ name: string }>('select name from schema_migrations', [])
  return new Set(rows.map(({ name }) => name))
}
