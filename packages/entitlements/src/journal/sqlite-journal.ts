import type { DatabaseSync } from 'node:sqlite'
import type {
  DeliveryOutcome,
  Intent,
  Journal,
  JournalAttempt,
  JournalCounts,
  JournalReleaseOutcome,
  JournalSettleOutcome,
  JournalUsage,
  PendingEvent,
  RefusedEvent,
  ScopeCounts,
  Settlement,
  UndeliveredUsage,
  UnsettledIntent,
} from './journal.ts'
import { SqliteConnection } from './sqlite-connection.ts'
import { SqliteEvents } from './sqlite-events.ts'
import { assertFormat, hasColumn, writeFormat } from './sqlite-journal-format.ts'
import {
  readSqliteJournalOptions,
  type SqliteJournalOptions,
  type SqliteJournalSettings,
} from './sqlite-journal-options.ts'
import {
  ADD_SCOPE_COUNT,
  AttemptState,
  DeliveryState,
  EventState,
  INSERT_RUNNING,
  intentValues,
  OUTCOME_LETTERS,
  PRUNE_SCOPE_COUNTS,
  RELEASE_RUNNING,
  SETTLE_RUNNING,
  SETTLE_UNKNOWN,
  selectAttempts,
  settlementValues,
  toAttempt,
  toIntent,
  toUnsettledIntent,
} from './sqlite-journal-rows.ts'

/**
 * Old attempts are removed a few at a time, so that no request waits for it: when there may be one, and at once again
 * while there are more.
 */
const PRUNE_INTERVAL_MS = 60_000
const PRUNE_BATCH = 500
/** Attempts of a crashed process that are looked at when it starts again: far more than run at once. */
const TAKE_OVER_MAX = 100_000
/**
 * The write-ahead log is folded into the file at 32 MiB instead of 4: each time costs an fsync, and pages that changed
 * often are written once.
 */
const CHECKPOINT_PAGES = 8_192

/**
 * The journal in one SQLite file, through Node's own `node:sqlite` in WAL mode. Needs Node 22.13 or newer. Throws
 * InvalidOptionError.
 */
export function sqliteJournal(options: SqliteJournalOptions): Journal {
  return new SqliteJournal(readSqliteJournalOptions(options))
}

class SqliteJournal implements Journal {
  readonly scopes: ScopeCounts
  readonly #settings: SqliteJournalSettings
  readonly #connection: SqliteConnection
  readonly #events: SqliteEvents
  #opening: Promise<void> | undefined
  #nextPruneAt = 0
  /** Ended attempts up to this row were looked at, and are not to be removed yet. */
  #prunedTo = 0
  #tookOver = false
  #selectAttempts = ''

  constructor(settings: SqliteJournalSettings) {
    this.#settings = settings
    this.#connection = new SqliteConnection(settings.path, settings.readOnly)
    this.#events = new SqliteEvents(this.#connection)
    this.scopes = {
      keepMs: settings.keepMs,
      isShared: false,
      read: async (customer, keys) => keys.map((key) => this.#scopeCount(customer, key)),
    }
  }

  open(): Promise<void> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      // A file that another process had may be free at the next call.
      this.#opening = undefined
      throw error
    })
    return this.#opening
  }

  async #open(): Promise<void> {
    await this.#connection.open((database) => {
      assertFormat(database, this.#settings.path)
      if (!this.#settings.readOnly) this.#takeOver(database)
      this.#selectAttempts = selectAttempts((table, column) => hasColumn(database, table, column))
    })
    if (!this.#settings.readOnly) this.#events.load()
  }

  #takeOver(database: DatabaseSync): void {
    const { durability, now } = this.#settings
    database.exec('PRAGMA journal_mode = WAL')
    database.exec(`PRAGMA synchronous = ${durability === 'power-loss' ? 'FULL' : 'NORMAL'}`)
    database.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    writeFormat(database)
    database
      .prepare(`UPDATE running SET state = ${AttemptState.unsettled}, since = ? WHERE state = ${AttemptState.open}`)
      .run(now())
  }

  intend(intent: Intent): Promise<'recorded' | 'duplicate'> {
    return this.#connection.write(() => {
      const ended = this.#ended(intent.id)
      if (ended?.state === AttemptState.settled) return 'duplicate'
      // Its release is forgotten: what counts is how the attempt ends now.
      if (ended !== undefined) this.#connection.statement('DELETE FROM ended WHERE seq = ?').run(ended.seq)
      const { changes } = this.#connection.statement(INSERT_RUNNING).run(...intentValues(intent), intent.at)
      return changes === 1 ? 'recorded' : 'duplicate'
    })
  }

  settle(settlement: Settlement): Promise<JournalSettleOutcome> {
    const { intent, events } = settlement
    let row: number | undefined
    return this.#connection.write(
      () => {
        const { outcome, seq } = this.#settle(settlement)
        row = seq
        if (outcome !== 'repeated') this.#addScopeCounts(settlement)
        return outcome
      },
      () => {
        if (row !== undefined && events.length > 0) this.#events.added(intent.customer, row)
      },
    )
  }

  #addScopeCounts({ intent, scopeCounts = [], at }: Settlement): void {
    for (const { key, units } of scopeCounts)
      this.#connection.statement(ADD_SCOPE_COUNT).run(intent.customer, key, units, at)
  }

  #scopeCount(customer: string, key: string): number {
    const [row] = this.#connection.read('SELECT units FROM scope_counts WHERE customer = ? AND key = ?', customer, key)
    return Number(row?.['units'] ?? 0)
  }

  #settle(settlement: Settlement): { readonly outcome: JournalSettleOutcome; readonly seq?: number } {
    const { intent } = settlement
    const values = settlementValues(settlement)
    const moved = this.#connection.statement(SETTLE_RUNNING).run(...values, intent.id)
    if (moved.changes === 1) {
      this.#connection.statement('DELETE FROM running WHERE id = ?').run(intent.id)
      return { outcome: 'settled', seq: Number(moved.lastInsertRowid) }
    }
    const known = this.#ended(intent.id)
    if (known?.state === AttemptState.settled) return { outcome: 'repeated' }
    if (known !== undefined) this.#connection.statement('DELETE FROM ended WHERE seq = ?').run(known.seq)
    const added = this.#connection.statement(SETTLE_UNKNOWN).run(...intentValues(intent), ...values)
    return { outcome: known === undefined ? 'settled' : 'after_release', seq: Number(added.lastInsertRowid) }
  }

  release(id: string, reason: string, at: number): Promise<JournalReleaseOutcome> {
    return this.#connection.write(() => {
      const { changes } = this.#connection.statement(RELEASE_RUNNING).run(at, reason, id)
      if (changes === 1) {
        this.#connection.statement('DELETE FROM running WHERE id = ?').run(id)
        return 'released'
      }
      const known = this.#ended(id)
      if (known === undefined) return 'unknown'
      return known.state === AttemptState.settled ? 'after_settle' : 'repeated'
    })
  }

  suspend(id: string, at: number, estimate?: JournalUsage): Promise<void> {
    return this.#connection.write(() => {
      const usage = estimate === undefined ? null : JSON.stringify(estimate)
      this.#connection
        .statement(
          `UPDATE running SET since = iif(state = ${AttemptState.open}, ?, since), usage = coalesce(?, usage),
             state = ${AttemptState.unsettled} WHERE id = ?`,
        )
        .run(at, usage, id)
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
    const rows = this.#connection.read(
      `SELECT * FROM running WHERE state = ${AttemptState.unsettled} ${where} ORDER BY at, id LIMIT ?`,
      ...(customer === undefined ? [limit] : [customer, limit]),
    )
    return rows.map(toUnsettledIntent)
  }

  async running(limit: number, customer: string): Promise<readonly Intent[]> {
    const rows = this.#connection.read(
      `SELECT * FROM running WHERE state = ${AttemptState.open} AND customer = ? ORDER BY at, id LIMIT ?`,
      customer,
      limit,
    )
    return rows.map(toIntent)
  }

  async has(id: string): Promise<boolean> {
    const [running] = this.#connection.read('SELECT 1 AS found FROM running WHERE id = ?', id)
    return running !== undefined || this.#ended(id) !== undefined
  }

  async take(limit: number): Promise<readonly PendingEvent[]> {
    return this.#events.take(limit)
  }

  async acknowledge(
    deliveries: readonly { readonly key: string; readonly outcome: DeliveryOutcome }[],
    _at: number,
  ): Promise<void> {
    await this.#events.mark(deliveries.map(({ key, outcome }) => ({ key, state: OUTCOME_LETTERS[outcome] })))
    await this.#prune()
  }

  async giveBack(keys: readonly string[]): Promise<void> {
    this.#events.giveBack(keys)
  }

  async reject(key: string, error: string, _at: number): Promise<void> {
    await this.#events.mark([{ key, state: EventState.rejected, error }])
  }

  async postpone(key: string, error: string, until: number): Promise<void> {
    await this.#events.mark([{ key, state: EventState.postponed, error, retryAt: until }])
  }

  resume(now: number): Promise<number | undefined> {
    return this.#events.resume(now)
  }

  async refused(limit: number): Promise<readonly RefusedEvent[]> {
    return this.#events.refused(limit)
  }

  retryRefused(references?: readonly string[]): Promise<number> {
    return this.#events.retryRefused(references)
  }

  async undelivered(customer: string, from: number, to: number): Promise<readonly UndeliveredUsage[]> {
    if (this.#settings.readOnly) this.#events.load()
    return this.#events.undelivered(customer, from, to)
  }

  async attempts(customer: string, from: number, to: number, limit: number): Promise<readonly JournalAttempt[]> {
    return this.#connection.read(this.#selectAttempts, customer, from, to, limit).map(toAttempt)
  }

  async counts(): Promise<JournalCounts> {
    const [row] = this.#connection.read(
      `SELECT count(*) FILTER (WHERE state = ${AttemptState.open}) AS open,
         count(*) FILTER (WHERE state = ${AttemptState.unsettled}) AS unsettled FROM running`,
    )
    return { open: Number(row?.['open']), unsettled: Number(row?.['unsettled']), ...this.#events.counts() }
  }

  async close(): Promise<void> {
    this.#connection.close()
  }

  #ended(id: string): { readonly seq: number; readonly state: number } | undefined {
    const row = this.#connection.statement('SELECT seq, state FROM ended WHERE id = ?').get(id)
    return row === undefined ? undefined : { seq: Number(row['seq']), state: Number(row['state']) }
  }

  /**
   * Walks over the ended attempts, oldest first, a batch at a time; begins again when it meets one that is to be kept.
   */
  async #prune(): Promise<void> {
    const now = this.#settings.now()
    if (now < this.#nextPruneAt) return
    await this.#connection.write(() => {
      const rows = this.#connection
        .statement(`SELECT seq, since, delivery FROM ended WHERE seq > ? ORDER BY seq LIMIT ${PRUNE_BATCH}`)
        .all(this.#prunedTo)
      const old = rows.filter((row) => Number(row['since']) < now - this.#settings.keepMs)
      for (const row of old) {
        if (row['delivery'] === DeliveryState.done)
          this.#connection.statement('DELETE FROM ended WHERE seq = ?').run(Number(row['seq']))
      }
      this.#connection.statement(PRUNE_SCOPE_COUNTS).run(now - this.#settings.keepMs, PRUNE_BATCH)
      const more = rows.length === PRUNE_BATCH && old.length === rows.length
      this.#prunedTo = more ? Number(rows.at(-1)?.['seq']) : 0
      this.#nextPruneAt = more ? now : now + PRUNE_INTERVAL_MS
    })
  }
}
