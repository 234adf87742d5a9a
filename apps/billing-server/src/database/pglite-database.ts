import { existsSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import { letOthersIn } from '../let-others-in.ts'
import { encodeParameter, INT8_OID, NUMERIC_OID, parseInt8 } from './codecs.ts'
import { DataDirectoryLock } from './data-directory-lock.ts'
import type { DataDirectoryTemplate } from './data-directory-template.ts'
import type { Database, DatabaseEngine, Queryable, TransactionOptions } from './database.ts'
import { DatabaseUnavailableError } from './database-unavailable-error.ts'
import { unavailableReason } from './sql-state.ts'

/** The `DATA_DIR` that keeps nothing. */
export const IN_MEMORY = 'memory://'

const parsers = { [INT8_OID]: parseInt8, [NUMERIC_OID]: (text: string) => text }

/** The longest time that others wait for a transaction that gives way to them. */
const MAX_HOLD_UP_MS = 1_000

type Connection = Pick<Transaction, 'query' | 'exec'>

async function run<Row extends object>(
  connection: Connection,
  sql: string,
  parameters: readonly unknown[] | undefined,
): Promise<Row[]> {
  await letOthersIn()
  try {
    if (parameters === undefined) {
      const results = await connection.exec(sql, { parsers })
      return (results.at(-1)?.rows ?? []) as Row[]
    }
    return (await connection.query<Row>(sql, parameters.map(encodeParameter), { parsers })).rows
  } catch (error) {
    const reason = unavailableReason(error)
    if (reason === undefined) throw error
    const message = `the database cannot do this now: ${error instanceof Error ? error.message : String(error)}`
    throw new DatabaseUnavailableError(message, { reason, committed: 'none', cause: error })
  }
}

/**
 * PostgreSQL inside this process, in a folder or in memory. One connection: transactions run one after another.
 * It survives a killed process, not a power cut (it runs with fsync off).
 */
export class PGliteDatabase implements Database {
  readonly engine: DatabaseEngine
  readonly concurrency = 1
  readonly #pglite: PGlite
  readonly #lock: DataDirectoryLock | undefined
  /** Since when writers wait for the connection, or have it; the first one first. */
  readonly #writers = new Map<symbol, number>()

  private constructor(pglite: PGlite, engine: DatabaseEngine, lock: DataDirectoryLock | undefined) {
    this.#pglite = pglite
    this.engine = engine
    this.#lock = lock
  }

  /**
   * Opens `dataDir` (`memory://` keeps nothing). A fresh one begins as a copy of the template, where there is one.
   * Throws when another living process has the folder open.
   */
  static async open(dataDir: string, template?: DataDirectoryTemplate): Promise<PGliteDatabase> {
    const lock = dataDir === IN_MEMORY ? undefined : DataDirectoryLock.acquire(dataDir)
    try {
      const pglite = await openDataDirectory(dataDir, template)
      const [row] = (await pglite.query<{ version: string }>('show server_version')).rows as {
        server_version?: string
      }[]
      return new PGliteDatabase(pglite, { name: 'pglite', version: row?.server_version ?? 'unknown' }, lock)
    } catch (error) {
      lock?.release()
      throw error
    }
  }

  /** All its data as an uncompressed tar. */
  dump(): Promise<Blob> {
    return this.#pglite.dumpDataDir('none')
  }

  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]> {
    const work = () => run<Row>(this.#pglite, sql, parameters)
    return /^\s*(select|show)\b/i.test(sql) ? work() : this.#writing(work)
  }

  transaction<Result>(
    work: (queryable: Queryable) => Promise<Result>,
    { givesWay = false }: TransactionOptions = {},
  ): Promise<Result> {
    return this.#writing((hasBegun) =>
      this.#pglite.transaction(async (transaction) => {
        hasBegun()
        let refusal: DatabaseUnavailableError | undefined
        const queryable: Queryable = {
          query: (sql, parameters) => {
            refusal ??= givesWay ? this.#refusal() : undefined
            return refusal === undefined ? run(transaction, sql, parameters) : Promise.reject(refusal)
          },
        }
        try {
          return await work(queryable)
        } catch (error) {
          // Whatever the work made of it: this is the reason why it ended.
          throw refusal ?? error
        }
      }),
    )
  }

  /** Knows of a writer from when it comes until it has begun, or has ended. */
  async #writing<Result>(work: (hasBegun: () => void) => Promise<Result>): Promise<Result> {
    const writer = Symbol('writer')
    this.#writers.set(writer, performance.now())
    const hasBegun = (): void => {
      this.#writers.delete(writer)
    }
    try {
      return await work(hasBegun)
    } finally {
      hasBegun()
    }
  }

  /** The end of a transaction that gives way, when somebody has waited long enough for it. */
  #refusal(): DatabaseUnavailableError | undefined {
    const [since] = this.#writers.values()
    if (since === undefined || performance.now() - since < MAX_HOLD_UP_MS) return undefined
    const message = `the work was ended after others had waited ${MAX_HOLD_UP_MS} ms for the only connection`
    return new DatabaseUnavailableError(message, { reason: 'busy', committed: 'none' })
  }

  async close(): Promise<void> {
    await this.#pglite.close()
    this.#lock?.release()
  }
}

const isFresh = (dataDir: string): boolean => !existsSync(dataDir) || readdirSync(dataDir).length === 0

/**
 * A folder gets its contents beside itself and then its name, so that a process that dies on the way leaves it fresh.
 */
async function openDataDirectory(dataDir: string, template: DataDirectoryTemplate | undefined): Promise<PGlite> {
  if (dataDir === IN_MEMORY) return createFresh(dataDir, template)
  if (!isFresh(dataDir)) return PGlite.create({ dataDir })
  const partial = `${dataDir.replace(/\/+$/, '')}.partial`
  rmSync(partial, { recursive: true, force: true })
  await (await createFresh(partial, template)).close()
  if (existsSync(dataDir)) rmdirSync(dataDir)
  renameSync(partial, dataDir)
  return PGlite.create({ dataDir })
}

async function createFresh(dataDir: string, template: DataDirectoryTemplate | undefined): Promise<PGlite> {
  const loadDataDir = template?.load()
  if (loadDataDir === undefined) return PGlite.create({ dataDir })
  try {
    return await PGlite.create({ dataDir, loadDataDir })
  } catch {
    // A template that is damaged costs time, not the start.
    template?.discard()
    if (dataDir !== IN_MEMORY) rmSync(dataDir, { recursive: true, force: true })
    return PGlite.create({ dataDir })
  }
}
