import type { Settlement } from '../journal/journal.ts'
import type { CostFacts } from '../money/cost.ts'

/** A listener to settlements on their way into the journal. Must not throw. */
export interface SettlementListener {
  /** It is about to be written: from then on its events may be delivered. */
  begun(settlement: Settlement): void
  /** It is durable, for the first time. */
  recorded(settlement: Settlement, facts: CostFacts): void
  /** It is not written, or was before. */
  forgotten(id: string): void
}
