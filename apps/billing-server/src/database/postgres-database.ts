import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { INT8_OID, NUMERIC_OID, parseInt8 } from './codecs.ts'
import type { Database, DatabaseEngine, Queryable, TransactionOptions } from './database.ts'
import { DatabaseUnavailableError } from './database-unavailable-error.ts'
import { PostgresConnection, watchClient, withUnknownOutcome } from './postgres-connection.ts'

/**
 * Connections of one server process. Enough for the requests that wait on the database at once; PostgreSQL's default
 * allows 100 in all.
 */
const MAX_CONNECTIONS = 16
/** Callers that wait for a connection at most: more could not be served before they give up. */
const MAX_WAITING = 512
/**
 * The longest wait of a caller for a connection, made anew or given back: longer than the holder of a connection waits
 * for a lock.
 */
const CONNECT_TIMEOUT_MS = 8_000
/** A statement that takes longer is a fault; the request it belongs to has long been given up. */
const STATEMENT_TIMEOUT_MS = 30_000
/**
 * The longest wait for a lock: other work holds locks for milliseconds. A longer wait keeps a connection from everybody
 * else.
 */
const LOCK_TIMEOUT_MS = 5_000
/** A server that stands still within a transaction must not hold its locks for ever. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000
/** A peer that is gone without a word is noticed on connections that lie idle. */
const KEEP_ALIVE_AFTER_MS = 10_000

/**
 * The most tries of work that a lost connection or a conflict ended before its commit: more than once in a row is no
 * chance.
 */
const MAX_ATTEMPTS = 3
/** The time after which work is not tried again: its caller gets an error, and asks again when it likes to. */
const RETRY_WITHIN_MS = 2_000
/** The wait before another attempt is a random part of this, doubled each time. */
const RETRY_DELAY_MS = 100

const BEGIN = 'begin isolation level read committed'
const BEGIN_WITHOUT_LIMITS = `${BEGIN}; set local statement_timeout = 0; set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0`

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8_OID) return parseInt8
    if (oid === NUMERIC_OID) return (text: string) => text
    return pg.types.getTypeParser(oid, format)
  }) as pg.CustomTypesConfig['getTypeParser'],
}

/**
 * A PostgreSQL server, 15 or newer, through a pool of connections. Every wait ends: for a connection, a lock, an
 * answer. What fails for a reason of the moment is a `DatabaseUnavailableError`. Work that ended before its commit, for
 * a lost connection or a conflict, is done again.
 */
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
      lock_timeout: LOCK_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
      types,
    })
    pool.on('error', onError)
    pool.on('connect', watchClient)
    try {
      const { rows } = await pool.query<{ server_version: string }>('show server_version')
      const version = rows[0]?.server_version.split(' ')[0] ?? 'unknown'
      return new PostgresDatabase(pool, { name: 'postgresql', version })
    } catch (error) {
      await pool.end()
      throw error
    }
  }

  /**
   * One statement in a transaction of its own. Only one that reads is sent again: of another it is unknown whether it
   * was done.
   */
  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]> {
    const reads = /^\s*(select|show)\b/i.test(sql)
    return withRetries(async () => {
      const connection = await this.#connect(STATEMENT_TIMEOUT_MS)
      try {
        return await connection.query<Row>(sql, parameters)
      } catch (error) {
        throw reads ? error : withUnknownOutcome(error)
      } finally {
        connection.release()
      }
    })
  }

  transaction<Result>(
    work: (queryable: Queryable) => Promise<Result>,
    { timeLimits = true }: TransactionOptions = {},
  ): Promise<Result> {
    return withRetries(async () => {
      const connection = await this.#connect(timeLimits ? STATEMENT_TIMEOUT_MS : 0)
      try {
        await connection.query(timeLimits ? BEGIN : BEGIN_WITHOUT_LIMITS)
        const result = await work(connection)
        await connection.commit()
        return result
      } catch (error) {
        await connection.rollBack()
        throw error
      } finally {
        connection.release()
      }
    })
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }

  async #connect(statementTimeoutMs: number): Promise<PostgresConnection> {
    if (this.#pool.waitingCount >= MAX_WAITING) {
      const message = `${MAX_WAITING} others wait for a connection to the database already`
      throw new DatabaseUnavailableError(message, { reason: 'busy', committed: 'none' })
    }
    try {
      return new PostgresConnection(await this.#pool.connect(), statementTimeoutMs)
    } catch (error) {
      const isFull = this.#pool.totalCount >= MAX_CONNECTIONS
      const message = `no connection to the database: ${error instanceof Error ? error.message : String(error)}`
      throw new DatabaseUnavailableError(message, {
        reason: isFull ? 'busy' : 'connection',
        committed: 'none',
        cause: error,
      })
    }
  }
}

async function withRetries<Result>(work: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now()
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      const mayGoOn =
        DatabaseUnavailableError.isInstance(error) &&
        error.committed === 'none' &&
        (error.reason === 'connection' || error.reason === 'conflict')
      if (!mayGoOn || attempt === MAX_ATTEMPTS || performance.now() - startedAt > RETRY_WITHIN_MS) throw error
      await wait(Math.random() * RETRY_DELAY_MS * 2 ** attempt)
    }
  }
}
