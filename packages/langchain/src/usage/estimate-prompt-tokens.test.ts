import { AIMessage, HumanMessage } from '@langchain/core/messages'
import { tool } from '@langchain/core/tools'
import { convertToOpenAITool } from '@langchain/core/utils/function_calling'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { estimatePromptTokens } from './estimate-prompt-tokens.ts'

const schema = {
  type: 'object',
  properties: { city: { type: 'string', description: 'A city, with its country where there are several.' } },
  required: ['city'],
} as const
const weather = tool(async () => 'sunny', { name: 'weather', description: 'The weather of a city.', schema })
const forecast = tool(async () => 'rain', {
  name: 'forecast',
  description: 'The weather of the next days.',
  schema: z.object({ city: z.string(), days: z.number().int().min(1).max(14).describe('How many days ahead') }),
})
const withoutJsonForm = tool(async () => 'now', {
  name: 'since',
  description: 'Time since an instant.',
  schema: z.object({ instant: z.bigint() }),
})

const quarter = (value: unknown) => Math.ceil(JSON.stringify(value).length / 4)

describe('estimatePromptTokens', () => {
  test.each([
    ['an empty prompt', { messages: [] }, 3],
    ['one text', { text: 'a'.repeat(40) }, 3 + 10],
    ['bytes, not characters', { text: '漢字'.repeat(4) }, 3 + 6],
    ['messages with their frames', { messages: [new HumanMessage('hello wo'), new HumanMessage('')] }, 3 + 4 + 2 + 4],
    [
      'a picture',
      { messages: [new HumanMessage({ content: [{ type: 'image_url', image_url: 'https://example.com/a.png' }] })] },
      3 + 4 + 765,
    ],
    [
      'a picture as the provider of the model counts it',
      {
        messages: [
          new HumanMessage({
            content: [{ type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } }],
          }),
        ],
        model: 'gpt-4o-mini',
      },
      3 + 4 + 2833,
    ],
    ['no tools', { text: '', tools: [] }, 3],
    ['tools as a provider takes them', { text: '', tools: [{ type: 'function', name: 'x' }] }, 3 + 8],
  ])('counts %s', (_name, prompt, want) => {
    expect(estimatePromptTokens(prompt)).toBe(want)
  })

  test('counts the calls of tools that an answer asked for', () => {
    const calls = [{ id: 'call-1', name: 'weather', args: { city: 'Utrecht' } }]
    const tokens = estimatePromptTokens({ messages: [new AIMessage({ content: '', tool_calls: calls })] })
    expect(tokens).toBeGreaterThan(3 + 4 + quarter(calls) - 1)
  })

  test.each([
    ['a JSON schema', weather],
    ['a zod schema', forecast],
  ])('counts a LangChain tool of %s as the definition that its provider is given, each time', (_name, given) => {
    const want = 3 + quarter(convertToOpenAITool(given))
    expect(want).toBeGreaterThan(3 + 30)
    expect([1, 2].map(() => estimatePromptTokens({ text: '', tools: [given] }))).toEqual([want, want])
  })

  test('counts what it can of a tool whose schema has no JSON form', () => {
    expect(estimatePromptTokens({ text: '', tools: [withoutJsonForm] })).toBe(
      3 + quarter({ name: 'since', description: 'Time since an instant.' }),
    )
  })
})
