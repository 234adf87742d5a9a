import { describe, expect, it } from 'vitest'
import { billedModelOf } from '../models/model-ids.ts'
import { AnswerTally } from './answer-tally.ts'
import { usageOfAnswer } from './usage-of-answer.ts'

const text = (content: string) => ({ model: 'gpt-4o-2024-08-06', choices: [{ delta: { content } }] })
const counted = (usage: object) => ({ choices: [], usage })

function read(events: readonly object[], modelIds: Readonly<Record<string, string>> = {}, isPartial = false) {
  const answer = new AnswerTally()
  for (const event of events) answer.add(event)
  const options = { askedModel: 'gpt-4o', estimatedPromptTokens: 99, billedModel: billedModelOf(modelIds), isPartial }
  return usageOfAnswer(answer, options)
}

describe('usageOfAnswer', () => {
  it.each<[string, readonly object[], object]>([
    [
      'takes the provider’s count',
      [text('Hello'), counted({ prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 })],
      { model: 'gpt-4o', promptTokens: 7, completionTokens: 2, source: 'provider' },
    ],
    [
      'counts reasoning beside the completion',
      [
        counted({
          prompt_tokens: 100,
          completion_tokens: 20,
          total_tokens: 620,
          completion_tokens_details: { reasoning_tokens: 500 },
        }),
      ],
      { promptTokens: 100, completionTokens: 520, source: 'provider' },
    ],
    [
      'counts reasoning where nothing else was answered',
      [
        counted({
          prompt_tokens: 21,
          completion_tokens: 0,
          total_tokens: 81,
          completion_tokens_details: { reasoning_tokens: 60 },
        }),
      ],
      { promptTokens: 21, completionTokens: 60, source: 'provider' },
    ],
    [
      'counts cached tokens beside the prompt',
      [
        counted({
          prompt_tokens: 50,
          completion_tokens: 20,
          total_tokens: 1_070,
          prompt_tokens_details: { cached_tokens: 1_000 },
        }),
      ],
      { promptTokens: 1_050, completionTokens: 20, source: 'provider' },
    ],
    [
      'estimates when no count came',
      [text('12345678'), text('9')],
      { model: 'gpt-4o', promptTokens: 99, completionTokens: 3, source: 'estimate' },
    ],
    [
      'estimates when the count is invalid',
      [text('1234'), counted({ prompt_tokens: -1, completion_tokens: 2 })],
      { completionTokens: 1, source: 'estimate' },
    ],
    ['bills a snapshot that no table has as its model', [{ model: 'gpt-4o-2031-01-01' }], { model: 'gpt-4o' }],
    ['bills another model as itself', [{ model: 'gpt-4o-mini-2024-07-18' }], { model: 'gpt-4o-mini' }],
    ['bills an id that cannot be stored as the asked model', [{ model: 'x\0' }], { model: 'gpt-4o' }],
    ['bills an id without an end as the asked model', [{ model: 'x'.repeat(1_000) }], { model: 'gpt-4o' }],
  ])('%s', (_, events, want) => {
    expect(read(events).usage).toMatchObject(want)
  })

  it('flags what the counts leave open', () => {
    const { usage, doubt } = read([counted({ prompt_tokens: 100, completion_tokens: 20, total_tokens: 620 })])
    expect(usage).toMatchObject({ promptTokens: 100, completionTokens: 520, source: 'provider' })
    expect(doubt).toEqual(expect.any(String))
  })

  it('bills an id as the operator says', () => {
    expect(read([{ model: 'deployment-7' }], { 'deployment-7': 'gpt-4o-mini' }).usage.model).toBe('gpt-4o-mini')
  })

  it('takes what was stated before an answer broke off for the least that it used', () => {
    const start = { type: 'message_start', message: { model: 'gpt-4o', usage: { input_tokens: 50, output_tokens: 1 } } }
    const words = { type: 'content_block_delta', delta: { type: 'text_delta', text: '12345678' } }
    const want = { promptTokens: 50, completionTokens: 2, source: 'estimate' }
    expect(read([start, words], {}, true).usage).toMatchObject(want)
    expect(read([text('12345678')], {}, true).usage).toMatchObject({ ...want, promptTokens: 99 })
  })

  it('takes images and seconds that a provider states for its count, with tokens and without', () => {
    const images = { data: [{ url: 'https://images.invalid/1' }, { url: 'https://images.invalid/2' }] }
    expect(read([images]).usage).toEqual({
      model: 'gpt-4o',
      promptTokens: 0,
      completionTokens: 0,
      quantities: { images: 2 },
      source: 'provider',
    })
    const usage = { input_tokens: 7, output_tokens: 272, total_tokens: 279 }
    expect(read([{ ...images, usage }]).usage).toMatchObject({ completionTokens: 272, quantities: { images: 2 } })
    expect(read([{ text: 'Hi', usage: { type: 'duration', seconds: 3 } }]).usage).toMatchObject({
      promptTokens: 0,
      quantities: { seconds: 3 },
      source: 'provider',
    })
  })

  it('takes no tokens for used where a provider states searches alone', () => {
    const { usage } = read([{ output: [{ type: 'web_search_call' }], usage: null }])
    expect(usage).toMatchObject({ promptTokens: 99, quantities: { searches: 1 }, source: 'estimate' })
  })
})
