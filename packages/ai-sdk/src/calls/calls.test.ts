import { estimatePromptTokens } from '@tallygate/usage'
import { describe, expect, it } from 'vitest'
import { promptTokensOf } from './prompt-tokens.ts'
import { thinkingTokens } from './thinking-tokens.ts'

/** The first bytes of a PNG of 512 × 512. */
const PNG = Uint8Array.from([
  ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 2, 0, 0, 0, 2, 0],
])
const base64 = Buffer.from(PNG).toString('base64')
const picture = { type: 'image_url', image_url: { url: `data:image/png;base64,${base64}` } }
const user = (...content: readonly object[]) => [{ role: 'user', content }]

describe('the prompt tokens of a call', () => {
  it.each<readonly [string, unknown, unknown]>([
    ['texts', user({ type: 'text', text: 'Hello there' }), user({ type: 'text', text: 'Hello there' })],
    ['a picture as bytes', user({ type: 'file', mediaType: 'image/png', data: PNG }), user(picture)],
    ['a picture as base64', user({ type: 'file', mediaType: 'image/png', data: base64 }), user(picture)],
    [
      'a picture in the newer specification',
      user({ type: 'file', mediaType: 'image/png', data: { type: 'data', data: PNG } }),
      user(picture),
    ],
    [
      'a picture whose address is known',
      user({ type: 'file', mediaType: 'image/*', data: new URL('https://pictures.invalid/1.png') }),
      user({ type: 'image_url', image_url: { url: 'https://pictures.invalid/1.png' } }),
    ],
    [
      'a document of text',
      user({ type: 'file', mediaType: 'text/plain', data: { type: 'text', text: 'A long text' } }),
      user({ type: 'text', text: 'A long text' }),
    ],
    [
      'a result of a tool, without its id',
      [
        {
          role: 'tool',
          content: [
            {
              type: 'tool-result',
              toolCallId: 'x'.repeat(400),
              toolName: 'w',
              output: { type: 'text', value: 'sunny today' },
            },
          ],
        },
      ],
      [{ role: 'tool', content: [{ name: 'w', text: 'sunny today' }] }],
    ],
    [
      'no options for the provider, such as signatures',
      user({ type: 'text', text: 'Hello', providerOptions: { anthropic: { signature: 'x'.repeat(400) } } }),
      user({ type: 'text', text: 'Hello' }),
    ],
  ])('count %s', (_, prompt, messages) => {
    expect(promptTokensOf({ prompt }, 'gpt-4o')).toBe(estimatePromptTokens({ messages }, { model: 'gpt-4o' }))
  })

  it('count tools and the schema of the answer', () => {
    const prompt = user({ type: 'text', text: 'Hello' })
    const bare = promptTokensOf({ prompt }, 'gpt-4o')
    const tools = [{ type: 'function', name: 'weather', description: 'The weather.', inputSchema: {} }]
    const told = tools.map((tool) => ({ ...tool, providerOptions: { anthropic: { cacheControl: 'x'.repeat(400) } } }))
    const withTools = promptTokensOf({ prompt, tools }, 'gpt-4o')
    expect(withTools).toBeGreaterThan(bare)
    expect(promptTokensOf({ prompt, tools: told }, 'gpt-4o')).toBe(withTools)
    const responseFormat = { type: 'json', schema: { type: 'object', properties: { city: { type: 'string' } } } }
    expect(promptTokensOf({ prompt, responseFormat }, 'gpt-4o')).toBeGreaterThan(bare)
  })

  it.each([undefined, null, 'text', 7, [null, 7, { content: [null, 'x', { type: 'file' }, { type: 'tool-result' }] }]])(
    'are a number for any prompt',
    (prompt) => {
      expect(promptTokensOf({ prompt }, 'gpt-4o')).toBeGreaterThan(0)
    },
  )
})

it.each<readonly [string, object, number]>([
  ['anthropic.messages', { anthropic: { thinking: { type: 'enabled', budgetTokens: 2000 } } }, 2000],
  ['vertex.anthropic.messages', { anthropic: { thinking: { type: 'enabled', budgetTokens: 2000 } } }, 2000],
  ['anthropic.messages', { anthropic: { thinking: { type: 'enabled' } } }, 1024],
  ['anthropic.messages', { anthropic: { thinking: { type: 'adaptive' } } }, 0],
  ['amazon-bedrock', { bedrock: { reasoningConfig: { type: 'enabled', budgetTokens: 2000 } } }, 2000],
  ['openai.chat', { anthropic: { thinking: { type: 'enabled', budgetTokens: 2000 } } }, 0],
  ['anthropic.messages', { anthropic: { thinking: { type: 'enabled', budgetTokens: -1 } } }, 0],
  ['anthropic.messages', {}, 0],
])('%s lets %j have %i tokens of thoughts beside the answer', (provider, options, want) => {
  expect(thinkingTokens(provider, { ...options })).toBe(want)
})
