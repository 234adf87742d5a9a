import { count, countOf, type Fields } from './fields.ts'
import { reconcile } from './reconcile.ts'
import type { UsageReading } from './token-usage.ts'

/**
 * Reads Amazon Bedrock's Converse. inputTokens does not hold the cached tokens, as with Anthropic; totalTokens is then
 * the sum of all four.
 */
export function readBedrockConverse(value: Fields): UsageReading {
  return readWith(value, {
    prompt: count(value, 'inputTokens'),
    completion: count(value, 'outputTokens'),
    total: count(value, 'totalTokens'),
  })
}

/** Reads Amazon Bedrock's InvokeModel: `amazon-bedrock-invocationMetrics` of the last chunk. */
export function readBedrockInvocation(value: Fields): UsageReading {
  return readWith(value, {
    prompt: count(value, 'inputTokenCount'),
    completion: count(value, 'outputTokenCount'),
    total: undefined,
  })
}

function readWith(
  value: Fields,
  halves: Pick<Parameters<typeof reconcile>[0], 'prompt' | 'completion' | 'total'>,
): UsageReading {
  if (halves.prompt === undefined || halves.completion === undefined) return undefined
  const cached = countOf([value, 'cacheReadInputTokens'], [value, 'cacheReadInputTokenCount'])
  const written = countOf([value, 'cacheWriteInputTokens'], [value, 'cacheWriteInputTokenCount'])
  return reconcile({
    ...halves,
    pools: [
      { half: 'prompt', tokens: cached, documented: 'beside' },
      { half: 'prompt', tokens: written, documented: 'beside' },
    ],
    details: { cachedPromptTokens: cached, cacheWriteTokens: written },
  })
}
