import type { TokenUsage } from './token-usage.ts'

/**
 * Every quantity of one usage. The four prompt pools and `uncachedPromptTokens` sum to `promptTokens`; so do those of
 * the completion.
 */
export interface UsageQuantities {
  readonly promptTokens: number
  /** Prompt tokens that are in no other pool: text that was not cached. */
  readonly uncachedPromptTokens: number
  readonly cachedPromptTokens: number
  readonly cacheWriteTokens: number
  readonly audioPromptTokens: number
  readonly imagePromptTokens: number
  readonly completionTokens: number
  /** Completion tokens that are in no other pool: the text of the answer. */
  readonly textCompletionTokens: number
  readonly reasoningTokens: number
  readonly audioCompletionTokens: number
  readonly imageCompletionTokens: number
}

/** Splits a usage into its exclusive quantities; a pool that was not reported is zero. */
export function splitUsage({ promptTokens, completionTokens, details = {} }: TokenUsage): UsageQuantities {
  const {
    cachedPromptTokens = 0,
    cacheWriteTokens = 0,
    audioPromptTokens = 0,
    imagePromptTokens = 0,
    reasoningTokens = 0,
    audioCompletionTokens = 0,
    imageCompletionTokens = 0,
  } = details
  return {
    promptTokens,
    uncachedPromptTokens: promptTokens - cachedPromptTokens - cacheWriteTokens - audioPromptTokens - imagePromptTokens,
    cachedPromptTokens,
    cacheWriteTokens,
    audioPromptTokens,
    imagePromptTokens,
    completionTokens,
    textCompletionTokens: completionTokens - reasoningTokens - audioCompletionTokens - imageCompletionTokens,
    reasoningTokens,
    audioCompletionTokens,
    imageCompletionTokens,
  }
}
