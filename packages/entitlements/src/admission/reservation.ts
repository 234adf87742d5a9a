import type { BudgetState } from '../customers/budget-state.ts'
import type { Usage } from '../journal/usage.ts'
import type { CostFacts } from '../money/cost.ts'
import type { LimitStates } from '../money/limit-states.ts'
import type { MaxCosts } from '../money/told-cost.ts'
import type { ScopeState } from '../scopes/scope.ts'
import type { Denial } from './denial.ts'
import type { Overage } from './overage.ts'

/** Tokens that are set aside for one attempt, until it is settled or released. */
export interface Reservation {
  /** `<customer>:<request id>:<attempt>`, the head of the references of its events. */
  readonly id: string
  readonly customer: string
  /** Empty for an attempt without a model. */
  readonly model: string
  readonly requestId: string
  readonly attempt: string
  readonly heldTokens: number
  /** Ask the provider for no more than this: then a budget is overshot by the error of the prompt estimate alone. */
  readonly maxCompletionTokens: number
  /**
   * The attempt ended and this is what it used. Resolves when it is durable, or with `unrecorded`. Always accepted:
   * late, over the hold, over the budget, after the plan changed. Idempotent.
   */
  settle(usage: Usage): Promise<SettleResult>
  /** The provider was never called, or refused: nothing was used. Idempotent. `reason` is kept for audits. */
  release(reason: string): Promise<ReleaseResult>
  /**
   * The attempt still runs: extends the lease. Cheap to call often (it does nothing while most of the lease is left).
   */
  renew(): Promise<void>
}

/**
 * The end of an attempt. `cost` is its price, exact where attempts settle one after the other. It is absent where no
 * plan is known, and where it cannot be told now; then the hold counts as the cost until the counts are corrected.
 * `spend` and `wallets` are the limits after it, where there are any.
 */
export interface SettleResult extends CostFacts, LimitStates {
  /**
   * `settled`: recorded now. `repeated`: it was settled before; `conflict` tells whether with other numbers (the first
   * ones count). `after_release`: it had been given back, and is billed all the same. `unsettled`: an estimate under
   * `bill: 'provider'`, which counts against the budget, is listed by `unsettled()`, and is not billed. `unrecorded`:
   * the journal cannot write now. The usage counts, waits in the memory of this process, and is recorded as soon as the
   * journal can write; it is lost if the process is killed before.
   */
  readonly outcome: 'settled' | 'repeated' | 'after_release' | 'unsettled' | 'unrecorded'
  readonly conflict: boolean
  /** References of the attempt's events. Empty for `unsettled`. */
  readonly references: readonly string[]
  /** The budgets after it; empty when the store did not answer. */
  readonly budgets: readonly BudgetState[]
  /** The limits of its scopes after it, where the request named scopes; empty when the store did not answer. */
  readonly scopes?: readonly ScopeState[]
}

export interface ReleaseResult {
  /** `after_settle`: it was settled, and stays so. */
  readonly outcome: 'released' | 'repeated' | 'after_settle'
}

export type ReserveDecision = ReserveGrant | Denial

/** A grant. `spend` and `wallets` are the limits with this hold in them, where there are any. */
export interface ReserveGrant extends MaxCosts, LimitStates {
  readonly allowed: true
  readonly reservation: Reservation
  /** The budgets with this hold in them. Empty when the stated policy allowed the request during an outage. */
  readonly budgets: readonly BudgetState[]
  /** The limits of its scopes with this hold in them, where the request named scopes. */
  readonly scopes?: readonly ScopeState[]
  /** The limits that it was granted beyond, where `beyond` allows it and there are any. */
  readonly beyond?: readonly Overage[]
  /** The time at which the entitlements that decided were read from the billing API. */
  readonly asOf: Date
  readonly ageMs: number
  /** Set when nothing could be checked and `onUnavailable: 'allow'` answered. */
  readonly unchecked?: true
}

export type CheckDecision =
  | (MaxCosts &
      LimitStates & {
        readonly allowed: true
        readonly maxCompletionTokens: number
        readonly budgets: readonly BudgetState[]
        readonly scopes?: readonly ScopeState[]
        readonly beyond?: readonly Overage[]
        readonly asOf: Date
        readonly ageMs: number
        readonly unchecked?: true
      })
  | Denial
