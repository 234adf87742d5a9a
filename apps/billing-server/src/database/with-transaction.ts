import type { Database } from './database.ts'

/** Makes a database that does everything as another one does, but its transactions. */
export function withTransaction(database: Database, transaction: Database['transaction']): Database {
  return {
    engine: database.engine,
    concurrency: database.concurrency,
    query: (sql, parameters) => database.query(sql, parameters),
    close: () => database.close(),
    transaction,
  }
}
