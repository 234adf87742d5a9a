import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { JournalError } from './errors/journal-error.ts'
import type {
  Intent,
  Journal,
  JournalAttempt,
  JournalCounts,
  JournalReleaseOutcome,
  JournalSettleOutcome,
  JournalUsage,
  PendingEvent,
  Settlement,
  UnsettledIntent,
} from './journal.ts'
import { type JournalLock, lockJournalFile } from './lock-journal-file.ts'
import {
  readSqliteJournalOptions,
  type SqliteJournalOptions,
  type SqliteJournalSettings,
} from './sqlite-journal-options.ts'
import {
  AttemptState,
  EventState,
  SCHEMA,
  toAttempt,
  toPendingEvent,
  toUnsettledIntent,
} from './sqlite-journal-rows.ts'

/** Old attempts are removed a few at a time, so that no request waits for it. */
const PRUNE_INTERVAL_MS = 60_000
const PRUNE_BATCH = 500
/** Attempts of a crashed process that are looked at when it starts again: far more than run at once. */
const TAKE_OVER_MAX = 100_000
/** The write-ahead log is folded into the file at 32 MiB instead of 4: each time costs an fsync, and pages that changed often are written once. */
const CHECKPOINT_PAGES = 8_192

interface Write {
  readonly run: () => unknown
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** The journal in one SQLite file, through Node's own `node:sqlite` in WAL mode. Needs Node 22.13 or newer. Throws InvalidOptionError. */
export function sqliteJournal(options: SqliteJournalOptions): Journal {
  return new SqliteJournal(readSqliteJournalOptions(options))
}

class SqliteJournal implements Journal {
  readonly #settings: SqliteJournalSettings
  readonly #path: string
  readonly #statements = new Map<string, StatementSync>()
  /** Row ids of events that are handed out. */
  readonly #taken = new Set<number>()
  #database: DatabaseSync | undefined
  #lock: JournalLock | undefined
  #opening: Promise<void> | undefined
  #writes: Write[] = []
  #nextPruneAt = 0
  #tookOver = false

  constructor(settings: SqliteJournalSettings) {
    this.#settings = settings
    this.#path = settings.path
  }

  open(): Promise<void> {
    this.#opening ??= this.#open()
    return this.#opening
  }

  async #open(): Promise<void> {
    const { DatabaseSync } = await import('node:sqlite')
    if (!this.#settings.readOnly) {
      mkdirSync(dirname(this.#path), { recursive: true })
      this.#lock = await lockJournalFile(this.#path)
    }
    try {
      this.#database = new DatabaseSync(this.#path, { readOnly: this.#settings.readOnly })
      this.#database.exec('PRAGMA busy_timeout = 5000')
      if (!this.#settings.readOnly) this.#takeOver(this.#database)
    } catch (cause) {
      await this.close()
      throw new JournalError({ message: `The journal ${this.#path} cannot be opened.`, cause })
    }
  }

  #takeOver(database: DatabaseSync): void {
    const { durability, now } = this.#settings
    database.exec('PRAGMA journal_mode = WAL')
    database.exec(`PRAGMA synchronous = ${durability === 'power-loss' ? 'FULL' : 'NORMAL'}`)
    database.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    database.exec(SCHEMA)
    database
      .prepare(`UPDATE attempts SET state = ${AttemptState.unsettled}, since = ? WHERE state = ${AttemptState.open}`)
      .run(now())
  }

  intend(intent: Intent): Promise<'recorded' | 'duplicate'> {
    return this.#write(() => {
      const { changes } = this.#prepare(
        `INSERT INTO attempts (id, state, since, customer, model, request_id, attempt, at, prompt_tokens, completion_tokens, holds)
         VALUES (?, ${AttemptState.open}, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET state = ${AttemptState.open}, since = excluded.since, model = excluded.model, at = excluded.at,
           prompt_tokens = excluded.prompt_tokens, completion_tokens = excluded.completion_tokens, holds = excluded.holds,
           usage = NULL, reason = NULL
         WHERE state = ${AttemptState.released}`,
      ).run(...intentValues(intent, intent.at))
      return Number(changes) === 1 ? 'recorded' : 'duplicate'
    })
  }

  settle({ intent, usage, events, at }: Settlement): Promise<JournalSettleOutcome> {
    return this.#write(() => {
      const usageJson = JSON.stringify(usage)
      const { changes } = this.#prepare(
        `UPDATE attempts SET state = ${AttemptState.settled}, since = ?, usage = ? WHERE id = ? AND state < ${AttemptState.settled}`,
      ).run(at, usageJson, intent.id)
      let outcome: JournalSettleOutcome = 'settled'
      if (Number(changes) === 0) {
        const known = this.#prepare('SELECT state FROM attempts WHERE id = ?').get(intent.id)
        if (known?.['state'] === AttemptState.settled) return 'repeated'
        if (known !== undefined) outcome = 'after_release'
        this.#prepare(
          `INSERT OR REPLACE INTO attempts (id, state, since, customer, model, request_id, attempt, at, prompt_tokens, completion_tokens, holds, usage)
           VALUES (?, ${AttemptState.settled}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ).run(...intentValues(intent, at), usageJson)
      }
      for (const event of events) {
        this.#prepare(
          `INSERT INTO events (attempt_id, reference, customer, meter, at, tokens, body, state) VALUES (?, ?, ?, ?, ?, ?, ?, ${EventState.pending})`,
        ).run(intent.id, event.reference, event.customer, event.meter, event.at, event.tokens, event.body)
      }
      return outcome
    })
  }

  release(id: string, reason: string, at: number): Promise<JournalReleaseOutcome> {
    return this.#write(() => {
      const { changes } = this.#prepare(
        `UPDATE attempts SET state = ${AttemptState.released}, since = ?, reason = ? WHERE id = ? AND state < ${AttemptState.settled}`,
      ).run(at, reason, id)
      if (Number(changes) === 1) return 'released'
      const known = this.#prepare('SELECT state FROM attempts WHERE id = ?').get(id)
      if (known === undefined) return 'unknown'
      return known['state'] === AttemptState.settled ? 'after_settle' : 'repeated'
    })
  }

  suspend(id: string, at: number, estimate?: JournalUsage): Promise<void> {
    return this.#write(() => {
      const usage = estimate === undefined ? null : JSON.stringify(estimate)
      this.#prepare(
        `UPDATE attempts SET since = iif(state = ${AttemptState.open}, ?, since), usage = coalesce(?, usage), state = ${AttemptState.unsettled}
         WHERE id = ? AND state < ${AttemptState.settled}`,
      ).run(at, usage, id)
    })
  }

  /** The lock makes this process the only one: whatever was unsettled when it opened is of processes that are gone. */
  async takeOver(): Promise<readonly UnsettledIntent[]> {
    if (this.#tookOver) return []
    const left = await this.unsettled(TAKE_OVER_MAX)
    this.#tookOver = true
    return left
  }

  async unsettled(limit: number, customer?: string): Promise<readonly UnsettledIntent[]> {
    const where = customer === undefined ? '' : 'AND customer = ?'
    const rows = this.#read(
      `SELECT * FROM attempts WHERE state = ${AttemptState.unsettled} ${where} ORDER BY at LIMIT ?`,
      customer === undefined ? [limit] : [customer, limit],
    )
    return rows.map(toUnsettledIntent)
  }

  async take(limit: number): Promise<readonly PendingEvent[]> {
    // What is handed out is bounded by the sender, so asking for that many more always finds the rest.
    const rows = this.#read(`SELECT * FROM events WHERE state = ${EventState.pending} ORDER BY seq LIMIT ?`, [
      limit + this.#taken.size,
    ])
    const taken: PendingEvent[] = []
    for (const row of rows) {
      const seq = Number(row['seq'])
      if (taken.length >= limit || this.#taken.has(seq)) continue
      this.#taken.add(seq)
      taken.push(toPendingEvent(row))
    }
    return taken
  }

  async acknowledge(
    deliveries: readonly { readonly key: string; readonly duplicate: boolean }[],
    at: number,
  ): Promise<void> {
    await this.#write(() => {
      for (const { key, duplicate } of deliveries) {
        this.#prepare(
          `UPDATE events SET state = ${EventState.delivered}, ended_at = ?, duplicate = ? WHERE seq = ?`,
        ).run(at, duplicate ? 1 : 0, Number(key))
      }
    })
    for (const { key } of deliveries) this.#taken.delete(Number(key))
    await this.#prune()
  }

  async giveBack(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.#taken.delete(Number(key))
  }

  async reject(key: string, error: string, at: number): Promise<void> {
    await this.#write(() => {
      this.#prepare(`UPDATE events SET state = ${EventState.rejected}, ended_at = ?, error = ? WHERE seq = ?`).run(
        at,
        error,
        Number(key),
      )
    })
    this.#taken.delete(Number(key))
  }

  retryRejected(): Promise<number> {
    return this.#write(() =>
      Number(
        this.#prepare(`UPDATE events SET state = ${EventState.pending} WHERE state = ${EventState.rejected}`).run()
          .changes,
      ),
    )
  }

  async undelivered(customer: string, from: number, to: number): Promise<readonly { meter: string; tokens: number }[]> {
    const rows = this.#read(
      `SELECT meter, sum(tokens) AS tokens FROM events WHERE state <> ${EventState.delivered} AND customer = ? AND at >= ? AND at < ? GROUP BY meter`,
      [customer, from, to],
    )
    return rows.map((row) => ({ meter: String(row['meter']), tokens: Number(row['tokens']) }))
  }

  async attempts(customer: string, from: number, to: number, limit: number): Promise<readonly JournalAttempt[]> {
    const rows = this.#read(
      'SELECT * FROM attempts WHERE customer = ? AND at >= ? AND at < ? ORDER BY at, id LIMIT ?',
      [customer, from, to, limit],
    )
    return rows.map((row) => {
      return toAttempt(row, this.#read('SELECT * FROM events WHERE attempt_id = ? ORDER BY seq', [String(row['id'])]))
    })
  }

  async counts(): Promise<JournalCounts> {
    const [row] = this.#read(
      `SELECT (SELECT count(*) FROM attempts WHERE state = ${AttemptState.open}) AS open,
         (SELECT count(*) FROM attempts WHERE state = ${AttemptState.unsettled}) AS unsettled,
         (SELECT count(*) FROM events WHERE state = ${EventState.pending}) AS pending,
         (SELECT count(*) FROM events WHERE state = ${EventState.rejected}) AS rejected`,
      [],
    )
    return {
      open: Number(row?.['open']),
      unsettled: Number(row?.['unsettled']),
      pending: Number(row?.['pending']),
      rejected: Number(row?.['rejected']),
    }
  }

  async close(): Promise<void> {
    this.#commit()
    this.#statements.clear()
    this.#database?.close()
    this.#database = undefined
    this.#lock?.release()
    this.#lock = undefined
  }

  /** Joins what arrives in one turn of the event loop into one transaction; the promise resolves after its commit. */
  #write<T>(run: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#writes.length === 0) setImmediate(() => this.#commit())
      this.#writes.push({ run, resolve: (value) => resolve(value as T), reject })
    })
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
      this.#prepare('BEGIN IMMEDIATE').run()
      for (const write of writes) results.push(write.run())
      this.#prepare('COMMIT').run()
    } catch (error) {
      if (this.#database?.isTransaction) this.#database.exec('ROLLBACK')
      return error ?? new Error('unknown')
    }
    for (const [index, write] of writes.entries()) write.resolve(results[index])
    return undefined
  }

  #read(sql: string, values: readonly (string | number)[]): Record<string, unknown>[] {
    try {
      return this.#prepare(sql).all(...values)
    } catch (cause) {
      throw JournalError.isInstance(cause)
        ? cause
        : new JournalError({ message: `The journal ${this.#path} cannot be read.`, cause })
    }
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      if (this.#database === undefined) throw new JournalError({ message: `The journal ${this.#path} is not open.` })
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  async #prune(): Promise<void> {
    const now = this.#settings.now()
    if (now < this.#nextPruneAt) return
    this.#nextPruneAt = now + PRUNE_INTERVAL_MS
    await this.#write(() => {
      const old = this.#prepare(
        `SELECT id FROM attempts WHERE state >= ${AttemptState.settled} AND since < ?
           AND NOT EXISTS (SELECT 1 FROM events WHERE attempt_id = attempts.id AND state <> ${EventState.delivered}) LIMIT ${PRUNE_BATCH}`,
      ).all(now - this.#settings.keepMs)
      for (const row of old) {
        this.#prepare('DELETE FROM events WHERE attempt_id = ?').run(String(row['id']))
        this.#prepare('DELETE FROM attempts WHERE id = ?').run(String(row['id']))
      }
    })
  }
}

function intentValues(intent: Intent, since: number): (string | number)[] {
  return [
    intent.id,
    since,
    intent.customer,
    intent.model,
    intent.requestId,
    intent.attempt,
    intent.at,
    intent.promptTokens,
    intent.completionTokens,
    JSON.stringify(intent.holds),
  ]
}
