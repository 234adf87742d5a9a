import { AnswerTally, usageOfAnswer } from '@tallygate/usage'
import { expect, it } from 'vitest'
import { PartReading } from './part-reading.ts'

const usage = {
  inputTokens: { total: 17, noCache: 17, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 20, text: 20, reasoning: undefined },
}
const finish = (unified: string, raw?: string) => ({ type: 'finish', usage, finishReason: { unified, raw } })

it.each([
  ['a reason that was stated', finish('stop', 'end_turn'), true],
  ['a reason that the provider makes of what it saw', finish('tool-calls'), true],
  ['a reason of the provider’s own', finish('other', 'model_context_window_exceeded'), true],
  ['none: the connection ended early', finish('other'), false],
  ['none, in the newer specification', finish('interrupted'), false],
  ['none, behind an error in the middle', finish('error'), false],
])('an answer is over with %s', (_, last, isOver) => {
  const reading = new PartReading<object>(new AnswerTally())
  expect(reading.take(last)).toEqual([last])
  expect([reading.isOver, reading.isRead, reading.end()]).toEqual([isOver, true, []])
})

it('counts what arrived of an answer that broke off, at the model that answered', () => {
  const tally = new AnswerTally()
  const reading = new PartReading<object>(tally)
  reading.take({ type: 'response-metadata', id: '1', modelId: 'gpt-4o-mini-2024-07-18' })
  for (const type of ['text-delta', 'reasoning-delta', 'tool-input-delta']) reading.take({ type, delta: '12345678' })
  reading.take({ type: 'raw', rawValue: { delta: 'seen already' } })
  const billedModel = (id: string) => id
  const options = { askedModel: 'gpt-4o-mini', estimatedPromptTokens: 9, billedModel, isPartial: true }
  expect(usageOfAnswer(tally, options).usage).toEqual({
    model: 'gpt-4o-mini-2024-07-18',
    promptTokens: 9,
    completionTokens: 6,
    source: 'estimate',
  })
})
