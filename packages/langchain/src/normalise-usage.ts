import {
  count,
  details,
  type Fields,
  halves,
  isFields,
  reading,
  type TokenUsage,
  type UsageReading,
} from './token-usage.ts'

/**
 * Reads one usage object, in any of the shapes that providers and LangChain give. Shapes are told apart by their own keys, never by a provider's name. An
 * empty object, or one without counts, is absent, not zero.
 */
export function normaliseUsage(value: unknown): UsageReading {
  if (!isFields(value)) return undefined
  return reading(() => {
    for (const read of SHAPES) {
      const usage = read(value)
      if (usage !== undefined) return usage
    }
    return undefined
  })
}

/** From the most particular keys to the most general ones. */
const SHAPES: readonly ((value: Fields) => TokenUsage | undefined)[] = [
  readOpenAiChat,
  readGemini,
  readBedrockConverse,
  readBedrockInvocation,
  readOllama,
  readLangChainTokenUsage,
  readAnthropic,
  readOpenAiResponses,
  readLangChainUsageMetadata,
]

/** OpenAI Chat Completions and everything compatible. Cached and audio tokens are inside prompt_tokens, reasoning inside completion_tokens. */
function readOpenAiChat(value: Fields): TokenUsage | undefined {
  if (!('prompt_tokens' in value || 'completion_tokens' in value)) return undefined
  const both = halves(count(value, 'prompt_tokens'), count(value, 'completion_tokens'), count(value, 'total_tokens'))
  if (both === undefined) return undefined
  const prompt = value['prompt_tokens_details']
  const completion = value['completion_tokens_details']
  return {
    promptTokens: both[0],
    completionTokens: both[1],
    ...details({
      cachedPromptTokens: count(prompt, 'cached_tokens'),
      cacheWriteTokens: count(prompt, 'cache_write_tokens'),
      audioPromptTokens: count(prompt, 'audio_tokens'),
      reasoningTokens: count(completion, 'reasoning_tokens'),
      audioCompletionTokens: count(completion, 'audio_tokens'),
    }),
  }
}

/** OpenAI Responses. Told from Anthropic and LangChain by `input_tokens_details`. */
function readOpenAiResponses(value: Fields): TokenUsage | undefined {
  if (!('input_tokens_details' in value || 'output_tokens_details' in value)) return undefined
  const both = halves(count(value, 'input_tokens'), count(value, 'output_tokens'), count(value, 'total_tokens'))
  if (both === undefined) return undefined
  return {
    promptTokens: both[0],
    completionTokens: both[1],
    ...details({
      cachedPromptTokens: count(value['input_tokens_details'], 'cached_tokens'),
      cacheWriteTokens: count(value['input_tokens_details'], 'cache_write_tokens'),
      reasoningTokens: count(value['output_tokens_details'], 'reasoning_tokens'),
    }),
  }
}

/** Anthropic Messages. input_tokens does not hold the cached ones: the prompt is the sum of three exclusive counts. */
function readAnthropic(value: Fields): TokenUsage | undefined {
  if (!('cache_read_input_tokens' in value || 'cache_creation_input_tokens' in value)) return undefined
  const input = count(value, 'input_tokens')
  const output = count(value, 'output_tokens')
  if (input === undefined || output === undefined) return undefined
  const cached = count(value, 'cache_read_input_tokens')
  const written = count(value, 'cache_creation_input_tokens')
  return {
    promptTokens: input + (cached ?? 0) + (written ?? 0),
    completionTokens: output,
    ...details({ cachedPromptTokens: cached, cacheWriteTokens: written }),
  }
}

/** Gemini and Vertex. Cached tokens are inside promptTokenCount; tool-use prompts and thoughts are beside their halves. */
function readGemini(value: Fields): TokenUsage | undefined {
  if (!('promptTokenCount' in value || 'candidatesTokenCount' in value)) return undefined
  const thoughts = count(value, 'thoughtsTokenCount')
  const toolUse = count(value, 'toolUsePromptTokenCount') ?? 0
  const prompt = count(value, 'promptTokenCount')
  // A field that is zero is left out of Gemini's JSON.
  const candidates = count(value, 'candidatesTokenCount') ?? (prompt === undefined ? undefined : 0)
  if (candidates === undefined) return undefined
  return {
    promptTokens: (prompt ?? 0) + toolUse,
    completionTokens: candidates + (thoughts ?? 0),
    ...details({ cachedPromptTokens: count(value, 'cachedContentTokenCount'), reasoningTokens: thoughts }),
  }
}

/**
 * Amazon Bedrock Converse. inputTokens does not hold the cached ones, as with Anthropic: totalTokens is then the sum of all four. Where it is the sum of input and
 * output alone, they are inside.
 */
function readBedrockConverse(value: Fields): TokenUsage | undefined {
  const input = count(value, 'inputTokens')
  const output = count(value, 'outputTokens')
  if (input === undefined || output === undefined) return undefined
  const cached = count(value, 'cacheReadInputTokens')
  const written = count(value, 'cacheWriteInputTokens')
  const beside = count(value, 'totalTokens') === input + output ? 0 : (cached ?? 0) + (written ?? 0)
  return {
    promptTokens: input + beside,
    completionTokens: output,
    ...details({ cachedPromptTokens: cached, cacheWriteTokens: written }),
  }
}

/** Amazon Bedrock InvokeModel: `amazon-bedrock-invocationMetrics` of the last chunk. */
function readBedrockInvocation(value: Fields): TokenUsage | undefined {
  const input = count(value, 'inputTokenCount')
  const output = count(value, 'outputTokenCount')
  return input === undefined || output === undefined ? undefined : { promptTokens: input, completionTokens: output }
}

/** Ollama's final answer. prompt_eval_count is left out when the whole prompt was in its cache. */
function readOllama(value: Fields): TokenUsage | undefined {
  if (!('eval_count' in value || 'prompt_eval_count' in value)) return undefined
  return { promptTokens: count(value, 'prompt_eval_count') ?? 0, completionTokens: count(value, 'eval_count') ?? 0 }
}

/** LangChain's llmOutput.tokenUsage. Its sibling estimatedTokenUsage is a guess, and is never read. */
function readLangChainTokenUsage(value: Fields): TokenUsage | undefined {
  if (!('promptTokens' in value || 'completionTokens' in value)) return undefined
  const both = halves(count(value, 'promptTokens'), count(value, 'completionTokens'), count(value, 'totalTokens'))
  return both === undefined ? undefined : { promptTokens: both[0], completionTokens: both[1] }
}

/**
 * LangChain's usage_metadata: the totals hold every pool. Anthropic's raw usage without a cache has the same keys and meaning. An integration that left
 * Gemini's thoughts out of output_tokens shows it by a total that is larger by exactly the reasoning tokens.
 */
function readLangChainUsageMetadata(value: Fields): TokenUsage | undefined {
  const total = count(value, 'total_tokens')
  const both = halves(count(value, 'input_tokens'), count(value, 'output_tokens'), total)
  if (both === undefined) return undefined
  const input = value['input_token_details']
  const output = value['output_token_details']
  const reasoning = count(output, 'reasoning')
  const beside = reasoning !== undefined && total === both[0] + both[1] + reasoning ? reasoning : 0
  return {
    promptTokens: both[0],
    completionTokens: both[1] + beside,
    ...details({
      cachedPromptTokens: count(input, 'cache_read'),
      cacheWriteTokens: count(input, 'cache_creation'),
      audioPromptTokens: count(input, 'audio'),
      reasoningTokens: reasoning,
      audioCompletionTokens: count(output, 'audio'),
    }),
  }
}
