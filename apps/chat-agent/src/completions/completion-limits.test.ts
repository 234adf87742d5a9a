import { describe, expect, it } from 'vitest'
import { AgentError } from '../http/agent-error.ts'
import { canBeLimitedTo, completionTokensAsked, limitCompletion } from './completion-limits.ts'
import { completionRequestFromWire } from './completion-request.ts'

const read = (more: object) =>
  completionRequestFromWire({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'hi' }], ...more })
const unknownServer = { knowsMaxCompletionTokens: false }
const openAi = { knowsMaxCompletionTokens: true }

describe('completionTokensAsked', () => {
  it.each([
    ['says nothing for a request without limits', {}, undefined],
    ['takes the larger of two limits', { max_tokens: 50_000, max_completion_tokens: 16 }, 50_000],
    ['takes the larger of two limits, the other way round', { max_tokens: 16, max_completion_tokens: 50_000 }, 50_000],
    ['counts every choice that is made', { max_tokens: 100, n: 2, best_of: 5 }, 500],
    ['holds a reasoning budget above the limit', { max_tokens: 100, reasoning: { max_tokens: 9_000 } }, 9_000],
    ['leaves room for an answer beside a reasoning budget', { reasoning: { max_tokens: 9_000 } }, 13_096],
    ['holds what must be answered at the least', { max_tokens: 100, min_tokens: 700 }, 700],
    ['holds the limit of another dialect', { max_tokens: 16, options: { num_predict: 50_000 } }, 50_000],
    ['does not take a limit below zero for one', { max_tokens: 16, options: { num_predict: -1 } }, 16],
    ['holds a thinking budget', { max_tokens: 111, thinking: { type: 'enabled', budget_tokens: 2_000 } }, 2_000],
  ])('%s', (_, given, want) => {
    expect(completionTokensAsked(read(given))).toBe(want)
  })

  it('adds what a prediction may cost that does not come true', () => {
    const prediction = { type: 'content', content: 'x'.repeat(2_000) }
    expect(completionTokensAsked(read({ max_tokens: 100, prediction }))).toBeGreaterThan(1_100)
  })

  it.each([
    ['reasoning.max_tokens', { reasoning: { max_tokens: '50000' } }],
    ['options', { options: 'num_predict=50000' }],
    ['n_predict', { n_predict: 1.5 }],
    ['min_tokens', { min_tokens: 1e12 }],
  ])('refuses %s that is no count of tokens', (field, given) => {
    let error: unknown
    try {
      read(given)
    } catch (caught) {
      error = caught
    }
    expect(AgentError.isInstance(error) && [error.status, error.details['field']]).toEqual([400, field])
  })
})

describe('limitCompletion', () => {
  it.each([
    [
      'lowers both',
      { max_tokens: 50_000, max_completion_tokens: 160 },
      { max_tokens: 100, max_completion_tokens: 100 },
    ],
    [
      'lowers a reasoning budget below the limit',
      { max_tokens: 500, reasoning: { max_tokens: 400, effort: 'high' } },
      { max_tokens: 100, reasoning: { max_tokens: 99, effort: 'high' } },
    ],
    ['lowers what must be answered', { min_tokens: 700 }, { max_tokens: 100, min_tokens: 100 }],
    [
      'limits what has no limit',
      { options: { num_predict: -1, top_k: 3 } },
      { max_tokens: 100, options: { num_predict: 100, top_k: 3 } },
    ],
    ['shares the limit among all choices that are made', { max_tokens: 80, best_of: 4 }, { max_tokens: 25 }],
    [
      'gives a reasoning model behind a gateway its own name',
      { model: 'openai/o3-mini' },
      { max_completion_tokens: 100 },
    ],
  ])('%s', (_, given, want) => {
    expect(limitCompletion(read(given), 100, unknownServer)).toMatchObject(want)
  })

  it('does not send the newer name alone to a server that may not know it', () => {
    const body = limitCompletion(read({ max_completion_tokens: 700 }), 100, unknownServer)
    expect(Object.keys(body)).not.toContain('max_completion_tokens')
    expect(body.max_tokens).toBe(100)
  })

  it('sends it to OpenAI as it came', () => {
    expect(limitCompletion(read({ max_completion_tokens: 7 }), 100, openAi)).toEqual(read({ max_completion_tokens: 7 }))
    expect(limitCompletion(read({}), 100, openAi)).toEqual(read({ max_completion_tokens: 100 }))
  })
})

describe('canBeLimitedTo', () => {
  it('needs a token for each choice', () => {
    expect([canBeLimitedTo(read({ n: 3 }), 3), canBeLimitedTo(read({ n: 3 }), 2)]).toEqual([true, false])
  })
})
