import type { Database } from '../database/database.ts'

/** Empties every table but the list of migrations, and puts the clock back. */
export async function resetDatabase(database: Database): Promise<void> {
  const tables = await database.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = current_schema() and tablename <> 'schema_migrations'`,
    [],
  )
  await database.transaction(async (transaction) => {
    await transaction.query(`truncate table ${tables.map(({ name }) => name).join(', ')} cascade`, [])
    await transaction.query('insert into metering_revision (revision) values (1)', [])
    await transaction.query('insert into server_clock (offset_ms) values (0)', [])
  })
}
