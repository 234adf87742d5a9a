/** One budget of a customer in its current period. Tokens. */
export interface BudgetState {
  /** Reference of the feature. */
  readonly feature: string
  /** `undefined`: counted without a limit. */
  readonly limit: number | undefined
  readonly used: number
  /** Set aside for attempts that run, and for attempts whose outcome is not known. */
  readonly held: number
  /** `limit - used - held`, negative when more was used than allowed (overage is recorded, never clamped). */
  readonly remaining: number | undefined
  /** End of the billing period. */
  readonly resetsAt: Date
}
