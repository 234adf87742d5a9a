import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { JournalError } from '../errors/journal-error.ts'
import { type JournalLock, lockJournalFile } from './lock-journal-file.ts'

export type SqliteValue = string | number | null
export type SqliteRow = Record<string, unknown>

interface Write {
  readonly run: () => unknown
  readonly committed: ((result: unknown) => void) | undefined
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** One SQLite file of one process: its lock, its prepared statements, and writes that are committed in groups. */
export class SqliteConnection {
  readonly #path: string
  readonly #readOnly: boolean
  readonly #statements = new Map<string, StatementSync>()
  #database: DatabaseSync | undefined
  #lock: JournalLock | undefined
  #writes: Write[] = []

  constructor(path: string, readOnly: boolean) {
    this.#path = path
    this.#readOnly = readOnly
  }

  /** Opens the file and prepares it. Throws JournalError, or JournalLockedError when another process writes to it. */
  async open(prepare: (database: DatabaseSync) => void): Promise<void> {
    const { DatabaseSync } = await import('node:sqlite')
    if (!this.#readOnly) {
      mkdirSync(dirname(this.#path), { recursive: true })
      this.#lock = await lockJournalFile(this.#path)
    }
    try {
      this.#database = new DatabaseSync(this.#path, { readOnly: this.#readOnly })
      this.#database.exec('PRAGMA busy_timeout = 5000')
      prepare(this.#database)
    } catch (cause) {
      this.close()
      if (JournalError.isInstance(cause)) throw cause
      throw new JournalError({ message: `The journal ${this.#path} cannot be opened.`, cause })
    }
  }

  /**
   * Joins what arrives in one turn of the event loop into one transaction; the promise resolves after its commit.
   * `committed` hears the result at once, before anything else can read.
   */
  write<T>(run: () => T, committed?: (result: T) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#writes.length === 0) setImmediate(() => this.#commit())
      this.#writes.push({ run, committed, resolve, reject } as Write)
    })
  }

  read(sql: string, ...values: readonly SqliteValue[]): SqliteRow[] {
    return this.#reading(() => this.statement(sql).all(...values))
  }

  /** Row by row, for answers that need not fit into memory. */
  readEach(sql: string, visit: (row: SqliteRow) => void): void {
    this.#reading(() => {
      for (const row of this.statement(sql).iterate()) visit(row)
    })
  }

  #reading<T>(read: () => T): T {
    try {
      return read()
    } catch (cause) {
      throw JournalError.isInstance(cause)
        ? cause
        : new JournalError({ message: `The journal ${this.#path} cannot be read.`, cause })
    }
  }

  statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      if (this.#database === undefined) throw new JournalError({ message: `The journal ${this.#path} is not open.` })
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  /** Commits what waits, and gives the file back. */
  close(): void {
    this.#commit()
    this.#statements.clear()
    this.#database?.close()
    this.#database = undefined
    this.#lock?.release()
    this.#lock = undefined
  }

  #commit(): void {
    const writes = this.#writes
    if (writes.length === 0) return
    this.#writes = []
    if (this.#transact(writes) === undefined) return
    // One of them failed and took the others with it: each for itself, so that only the one at fault is refused.
    for (const write of writes) {
      const cause = this.#transact([write])
      if (cause !== undefined)
        write.reject(new JournalError({ message: `The journal ${this.#path} cannot be written.`, cause }))
    }
  }

  /** Runs the writes in one transaction and tells their callers; or changes nothing and returns why. */
  #transact(writes: readonly Write[]): unknown {
    const results: unknown[] = []
    try {
      this.statement('BEGIN IMMEDIATE').run()
      for (const write of writes) results.push(write.run())
      this.statement('COMMIT').run()
    } catch (error) {
      if (this.#database?.isTransaction) this.#database.exec('ROLLBACK')
      return error ?? new Error('unknown')
    }
    for (const [index, write] of writes.entries()) {
      write.committed?.(results[index])
      write.resolve(results[index])
    }
    return undefined
  }
}
