import type { DatabaseSync } from 'node:sqlite'
import { JournalError } from '../errors/journal-error.ts'
import { ADDED_COLUMNS, FORMAT, SCHEMA } from './sqlite-journal-rows.ts'

/** Throws JournalError for a file that a later version of this package wrote. */
export function assertFormat(database: DatabaseSync, path: string): void {
  const format = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
  if (format <= FORMAT) return
  throw new JournalError({
    message: `The format of the journal ${path} must be 1 or ${FORMAT}; it is ${format}. Open it with the version of @tallygate/entitlements that wrote it, or a later one.`,
  })
}

/** Brings a file to the format, a new one or one of format 1, which gets the columns that it lacks. */
export function writeFormat(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE')
  for (const [table, column, type] of ADDED_COLUMNS)
    if (hasTable(database, table) && !hasColumn(database, table, column))
      database.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`)
  database.exec(SCHEMA)
  database.exec(`PRAGMA user_version = ${FORMAT}`)
  database.exec('COMMIT')
}

export function hasColumn(database: DatabaseSync, table: string, column: string): boolean {
  return columnsOf(database, table).some(({ name }) => name === column)
}

function hasTable(database: DatabaseSync, table: string): boolean {
  return columnsOf(database, table).length > 0
}

function columnsOf(database: DatabaseSync, table: string): Record<string, unknown>[] {
  return database.prepare(`SELECT name FROM pragma_table_info('${table}')`).all()
}
