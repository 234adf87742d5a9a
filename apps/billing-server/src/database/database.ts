/** A connection that takes SQL, outside of a transaction or inside of one. */
export interface Queryable {
  /**
   * Runs one statement with `$1`-style parameters and returns its rows. Without parameters the text may hold several
   * statements (a migration); then the rows are those of the last one.
   *
   * The same values come back from both engines: `int8` as a number (an unsafe integer throws), `numeric` as a decimal
   * string, `timestamptz` as a `Date`, `json` and `jsonb` parsed. Parameters: strings, numbers, booleans, null, `Date`,
   * and arrays of them; JSON is passed as text and cast in the SQL, because the drivers disagree on arrays.
   */
  query<Row extends object = Record<string, unknown>>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>
}

/** The database that answers, as it reports itself. */
export interface DatabaseEngine {
  readonly name: 'pglite' | 'postgresql'
  /** For example `18.1` or `15.20`. */
  readonly version: string
}

/** The settings of a transaction. */
export interface TransactionOptions {
  /**
   * Default true: a statement or a wait for a lock that takes too long ends. Migrations may take as long as they do.
   */
  readonly timeLimits?: boolean
  /**
   * Default false. True for work that may be refused: where the engine has a single connection, it ends with a
   * `DatabaseUnavailableError` when others have waited a second for it.
   */
  readonly givesWay?: boolean
}

/** The one port to a database. PGlite and PostgreSQL implement it; nothing else in this app knows either. */
export interface Database extends Queryable {
  readonly engine: DatabaseEngine
  /** Transactions that make sense at the same time: 1 where the engine has a single connection. */
  readonly concurrency: number
  /**
   * Runs `work` in one READ COMMITTED transaction: committed when it resolves, rolled back when it rejects. `work` may
   * run again where the engine ended it before its commit, so what it does beside the transaction has to bear that.
   */
  transaction<Result>(work: (queryable: Queryable) => Promise<Result>, options?: TransactionOptions): Promise<Result>
  /** Waits for what is under way, then frees the connection and, with PGlite, the folder. */
  close(): Promise<void>
}
