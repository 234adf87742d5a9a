import type { CheckDecision, Reservation, ReserveDecision } from './admission/reservation.ts'
import type { CheckRequest, ReserveRequest } from './admission/reserve-request.ts'
import type { BudgetState } from './customers/budget-state.ts'
import type { EntitlementValue } from './customers/entitlement-value.ts'
import type { Intent, JournalCounts, JournalUsage } from './journal/journal.ts'

/** What a customer may do, as of an instant. */
export interface CustomerFeatures {
  readonly customer: string
  readonly subscribed: boolean
  /** By feature reference. */
  readonly values: Readonly<Record<string, EntitlementValue>>
  readonly asOf: Date
  readonly ageMs: number
}

export interface CustomerUsage {
  readonly customer: string
  /** The billing period, `end` exclusive; absent for a customer without a subscription. */
  readonly period?: { readonly start: Date; readonly end: Date }
  readonly budgets: readonly BudgetState[]
  readonly asOf: Date
  readonly ageMs: number
}

/** An attempt whose outcome is not known: the process died, or the attempt was left without a word until its lease ran out. */
export interface UnsettledAttempt extends Omit<Intent, 'holds' | 'at'> {
  readonly at: Date
  readonly since: Date
  readonly heldTokens: number
  /** What was estimated for it, where a partial stream left an estimate that is not billed. */
  readonly estimate?: JournalUsage
  /** To settle or to release it, once its outcome is known. */
  readonly reservation: Reservation
}

export interface CloseReport extends JournalCounts {
  /** Whether every event was acknowledged before the deadline. */
  readonly drained: boolean
}

export interface Entitlements {
  /** May they? Read-only: nothing is held, so the answer can be outdated at once. Use reserve() to be sure. */
  check(request: CheckRequest): Promise<CheckDecision>
  /** May they, and if so hold the tokens: one atomic step. The attempt is durable before this resolves. */
  reserve(request: ReserveRequest): Promise<ReserveDecision>
  /** Throws the billing API's error when the customer cannot be read. */
  usage(customer: string): Promise<CustomerUsage>
  /** Every entitlement of a customer: switches too, such as a priority queue. Cached as reserve() does. */
  features(customer: string): Promise<CustomerFeatures>
  /** At most 1,000, oldest first. */
  unsettled(): Promise<readonly UnsettledAttempt[]>
  /** Counts of the journal: open and unsettled attempts, pending and rejected events. */
  counts(): Promise<JournalCounts>
  /** Sends events again that the billing API refused for good, after their cause is mended. How many. */
  retryRejected(): Promise<number>
  /**
   * Resolves when every event is acknowledged by the billing API; rejects with FlushIncompleteError at the deadline (default 10 s), or when
   * the API refuses one of them for good.
   */
  flush(options?: { readonly deadlineMs?: number }): Promise<void>
  /** Admits nothing more, sends what is pending until the deadline (default 10 s), stops every timer, closes journal and store. Never throws for what is left: the report says it. */
  close(options?: { readonly deadlineMs?: number }): Promise<CloseReport>
}
