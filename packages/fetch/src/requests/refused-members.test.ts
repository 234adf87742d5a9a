import { describe, expect, it } from 'vitest'
import type { CallKind } from './call-kind.ts'
import { readModelRequest } from './model-request.ts'
import { namedModels } from './named-models.ts'
import { RefusedRequestError } from './refused-request-error.ts'

const body = (more: object) => ({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'hi' }], ...more })

function refusedField(more: object, kind: CallKind = 'chat', allowed: readonly string[] = []): unknown {
  try {
    readModelRequest(kind, body(more), { allowedMembers: new Set(allowed) })
    return undefined
  } catch (error) {
    return RefusedRequestError.isInstance(error) ? error.field : error
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

describe('members of other kinds of calls', () => {
  it.each<[field: string | undefined, kind: CallKind, given: object]>([
    ['background', 'responses', { background: true }],
    [
      undefined,
      'responses',
      { background: false, store: true, previous_response_id: 'resp_1', reasoning: { effort: 'low' } },
    ],
    ['tools.0.type', 'responses', { tools: [{ type: 'web_search' }] }],
    [
      'tools.1.type',
      'responses',
      {
        tools: [
          { type: 'function', name: 'f' },
          { type: 'mcp', server_url: 'https://x' },
        ],
      },
    ],
    [undefined, 'responses', { tools: [{ type: 'function', name: 'f', parameters: {} }, { type: 'local_shell' }] }],
    ['maxOutputTokens', 'responses', { maxOutputTokens: 9 }],
    ['mcp_servers', 'messages', { mcp_servers: [] }],
    ['speed', 'messages', { speed: 'fast' }],
    ['service_tier', 'messages', { service_tier: 'priority' }],
    [undefined, 'messages', { service_tier: 'standard_only' }],
    ['tools.0.type', 'messages', { tools: [{ type: 'web_search_20250305', name: 'web_search' }] }],
    ['tools.0.type', 'messages', { tools: [{ type: 'code_execution_20250825', name: 'code_execution' }] }],
    [
      undefined,
      'messages',
      {
        tools: [
          { name: 'f', input_schema: {} },
          { type: 'bash_20250124', name: 'bash' },
        ],
      },
    ],
    ['tools.0.googleSearch', 'generate', { tools: [{ googleSearch: {} }] }],
    ['tools.0.code_execution', 'generate', { tools: [{ code_execution: {} }] }],
    [undefined, 'generate', { tools: [{ functionDeclarations: [] }], generationConfig: { maxOutputTokens: 9 } }],
    ['generationConfig.MaxOutputTokens', 'generate', { generationConfig: { MaxOutputTokens: 9 } }],
    ['service_tier', 'generate', { serviceTier: 'priority' }],
    [undefined, 'speech', { speed: 1.5, input: 'hi', voice: 'alloy' }],
    ['n', 'images', { prompt: 'a cat', n: 11 }],
    ['fallback_models', 'embeddings', { fallback_models: ['x'] }],
  ])('%s of %s: %j', (field, kind, given) => {
    expect(refusedField(given, kind)).toBe(field)
  })

  it('are let through where the application takes their cost', () => {
    const tools = { tools: [{ type: 'web_search' }] }
    expect(refusedField(tools, 'responses', ['tools.web_search'])).toBeUndefined()
    expect(refusedField({ tools: [{ googleSearch: {} }] }, 'generate', ['tools.googleSearch'])).toBeUndefined()
    expect(refusedField({ web_search_options: {} }, 'chat', ['web_search_options'])).toBeUndefined()
    expect(refusedField({ background: true }, 'responses', ['background'])).toBeUndefined()
    expect(refusedField({ plugins: [] }, 'chat', ['web_search_options'])).toBe('plugins')
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
