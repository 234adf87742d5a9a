import type { Database } from './database.ts'

/** An answer holds for so long: whoever asks more often costs the database nothing. */
const KEPT_MS = 1_000
/** A database that has not written by then does not write. */
const TIMEOUT_MS = 5_000
/** Most of a page, the largest row that is stored as it is. */
const PROBE_BYTES = 7_000

class NothingKept extends Error {}

/**
 * Finds out whether the database can write now. A statement that reads succeeds also on a full disk. The probe makes a
 * new file of a page, in a transaction that is rolled back: the file goes with it, and nothing is left to clean up.
 */
export class WriteProbe {
  readonly #database: Database
  #last: { readonly at: number; readonly outcome: Promise<void> } | undefined

  constructor(database: Database) {
    this.#database = database
  }

  /** Rejects with the reason when the database cannot write. One probe at a time, whoever asks. */
  assert(): Promise<void> {
    const now = performance.now()
    if (this.#last === undefined || now - this.#last.at > KEPT_MS) {
      const outcome = inTime(this.#probe())
      this.#last = { at: now, outcome }
      outcome.catch(() => {})
    }
    return this.#last.outcome
  }

  async #probe(): Promise<void> {
    try {
      await this.#database.transaction(async (transaction) => {
        // An empty table that is emptied again gets a new file.
        await transaction.query('truncate write_probe', [])
        await transaction.query('insert into write_probe (filler) values ($1)', ['x'.repeat(PROBE_BYTES)])
        throw new NothingKept()
      })
    } catch (error) {
      if (!(error instanceof NothingKept)) throw error
    }
  }
}

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the database has not written within ${TIMEOUT_MS} ms`)), TIMEOUT_MS)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
