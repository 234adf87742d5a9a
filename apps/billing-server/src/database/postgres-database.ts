import pg from 'pg'
import { encodeParameter, INT8_OID, NUMERIC_OID, parseInt8 } from './codecs.ts'
import type { Database, DatabaseEngine, Queryable } from './database.ts'

/** Connections of one server process. Enough for the requests that wait on the database at once; PostgreSQL's default allows 100 in all. */
const MAX_CONNECTIONS = 16
/** A statement that takes longer is a fault; the request it belongs to has long been given up. */
const STATEMENT_TIMEOUT_MS = 60_000
const CONNECT_TIMEOUT_MS = 10_000

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8_OID) return parseInt8
    if (oid === NUMERIC_OID) return (text: string) => text
    return pg.types.getTypeParser(oid, format)
  }) as pg.CustomTypesConfig['getTypeParser'],
}

async function run<Row extends object>(
  connection: pg.Pool | pg.PoolClient,
  sql: string,
  parameters?: readonly unknown[],
): Promise<Row[]> {
  if (parameters === undefined) {
    // Several statements in one text come back as several results.
    const results = (await connection.query(sql)) as pg.QueryResult<Row> | pg.QueryResult<Row>[]
    return Array.isArray(results) ? (results.at(-1)?.rows ?? []) : results.rows
  }
  return (await connection.query<Row>(sql, parameters.map(encodeParameter))).rows
}

/** A PostgreSQL server, 15 or newer, through a pool of connections. */
export class PostgresDatabase implements Database {
  readonly engine: DatabaseEngine
  readonly concurrency = MAX_CONNECTIONS / 4
  readonly #pool: pg.Pool

  private constructor(pool: pg.Pool, engine: DatabaseEngine) {
    this.#pool = pool
    this.engine = engine
  }

  /** Connects to a `postgres://` URL. `onError` hears of idle connections that broke: nobody else could. */
  static async open(url: string, onError: (error: Error) => void): Promise<PostgresDatabase> {
    const pool = new pg.Pool({
      connectionString: url,
      max: MAX_CONNECTIONS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      types,
    })
    pool.on('error', onError)
    try {
      const [row] = await run<{ server_version: string }>(pool, 'show server_version', [])
      const version = row?.server_version.split(' ')[0] ?? 'unknown'
      return new PostgresDatabase(pool, { name: 'postgresql', version })
    } catch (error) {
      await pool.end()
      throw error
    }
  }

  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]> {
    return run<Row>(this.#pool, sql, parameters)
  }

  async transaction<Result>(work: (queryable: Queryable) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect()
    let broken: Error | undefined
    try {
      await client.query('begin isolation level read committed')
      const result = await work({ query: (sql, parameters) => run(client, sql, parameters) })
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback').catch((cause: Error) => {
        broken = cause
      })
      throw error
    } finally {
      client.release(broken)
    }
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }
}
