import type { Reservation } from '../admission/reservation.ts'
import type { Intent, JournalUsage } from '../journal/journal.ts'

/**
 * An attempt whose outcome is not known: the process died, or the attempt was left without a word until its lease ran
 * out.
 */
export interface UnsettledAttempt extends Omit<Intent, 'holds' | 'meters' | 'at'> {
  readonly at: Date
  readonly since: Date
  /** Prompt and completion tokens that it holds. What it holds beside them stands in `quantities`. */
  readonly heldTokens: number
  /** The estimate for it, where a partial stream left one that is not billed. */
  readonly estimate?: JournalUsage
  /** To settle or to release it, once its outcome is known. */
  readonly reservation: Reservation
}
