import { count, type Fields } from './fields.ts'
import { reconcile } from './reconcile.ts'
import type { UsageReading } from './token-usage.ts'

/** Reads LangChain's llmOutput.tokenUsage. Its sibling estimatedTokenUsage is a guess, and is never read. */
export function readLangChainTokenUsage(value: Fields): UsageReading {
  if (!('promptTokens' in value || 'completionTokens' in value)) return undefined
  return reconcile({
    prompt: count(value, 'promptTokens'),
    completion: count(value, 'completionTokens'),
    total: count(value, 'totalTokens'),
    pools: [],
    details: {},
  })
}
