import { setTimeout as wait } from 'node:timers/promises'
import { type Journal, JournalError, StoreUnavailableError } from '@tallygate/entitlements'

/**
 * Longest that an answer waits for a journal that cannot be reached; a restart or a failover of a Redis takes seconds.
 */
const MAX_WAIT_MS = 30_000
const FIRST_PAUSE_MS = 50
const LAST_PAUSE_MS = 1_000

/**
 * The same journal, which takes the usage of a call that was made also when it is away at that moment: the settlement
 * is tried again until it is recorded, for at most `maxWaitMs`. Without this a short outage would make known usage
 * unknown. An attempt that is still not recorded then stays open, and is listed as unsettled when its lease ends.
 */
export function settleThroughOutages(journal: Journal, maxWaitMs = MAX_WAIT_MS): Journal {
  const settle = journal.settle.bind(journal)
  journal.settle = async (settlement) => {
    const endsAt = performance.now() + maxWaitMs
    for (
      let pauseMs = FIRST_PAUSE_MS, isFirst = true;
      ;
      pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2), isFirst = false
    ) {
      try {
        const outcome = await settle(settlement)
        // The answer to an earlier try was lost: what it recorded is this settlement.
        return outcome === 'repeated' && !isFirst ? 'settled' : outcome
      } catch (error) {
        if (!isOutage(error) || performance.now() + pauseMs > endsAt) throw error
        await wait(pauseMs)
      }
    }
  }
  return journal
}

function isOutage(error: unknown): boolean {
  return JournalError.isInstance(error) && StoreUnavailableError.isInstance(error.cause)
}
