import type { ScopeLevel } from '../limits/limit-name.ts'
import type { WalletState } from '../money/wallet-limits.ts'

export type DenialReason =
  | 'no_subscription'
  | 'model_not_entitled'
  /**
   * The plan grants a configured feature not at all (a budget that is missing is not a budget of 0, and neither is
   * unlimited).
   */
  | 'feature_not_entitled'
  | 'budget_exhausted'
  /** The wallet has fewer credits than the attempt may cost, and the plan sells none beyond it. */
  | 'credits_exhausted'
  /** A limit on money is in another currency than the subscription is billed in. */
  | 'currency_mismatch'
  /** Money limits the customer, and the price of an attempt cannot be told under the plan. */
  | 'price_unknown'
  | 'rate_limited'
  | 'too_many_concurrent'
  | 'entitlements_unavailable'
  /** The plan charges a token twice, by a total and by a pool in it; the message names both meters. */
  | 'plan_faulty'

/** A wallet that does not cover an attempt. Quantities are decimals. */
export interface ShortWallet extends Omit<WalletState, 'overage'> {
  /** The least that the attempt may take: of its prompt, and of the fewest completion tokens that are of use. */
  readonly needed: string
  /** The top-up that would let it pass, besides what running attempts give back. */
  readonly missing: string
}

/** A decision, not an error: this request may not be made now. Counts are tokens for budgets, requests for rates. */
export interface Denial {
  readonly allowed: false
  readonly reason: DenialReason
  /** One English sentence for logs and for developers. */
  readonly message: string
  readonly customer: string
  /** Empty for an attempt without a model. */
  readonly model: string
  /** Reference of the feature that denies. */
  readonly feature?: string
  /** The level below the customer that denies, and what it limits. */
  readonly scope?: ScopeLevel
  /** Decimal text, in `currency`, where money is limited. */
  readonly limit?: number | string
  readonly used?: number | string
  readonly held?: number | string
  readonly remaining?: number | string
  /** ISO 4217 code, where money is limited. */
  readonly currency?: string
  /** For `credits_exhausted`: the wallet, what it has and what the attempt needs. */
  readonly wallet?: ShortWallet
  /** End of the period or of the window. */
  readonly resetsAt?: Date
  /** The wait after which the same request can succeed, where waiting helps. */
  readonly retryAfterMs?: number
  /** For `model_not_entitled`: what may be used. */
  readonly allowedModels?: readonly string[]
  /** Names of the plans that would allow it: best effort, absent when they cannot be read. */
  readonly plans?: readonly string[]
  /** The time at which the entitlements that decided were read from the billing API. */
  readonly asOf: Date
  readonly ageMs: number
}
