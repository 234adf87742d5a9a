import { describe, expect, it } from 'vitest'
import type { CallKind } from './call-kind.ts'
import { canBeLimitedTo, completionTokensAsked, limitCompletion } from './completion-limits.ts'
import { RefusedRequestError } from './refused-request-error.ts'

const read = (more: object) => ({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'hi' }], ...more })
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
    expect(completionTokensAsked('chat', read(given))).toBe(want)
  })

  it('adds what a prediction may cost that does not come true', () => {
    const prediction = { type: 'content', content: 'x'.repeat(2_000) }
    expect(completionTokensAsked('chat', read({ max_tokens: 100, prediction }))).toBeGreaterThan(1_100)
  })

  it.each([
    ['reasoning.max_tokens', { reasoning: { max_tokens: '50000' } }],
    ['options', { options: 'num_predict=50000' }],
    ['n_predict', { n_predict: 1.5 }],
    ['min_tokens', { min_tokens: 1e12 }],
  ])('refuses %s that is no count of tokens', (field, given) => {
    let error: unknown
    try {
      completionTokensAsked('chat', read(given))
    } catch (caught) {
      error = caught
    }
    expect(RefusedRequestError.isInstance(error) && error.field).toBe(field)
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
    expect(limitCompletion('chat', read(given), 100, unknownServer)).toMatchObject(want)
  })

  it('does not send the newer name alone to a server that may not know it', () => {
    const body = limitCompletion('chat', read({ max_completion_tokens: 700 }), 100, unknownServer)
    expect(Object.keys(body)).not.toContain('max_completion_tokens')
    expect(body['max_tokens']).toBe(100)
  })

  it('sends it to OpenAI as it came', () => {
    expect(limitCompletion('chat', read({ max_completion_tokens: 7 }), 100, openAi)).toEqual(
      read({ max_completion_tokens: 7 }),
    )
    expect(limitCompletion('chat', read({}), 100, openAi)).toEqual(read({ max_completion_tokens: 100 }))
  })
})

describe('canBeLimitedTo', () => {
  it('needs a token for each choice', () => {
    expect([canBeLimitedTo('chat', read({ n: 3 }), 3), canBeLimitedTo('chat', read({ n: 3 }), 2)]).toEqual([
      true,
      false,
    ])
  })
})

describe('limits of other kinds of calls', () => {
  it.each<[kind: CallKind, given: object, asked: number | undefined]>([
    ['completions', { prompt: 'hi' }, 16],
    ['completions', { prompt: 'hi', max_tokens: 100, best_of: 3 }, 300],
    ['responses', { input: 'hi' }, undefined],
    ['responses', { input: 'hi', max_output_tokens: 700, reasoning: { effort: 'low' } }, 700],
    ['messages', { max_tokens: 5_000, thinking: { type: 'enabled', budget_tokens: 2_000 } }, 5_000],
    ['generate', { generationConfig: { maxOutputTokens: 100, candidateCount: 2 } }, 200],
    ['generate', { generation_config: { max_output_tokens: 100 } }, 100],
    ['generate', { generationConfig: { thinkingConfig: { thinkingBudget: -1 } } }, undefined],
    ['embeddings', { input: 'hi', max_tokens: 9 }, undefined],
  ])('%s asks by %j for %s', (kind, given, want) => {
    expect(completionTokensAsked(kind, { model: 'm', ...given })).toBe(want)
  })

  it.each<[kind: CallKind, given: object, granted: number, want: object]>([
    ['completions', {}, 100, { max_tokens: 16 }],
    ['completions', { max_tokens: 700 }, 100, { max_tokens: 100 }],
    ['responses', {}, 100, { max_output_tokens: 100 }],
    ['responses', { max_output_tokens: 50 }, 100, { max_output_tokens: 50 }],
    ['responses', { max_output_tokens: 500 }, 100, { max_output_tokens: 100 }],
    [
      'messages',
      { max_tokens: 8_000, thinking: { type: 'enabled', budget_tokens: 4_000 } },
      4_000,
      { max_tokens: 4_000, thinking: { type: 'enabled', budget_tokens: 2_000 } },
    ],
    [
      'messages',
      { max_tokens: 8_000, thinking: { type: 'enabled', budget_tokens: 4_000 } },
      1_100,
      { max_tokens: 1_100, thinking: { type: 'enabled', budget_tokens: 1_024 } },
    ],
    ['generate', {}, 100, { generationConfig: { maxOutputTokens: 100 } }],
    [
      'generate',
      { generation_config: { max_output_tokens: 900, candidate_count: 2, temperature: 0 } },
      100,
      { generation_config: { max_output_tokens: 50, candidate_count: 2, temperature: 0 } },
    ],
    ['embeddings', { input: 'hi' }, 100, { input: 'hi' }],
  ])('%s: %j is kept to %i', (kind, given, granted, want) => {
    expect(limitCompletion(kind, { model: 'm', ...given }, granted, openAi)).toEqual({ model: 'm', ...want })
  })

  it('leaves a request as it is where nothing has to change', () => {
    const request = { model: 'm', max_tokens: 50 }
    expect(limitCompletion('messages', request, 100, openAi)).toBe(request)
  })

  it('does not cut thoughts below what Anthropic takes', () => {
    const request = { max_tokens: 8_000, thinking: { type: 'enabled', budget_tokens: 4_000 } }
    expect([canBeLimitedTo('messages', request, 1_039), canBeLimitedTo('messages', request, 1_040)]).toEqual([
      false,
      true,
    ])
  })
})
