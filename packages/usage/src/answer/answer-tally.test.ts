import { describe, expect, test } from 'vitest'
import { AnswerTally } from './answer-tally.ts'

const chat = (delta: object, more: object = {}) => ({
  model: 'gpt-4o-2024-08-06',
  choices: [{ index: 0, delta, finish_reason: null }],
  ...more,
})
const stop = (more: object = {}) => ({ choices: [{ index: 0, delta: {}, finish_reason: 'stop', ...more }] })
const chatUsage = (prompt: number, completion: number) => ({
  choices: [],
  usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
})
const used = (promptTokens: number, completionTokens: number) => ({ usage: { promptTokens, completionTokens } })

function tally(events: readonly unknown[]) {
  const answer = new AnswerTally()
  for (const event of events) answer.add(event)
  const { usage, model, producedBytes, finished } = answer
  return { usage, model, producedBytes, finished }
}

describe('AnswerTally', () => {
  test.each([
    [
      'OpenAI chat: the usage chunk after the last choice',
      [chat({ role: 'assistant', content: '' }), chat({ content: 'Hello' }), stop(), chatUsage(7, 2)],
      { usage: used(7, 2), model: 'gpt-4o-2024-08-06', producedBytes: 5, finished: true },
    ],
    [
      'counts so far in every chunk: the last holds',
      [chat({ content: 'a' }, chatUsageOf(7, 1)), chat({ content: 'b' }, chatUsageOf(7, 2)), chatUsage(7, 3)],
      { usage: used(7, 3), producedBytes: 2, finished: false },
    ],
    ['the same usage twice counts once', [stop(), chatUsage(7, 3), chatUsage(7, 3)], { usage: used(7, 3) }],
    ['zeros after the counts take nothing back', [chatUsage(7, 3), chatUsage(0, 0)], { usage: used(7, 3) }],
    ['zero is a count', [chatUsage(0, 0)], { usage: used(0, 0) }],
    [
      'usage in the last choice',
      [chat({ content: 'a' }), stop({ usage: { prompt_tokens: 7, completion_tokens: 1, total_tokens: 8 } })],
      { usage: used(7, 1), finished: true },
    ],
    [
      'usage beside the last choice, under x_groq',
      [{ ...stop(), x_groq: { id: 'x', usage: { prompt_tokens: 7, completion_tokens: 1, total_tokens: 8 } } }],
      { usage: used(7, 1), finished: true },
    ],
    [
      'two choices, of which one is not finished',
      [
        {
          choices: [
            { index: 0, delta: { content: 'a' }, finish_reason: 'stop' },
            { index: 1, delta: {} },
          ],
        },
      ],
      { finished: false },
    ],
    [
      'calls of tools, refusals and thoughts were produced too',
      [
        chat({ tool_calls: [{ index: 0, function: { name: 'abcd', arguments: '{}' } }] }),
        chat({ refusal: 'no' }),
        chat({ reasoning_content: 'hm' }),
      ],
      { producedBytes: 10, usage: undefined },
    ],
    ['an invalid count', [chatUsage(7, 3), chatUsage(-1, 2)], { usage: { invalid: 'prompt_tokens is -1' } }],
    [
      'a whole chat completion',
      [
        {
          model: 'gpt-4o',
          choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
          usage: { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 },
        },
      ],
      { usage: used(7, 2), model: 'gpt-4o', producedBytes: 5, finished: true },
    ],
    [
      'Responses',
      [
        { type: 'response.created', response: { model: 'gpt-4o', usage: null, output: [] } },
        { type: 'response.output_text.delta', delta: 'Hel' },
        { type: 'response.function_call_arguments.delta', delta: '{}' },
        { type: 'response.audio.delta', delta: 'UklGRg==' },
        {
          type: 'response.completed',
          response: { model: 'gpt-4o-2024-08-06', usage: { input_tokens: 7, output_tokens: 2, total_tokens: 9 } },
        },
      ],
      { usage: used(7, 2), model: 'gpt-4o-2024-08-06', producedBytes: 5, finished: true },
    ],
    [
      'a whole answer of Responses',
      [
        {
          object: 'response',
          status: 'completed',
          model: 'gpt-4o',
          output: [
            { type: 'message', content: [{ type: 'output_text', text: 'Hello' }] },
            { type: 'function_call', name: 'f', arguments: '{}' },
          ],
          usage: { input_tokens: 7, output_tokens: 2, total_tokens: 9 },
        },
      ],
      { usage: used(7, 2), producedBytes: 8, finished: true },
    ],
    [
      'Anthropic: the prompt comes first, the completion so far later',
      [
        {
          type: 'message_start',
          message: {
            model: 'claude-sonnet-4-5-20250929',
            content: [],
            usage: { input_tokens: 50, cache_read_input_tokens: 1000, output_tokens: 4 },
          },
        },
        { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
        { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello' } },
        { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '{}' } },
        { type: 'message_delta', delta: { stop_reason: null }, usage: { output_tokens: 9 } },
        { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 12 } },
        { type: 'message_stop' },
      ],
      {
        usage: { usage: { promptTokens: 1050, completionTokens: 12, details: { cachedPromptTokens: 1000 } } },
        model: 'claude-sonnet-4-5-20250929',
        producedBytes: 7,
        finished: true,
      },
    ],
    [
      'a whole message of Anthropic’s',
      [
        {
          type: 'message',
          model: 'claude-sonnet-4-5',
          content: [
            { type: 'text', text: 'Hello' },
            { type: 'tool_use', name: 'f', input: { a: 1 } },
          ],
          stop_reason: 'tool_use',
          usage: { input_tokens: 7, output_tokens: 2 },
        },
      ],
      { usage: used(7, 2), producedBytes: 13, finished: true },
    ],
    [
      'Gemini: counts so far',
      [
        {
          candidates: [{ content: { parts: [{ text: 'Hel' }] } }],
          usageMetadata: { promptTokenCount: 7, totalTokenCount: 7 },
          modelVersion: 'gemini-2.5-flash',
        },
        {
          candidates: [
            { content: { parts: [{ text: 'lo' }, { functionCall: { name: 'f', args: {} } }] }, finishReason: 'STOP' },
          ],
          usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 2, thoughtsTokenCount: 3, totalTokenCount: 12 },
        },
      ],
      {
        usage: { usage: { promptTokens: 7, completionTokens: 5, details: { reasoningTokens: 3 } } },
        model: 'gemini-2.5-flash',
        producedBytes: 8,
        finished: true,
      },
    ],
    [
      'Bedrock Converse',
      [
        { messageStart: { role: 'assistant' } },
        { contentBlockDelta: { delta: { text: 'Hello' } } },
        { messageStop: { stopReason: 'end_turn' } },
        { metadata: { usage: { inputTokens: 7, outputTokens: 2, totalTokens: 9 } } },
      ],
      { usage: used(7, 2), producedBytes: 5, finished: true },
    ],
    [
      'a whole answer of Bedrock Converse',
      [
        {
          output: { message: { content: [{ text: 'Hello' }] } },
          stopReason: 'end_turn',
          usage: { inputTokens: 7, outputTokens: 2, totalTokens: 9 },
        },
      ],
      { usage: used(7, 2), producedBytes: 5, finished: true },
    ],
    [
      'Ollama',
      [
        { model: 'llama3.1', message: { role: 'assistant', content: 'Hello' }, done: false },
        { model: 'llama3.1', message: { content: '' }, done: true, prompt_eval_count: 7, eval_count: 2 },
      ],
      { usage: used(7, 2), model: 'llama3.1', producedBytes: 5, finished: true },
    ],
    [
      'embeddings',
      [{ object: 'list', model: 'text-embedding-3-small', data: [], usage: { prompt_tokens: 8, total_tokens: 8 } }],
      { usage: used(8, 0), model: 'text-embedding-3-small', producedBytes: 0 },
    ],
    [
      'nothing that is not an answer',
      [null, 7, 'text', [], { choices: [null] }, { choices: [{ delta: null }] }, { choices: 7 }, { usage: 7 }, {}],
      { usage: undefined, model: undefined, producedBytes: 0 },
    ],
  ])('%s', (_name, events, want) => {
    expect(tally(events)).toMatchObject(want)
  })
})

describe('the quantities of an answer beside its tokens', () => {
  test.each<[name: string, events: readonly unknown[], want: object]>([
    [
      'images that state no tokens',
      [{ created: 1, data: [{ url: 'https://images.invalid/1' }, { b64_json: 'aGk=' }] }],
      { usage: undefined, quantities: { images: 2 } },
    ],
    [
      'images of the AI SDK, of which one is empty',
      [{ images: ['aGk=', new Uint8Array([1]), undefined] }],
      { usage: undefined, quantities: { images: 2 } },
    ],
    [
      'images that state tokens',
      [
        {
          data: [{ b64_json: 'aGk=' }],
          usage: {
            input_tokens: 50,
            output_tokens: 272,
            total_tokens: 322,
            input_tokens_details: { text_tokens: 10, image_tokens: 40 },
          },
        },
      ],
      {
        usage: { usage: { promptTokens: 50, completionTokens: 272, details: { imagePromptTokens: 40 } } },
        quantities: { images: 1 },
      },
    ],
    [
      'images of a stream, without those that were still being drawn',
      [
        { type: 'image_generation.partial_image', b64_json: 'aA==' },
        { type: 'image_generation.completed', b64_json: 'aGk=', usage: { input_tokens: 5, output_tokens: 272 } },
      ],
      { usage: used(5, 272), quantities: { images: 1 } },
    ],
    [
      'a transcription by its duration',
      [{ text: 'Hello', usage: { type: 'duration', seconds: 12.2 } }],
      { usage: undefined, quantities: { seconds: 13 } },
    ],
    ['a verbose transcription', [{ text: 'Hello', duration: '8.47' }], { quantities: { seconds: 9 } }],
    [
      'a transcription by its tokens',
      [
        {
          text: 'Hello',
          usage: {
            type: 'tokens',
            input_tokens: 140,
            output_tokens: 5,
            total_tokens: 145,
            input_token_details: { text_tokens: 0, audio_tokens: 140 },
          },
        },
      ],
      {
        usage: { usage: { promptTokens: 140, completionTokens: 5, details: { audioPromptTokens: 140 } } },
        quantities: {},
      },
    ],
    [
      'speech as a stream',
      [
        { type: 'speech.audio.delta', audio: 'aGk=' },
        { type: 'speech.audio.done', usage: { input_tokens: 14, output_tokens: 101, total_tokens: 115 } },
      ],
      { usage: used(14, 101), finished: true, quantities: {} },
    ],
    [
      'searches of Anthropic, so far',
      [
        { type: 'message_start', message: { usage: { input_tokens: 9, output_tokens: 1 } } },
        {
          type: 'message_delta',
          delta: { stop_reason: 'end_turn' },
          usage: { input_tokens: 90, output_tokens: 7, server_tool_use: { web_search_requests: 2 } },
        },
      ],
      { usage: used(90, 7), quantities: { searches: 2 } },
    ],
    [
      'searches of Responses, without pages that were opened',
      [
        { type: 'response.output_item.done', item: { type: 'web_search_call', action: { type: 'search' } } },
        {
          type: 'response.completed',
          response: {
            output: [
              { type: 'web_search_call', action: { type: 'search' } },
              { type: 'web_search_call' },
              { type: 'web_search_call', action: { type: 'open_page' } },
              { type: 'message' },
            ],
            usage: { input_tokens: 90, output_tokens: 7, total_tokens: 97 },
          },
        },
      ],
      { usage: used(90, 7), quantities: { searches: 2 } },
    ],
    [
      'embeddings have none',
      [{ data: [{ object: 'embedding', embedding: [1] }], usage: { prompt_tokens: 8, total_tokens: 8 } }],
      { usage: used(8, 0), quantities: {} },
    ],
    [
      'a duration that is no number has none',
      [
        { text: 'Hello', usage: { type: 'duration', seconds: -1 } },
        { text: '', duration: 'long' },
      ],
      { usage: undefined, quantities: {} },
    ],
  ])('%s', (_name, events, want) => {
    const answer = new AnswerTally()
    for (const event of events) answer.add(event)
    const { usage, quantities, finished } = answer
    expect({ usage, quantities, finished }).toMatchObject(want)
    expect(quantities).toEqual((want as { quantities: object }).quantities)
  })
})

function chatUsageOf(prompt: number, completion: number) {
  return { usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion } }
}
