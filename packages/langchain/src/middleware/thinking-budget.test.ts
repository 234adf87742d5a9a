import { describe, expect, test } from 'vitest'
import { limitCompletionTokens } from './limit-completion-tokens.ts'
import { hasRoomToThink } from './thinking-budget.ts'

const thinks = (budget: number, maxTokens?: number) => ({
  maxTokens,
  thinking: { type: 'enabled', budget_tokens: budget },
})

describe('a model that thinks', () => {
  test.each([
    [
      'is lowered with its limit',
      thinks(8000, 16_000),
      4000,
      { maxTokens: 4000, thinking: { type: 'enabled', budget_tokens: 2000 } },
    ],
    [
      'thinks at least 1,024 tokens',
      thinks(2000, 16_000),
      4000,
      { maxTokens: 4000, thinking: { budget_tokens: 1024 } },
    ],
    [
      'keeps its budget where its limit is kept',
      thinks(2000, 3000),
      4000,
      { maxTokens: 3000, thinking: { budget_tokens: 2000 } },
    ],
    [
      'is lowered without a limit of its own',
      thinks(8000),
      4000,
      { maxTokens: 4000, thinking: { budget_tokens: 2000 } },
    ],
    [
      'is lowered where OpenRouter has its budget',
      { maxTokens: 8000, modelKwargs: { reasoning: { max_tokens: 4000 }, user: 'a' } },
      4000,
      { maxTokens: 4000, modelKwargs: { reasoning: { max_tokens: 2000 }, user: 'a' } },
    ],
    [
      'is lowered where Bedrock has its budget',
      { maxTokens: 8000, additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 4000 } } },
      4000,
      { maxTokens: 4000, additionalModelRequestFields: { thinking: { budget_tokens: 2000 } } },
    ],
    [
      'is left alone where its provider decides',
      { maxOutputTokens: 8000, thinkingBudget: -1 },
      4000,
      { maxOutputTokens: 4000, thinkingBudget: -1 },
    ],
  ])('%s', (_name, model, limit, want) => {
    const before = structuredClone(model)
    expect(limitCompletionTokens(model, limit)).toMatchObject(want)
    expect(model).toEqual(before)
  })

  test.each([
    [thinks(2000, 8000), 111, false],
    [thinks(2000, 8000), 1024, false],
    [thinks(2000, 8000), 1040, true],
    [thinks(512, 8000), 600, true],
    [{ maxTokens: 8000 }, 16, true],
  ])('%j has room in %d: %s', (model, maxTokens, want) => {
    expect(hasRoomToThink(model, maxTokens)).toBe(want)
  })
})
