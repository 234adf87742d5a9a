import { isAiSdkUsage, readAiSdk, readAiSdkEmbedding } from './ai-sdk.ts'
import { readAnthropic } from './anthropic.ts'
import { readBedrockConverse, readBedrockInvocation } from './bedrock.ts'
import { type Fields, InvalidCount, isFields } from './fields.ts'
import { readGemini } from './gemini.ts'
import { readLangChainTokenUsage } from './langchain.ts'
import { readOllama } from './ollama.ts'
import { readOpenAiChat, readOpenAiInputOutput } from './openai.ts'
import type { UsageReading } from './token-usage.ts'

/** From the most particular keys to the most general ones. */
const SHAPES: readonly ((value: Fields) => UsageReading)[] = [
  readOpenAiChat,
  readGemini,
  readBedrockConverse,
  readBedrockInvocation,
  readOllama,
  readLangChainTokenUsage,
  readAnthropic,
  readOpenAiInputOutput,
  readAiSdkEmbedding,
]

/**
 * Reads one usage object, in any of the shapes that providers, LangChain and the AI SDK give. Shapes are told apart by
 * their own keys, never by a provider's name. An empty object, or one without counts, is absent usage, not zero usage.
 *
 * @example
 * ```ts
 * const details = { reasoning_tokens: 500 }
 * readUsage({ prompt_tokens: 100, completion_tokens: 20, total_tokens: 620, completion_tokens_details: details })
 * // { usage: { promptTokens: 100, completionTokens: 520, details: { reasoningTokens: 500 } } }
 * ```
 */
export function readUsage(value: unknown): UsageReading {
  if (!isFields(value)) return undefined
  try {
    return isAiSdkUsage(value) ? readAiSdk(value, readStated) : readStated(value)
  } catch (error) {
    if (error instanceof InvalidCount) return { invalid: error.message }
    throw error
  }
}

function readStated(value: unknown): UsageReading {
  if (!isFields(value)) return undefined
  for (const read of SHAPES) {
    const reading = read(value)
    if (reading !== undefined) return reading
  }
  return undefined
}
