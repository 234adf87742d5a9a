import { describe, expect, it } from 'vitest'
import { CompletionTally } from './completion-tally.ts'

const text = (content: string) => ({ model: 'gpt-4o-2024-08-06', choices: [{ delta: { content } }] })
const usage = (prompt: number, completion: number) => ({
  choices: [],
  usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
})

function tally(...chunks: object[]) {
  const one = new CompletionTally('gpt-4o')
  for (const chunk of chunks) one.add({ ...chunk })
  return one.usage(99)
}

describe('CompletionTally', () => {
  it.each([
    [
      'the provider’s count',
      [text('Hello'), usage(7, 2)],
      { model: 'gpt-4o', promptTokens: 7, completionTokens: 2, source: 'provider' },
    ],
    ['zero as a count', [usage(0, 0)], { model: 'gpt-4o', promptTokens: 0, completionTokens: 0, source: 'provider' }],
    [
      'the last of a count that goes up',
      [usage(7, 1), usage(7, 2), usage(7, 3)],
      { promptTokens: 7, completionTokens: 3, source: 'provider' },
    ],
    [
      'an estimate when no count came',
      [text('12345678'), text('9')],
      { model: 'gpt-4o', promptTokens: 99, completionTokens: 3, source: 'estimate' },
    ],
    [
      'tool calls in an estimate',
      [{ choices: [{ delta: { tool_calls: [{ function: { name: 'abcd', arguments: '{}' } }] } }] }],
      { completionTokens: 2, source: 'estimate' },
    ],
    ['an estimate when the count is none', [text('1234'), usage(-1, 2)], { completionTokens: 1, source: 'estimate' }],
    [
      'nothing that is not a chunk',
      [{ choices: [null] }, { choices: [{ delta: null }] }, { choices: 7 }],
      { model: 'gpt-4o', completionTokens: 0, source: 'estimate' },
    ],
  ])('takes %s', (_, chunks, want) => {
    expect(tally(...chunks)).toMatchObject(want)
  })
})
