import type { Database, Queryable } from '../database/database.ts'

/**
 * A transaction as a database of its own: each transaction inside of it is a savepoint, so that one may fail without
 * the others, and none of them outlives the outer one.
 */
export class SavepointDatabase implements Database {
  readonly engine: Database['engine']
  readonly concurrency = 1
  readonly #transaction: Queryable
  #last: Promise<unknown> = Promise.resolve()
  #count = 0

  constructor(transaction: Queryable, engine: Database['engine']) {
    this.#transaction = inSequence(transaction)
    this.engine = engine
  }

  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]> {
    return this.#transaction.query<Row>(sql, parameters)
  }

  /** One after the other: savepoints nest, and those of two callers must not. */
  transaction<Result>(work: (queryable: Queryable) => Promise<Result>): Promise<Result> {
    const mine = this.#last.then(() => this.#run(work))
    this.#last = mine.catch(() => {})
    return mine
  }

  /** Nothing: it ends with the outer transaction. */
  close(): Promise<void> {
    return Promise.resolve()
  }

  async #run<Result>(work: (queryable: Queryable) => Promise<Result>): Promise<Result> {
    this.#count += 1
    const name = `inner_${this.#count}`
    await this.#transaction.query(`savepoint ${name}`)
    try {
      const result = await work(this.#transaction)
      await this.#transaction.query(`release savepoint ${name}`)
      return result
    } catch (error) {
      await this.#transaction.query(`rollback to savepoint ${name}`)
      throw error
    }
  }
}

/** One statement after the other: a connection takes no second one while it has a first. */
function inSequence(connection: Queryable): Queryable {
  let last: Promise<unknown> = Promise.resolve()
  return {
    query: <Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]> => {
      const mine = last.then(() => connection.query<Row>(sql, parameters))
      last = mine.catch(() => {})
      return mine
    },
  }
}
