import { describe, expect, it } from 'vitest'
import { AgentError } from '../http/agent-error.ts'
import { completionRequestFromWire } from './completion-request.ts'
import { namedModels } from './named-models.ts'

const body = (more: object) => ({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'hi' }], ...more })

function refusedField(more: object): unknown {
  try {
    completionRequestFromWire(body(more))
    return undefined
  } catch (error) {
    return AgentError.isInstance(error) && error.status === 400 ? error.details['field'] : error
  }
}

describe('a member that spends beyond the grant or chooses another model', () => {
  it.each<[field: string, given: object]>([
    ['web_search_options', { web_search_options: {} }],
    ['plugins', { plugins: [{ id: 'web' }] }],
    ['search_parameters', { search_parameters: { mode: 'on' } }],
    ['service_tier', { service_tier: 'priority' }],
    ['tools.0.type', { tools: [{ type: 'web_search_preview' }] }],
    ['tools.1.type', { tools: [{ type: 'function', function: {} }, { google_search: {} }] }],
    ['route', { route: 'fallback' }],
    ['provider', { provider: { order: ['x'] } }],
    ['fallback_models', { fallback_models: ['gpt-4o'] }],
    ['context_window_fallbacks', { context_window_fallbacks: [] }],
    ['modelId', { modelId: 'gpt-4o' }],
    ['preset', { preset: 'large' }],
    ['api_base', { api_base: 'http://elsewhere' }],
    ['extra_body', { extra_body: { model: 'gpt-4o' } }],
    ['Model', { Model: 'gpt-4o' }],
    ['MAX_TOKENS', { MAX_TOKENS: 50_000 }],
    ['maxTokens', { maxTokens: 50_000 }],
    ['fallbac\u212as', { 'fallbac\u212as': ['gpt-4o'] }],
    ['reasoning.maxTokens', { max_tokens: 10, reasoning: { maxTokens: 40_000 } }],
    ['thinking.Budget_Tokens', { max_tokens: 10, thinking: { type: 'enabled', Budget_Tokens: 40_000 } }],
    ['options.numPredict', { max_tokens: 10, options: { numPredict: 40_000 } }],
    ['reasoning', { reasoning: [{ max_tokens: 40_000 }] }],
    ['tools', { tools: { type: 'web_search' } }],
    ['tools.0.googleSearch', { tools: [{ type: 'function', function: {}, googleSearch: {} }] }],
    ['targets', { targets: [{ override_params: { model: 'gpt-4o' } }] }],
    ['strategy', { strategy: { mode: 'fallback' } }],
    ['generationConfig', { generationConfig: { maxOutputTokens: 40_000 } }],
    ['num_return_sequences', { num_return_sequences: 10 }],
    ['parameters', { parameters: { max_new_tokens: 40_000 } }],
    ['models', { models: 'gpt-4o' }],
    ['fallbacks', { fallbacks: [{ model: 'gpt-4o', max_tokens: 9 }] }],
  ])('is refused by its name: %s', (field, given) => {
    expect(refusedField(given)).toBe(field)
  })

  it.each<[string, object]>([
    ['null stands for absent', { plugins: null, web_search_options: null, models: null, service_tier: null }],
    ['a tier that costs no more', { service_tier: 'flex' }],
    ['modalities are not models', { modalities: ['text'] }],
    [
      'tools of the caller',
      {
        tools: [
          { type: 'function', function: {}, cache_control: {} },
          { type: 'custom', custom: {} },
        ],
        parallel_tool_calls: false,
      },
    ],
  ])('is not: %s', (_, given) => {
    expect(refusedField(given)).toBeUndefined()
  })
})

describe('namedModels', () => {
  it.each<[given: object, want: readonly string[]]>([
    [{}, []],
    [{ models: ['a', 'b'], fallbacks: ['b', 'c'] }, ['a', 'b', 'c']],
    [{ fallbacks: [{ model: 'a' }, { 'gpt-4o-mini': ['b', 'c'] }] }, ['a', 'b', 'c']],
  ])('%j: %j', (given, want) => {
    expect(namedModels(body(given))).toEqual(want)
  })
})
