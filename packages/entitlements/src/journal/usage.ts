/** The source of a usage. Only `provider` is billed unless the application chose `bill: 'estimate'`. */
export type UsageSource = 'provider' | 'estimate' | 'recovered'

/**
 * Exclusive or contained pools beside the totals, as the provider reported them: kept in the journal for audits, never
 * added to the totals. All are whole, non-negative token counts.
 */
export interface UsageDetails {
  readonly cachedPromptTokens?: number
  readonly cacheWriteTokens?: number
  readonly reasoningTokens?: number
  readonly audioPromptTokens?: number
  readonly audioCompletionTokens?: number
}

/** The usage of one attempt. Zero is a count, not a missing value. */
export interface Usage {
  /** The model that served the request (it may differ from the one asked for): the value of the `model_id` property. */
  readonly model: string
  readonly promptTokens: number
  readonly completionTokens: number
  readonly details?: UsageDetails
  readonly source: 'provider' | 'estimate'
}
