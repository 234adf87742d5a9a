/**
 * The tokens that one call used, in one meaning for all providers. The totals hold everything that was processed:
 * cached, cache-writing, audio and image tokens are inside `promptTokens`; reasoning, audio and image tokens of the
 * answer are inside `completionTokens`. Whole, non-negative counts; zero is a count.
 */
export interface TokenUsage {
  readonly promptTokens: number
  readonly completionTokens: number
  readonly details?: UsagePools
}

/**
 * Pools inside the totals. They do not overlap, so a price list takes each out of its total once. A pool that is absent
 * was not reported, or is zero.
 */
export interface UsagePools {
  readonly cachedPromptTokens?: number
  readonly cacheWriteTokens?: number
  readonly audioPromptTokens?: number
  readonly imagePromptTokens?: number
  readonly reasoningTokens?: number
  readonly audioCompletionTokens?: number
  readonly imageCompletionTokens?: number
}

/**
 * The result of reading a usage object. `undefined`: there is no usage. `invalid`: there is, and a count is NaN,
 * negative or a fraction; such usage is never billed. `doubt`: the counts contradict each other, or do not say where a
 * part belongs; `usage` is the reading that the rules of the package give.
 */
export type UsageReading =
  | { readonly usage: TokenUsage; readonly doubt?: string }
  | { readonly invalid: string }
  | undefined
