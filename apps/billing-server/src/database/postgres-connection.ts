import type pg from 'pg'
import { encodeParameter } from './codecs.ts'
import { DatabaseUnavailableError } from './database-unavailable-error.ts'
import { sqlState, unavailableReason } from './sql-state.ts'

/**
 * The time that this process waits longer than the server itself for the end of a statement. After it the connection
 * counts as lost.
 */
const ANSWER_MARGIN_MS = 3_000

/** The errors for which clients were lost. */
const losses = new WeakMap<object, Error>()
const watched = new WeakSet<object>()

/**
 * Notes when a client is lost, for as long as it lives. The pool listens only to those that lie idle, and an error
 * without a listener ends the process. The pool does this at the connection: a server that shuts down says so in the
 * moment in which a client becomes ready, before anybody has it.
 */
export function watchClient(client: pg.PoolClient): void {
  if (watched.has(client)) return
  watched.add(client)
  client.on('error', (error) => {
    if (!losses.has(client)) losses.set(client, error)
  })
}

/**
 * A connection of the pool that one caller has to itself. Every wait on it ends, whatever the network and the server
 * do.
 */
export class PostgresConnection {
  readonly #client: pg.PoolClient
  readonly #answerMs: number

  /** `statementTimeoutMs` is the server's own limit; 0 is none. */
  constructor(client: pg.PoolClient, statementTimeoutMs: number) {
    this.#client = client
    this.#answerMs = statementTimeoutMs === 0 ? 0 : statementTimeoutMs + ANSWER_MARGIN_MS
    watchClient(client)
  }

  get #lost(): Error | undefined {
    return losses.get(this.#client)
  }

  #lose(error: Error): void {
    if (this.#lost === undefined) losses.set(this.#client, error)
  }

  async query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]> {
    try {
      const results = await this.#answerOf<Row>(sql, parameters)
      // Several statements in one text come back as several results.
      return Array.isArray(results) ? (results.at(-1)?.rows ?? []) : results.rows
    } catch (error) {
      throw this.#explain(error)
    }
  }

  /** Commits the transaction. A connection that is lost on the way leaves it unknown whether it did. */
  async commit(): Promise<void> {
    if (this.#lost !== undefined) throw this.#explain(this.#lost)
    try {
      await this.query('commit')
    } catch (error) {
      throw withUnknownOutcome(error)
    }
  }

  /** Rolls the transaction back. One that cannot be is ended with its connection. */
  async rollBack(): Promise<void> {
    if (this.#lost !== undefined) return
    try {
      await this.query('rollback')
    } catch (error) {
      this.#lose(error instanceof Error ? error : new Error(String(error)))
    }
  }

  /** Gives it back; one that is lost is closed. */
  release(): void {
    this.#client.release(this.#lost)
  }

  async #answerOf<Row extends object>(
    sql: string,
    parameters: readonly unknown[] | undefined,
  ): Promise<pg.QueryResult<Row> | pg.QueryResult<Row>[]> {
    const answer =
      parameters === undefined
        ? this.#client.query<Row>(sql)
        : this.#client.query<Row>(sql, parameters.map(encodeParameter))
    if (this.#answerMs === 0) return answer
    let timer: NodeJS.Timeout | undefined
    const overdue = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.#lose(new Error(`the database did not answer within ${this.#answerMs} ms`))
        reject(this.#lost)
      }, this.#answerMs)
    })
    try {
      return await Promise.race([answer, overdue])
    } finally {
      clearTimeout(timer)
    }
  }

  #explain(error: unknown): unknown {
    const reason =
      unavailableReason(error) ?? (this.#lost !== undefined && sqlState(error) === undefined && 'connection')
    if (!reason) return error
    const cause = error instanceof Error ? error : this.#lost
    // The server closes a connection that it ends, and one to a copy that only reads leads to the wrong server.
    if (reason === 'connection' || sqlState(error) === '25006')
      this.#lose(cause ?? new Error('the connection was lost'))
    const message = `the database cannot do this now: ${cause?.message ?? String(error)}`
    return new DatabaseUnavailableError(message, { reason, committed: 'none', cause: error })
  }
}

/** The same error of a statement that may have been carried out although its answer was lost. */
export function withUnknownOutcome(error: unknown): unknown {
  if (!DatabaseUnavailableError.isInstance(error) || error.reason !== 'connection') return error
  return new DatabaseUnavailableError(error.message, { reason: error.reason, committed: 'unknown', cause: error.cause })
}
