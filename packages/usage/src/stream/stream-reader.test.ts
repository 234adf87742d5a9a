import { describe, expect, it } from 'vitest'
import { AnswerTally } from '../answer/answer-tally.ts'
import { type StreamFormat, StreamReader } from './stream-reader.ts'

/** Reads a stream byte by byte: the most that a network can do to it. */
function read(text: string, format: StreamFormat = 'events') {
  const reader = new StreamReader(format)
  const answer = new AnswerTally()
  const events = [...Buffer.from(text)].flatMap((byte) => reader.push(Uint8Array.of(byte)))
  events.push(...reader.end())
  for (const { data } of events) answer.add(data)
  const { usage, model, finished } = answer
  return {
    tokens: usage !== undefined && 'usage' in usage ? [usage.usage.promptTokens, usage.usage.completionTokens] : usage,
    model,
    finished,
    last: events.map((event) => event.isLast).lastIndexOf(true) === events.length - 1,
    bytes: Buffer.concat(events.map(({ bytes }) => bytes)).toString(),
  }
}

const sse = (...events: readonly (object | string)[]) =>
  events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('')
const named = (...events: readonly { readonly type: string }[]) =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')
const chunk = (content: string, more: object = {}) => ({
  model: 'm',
  choices: [{ index: 0, delta: { content } }],
  ...more,
})
const stop = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
const counts = (prompt: number, completion: number) => ({
  usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
})

describe('StreamReader', () => {
  it.each<[name: string, text: string, want: object]>([
    [
      'OpenAI chat with a usage chunk',
      sse(chunk('a'), stop, { choices: [], ...counts(7, 2) }, '[DONE]'),
      { tokens: [7, 2], model: 'm', finished: true, last: true },
    ],
    [
      'OpenAI chat without [DONE], and without the last empty line',
      sse(chunk('a'), { ...stop, ...counts(7, 2) }).trimEnd(),
      { tokens: [7, 2], finished: true, last: false },
    ],
    [
      'counts so far in every chunk',
      sse(chunk('a', counts(7, 1)), chunk('b', counts(7, 2)), stop, { choices: [], ...counts(7, 2) }, '[DONE]'),
      { tokens: [7, 2], last: true },
    ],
    [
      'usage that is stated twice',
      sse(chunk('a'), { ...stop, ...counts(7, 2) }, { choices: [], ...counts(7, 2) }, '[DONE]'),
      { tokens: [7, 2], last: true },
    ],
    ['no usage', sse(chunk('a'), stop, '[DONE]'), { tokens: undefined, finished: true, last: true }],
    ['keep-alive comments', `: ping\n\n${sse(chunk('a'), stop, counts(7, 2), '[DONE]')}`, { tokens: [7, 2] }],
    [
      'Responses',
      named(
        { type: 'response.created', response: { model: 'm', usage: null } } as { type: string },
        { type: 'response.output_text.delta', delta: 'a' } as { type: string },
        {
          type: 'response.completed',
          response: { model: 'm', usage: { input_tokens: 7, output_tokens: 2, total_tokens: 9 } },
        } as { type: string },
      ),
      { tokens: [7, 2], model: 'm', finished: true, last: true },
    ],
    [
      'Anthropic',
      named(
        { type: 'message_start', message: { model: 'm', usage: { input_tokens: 7, output_tokens: 1 } } } as {
          type: string
        },
        { type: 'content_block_delta', delta: { type: 'text_delta', text: 'a' } } as { type: string },
        { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } } as { type: string },
        { type: 'message_stop' },
      ),
      { tokens: [7, 2], model: 'm', finished: true, last: true },
    ],
    [
      'Gemini, as events',
      sse(
        {
          candidates: [{ content: { parts: [{ text: 'a' }] } }],
          modelVersion: 'm',
          usageMetadata: { promptTokenCount: 7 },
        },
        {
          candidates: [{ content: { parts: [] }, finishReason: 'STOP' }],
          usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 2, totalTokenCount: 9 },
        },
      ),
      { tokens: [7, 2], model: 'm', finished: true, last: false },
    ],
    [
      'images',
      named({ type: 'image_generation.partial_image' }, {
        type: 'image_generation.completed',
        usage: { input_tokens: 7, output_tokens: 272, total_tokens: 279 },
      } as {
        type: string
      }),
      { tokens: [7, 272], finished: true, last: true },
    ],
  ])('reads %s, byte by byte', (_, text, want) => {
    const found = read(text)
    expect(found).toMatchObject(want)
    expect(found.bytes).toBe(text)
  })

  it.each<[name: string, text: string]>([
    [
      'Gemini’s list',
      JSON.stringify([
        { candidates: [{ content: { parts: [{ text: '}{' }] } }], modelVersion: 'm' },
        {
          candidates: [{ finishReason: 'STOP' }],
          usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 2, totalTokenCount: 9 },
        },
      ]),
    ],
    [
      'Ollama’s lines',
      '{"model":"m","message":{"content":"a"},"done":false}\n{"model":"m","done":true,"prompt_eval_count":7,"eval_count":2}\n',
    ],
  ])('reads %s, byte by byte', (_, text) => {
    expect(read(text, 'json')).toMatchObject({ tokens: [7, 2], model: 'm', finished: true })
  })
})
