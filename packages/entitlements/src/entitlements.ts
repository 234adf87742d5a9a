import type { CheckDecision, ReserveDecision } from './admission/reservation.ts'
import type { CheckRequest, ReserveRequest } from './admission/reserve-request.ts'
import type { UnsettledAttempt } from './attempts/unsettled-attempt.ts'
import type { BudgetState } from './customers/budget-state.ts'
import type { EntitlementValue } from './customers/entitlement-value.ts'
import type { JournalCounts, RefusedEvent } from './journal/journal.ts'
import type { LimitStates } from './money/limit-states.ts'
import type { Scope, ScopeState } from './scopes/scope.ts'

/** The features of a customer, as of an instant. */
export interface CustomerFeatures {
  readonly customer: string
  readonly subscribed: boolean
  /** By feature reference: what the subscription grants that the customer's attempts belong to, and what decides. */
  readonly values: Readonly<Record<string, EntitlementValue>>
  /** The same over all subscriptions, as the billing API merges them: for display. */
  readonly merged: Readonly<Record<string, EntitlementValue>>
  readonly asOf: Date
  readonly ageMs: number
}

/** A customer's use of the billing period. `spend` and `wallets` are its limits, where it has any. */
export interface CustomerUsage extends LimitStates {
  readonly customer: string
  /** The billing period, `end` exclusive; absent for a customer without a subscription. */
  readonly period?: { readonly start: Date; readonly end: Date }
  readonly budgets: readonly BudgetState[]
  /** The limits of the scopes that were asked about, in their order. */
  readonly scopes?: readonly ScopeState[]
  readonly asOf: Date
  readonly ageMs: number
}

/** A usage event that the billing API refused, kept in the journal. */
export interface RefusedUsage {
  readonly reference: string
  readonly customer: string
  /** Reference of the meter. */
  readonly meter: string
  readonly at: Date
  readonly quantity: number
  /** Properties of the event, the model among them, by their references. */
  readonly properties: Readonly<Record<string, string>>
  readonly subscriptionId?: string
  /**
   * `rejected`: refused for its content, and sent again only on request. `postponed`: refused for a time or a state,
   * and sent again by itself.
   */
  readonly state: RefusedEvent['state']
  /** The reason, in the billing API's words. */
  readonly error: string
  /** The time of the next try of a postponed event. */
  readonly nextTryAt?: Date
}

/** Counts of the journal, and of usage that it could not write. */
export interface EntitlementsCounts extends JournalCounts {
  /** Attempts whose usage is known and waits in the memory of this process: the journal cannot write. */
  readonly unrecorded: number
}

export interface CloseReport extends EntitlementsCounts {
  /** Every event was acknowledged before the deadline, and no usage is only in memory. */
  readonly drained: boolean
}

export interface Entitlements {
  /** May they? Read-only: nothing is held, so the answer can be outdated at once. Use reserve() to be sure. */
  check(request: CheckRequest): Promise<CheckDecision>
  /** May they, and if so hold the tokens: one atomic step. The attempt is durable before this resolves. */
  reserve(request: ReserveRequest): Promise<ReserveDecision>
  /**
   * The budgets of the period, and the limits of the scopes that are named. Throws the billing API's error when the
   * customer cannot be read.
   */
  usage(customer: string, options?: { readonly scopes?: readonly Scope[] }): Promise<CustomerUsage>
  /**
   * Counts the period anew from the billing API and the journal, up or down: after events were deleted, a credit, or a
   * change of the plan. What is held stays held.
   */
  correct(customer: string): Promise<void>
  /** Forgets what is cached of a customer: the next request reads it. */
  invalidate(customer: string): void
  /** Every entitlement of a customer: switches too, such as a priority queue. Cached as reserve() does. */
  features(customer: string): Promise<CustomerFeatures>
  /** Attempts whose outcome is not known, at most 1,000, oldest first; of one customer where given. */
  unsettled(customer?: string): Promise<readonly UnsettledAttempt[]>
  /**
   * A number for the next attempt of a request: greater than those that were given in a row from 1, also by other
   * processes, as far as the journal tells. For a request that goes on in another process. Two that ask at the same
   * time get the same number: reserve() refuses the second with DuplicateAttemptError, who asks again then.
   */
  nextAttempt(customer: string, requestId: string): Promise<number>
  /**
   * Counts of the journal: open and unsettled attempts; pending, postponed and rejected events; usage that it could not
   * write.
   */
  counts(): Promise<EntitlementsCounts>
  /** Events that the billing API refused, at most 1,000, oldest first. */
  refused(): Promise<readonly RefusedUsage[]>
  /** Sends refused events again, after their cause is mended: all, or those with one of the references. How many. */
  retryRefused(references?: readonly string[]): Promise<number>
  /**
   * Resolves when every event is acknowledged by the billing API. Tries postponed events once more. Rejects with
   * FlushIncompleteError at the deadline (default 10 s), or when the API refuses an event, now or before.
   */
  flush(options?: { readonly deadlineMs?: number }): Promise<void>
  /**
   * Admits nothing more, sends what is pending until the deadline (default 10 s), stops every timer, closes journal and
   * store. Never throws for what is left: the report says it.
   */
  close(options?: { readonly deadlineMs?: number }): Promise<CloseReport>
}
