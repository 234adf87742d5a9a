import type { Journal } from '@tallygate/entitlements'

/**
 * The time that a failed write counts. After it another write may be tried, by a request that the agent takes again.
 */
const FAILURE_COUNTS_MS = 5_000

export interface WatchedJournal {
  readonly journal: Journal
  /** Throws while the last write, a few seconds ago at most, failed. */
  assertWritten(): void
}

/** The same journal, of which it is known whether its last write succeeded. */
export function watchJournal(journal: Journal, now: () => number = () => performance.now()): WatchedJournal {
  let failedAt: number | undefined
  const watched = <Given extends readonly unknown[], Result>(write: (...given: Given) => Promise<Result>) => {
    return async (...given: Given): Promise<Result> => {
      try {
        const result = await write(...given)
        failedAt = undefined
        return result
      } catch (error) {
        failedAt = now()
        throw error
      }
    }
  }
  journal.intend = watched(journal.intend.bind(journal))
  journal.settle = watched(journal.settle.bind(journal))
  journal.release = watched(journal.release.bind(journal))
  journal.suspend = watched(journal.suspend.bind(journal))
  return {
    journal,
    assertWritten: () => {
      if (failedAt !== undefined && now() - failedAt < FAILURE_COUNTS_MS)
        throw new Error('the journal cannot be written')
    },
  }
}
