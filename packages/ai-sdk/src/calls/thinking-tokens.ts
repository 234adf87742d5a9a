import { type Fields, isFields } from './fields.ts'

/** The budget that @ai-sdk/anthropic takes where none is set. */
const DEFAULT_BUDGET = 1024

/**
 * Reads the tokens of thoughts that a provider of the AI SDK lets a model have beside `maxOutputTokens`: Anthropic's,
 * also behind Google Vertex and Amazon Bedrock. Those of other providers are inside of the limit.
 */
export function thinkingTokens(provider: string, options: Fields): number {
  if (provider.includes('anthropic')) return budgetOf(options['anthropic'], 'thinking')
  return provider.includes('bedrock') ? budgetOf(options['bedrock'], 'reasoningConfig') : 0
}

function budgetOf(options: unknown, member: string): number {
  const thinking = isFields(options) ? options[member] : undefined
  if (!isFields(thinking) || thinking['type'] !== 'enabled') return 0
  const { budgetTokens = DEFAULT_BUDGET } = thinking
  return typeof budgetTokens === 'number' && Number.isSafeInteger(budgetTokens) && budgetTokens > 0 ? budgetTokens : 0
}
