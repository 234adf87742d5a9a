import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readUsage } from './read-usage.ts'
import { splitUsage } from './split-usage.ts'

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
  [
    'xAI: reasoning is beside the completion, the total says so',
    'docs.x.ai/docs/guides/reasoning (usage)',
    {
      prompt_tokens: 100,
      completion_tokens: 20,
      total_tokens: 620,
      prompt_tokens_details: { text_tokens: 100, audio_tokens: 0, image_tokens: 0, cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 500, audio_tokens: 0 },
      num_sources_used: 0,
    },
    { promptTokens: 100, completionTokens: 520, details: { reasoningTokens: 500 } },
  ],
  [
    'xAI: reasoning alone',
    'docs.x.ai/docs/guides/reasoning (an answer that is a call of a tool)',
    {
      prompt_tokens: 21,
      completion_tokens: 0,
      total_tokens: 81,
      completion_tokens_details: { reasoning_tokens: 60 },
    },
    { promptTokens: 21, completionTokens: 60, details: { reasoningTokens: 60 } },
  ],
  [
    'reasoning beside and cached tokens inside at once',
    'docs.x.ai/docs/guides/reasoning (usage, a prompt that was cached)',
    {
      prompt_tokens: 100,
      completion_tokens: 20,
      total_tokens: 620,
      prompt_tokens_details: { cached_tokens: 90 },
      completion_tokens_details: { reasoning_tokens: 500 },
    },
    { promptTokens: 100, completionTokens: 520, details: { cachedPromptTokens: 90, reasoningTokens: 500 } },
  ],
  [
    'reasoning beside without a total: it cannot be inside',
    'an OpenAI-compatible server without total_tokens',
    { prompt_tokens: 100, completion_tokens: 20, completion_tokens_details: { reasoning_tokens: 500 } },
    { promptTokens: 100, completionTokens: 520, details: { reasoningTokens: 500 } },
  ],
  [
    'cached tokens beside the prompt, the total says so',
    'an OpenAI-compatible server before Anthropic’s models',
    {
      prompt_tokens: 50,
      completion_tokens: 20,
      total_tokens: 1070,
      prompt_tokens_details: { cached_tokens: 1000 },
    },
    { promptTokens: 1050, completionTokens: 20, details: { cachedPromptTokens: 1000 } },
  ],
  [
    'cached tokens beside the prompt, under Anthropic’s names',
    'docs.litellm.ai/docs/completion/prompt_caching',
    {
      prompt_tokens: 50,
      completion_tokens: 20,
      total_tokens: 1270,
      cache_read_input_tokens: 1000,
      cache_creation_input_tokens: 200,
    },
    { promptTokens: 1250, completionTokens: 20, details: { cachedPromptTokens: 1000, cacheWriteTokens: 200 } },
  ],
  [
    'cached and reasoning tokens both beside',
    'an OpenAI-compatible server that counts nothing twice',
    {
      prompt_tokens: 50,
      completion_tokens: 20,
      total_tokens: 1370,
      prompt_tokens_details: { cached_tokens: 1000 },
      completion_tokens_details: { reasoning_tokens: 300 },
    },
    { promptTokens: 1050, completionTokens: 320, details: { cachedPromptTokens: 1000, reasoningTokens: 300 } },
  ],
  [
    'DeepSeek: hits and misses are inside',
    'api-docs.deepseek.com/api/create-chat-completion (usage)',
    {
      prompt_tokens: 1000,
      completion_tokens: 200,
      total_tokens: 1200,
      prompt_cache_hit_tokens: 896,
      prompt_cache_miss_tokens: 104,
      completion_tokens_details: { reasoning_tokens: 150 },
    },
    { promptTokens: 1000, completionTokens: 200, details: { cachedPromptTokens: 896, reasoningTokens: 150 } },
  ],
  [
    'OpenRouter: cache writes and costs',
    'openrouter.ai/docs/use-cases/usage-accounting',
    {
      prompt_tokens: 194,
      completion_tokens: 2,
      total_tokens: 196,
      cost: 0.95,
      is_byok: false,
      prompt_tokens_details: { cached_tokens: 100, cache_write_tokens: 50, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0, image_tokens: 0 },
      cost_details: { upstream_inference_cost: 19 },
    },
    { promptTokens: 194, completionTokens: 2, details: { cachedPromptTokens: 100, cacheWriteTokens: 50 } },
  ],
  [
    'Mistral',
    'docs.mistral.ai/api (UsageInfo)',
    { prompt_tokens: 16, completion_tokens: 34, total_tokens: 50, prompt_audio_seconds: {} },
    { promptTokens: 16, completionTokens: 34 },
  ],
  [
    'Moonshot: cached tokens stand by themselves',
    'platform.moonshot.ai/docs/api/chat (usage)',
    { prompt_tokens: 19, completion_tokens: 21, total_tokens: 40, cached_tokens: 10 },
    { promptTokens: 19, completionTokens: 21, details: { cachedPromptTokens: 10 } },
  ],
  [
    'OpenAI embeddings: a prompt alone',
    'platform.openai.com/docs/api-reference/embeddings/create (usage)',
    { prompt_tokens: 8, total_tokens: 8 },
    { promptTokens: 8, completionTokens: 0 },
  ],
  [
    'OpenAI images',
    'platform.openai.com/docs/api-reference/images/create (usage of gpt-image-1)',
    {
      total_tokens: 4390,
      input_tokens: 230,
      output_tokens: 4160,
      input_tokens_details: { text_tokens: 36, image_tokens: 194 },
      output_tokens_details: { image_tokens: 4160, text_tokens: 0 },
    },
    { promptTokens: 230, completionTokens: 4160, details: { imagePromptTokens: 194, imageCompletionTokens: 4160 } },
  ],
  [
    'OpenAI transcriptions',
    'platform.openai.com/docs/api-reference/audio/createTranscription (usage of gpt-4o-transcribe)',
    {
      type: 'tokens',
      input_tokens: 114,
      input_token_details: { text_tokens: 0, audio_tokens: 114 },
      output_tokens: 31,
      total_tokens: 145,
    },
    { promptTokens: 114, completionTokens: 31, details: { audioPromptTokens: 114 } },
  ],
  [
    'OpenAI Realtime: cached sound is not named twice',
    'platform.openai.com/docs/api-reference/realtime-server-events/response/done',
    {
      total_tokens: 253,
      input_tokens: 132,
      output_tokens: 121,
      input_token_details: {
        text_tokens: 119,
        audio_tokens: 13,
        cached_tokens: 74,
        cached_tokens_details: { text_tokens: 64, audio_tokens: 10 },
      },
      output_token_details: { text_tokens: 30, audio_tokens: 91 },
    },
    {
      promptTokens: 132,
      completionTokens: 121,
      details: { cachedPromptTokens: 74, audioPromptTokens: 3, audioCompletionTokens: 91 },
    },
  ],
  [
    'Anthropic: an answer of several iterations',
    'docs.anthropic.com/en/docs/build-with-claude/compaction (usage)',
    {
      input_tokens: 23_000,
      output_tokens: 1000,
      iterations: [
        { type: 'compaction', input_tokens: 180_000, output_tokens: 3500 },
        { type: 'message', input_tokens: 23_000, output_tokens: 1000 },
      ],
    },
    { promptTokens: 203_000, completionTokens: 4500 },
  ],
  [
    'Gemini: pictures and sounds of the prompt, but for what was cached of them',
    'ai.google.dev/api/generate-content#UsageMetadata (promptTokensDetails)',
    {
      promptTokenCount: 900,
      cachedContentTokenCount: 300,
      candidatesTokenCount: 10,
      totalTokenCount: 910,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 100 },
        { modality: 'IMAGE', tokenCount: 516 },
        { modality: 'AUDIO', tokenCount: 284 },
      ],
      cacheTokensDetails: [{ modality: 'IMAGE', tokenCount: 258 }],
    },
    {
      promptTokens: 900,
      completionTokens: 10,
      details: { cachedPromptTokens: 300, audioPromptTokens: 284, imagePromptTokens: 258 },
    },
  ],
  [
    'Bedrock Converse without a total: cached tokens are beside',
    'docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html',
    { inputTokens: 30, outputTokens: 628, cacheReadInputTokens: 1000 },
    { promptTokens: 1030, completionTokens: 628, details: { cachedPromptTokens: 1000 } },
  ],
  [
    'AI SDK: the raw usage decides, by its own rules',
    'ai-sdk.dev, LanguageModelV4Usage; xAI counts reasoning beside the completion',
    {
      inputTokens: { total: 100, noCache: 100, cacheRead: 0, cacheWrite: undefined },
      outputTokens: { total: 20, text: 0, reasoning: 500 },
      raw: {
        prompt_tokens: 100,
        completion_tokens: 20,
        total_tokens: 620,
        completion_tokens_details: { reasoning_tokens: 500 },
      },
    },
    { promptTokens: 100, completionTokens: 520, details: { reasoningTokens: 500 } },
  ],
  [
    'AI SDK: without raw usage, its halves',
    'ai-sdk.dev, LanguageModelV3Usage',
    {
      inputTokens: { total: 2006, noCache: 86, cacheRead: 1920, cacheWrite: undefined },
      outputTokens: { total: 300, text: 108, reasoning: 192 },
    },
    { promptTokens: 2006, completionTokens: 300, details: { cachedPromptTokens: 1920, reasoningTokens: 192 } },
  ],
  [
    'AI SDK: a half without its total is the sum of its parts',
    'ai-sdk.dev, LanguageModelV4Usage',
    {
      inputTokens: { total: undefined, noCache: 10, cacheRead: 5, cacheWrite: 2 },
      outputTokens: { total: undefined, text: 7, reasoning: undefined },
    },
    { promptTokens: 17, completionTokens: 7, details: { cachedPromptTokens: 5, cacheWriteTokens: 2 } },
  ],
  [
    'AI SDK: raw usage that lacks a part of what was stated',
    'ai-sdk.dev, LanguageModelV4Usage',
    {
      inputTokens: { total: 2017, noCache: 17, cacheRead: 2000, cacheWrite: 0 },
      outputTokens: { total: 20, text: undefined, reasoning: undefined },
      raw: { input_tokens: 17, output_tokens: 20 },
    },
    { promptTokens: 2017, completionTokens: 20, details: { cachedPromptTokens: 2000 } },
  ],
  ['AI SDK: embeddings', 'ai-sdk.dev, EmbeddingModelV4', { tokens: 9 }, { promptTokens: 9, completionTokens: 0 }],
  [
    'AI SDK: images',
    'ai-sdk.dev, ImageModelV4',
    { inputTokens: 17, outputTokens: 272, totalTokens: 289 },
    { promptTokens: 17, completionTokens: 272 },
  ],
]

/** Counts that contradict each other or leave open where a part belongs: read by a rule, and flagged. */
const doubtful: readonly (readonly [name: string, given: object, want: object, doubt: RegExp])[] = [
  [
    'thoughts that only the total shows',
    { input_tokens: 100, output_tokens: 20, total_tokens: 620 },
    { promptTokens: 100, completionTokens: 520 },
    /500 more than its parts/,
  ],
  [
    'thoughts that only Gemini’s total shows',
    { promptTokenCount: 100, candidatesTokenCount: 20, totalTokenCount: 620 },
    { promptTokens: 100, completionTokens: 520 },
    /500 more than its parts/,
  ],
  [
    'a part that explains some of the total',
    {
      prompt_tokens: 100,
      completion_tokens: 20,
      total_tokens: 620,
      completion_tokens_details: { reasoning_tokens: 300 },
    },
    { promptTokens: 100, completionTokens: 520, details: { reasoningTokens: 300 } },
    /200 more than its parts/,
  ],
  [
    'a total that two ways make up',
    {
      prompt_tokens: 600,
      completion_tokens: 600,
      total_tokens: 1700,
      prompt_tokens_details: { cached_tokens: 500 },
      completion_tokens_details: { reasoning_tokens: 500 },
    },
    { promptTokens: 600, completionTokens: 1100, details: { cachedPromptTokens: 500, reasoningTokens: 500 } },
    /more than one way/,
  ],
  [
    'a total that is smaller than its parts',
    { prompt_tokens: 100, completion_tokens: 20, total_tokens: 90 },
    { promptTokens: 100, completionTokens: 20 },
    /30 less than its parts/,
  ],
  [
    'reasoning that the total leaves out (Perplexity)',
    { prompt_tokens: 33, completion_tokens: 7163, total_tokens: 7196, reasoning_tokens: 193_825 },
    { promptTokens: 33, completionTokens: 200_988, details: { reasoningTokens: 193_825 } },
    /193825 less than its parts/,
  ],
  [
    'pools that overlap',
    {
      prompt_tokens: 100,
      completion_tokens: 5,
      total_tokens: 105,
      prompt_tokens_details: { cached_tokens: 60, audio_tokens: 80 },
    },
    { promptTokens: 100, completionTokens: 5, details: { cachedPromptTokens: 60, audioPromptTokens: 40 } },
    /overlap/,
  ],
]

describe('readUsage', () => {
  test.each(shapes)('%s (%s)', (_name, _source, given, want) => {
    expect(readUsage(given)).toEqual({ usage: want })
  })

  test.each(doubtful)('%s is flagged', (_name, given, want, doubt) => {
    expect(readUsage(given)).toEqual({ usage: want, doubt: expect.stringMatching(doubt) })
  })

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 12],
    ['an empty object', {}],
    ['an object of other things', { cost: 0.02, latency: 12 }],
    ['one half without a total', { completion_tokens: 5 }],
    ['a total that is smaller than its half', { prompt_tokens: 9, total_tokens: 4 }],
    [
      'an AI SDK usage that nothing was stated for',
      { inputTokens: { total: undefined, noCache: undefined }, outputTokens: { total: undefined, text: undefined } },
    ],
    [
      'zeros of the AI SDK that no provider stated',
      { inputTokens: { total: 0 }, outputTokens: { total: 0 }, raw: undefined },
    ],
    ['tokenUsage without counts', { promptTokens: undefined, completionTokens: undefined, totalTokens: undefined }],
  ])('%s is no usage', (_name, given) => {
    expect(readUsage(given)).toBeUndefined()
  })

  test.each([
    ['NaN', { prompt_tokens: Number.NaN, completion_tokens: 5, total_tokens: 5 }, 'prompt_tokens is NaN'],
    ['a fraction', { input_tokens: 1.5, output_tokens: 5, total_tokens: 6.5 }, 'input_tokens is 1.5'],
    ['a negative number', { promptTokens: 3, completionTokens: -1 }, 'completionTokens is -1'],
    ['a text', { inputTokens: '12', outputTokens: 5 }, 'inputTokens is 12'],
    ['infinity', { eval_count: Number.POSITIVE_INFINITY, prompt_eval_count: 1 }, 'eval_count is Infinity'],
    [
      'an invalid pool',
      { prompt_tokens: 9, completion_tokens: 5, prompt_tokens_details: { cached_tokens: Number.NaN } },
      'cached_tokens is NaN',
    ],
    ['more than a trillion', { prompt_tokens: 1e15, completion_tokens: 1 }, 'more than 1000000000000 tokens'],
    [
      'a total of more',
      { prompt_tokens: 9, completion_tokens: 1, total_tokens: 1e13 },
      'more than 1000000000000 tokens',
    ],
  ])('%s is refused', (_name, given, want) => {
    expect(readUsage(given)).toEqual({ invalid: want })
  })

  test('whatever a provider sends, what is read is whole counts or nothing', () => {
    const keys = shapes.flatMap(([, , given]) => Object.keys(given))
    const values = fc.oneof(fc.integer({ min: -5, max: 1e9 }), fc.double(), fc.string(), fc.constant(null), fc.object())
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), values), (given) => {
        const found = readUsage(given)
        if (found === undefined || 'invalid' in found) return
        const { promptTokens, completionTokens, details = {} } = found.usage
        for (const count of [promptTokens, completionTokens, ...Object.values(details)])
          expect(Number.isSafeInteger(count) && count >= 0).toBe(true)
        const split = splitUsage(found.usage)
        expect(Math.min(...Object.values(split)), 'no quantity is negative').toBeGreaterThanOrEqual(0)
      }),
      { seed: 20_260_105, numRuns: 2_000 },
    )
  })
})
