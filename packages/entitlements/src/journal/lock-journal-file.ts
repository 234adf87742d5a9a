import { JournalError } from '../errors/journal-error.ts'
import { JournalLockedError } from '../errors/journal-locked-error.ts'

export interface JournalLock {
  release(): void
}

/** SQLite's result code for "another connection holds the lock". */
const SQLITE_BUSY = 5

/**
 * One file, one writer: an exclusive transaction on `<path>.lock` is held for as long as the journal is open. The
 * operating system gives it back when the process ends, however it ends, so no stale lock is ever left. (The journal
 * itself stays readable for audits of other processes.)
 */
export async function lockJournalFile(path: string): Promise<JournalLock> {
  const { DatabaseSync } = await import('node:sqlite')
  let database: InstanceType<typeof DatabaseSync> | undefined
  try {
    database = new DatabaseSync(`${path}.lock`)
    database.exec('PRAGMA journal_mode = DELETE')
    database.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    database?.close()
    if (typeof cause === 'object' && cause !== null && 'errcode' in cause && cause.errcode === SQLITE_BUSY)
      throw new JournalLockedError({
        message: `Another live process writes to the journal ${path}. Give each process a journal file of its own, or share redisJournal.`,
        path,
        cause,
      })
    throw new JournalError({ message: `The journal ${path} cannot be locked.`, cause })
  }
  const held = database
  return { release: () => held.close() }
}
