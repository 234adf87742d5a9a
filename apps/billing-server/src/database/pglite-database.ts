import { existsSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import { encodeParameter, INT8_OID, NUMERIC_OID, parseInt8 } from './codecs.ts'
import { DataDirectoryLock } from './data-directory-lock.ts'
import type { DataDirectoryTemplate } from './data-directory-template.ts'
import type { Database, DatabaseEngine, Queryable } from './database.ts'

/** The `DATA_DIR` that keeps nothing. */
export const IN_MEMORY = 'memory://'

const parsers = { [INT8_OID]: parseInt8, [NUMERIC_OID]: (text: string) => text }

class PGliteQueryable implements Queryable {
  readonly #connection: Pick<Transaction, 'query' | 'exec'>

  constructor(connection: Pick<Transaction, 'query' | 'exec'>) {
    this.#connection = connection
  }

  async query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]> {
    if (parameters === undefined) {
      const results = await this.#connection.exec(sql, { parsers })
      return (results.at(-1)?.rows ?? []) as Row[]
    }
    const result = await this.#connection.query<Row>(sql, parameters.map(encodeParameter), { parsers })
    return result.rows
  }
}

/**
 * PostgreSQL inside this process, in a folder or in memory. One connection: transactions run one after another.
 * It survives a killed process, not a power cut (it runs with fsync off).
 */
export class PGliteDatabase extends PGliteQueryable implements Database {
  readonly engine: DatabaseEngine
  readonly concurrency = 1
  readonly #pglite: PGlite
  readonly #lock: DataDirectoryLock | undefined

  private constructor(pglite: PGlite, engine: DatabaseEngine, lock: DataDirectoryLock | undefined) {
    super(pglite)
    this.#pglite = pglite
    this.engine = engine
    this.#lock = lock
  }

  /**
   * Opens `dataDir` (`memory://` keeps nothing). A fresh one begins as a copy of the template, where there is one. Throws
   * when another living process has the folder open.
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

  transaction<Result>(work: (queryable: Queryable) => Promise<Result>): Promise<Result> {
    return this.#pglite.transaction((transaction) => work(new PGliteQueryable(transaction)))
  }

  async close(): Promise<void> {
    await this.#pglite.close()
    this.#lock?.release()
  }
}

const isFresh = (dataDir: string): boolean => !existsSync(dataDir) || readdirSync(dataDir).length === 0

/** A folder gets its contents beside itself and then its name, so that a process that dies on the way leaves it fresh. */
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
