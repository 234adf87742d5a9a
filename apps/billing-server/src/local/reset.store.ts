import type { Database, Queryable } from '../database/database.ts'
import { DEADLOCK_DETECTED, sqlState } from '../database/sql-state.ts'

/** The most tries of a reset that met other work: such work is short, so one more try is mostly enough. */
const MAX_ATTEMPTS = 5
/**
 * The size up to which a table is emptied row by row. Truncating costs by the table, some 25 ms each; deleting, by the
 * row.
 */
const MAX_DELETED_BYTES = 512 * 1024

interface Table {
  readonly name: string
  readonly isEmpty: boolean
  readonly isLarge: boolean
}

/**
 * Empties every table but the list of migrations, and keeps how far the clock stands ahead of the system's from now on:
 * `offsetMs` is asked for when all else is gone. Resolves with it.
 */
export async function resetDatabase(database: Database, offsetMs: () => number): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction((transaction) => empty(transaction, offsetMs))
    } catch (error) {
      // Work that goes on meanwhile takes the tables in an order of its own. The database lets go of one of the two.
      if (sqlState(error) !== DEADLOCK_DETECTED || attempt === MAX_ATTEMPTS) throw error
    }
  }
}

async function empty(transaction: Queryable, offsetMs: () => number): Promise<number> {
  const tables = await listTables(transaction)
  // Nobody else writes from here on: what others wrote is seen and goes, what they will write comes after the reset.
  await transaction.query(`lock table ${tables.map(({ name }) => name).join(', ')} in exclusive mode`, [])
  if (await mayIgnoreTriggers(transaction)) await deleteRows(transaction)
  else await truncate(transaction, tables)
  await transaction.query('insert into metering_revision (revision) values (1)', [])
  const offset = Math.round(offsetMs())
  await transaction.query('insert into server_clock (offset_ms) values ($1)', [offset])
  return offset
}

/**
 * Deletes what must never be deleted otherwise: FINAL invoices, wallets' entries. That takes the triggers that say so
 * out of the way.
 */
async function deleteRows(transaction: Queryable): Promise<void> {
  const filled = (await listTables(transaction)).filter(({ isEmpty }) => !isEmpty)
  const small = filled.filter(({ isLarge }) => !isLarge)
  const statements = ['set local session_replication_role = replica', ...small.map(({ name }) => `delete from ${name}`)]
  await transaction.query(statements.join(';'))
  await truncate(
    transaction,
    filled.filter(({ isLarge }) => isLarge),
  )
}

async function truncate(transaction: Queryable, tables: readonly Table[]): Promise<void> {
  if (tables.length === 0) return
  await transaction.query(`truncate table ${tables.map(({ name }) => name).join(', ')} cascade`, [])
}

/** Tells whether the user of the connection may set triggers aside: a superuser, or one who was granted it. */
async function mayIgnoreTriggers(transaction: Queryable): Promise<boolean> {
  const [row] = await transaction.query<{ granted: boolean }>(
    `select has_parameter_privilege('session_replication_role', 'SET') as granted`,
    [],
  )
  return row?.granted === true
}

function listTables(transaction: Queryable): Promise<Table[]> {
  return transaction.query<Table>(
    `select quote_ident(c.relname) as name, pg_relation_size(c.oid) = 0 as "isEmpty", pg_table_size(c.oid) > $1 as "isLarge"
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = current_schema() and c.relkind = 'r' and c.relname <> 'schema_migrations'
      order by c.relname`,
    [MAX_DELETED_BYTES],
  )
}
