import { ChatOpenAI, type ChatOpenAIFields } from '@langchain/openai'
import { describe, expect, test } from 'vitest'
import { limitCompletionTokens } from './limit-completion-tokens.ts'

const model = (fields: ChatOpenAIFields = {}) => new ChatOpenAI({ model: 'gpt-4o-mini', apiKey: 'none', ...fields })

describe('limitCompletionTokens', () => {
  test.each([
    ['without a limit of its own', {}, 100],
    ['with a higher one', { maxTokens: 500 }, 100],
    ['with a lower one', { maxTokens: 50 }, 50],
    ['with the same one', { maxTokens: 100 }, 100],
    ['with none by -1', { maxTokens: -1 }, 100],
  ])('limits a model %s, and leaves the model as it is', (_name, fields, want) => {
    const given = model(fields)
    expect(limitCompletionTokens(given, 100)).toMatchObject({ maxTokens: want, fields: { maxTokens: want } })
    expect(given.maxTokens).toBe(model(fields).maxTokens)
  })

  test('is the model itself where it, and all that it calls, is within the limit', () => {
    const given = model({ maxTokens: 100 })
    expect(limitCompletionTokens(given, 100)).toBe(given)
    const changed = model({ maxTokens: 100 })
    Object.assign((changed as unknown as { completions: object }).completions, { maxTokens: 500 })
    expect(limitCompletionTokens(changed, 100)).toMatchObject({ completions: { maxTokens: 100 } })
  })

  test('says so when it does not know how a model is limited', () => {
    expect(limitCompletionTokens({ model: 'other' }, 100)).toBeUndefined()
  })

  test('gives the same view of a model again, so that its HTTP client is made once', () => {
    const given = model()
    const views = [100, 200, 100].map((limit) => limitCompletionTokens(given, limit))
    expect(views[2]).toBe(views[0])
    expect(views[1]).not.toBe(views[0])
    expect(limitCompletionTokens(model(), 100)).not.toBe(views[0])
  })

  test('keeps a bounded number of views', () => {
    const given = model()
    const first = limitCompletionTokens(given, 1)
    for (let limit = 2; limit <= 17; limit += 1) limitCompletionTokens(given, limit)
    expect(limitCompletionTokens(given, 1)).not.toBe(first)
    expect(limitCompletionTokens(given, 17)).toBe(limitCompletionTokens(given, 17))
  })
})
