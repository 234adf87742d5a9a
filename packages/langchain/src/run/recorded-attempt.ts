import type { BudgetState, CostFacts, SettleResult, Usage } from '@tallygate/entitlements'
import type { UsagePools } from '@tallygate/usage'

/** The end of one call to a provider, with the numbers that were handed to the reservation, and its price. */
export interface RecordedAttempt extends CostFacts {
  readonly customer: string
  readonly requestId: string
  /** Position among the request's calls in this process, from 1. */
  readonly attempt: number
  /** Head of the references of its usage events. */
  readonly reservationId: string
  /** The model that answered, as it is billed; the one that was asked for where no answer names one. */
  readonly model: string
  /**
   * The model that was asked for and held, as it is billed. Another one than `model` where the provider answered with
   * another model.
   */
  readonly askedModel: string
  readonly promptTokens: number
  readonly completionTokens: number
  /** Exclusive pools inside the two totals. */
  readonly details?: UsagePools
  /** Set where the provider's counts contradict each other, or leave open where a part belongs: how they were read. */
  readonly doubt?: string
  /** `estimate`: the provider's numbers never came (cut off, aborted, no usage in the stream). */
  readonly source: Usage['source']
  /** `unsettled`: an estimate that is not billed, listed by `entitlements.unsettled()`. */
  readonly outcome: SettleResult['outcome']
  /** The customer's budgets after it; empty when the store did not answer. */
  readonly budgets: readonly BudgetState[]
}
