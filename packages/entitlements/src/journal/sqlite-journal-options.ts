import { resolve } from 'node:path'
import { InvalidOptionError } from '../errors/invalid-option-error.ts'

export interface SqliteJournalOptions {
  /** The file; its folder is made when it is absent. Beside it live `-wal`, `-shm` and `.lock` files. One process writes to one file. */
  readonly path: string
  /**
   * `process` (default): survives a killed process. `power-loss`: also survives a power cut, one fsync for each group of attempts that arrive
   * together.
   */
  readonly durability?: 'process' | 'power-loss'
  /**
   * Only reads: takes no lock and changes nothing, so that another process may be writing. Every change is refused with JournalError. For
   * audits. Default false.
   */
  readonly readOnly?: boolean
  /** How long ended, delivered attempts are kept for audits, in days, 0 to 3,650. Default 40: a monthly period and its grace. */
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
  const known = new Set(['path', 'durability', 'readOnly', 'keepDays', 'now'])
  for (const name of Object.keys(options)) {
    if (!known.has(name))
      throw new InvalidOptionError({ message: `sqliteJournal has no option "${name}".`, option: name })
  }
  if (typeof options.path !== 'string' || options.path === '' || options.path.startsWith(':'))
    throw new InvalidOptionError({
      message: 'sqliteJournal: path must name a file (memoryJournal() keeps nothing on disk).',
      option: 'path',
    })
  const durability = options.durability ?? 'process'
  if (durability !== 'process' && durability !== 'power-loss')
    throw new InvalidOptionError({
      message: "sqliteJournal: durability must be 'process' or 'power-loss'.",
      option: 'durability',
    })
  const keepDays = options.keepDays ?? DEFAULT_KEEP_DAYS
  if (!(keepDays >= 0 && keepDays <= 3_650))
    throw new InvalidOptionError({ message: 'sqliteJournal: keepDays must be 0 to 3,650.', option: 'keepDays' })
  const readOnly = options.readOnly ?? false
  if (typeof readOnly !== 'boolean')
    throw new InvalidOptionError({ message: 'sqliteJournal: readOnly must be true or false.', option: 'readOnly' })
  return {
    path: resolve(options.path),
    durability,
    readOnly,
    keepMs: keepDays * DAY_MS,
    now: options.now ?? Date.now,
  }
}
