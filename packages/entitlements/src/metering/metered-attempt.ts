import type { SettleResult } from '../admission/reservation.ts'
import type { BudgetState } from '../customers/budget-state.ts'
import type { Usage } from '../journal/usage.ts'
import type { CostFacts } from '../money/cost.ts'

/** The end of one call to a provider, with the numbers that were handed to the reservation, and its price. */
export interface MeteredAttempt extends CostFacts {
  readonly customer: string
  readonly requestId: string
  /** Head of the references of its usage events. */
  readonly reservationId: string
  /** The model that answered, as it is billed. */
  readonly model: string
  /** The model that was asked for and held, as it is billed. */
  readonly askedModel: string
  readonly promptTokens: number
  readonly completionTokens: number
  readonly details?: Usage['details']
  /** Counts beside the tokens: images that were made, seconds of sound that were read. */
  readonly quantities?: Usage['quantities']
  /** Set where the provider's counts contradict each other, or leave open where a part belongs: how they were read. */
  readonly doubt?: string
  /** `estimate`: the provider's numbers never came (cut off, stopped, no usage in the answer). */
  readonly source: Usage['source']
  /** False where the answer broke off, or ended before its provider said that it was over. */
  readonly isWhole: boolean
  /** `unsettled`: an estimate that is not billed, listed by `entitlements.unsettled()`. */
  readonly outcome: SettleResult['outcome']
  /** The customer's budgets after it; empty when the store did not answer. */
  readonly budgets: readonly BudgetState[]
}
