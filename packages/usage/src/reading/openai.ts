import { count, countOf, type Fields } from './fields.ts'
import { reconcile } from './reconcile.ts'
import type { UsageReading } from './token-usage.ts'

/**
 * Reads Chat Completions, Embeddings, and what is compatible with them: Azure, Mistral, xAI, DeepSeek, OpenRouter,
 * Groq, Moonshot, Perplexity, vLLM. By OpenAI's documentation cached and audio tokens are inside prompt_tokens and
 * reasoning is inside completion_tokens. xAI and Perplexity put reasoning beside.
 */
export function readOpenAiChat(value: Fields): UsageReading {
  if (!('prompt_tokens' in value || 'completion_tokens' in value)) return undefined
  const prompt = value['prompt_tokens_details']
  const completion = value['completion_tokens_details']
  // DeepSeek has prompt_cache_hit_tokens, Moonshot cached_tokens, LiteLLM Anthropic's names.
  const cached = countOf(
    [prompt, 'cached_tokens'],
    [value, 'prompt_cache_hit_tokens'],
    [value, 'cached_tokens'],
    [value, 'cache_read_input_tokens'],
  )
  const written = countOf(
    [prompt, 'cache_write_tokens'],
    [prompt, 'cache_creation_tokens'],
    [prompt, 'cache_creation_input_tokens'],
    [value, 'cache_creation_input_tokens'],
  )
  const reasoning = countOf([completion, 'reasoning_tokens'], [value, 'reasoning_tokens'])
  return reconcile({
    prompt: count(value, 'prompt_tokens'),
    completion: count(value, 'completion_tokens'),
    total: count(value, 'total_tokens'),
    pools: [
      { half: 'prompt', tokens: cached, documented: 'inside' },
      { half: 'prompt', tokens: written, documented: 'inside' },
      { half: 'completion', tokens: reasoning, documented: 'inside' },
    ],
    details: {
      cachedPromptTokens: cached,
      cacheWriteTokens: written,
      audioPromptTokens: count(prompt, 'audio_tokens'),
      imagePromptTokens: count(prompt, 'image_tokens'),
      reasoningTokens: reasoning,
      audioCompletionTokens: count(completion, 'audio_tokens'),
      imageCompletionTokens: count(completion, 'image_tokens'),
    },
  })
}

/**
 * Reads what names its halves input_tokens and output_tokens: OpenAI's Responses, Images, Transcriptions and Realtime,
 * Anthropic's usage without a cache, and LangChain's usage_metadata. Their totals hold every pool, but for integrations
 * that left Gemini's thoughts out of output_tokens.
 */
export function readOpenAiInputOutput(value: Fields): UsageReading {
  if (!('input_tokens' in value || 'output_tokens' in value)) return undefined
  const input = value['input_tokens_details'] ?? value['input_token_details']
  const output = value['output_tokens_details'] ?? value['output_token_details']
  const cachedOf = (input as Fields | undefined)?.['cached_tokens_details']
  const cached = countOf([input, 'cached_tokens'], [input, 'cache_read'])
  const written = countOf([input, 'cache_write_tokens'], [input, 'cache_creation'])
  const reasoning = countOf([output, 'reasoning_tokens'], [output, 'reasoning'])
  return reconcile({
    prompt: count(value, 'input_tokens'),
    completion: count(value, 'output_tokens'),
    total: count(value, 'total_tokens'),
    pools: [
      { half: 'prompt', tokens: cached, documented: 'inside' },
      { half: 'prompt', tokens: written, documented: 'inside' },
      { half: 'completion', tokens: reasoning, documented: 'inside' },
    ],
    details: {
      cachedPromptTokens: cached,
      cacheWriteTokens: written,
      audioPromptTokens: without(countOf([input, 'audio_tokens'], [input, 'audio']), count(cachedOf, 'audio_tokens')),
      imagePromptTokens: without(countOf([input, 'image_tokens'], [input, 'image']), count(cachedOf, 'image_tokens')),
      reasoningTokens: reasoning,
      audioCompletionTokens: countOf([output, 'audio_tokens'], [output, 'audio']),
      imageCompletionTokens: countOf([output, 'image_tokens'], [output, 'image']),
    },
  })
}

/** A pool less the cached part of it. */
function without(tokens: number | undefined, cached: number | undefined): number | undefined {
  return tokens === undefined || cached === undefined ? tokens : Math.max(0, tokens - cached)
}
