import { describe, expect, test } from 'vitest'
import { StreamRecord } from './stream-record.ts'

const chunk = (usage: object | undefined, metadata: object = {}) => ({
  message: { usage_metadata: usage, response_metadata: metadata },
})
const tokens = (input: number, output: number) => ({
  input_tokens: input,
  output_tokens: output,
  total_tokens: input + output,
})
const raw = (prompt: number, completion: number) => ({
  usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
})

const rows: readonly (readonly [string, string | undefined, readonly object[], readonly [number, number]])[] = [
  ['OpenAI: one chunk with usage', 'openai', [chunk(undefined), chunk(tokens(9, 12))], [9, 12]],
  [
    'OpenAI-compatible: every chunk has the usage so far',
    'openai',
    [chunk(undefined, raw(9, 1)), chunk(undefined, raw(9, 7)), chunk(tokens(9, 12), raw(9, 12))],
    [9, 12],
  ],
  ['any server: usage_metadata so far in every chunk', undefined, [chunk(tokens(9, 3)), chunk(tokens(9, 12))], [9, 12]],
  [
    'Anthropic: a seed, then the completion so far',
    undefined,
    [
      chunk(tokens(2095, 4), { model_provider: 'anthropic', usage: { cache_read_input_tokens: 0 } }),
      chunk(tokens(0, 503)),
    ],
    [2095, 503],
  ],
  [
    'Anthropic, told by the call',
    'anthropic',
    [chunk(tokens(100, 1)), chunk(tokens(0, 8)), chunk(tokens(0, 20))],
    [100, 20],
  ],
  [
    'Gemini in LangChain: what came since the last chunk',
    'google-genai',
    [chunk(tokens(41, 102)), chunk(tokens(0, 152)), chunk(tokens(0, 132))],
    [41, 386],
  ],
]

describe('StreamRecord', () => {
  test.each(rows)('%s', (_name, provider, chunks, [promptTokens, completionTokens]) => {
    const record = new StreamRecord(provider)
    for (const part of chunks) record.add('text', part)
    expect(record.usage).toEqual({ usage: { promptTokens, completionTokens } })
  })

  test('the model is the first that is named, however often it is repeated', () => {
    const record = new StreamRecord()
    record.add('a', chunk(undefined, { model_name: 'gpt-4o-2024-08-06' }))
    record.add('b', chunk(undefined, { model_name: 'gpt-4o-2024-08-06' }))
    expect(record.model).toBe('gpt-4o-2024-08-06')
  })

  test('an invalid count is no usage, until a later chunk has one', () => {
    const record = new StreamRecord('openai')
    record.add('a', chunk({ input_tokens: Number.NaN, output_tokens: 5 }))
    expect(record.usage).toEqual({ invalid: 'input_tokens is NaN' })
    record.add('b', chunk(tokens(9, 12)))
    expect(record.usage).toEqual({ usage: { promptTokens: 9, completionTokens: 12 } })
  })

  test('counts the bytes of the text, and whether anything came', () => {
    const record = new StreamRecord()
    expect(record.seen).toBe(false)
    record.add('é€', undefined)
    expect([record.seen, record.bytes]).toEqual([true, 5])
  })
})
