import { describe, expect, test } from 'vitest'
import { billedModelOf, isSameModel } from './model-ids.ts'

describe('isSameModel', () => {
  test.each([
    ['gpt-4o-mini', 'gpt-4o-mini-2031-07-18'],
    ['claude-sonnet-9', 'claude-sonnet-9-20310929'],
    ['claude-3-5-sonnet', 'claude-3-5-sonnet@20240620'],
    ['gpt-4', 'gpt-4-0613'],
    ['gemini-1.5-flash', 'gemini-1.5-flash-002'],
    ['claude-sonnet-9-latest', 'claude-sonnet-9-20310929'],
    ['mistral-large-latest', 'mistral-large-2411'],
    ['openai/gpt-4o', 'gpt-4o-2031-01-01'],
    ['gpt-4o', 'openai/gpt-4o'],
    ['gemini-2.5-pro', 'models/gemini-2.5-pro'],
    ['us.anthropic.claude-sonnet-9-20310929-v1:0', 'claude-sonnet-9-20310929'],
    ['gpt-4o-2031-01-01', 'gpt-4o'],
    ['my-model', 'my-model'],
  ])('%s is %s', (asked, answered) => {
    expect(isSameModel(asked, answered)).toBe(true)
  })

  test.each([
    ['gpt-4o', 'gpt-4o-mini-2031-07-18'],
    ['gpt-4o-mini', 'gpt-4o-2031-07-18'],
    ['gpt-4o-2031-01-01', 'gpt-4o-2031-02-02'],
    ['gpt-4o', 'gpt-4o-2031-01-01-preview'],
    ['gpt-4o', 'gpt-4'],
    ['gpt-4', 'gpt-4.1'],
    ['o1', 'o1-mini'],
    ['-latest', '-0613'],
  ])('%s is not %s', (asked, answered) => {
    expect(isSameModel(asked, answered)).toBe(false)
  })
})

describe('billedModelOf', () => {
  test.each([
    ['a listed snapshot', undefined, 'gpt-4o-2024-08-06', 'gpt-4o', 'gpt-4o'],
    ['a snapshot that is not listed', undefined, 'gpt-4o-mini-2031-07-18', 'gpt-4o-mini', 'gpt-4o-mini'],
    ['a snapshot of a model that is billed under another id', { chat: 'gpt-4o' }, 'chat-2031-07-18', 'chat', 'gpt-4o'],
    [
      'an entry over the asked model',
      { 'gpt-4o-mini-2031-07-18': 'mini' },
      'gpt-4o-mini-2031-07-18',
      'gpt-4o-mini',
      'mini',
    ],
    ['another model', undefined, 'gpt-4o-2031-07-18', 'gpt-4o-mini', 'gpt-4o-2031-07-18'],
    ['an id that is asked for', undefined, 'gpt-4o-2024-08-06', undefined, 'gpt-4o'],
    ['an unknown id that is asked for', undefined, 'gpt-9', undefined, 'gpt-9'],
    ['a function', (id: string) => id.slice(0, 5), 'gpt-9-2031', 'gpt-9', 'gpt-9'],
  ])('bills %s', (_name, modelIds, answered, asked, want) => {
    expect(billedModelOf(modelIds)(answered, asked)).toBe(want)
  })

  test('knows no id that objects inherit', () => {
    expect(billedModelOf()('constructor', 'gpt-4o')).toBe('constructor')
  })

  test('makes one lookup for a map', () => {
    const modelIds = { chat: 'gpt-4o' }
    expect(billedModelOf(modelIds)).toBe(billedModelOf(modelIds))
  })

  test.each([
    ['an empty id', { chat: '' }],
    ['null', null as never],
  ])('refuses %s', (_name, modelIds) => {
    expect(() => billedModelOf(modelIds)).toThrow(TypeError)
  })
})
