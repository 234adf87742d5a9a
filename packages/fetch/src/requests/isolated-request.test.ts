import { describe, expect, it } from 'vitest'
import type { CallKind } from './call-kind.ts'
import type { Fields } from './fields.ts'
import { assertReadableByAll, isolatedRequest } from './isolated-request.ts'
import { RefusedRequestError } from './refused-request-error.ts'

const isolated = (kind: CallKind, body: Fields, allowed: readonly string[] = [], customer = 'acme') =>
  isolatedRequest(kind, body, { customer, allowedMembers: new Set(allowed), isJson: true })

async function refusedField(
  kind: CallKind,
  body: Fields,
  allowed: readonly string[] = [],
): Promise<string | undefined> {
  try {
    await isolated(kind, body, allowed)
    return undefined
  } catch (error) {
    if (!RefusedRequestError.isInstance(error)) throw error
    expect(error.message).toContain(error.field)
    return error.field
  }
}

describe('isolatedRequest', () => {
  it.each<[string, CallKind, Fields, Fields]>([
    ['an answer of Responses', 'responses', { input: 'hi' }, { input: 'hi', store: false }],
    ['one that asks for it', 'responses', { input: 'hi', store: true }, { input: 'hi', store: false }],
    ['a chat that asks for it', 'chat', { store: true, metadata: { trip: 'Oslo' } }, { store: false }],
    ['a chat that does not', 'chat', { metadata: { trip: 'Oslo' } }, { metadata: { trip: 'Oslo' } }],
  ])('stores nothing: %s', async (_, kind, body, want) => {
    expect(await isolated(kind, body)).toEqual(want)
  })

  it.each<[CallKind, Fields, string]>([
    ['responses', { previous_response_id: 'resp_1' }, 'previous_response_id'],
    ['responses', { previousResponseId: 'resp_1' }, 'previousResponseId'],
    ['responses', { conversation: 'conv_1' }, 'conversation'],
    ['responses', { conversation: { id: 'conv_1' } }, 'conversation'],
    ['responses', { prompt: { id: 'pmpt_1' } }, 'prompt'],
    ['responses', { prompt: 'pmpt_1' }, 'prompt'],
    ['responses', { Store: true }, 'Store'],
    ['responses', { input: [{ type: 'item_reference', id: 'msg_1' }] }, 'input.0.type'],
    ['responses', { input: [{ id: 'msg_1' }] }, 'input.0.id'],
    ['responses', { input: [{ type: null, id: 'msg_1' }] }, 'input.0.id'],
    ['responses', { input: [{ type: 'reasoning', id: 'rs_1', summary: [] }] }, 'input.0.id'],
    ['responses', { input: [{ type: 'image_generation_call', id: 'ig_1' }] }, 'input.0.id'],
    [
      'responses',
      { input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'file-1' }] }] },
      'input.0.content.0.file_id',
    ],
    [
      'responses',
      { input: [{ type: 'function_call_output', call_id: 'c', output: [{ type: 'input_image', fileId: 'file-1' }] }] },
      'input.0.output.0.fileId',
    ],
    ['responses', { tools: [{ type: 'file_search', vector_store_ids: ['vs_1'] }] }, 'tools.0.vector_store_ids'],
    ['responses', { tools: [{ type: 'code_interpreter', container: 'cntr_1' }] }, 'tools.0.container'],
    [
      'chat',
      { messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'file-1' } }] }] },
      'messages.0.content.0.file.file_id',
    ],
    ['chat', { messages: [{ role: 'assistant', audio: { id: 'audio_1' } }] }, 'messages.0.audio.id'],
    [
      'messages',
      { messages: [{ role: 'user', content: [{ type: 'document', source: { type: 'file', file_id: 'file_1' } }] }] },
      'messages.0.content.0.source.file_id',
    ],
    [
      'messages',
      { messages: [{ content: [{ type: 'tool_result', content: [{ type: 'image', source: { file_id: 'f' } }] }] }] },
      'messages.0.content.0.content.0.source.file_id',
    ],
    ['chat', { audio: { format: 'wav', voice: { id: 'voice_1' } } }, 'audio.voice.id'],
    ['speech', { voice: { id: 'voice_1' } }, 'voice.id'],
    ['messages', { container: 'container_1' }, 'container'],
    ['generate', { cachedContent: 'cachedContents/1' }, 'cachedContent'],
  ])('refuses what the provider keeps: %s %o', async (kind, body, field) => {
    expect(await refusedField(kind, body)).toBe(field)
  })

  it.each<[CallKind, Fields]>([
    ['responses', { input: [{ type: 'message', id: 'msg_1', role: 'assistant', content: [] }] }],
    ['responses', { input: [{ type: 'function_call', id: 'fc_1', call_id: 'c', name: 'f', arguments: '{}' }] }],
    ['responses', { input: [{ type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'x' }] }],
    ['responses', { tools: [{ type: 'function', name: 'f', parameters: { properties: { file_id: {} } } }] }],
    ['chat', { tools: [{ type: 'function', function: { parameters: { properties: { container: {} } } } }] }],
    ['messages', { messages: [{ content: [{ type: 'tool_use', id: 't', input: { file_id: 'mine' } }] }] }],
    ['messages', { tools: [{ name: 'f', input_schema: { properties: { conversation: {} } } }] }],
    ['chat', { audio: { format: 'wav', voice: 'alloy' } }],
    ['speech', { voice: 'alloy' }],
    ['completions', { prompt: 'hi' }],
    ['images', { prompt: 'a cat' }],
    ['chat', { previous_response_id: null, messages: [{ content: [{ file_id: null }] }] }],
  ])('takes what is the caller’s own: %s %o', async (kind, body) => {
    expect(await refusedField(kind, body)).toBeUndefined()
  })

  it('lets through what the application lists', async () => {
    expect(await refusedField('responses', { previous_response_id: 'r' }, ['previous_response_id'])).toBeUndefined()
    expect(await refusedField('responses', { input: [{ id: 'msg_1' }] }, ['item_reference'])).toBeUndefined()
    expect(await isolated('responses', { store: true }, ['store'])).toEqual({ store: true })
  })

  it('sends labels of the customer’s own, the same each time', async () => {
    const labels = { user: 'u-1', safety_identifier: 'u-1', prompt_cache_key: 'k', metadata: { user_id: 'u-1' } }
    const [acme, again, other] = [
      await isolated('messages', labels),
      await isolated('messages', labels),
      await isolated('messages', labels, [], 'other'),
    ]
    expect(again).toEqual(acme)
    for (const label of ['user', 'safety_identifier', 'prompt_cache_key'] as const) {
      expect(acme[label]).toMatch(/^[0-9a-f]{32}$/)
      expect(acme[label]).not.toBe(other[label])
    }
    expect(acme['metadata']).toEqual({ user_id: acme['user'] })
    // A customer whose reference ends where another's label begins is another customer.
    expect((await isolated('chat', { user: 'b' }, [], 'a'))['user']).not.toBe(
      (await isolated('chat', { user: '' }, [], 'ab'))['user'],
    )
  })

  it('refuses a label in a form, which is passed on as it is', async () => {
    const form = { customer: 'acme', allowedMembers: new Set<string>(), isJson: false }
    await expect(isolatedRequest('images', { user: 'u-1' }, form)).rejects.toMatchObject({ field: 'user' })
  })

  it('looks at a body that is nested deeper than a stack', async () => {
    let value: unknown = { file_id: 'file-1' }
    for (let level = 0; level < 50_000; level += 1) value = [value]
    const field = await refusedField('chat', { messages: value })
    expect(field?.startsWith('messages.0.0.0.')).toBe(true)
  })
})

describe('assertReadableByAll', () => {
  it.each([
    ['GET', 'https://api.openai.com/v1/models'],
    ['GET', 'https://api.openai.com/v1/models/gpt-4o'],
    ['POST', 'https://api.openai.com/v1/moderations'],
  ])('takes %s %s', (method, url) => {
    expect(() => assertReadableByAll(method, new URL(url))).not.toThrow()
  })

  it.each([
    ['GET', 'https://api.openai.com/v1/responses/resp_1'],
    ['GET', 'https://api.openai.com/v1/responses/resp_1/input_items'],
    ['DELETE', 'https://api.openai.com/v1/responses/resp_1'],
    ['DELETE', 'https://api.openai.com/v1/models/ft:gpt-4o'],
    ['GET', 'https://api.openai.com/v1/files'],
    ['POST', 'https://api.openai.com/v1/responses/input_tokens'],
  ])('refuses %s %s', (method, url) => {
    expect(() => assertReadableByAll(method, new URL(url))).toThrow(/url must not be \/v1\//)
  })
})
