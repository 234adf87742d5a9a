import type { Database } from '../database/database.ts'
import { DEADLOCK_DETECTED, sqlState } from '../database/sql-state.ts'

/** How often a reset begins again that met other work: what it waits for is short, so one more time is mostly enough. */
const MAX_ATTEMPTS = 5

/** Empties every table but the list of migrations, and puts the clock back. */
export async function resetDatabase(database: Database): Promise<void> {
  const tables = await database.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = current_schema() and tablename <> 'schema_migrations'
      order by tablename`,
    [],
  )
  for (let attempt = 1; ; attempt += 1) {
    try {
      await empty(
        database,
        tables.map(({ name }) => name),
      )
      return
    } catch (error) {
      // Work that goes on meanwhile takes the tables in an order of its own. The database lets go of one of the two.
      if (sqlState(error) !== DEADLOCK_DETECTED || attempt === MAX_ATTEMPTS) throw error
    }
  }
}

function empty(database: Database, tables: readonly string[]): Promise<void> {
  return database.transaction(async (transaction) => {
    await transaction.query(`truncate table ${tables.join(', ')} cascade`, [])
    await transaction.query('insert into metering_revision (revision) values (1)', [])
    await transaction.query('insert into server_clock (offset_ms) values (0)', [])
  })
}
