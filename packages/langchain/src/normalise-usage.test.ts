import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normaliseUsage } from './normalise-usage.ts'

/** Answers in the providers' documented formats. Each row names where the format is documented or was seen. */
const shapes: readonly (readonly [name: string, source: string, given: object, want: object])[] = [
  [
    'OpenAI chat: cached and reasoning tokens are inside',
    'platform.openai.com/docs/api-reference/chat/object (usage)',
    {
      prompt_tokens: 2006,
      completion_tokens: 300,
      total_tokens: 2306,
      prompt_tokens_details: { cached_tokens: 1920, audio_tokens: 0 },
      completion_tokens_details: {
        reasoning_tokens: 192,
        audio_tokens: 0,
        accepted_prediction_tokens: 0,
        rejected_prediction_tokens: 0,
      },
    },
    { promptTokens: 2006, completionTokens: 300, details: { cachedPromptTokens: 1920, reasoningTokens: 192 } },
  ],
  [
    'OpenAI chat: audio',
    'platform.openai.com/docs/guides/audio (usage of gpt-4o-audio-preview)',
    {
      prompt_tokens: 17,
      completion_tokens: 110,
      total_tokens: 127,
      prompt_tokens_details: { audio_tokens: 11, cached_tokens: 0 },
      completion_tokens_details: { audio_tokens: 88, reasoning_tokens: 0 },
    },
    { promptTokens: 17, completionTokens: 110, details: { audioPromptTokens: 11, audioCompletionTokens: 88 } },
  ],
  [
    'OpenAI chat: an explicit zero is a count',
    'platform.openai.com/docs/api-reference/chat/object (an answer that is a refusal of the filter)',
    { prompt_tokens: 12, completion_tokens: 0, total_tokens: 12 },
    { promptTokens: 12, completionTokens: 0 },
  ],
  [
    'OpenAI-compatible server: no details, nulls',
    'docs.vllm.ai/en/latest/serving/openai_compatible_server (UsageInfo)',
    { prompt_tokens: 33, completion_tokens: 7, total_tokens: 40, prompt_tokens_details: null },
    { promptTokens: 33, completionTokens: 7 },
  ],
  [
    'OpenAI Responses',
    'platform.openai.com/docs/api-reference/responses/object (usage)',
    {
      input_tokens: 328,
      input_tokens_details: { cached_tokens: 128 },
      output_tokens: 52,
      output_tokens_details: { reasoning_tokens: 40 },
      total_tokens: 380,
    },
    { promptTokens: 328, completionTokens: 52, details: { cachedPromptTokens: 128, reasoningTokens: 40 } },
  ],
  [
    'Anthropic: cached tokens are beside input_tokens',
    'docs.anthropic.com/en/docs/build-with-claude/prompt-caching (tracking cache performance)',
    { input_tokens: 50, cache_creation_input_tokens: 188, cache_read_input_tokens: 1000, output_tokens: 393 },
    { promptTokens: 1238, completionTokens: 393, details: { cachedPromptTokens: 1000, cacheWriteTokens: 188 } },
  ],
  [
    'Anthropic without a cache',
    'docs.anthropic.com/en/api/messages (usage)',
    { input_tokens: 2095, output_tokens: 503 },
    { promptTokens: 2095, completionTokens: 503 },
  ],
  [
    'Gemini: thoughts and tool use are beside, cached tokens inside',
    'ai.google.dev/api/generate-content#UsageMetadata',
    {
      promptTokenCount: 41,
      cachedContentTokenCount: 30,
      candidatesTokenCount: 5,
      toolUsePromptTokenCount: 12,
      thoughtsTokenCount: 381,
      totalTokenCount: 439,
    },
    { promptTokens: 53, completionTokens: 386, details: { cachedPromptTokens: 30, reasoningTokens: 381 } },
  ],
  [
    'Gemini leaves zeros out',
    'ai.google.dev/api/generate-content#UsageMetadata (proto3 JSON)',
    { promptTokenCount: 41, totalTokenCount: 41 },
    { promptTokens: 41, completionTokens: 0 },
  ],
  [
    'Bedrock Converse: cached tokens are beside, the total says so',
    'docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html',
    { inputTokens: 30, outputTokens: 628, totalTokens: 1758, cacheReadInputTokens: 1000, cacheWriteInputTokens: 100 },
    { promptTokens: 1130, completionTokens: 628, details: { cachedPromptTokens: 1000, cacheWriteTokens: 100 } },
  ],
  [
    'Bedrock Converse: cached tokens are inside, the total says so',
    'docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html',
    { inputTokens: 1130, outputTokens: 628, totalTokens: 1758, cacheReadInputTokens: 1000 },
    { promptTokens: 1130, completionTokens: 628, details: { cachedPromptTokens: 1000 } },
  ],
  [
    'Bedrock InvokeModel',
    'docs.aws.amazon.com/bedrock/latest/userguide/inference-invoke.html (amazon-bedrock-invocationMetrics)',
    { inputTokenCount: 17, outputTokenCount: 22, invocationLatency: 550, firstByteLatency: 430 },
    { promptTokens: 17, completionTokens: 22 },
  ],
  [
    'Ollama',
    'docs.ollama.com/api (the last answer of /api/chat)',
    { done: true, total_duration: 5191566416, prompt_eval_count: 26, eval_count: 298, eval_duration: 4799921000 },
    { promptTokens: 26, completionTokens: 298 },
  ],
  [
    'Ollama: a prompt that was cached has no count',
    'github.com/ollama/ollama api/types.go (prompt_eval_count, omitempty)',
    { done: true, eval_count: 298 },
    { promptTokens: 0, completionTokens: 298 },
  ],
  [
    'LangChain usage_metadata',
    '@langchain/core messages/metadata (UsageMetadata)',
    {
      input_tokens: 350,
      output_tokens: 240,
      total_tokens: 590,
      input_token_details: { audio: 10, cache_creation: 200, cache_read: 100 },
      output_token_details: { audio: 10, reasoning: 200 },
    },
    {
      promptTokens: 350,
      completionTokens: 240,
      details: {
        cachedPromptTokens: 100,
        cacheWriteTokens: 200,
        audioPromptTokens: 10,
        reasoningTokens: 200,
        audioCompletionTokens: 10,
      },
    },
  ],
  [
    'LangChain usage_metadata: ChatOpenAI leaves a zero out, the total stands',
    '@langchain/openai 1.6.0 chat_models/completions (_generate)',
    { input_tokens: 12, total_tokens: 12, input_token_details: {}, output_token_details: {} },
    { promptTokens: 12, completionTokens: 0 },
  ],
  [
    'LangChain usage_metadata: thoughts beside output_tokens',
    '@langchain/google-common (usage of thinking models before thoughts were inside)',
    { input_tokens: 41, output_tokens: 5, total_tokens: 427, output_token_details: { reasoning: 381 } },
    { promptTokens: 41, completionTokens: 386, details: { reasoningTokens: 381 } },
  ],
  [
    'LangChain llmOutput.tokenUsage',
    '@langchain/core language_models/chat_models (_streamIterator)',
    { promptTokens: 9, completionTokens: 12, totalTokens: 21 },
    { promptTokens: 9, completionTokens: 12 },
  ],
  [
    'LangChain llmOutput.tokenUsage with a zero left out',
    '@langchain/openai 1.6.0 llms (_generate)',
    { promptTokens: 9, totalTokens: 9 },
    { promptTokens: 9, completionTokens: 0 },
  ],
]

describe('normaliseUsage', () => {
  test.each(shapes)('%s (%s)', (_name, _source, given, want) => {
    expect(normaliseUsage(given)).toEqual({ usage: want })
  })

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 12],
    ['an empty object', {}],
    ['an object of other things', { cost: 0.02, latency: 12 }],
    ['one half without a total', { completion_tokens: 5 }],
    ['a total that is smaller than its half', { prompt_tokens: 9, total_tokens: 4 }],
    ['tokenUsage without counts', { promptTokens: undefined, completionTokens: undefined, totalTokens: undefined }],
  ])('%s is no usage', (_name, given) => {
    expect(normaliseUsage(given)).toBeUndefined()
  })

  test.each([
    ['NaN', { prompt_tokens: Number.NaN, completion_tokens: 5, total_tokens: 5 }, 'prompt_tokens is NaN'],
    ['a fraction', { input_tokens: 1.5, output_tokens: 5, total_tokens: 6.5 }, 'total_tokens is 6.5'],
    ['a negative number', { promptTokens: 3, completionTokens: -1 }, 'completionTokens is -1'],
    ['a text', { inputTokens: '12', outputTokens: 5 }, 'inputTokens is 12'],
    ['infinity', { eval_count: Number.POSITIVE_INFINITY, prompt_eval_count: 1 }, 'eval_count is Infinity'],
    [
      'an invalid pool',
      { prompt_tokens: 9, completion_tokens: 5, prompt_tokens_details: { cached_tokens: Number.NaN } },
      'cached_tokens is NaN',
    ],
  ])('%s is refused', (_name, given, want) => {
    expect(normaliseUsage(given)).toEqual({ invalid: want })
  })

  test('whatever a provider sends, what is read is whole counts or nothing', () => {
    const keys = shapes.flatMap(([, , given]) => Object.keys(given))
    const values = fc.oneof(fc.integer({ min: -5, max: 1e9 }), fc.double(), fc.string(), fc.constant(null), fc.object())
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), values), (given) => {
        const found = normaliseUsage(given)
        if (found === undefined || 'invalid' in found) return
        const { promptTokens, completionTokens, details = {} } = found.usage
        for (const count of [promptTokens, completionTokens, ...Object.values(details)])
          expect(Number.isSafeInteger(count) && count >= 0).toBe(true)
      }),
      { seed: 20_260_105, numRuns: 2_000 },
    )
  })
})
