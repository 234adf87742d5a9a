import { resolve } from 'node:path'
import { knownOptions, oneOf, refuseOption } from '../errors/check-option.ts'

export interface SqliteJournalOptions {
  /**
   * The file; its folder is made when it is absent. Beside it live `-wal`, `-shm` and `.lock` files. One process writes
   * to one file.
   */
  readonly path: string
  /**
   * `process` (default): survives a killed process. `power-loss`: also survives a power cut, one fsync for each group
   * of attempts that arrive together.
   */
  readonly durability?: 'process' | 'power-loss'
  /**
   * Only reads: takes no lock and changes nothing, so that another process may be writing. Every change is refused with
   * JournalError. For audits. Default false.
   */
  readonly readOnly?: boolean
  /**
   * The time that ended, delivered attempts are kept for audits, in days, 0 to 3,650. Default 40: a monthly period and
   * its grace.
   */
  readonly keepDays?: number
  /** Epoch milliseconds. Default `Date.now`. */
  readonly now?: () => number
}

const DEFAULT_KEEP_DAYS = 40
const DAY_MS = 86_400_000

/** The options with every default filled in. */
export interface SqliteJournalSettings {
  readonly path: string
  readonly durability: 'process' | 'power-loss'
  readonly readOnly: boolean
  readonly keepMs: number
  readonly now: () => number
}

/** Checks every option and fills in the defaults. */
export function readSqliteJournalOptions(options: SqliteJournalOptions): SqliteJournalSettings {
  knownOptions(options, ['path', 'durability', 'readOnly', 'keepDays', 'now'])
  const { path, durability = 'process', keepDays = DEFAULT_KEEP_DAYS, readOnly = false, now = Date.now } = options
  if (typeof path !== 'string' || path === '' || path.startsWith(':'))
    refuseOption('path', 'the name of a file (memoryJournal() keeps nothing on disk)', path)
  oneOf(durability, 'durability', ['process', 'power-loss'])
  if (!(keepDays >= 0 && keepDays <= 3_650)) refuseOption('keepDays', 'a number from 0 to 3650', keepDays)
  if (typeof readOnly !== 'boolean') refuseOption('readOnly', 'true or false', readOnly)
  return { path: resolve(path), durability, readOnly, keepMs: keepDays * DAY_MS, now }
}
