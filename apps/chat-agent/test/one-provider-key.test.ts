import type { ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { CountingProvider } from '@tallygate/test-kit'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChatAgent } from '../src/create-chat-agent.ts'
import { AgentUnderTest, FREE, PRO, STARTER } from './agent-under-test.ts'
import { seeded } from './hostile-requests.ts'
import { type AskedCompletion, ScriptedProvider } from './scripted-provider.ts'

/*
 * One key of a provider serves all customers. The provider here keeps whatever it may, under ids that anybody who has
 * the key can name, as real ones do.
 */
let system: AgentUnderTest
let provider: CountingProvider
let agent: ChatAgent

beforeAll(async () => {
  ;[system, provider] = await Promise.all([AgentUnderTest.start(), CountingProvider.start()])
  agent = await system.agent({
    provider: { apiKey: 'sk-openai', baseUrl: `${provider.url}/v1` },
    anthropic: { apiKey: 'sk-anthropic', baseUrl: provider.url },
  })
})
afterAll(async () => {
  await system?.stop()
  await provider?.[Symbol.asyncDispose]()
})

async function send(
  method: string,
  path: string,
  body?: object,
  key = PRO,
  headers: Record<string, string> = {},
  from = agent,
) {
  const response = await fetch(`${from.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, text, headers: response.headers }
}

const model = 'gpt-4o-mini'
const userMessage = (content: unknown) => ({ model, max_tokens: 9, messages: [{ role: 'user', content }] })
const input = (item: object) => ({ model, input: [item] })

describe('what the provider keeps', () => {
  it.each<[path: string, body: object, field: string]>([
    ['/v1/responses', { model, input: 'hi', previous_response_id: 'resp_1' }, 'previous_response_id'],
    ['/v1/responses', { model, input: 'hi', conversation: 'conv_1' }, 'conversation'],
    ['/v1/responses', { model, input: 'hi', prompt: { id: 'pmpt_1' } }, 'prompt'],
    ['/v1/responses', { model, input: 'hi', background: true }, 'background'],
    ['/v1/responses', input({ type: 'item_reference', id: 'msg_1' }), 'input.0.type'],
    ['/v1/responses', input({ id: 'msg_1' }), 'input.0.id'],
    ['/v1/responses', { model, input: 'hi', tools: [{ type: 'web_search' }] }, 'tools.0.type'],
    [
      '/v1/responses',
      { model, input: 'hi', tools: [{ type: 'code_interpreter', container: 'c' }] },
      'tools.0.container',
    ],
    [
      '/v1/responses',
      { model, input: 'hi', tools: [{ type: 'file_search', vector_store_ids: ['vs_1'] }] },
      'tools.0.vector_store_ids',
    ],
    [
      '/v1/chat/completions',
      userMessage([{ type: 'file', file: { file_id: 'file-1' } }]),
      'messages.0.content.0.file.file_id',
    ],
    [
      '/v1/messages',
      userMessage([{ type: 'document', source: { type: 'file', file_id: 'file_1' } }]),
      'messages.0.content.0.source.file_id',
    ],
    ['/v1/messages', { ...userMessage('hi'), container: 'container_1' }, 'container'],
    ['/v1/messages', { ...userMessage('hi'), tools: [{ type: 'web_search_20250305' }] }, 'tools.0.type'],
    ['/v1/messages', { ...userMessage('hi'), mcp_servers: [{}] }, 'mcp_servers'],
  ])('is refused by its name, and the provider is not asked: %s %o', async (path, body, field) => {
    const from = provider.calls.length
    const { status, text } = await send('POST', path, body)
    expect([status, (JSON.parse(text) as { error: { field: string } }).error.field]).toEqual([400, field])
    expect(provider.calls.length).toBe(from)
  })

  it.each([
    ['GET', '/v1/responses/resp_1'],
    ['DELETE', '/v1/responses/resp_1'],
    ['GET', '/v1/responses/resp_1/input_items'],
    ['POST', '/v1/responses/resp_1/cancel'],
    ['GET', '/v1/conversations/conv_1'],
    ['GET', '/v1/files'],
    ['GET', '/v1/files/file-1/content'],
    ['GET', '/v1/chat/completions/chatcmpl-1'],
    ['GET', '/v1/vector_stores'],
  ])('is not there: %s %s', async (method, path) => {
    const from = provider.calls.length
    expect((await send(method, path)).status).toBe(404)
    expect(provider.calls.length).toBe(from)
  })

  it('is nothing: store is false, whatever is asked for', async () => {
    const openai = new OpenAI({ apiKey: PRO, baseURL: `${agent.url}/v1` })
    await openai.responses.create({ model, input: 'hi', store: true })
    expect(provider.calls.at(-1)?.body).toMatchObject({ store: false })
    const messages = [{ role: 'user' as const, content: 'hi' }]
    await openai.chat.completions.create({ model, messages, store: true, metadata: { trip: 'Oslo' } })
    expect(provider.calls.at(-1)?.body).toMatchObject({ store: false })
    expect(provider.calls.at(-1)?.body).not.toHaveProperty('metadata')
  })

  it('is not reached by a member that stands twice in a body', async () => {
    const from = provider.calls.length
    const response = await fetch(`${agent.url}/v1/responses`, {
      method: 'POST',
      headers: { authorization: `Bearer ${PRO}`, 'content-type': 'application/json' },
      body: '{"model":"gpt-4o-mini","input":"hi","previous_response_id":"resp_1","previous_response_id":null}',
    })
    expect(response.status).toBe(200)
    expect(provider.calls.slice(from).map(({ body }) => body['previous_response_id'])).toEqual([null])
  })
})

describe('labels', () => {
  it('are of the asking customer, and one of its own stays the same', async () => {
    const labels = { user: 'u-1', safety_identifier: 'u-1', prompt_cache_key: 'u-1' }
    const sent = async (key: string) => {
      await send('POST', '/v1/responses', { model, input: 'hi', ...labels }, key)
      const { user, safety_identifier: safety, prompt_cache_key: cache } = provider.calls.at(-1)?.body ?? {}
      expect([safety, cache]).toEqual([user, user])
      return user
    }
    const [pro, starter, again] = [await sent(PRO), await sent(STARTER), await sent(PRO)]
    expect(again).toBe(pro)
    expect(new Set([pro, starter, 'u-1']).size).toBe(3)
  })
})

/** The routes, and bodies that carry a secret of a customer. */
const CALLS: readonly (readonly [path: string, body: (secret: string) => object])[] = [
  ['/v1/chat/completions', (secret) => ({ ...userMessage(secret), user: secret })],
  ['/v1/responses', (secret) => ({ model, input: secret, prompt_cache_key: secret, metadata: { secret } })],
  ['/v1/messages', (secret) => ({ ...userMessage(secret), metadata: { user_id: secret } })],
  ['/v1/embeddings', (secret) => ({ model, input: secret, user: secret })],
]
const SEED = 20_261_201

/** Repeats the whole request in its answer, in two parts and with a wait between them. */
function echo(asked: AskedCompletion, response: ServerResponse): void {
  const usage = { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 }
  if (asked.stream !== true)
    return void response.setHeader('content-type', 'application/json').end(JSON.stringify({ asked, usage }))
  response.setHeader('content-type', 'text/event-stream')
  response.write(`data: ${JSON.stringify({ asked, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\n`)
  void setTimeout(PART_MS).then(() => response.end(`data: ${JSON.stringify({ asked, usage })}\n\ndata: [DONE]\n\n`))
}
const PART_MS = 20

describe('customers at once', () => {
  let repeating: ScriptedProvider
  let busy: ChatAgent
  beforeAll(async () => {
    repeating = await ScriptedProvider.start()
    repeating.script = echo
    busy = await system.agent({
      provider: { apiKey: 'sk-openai', baseUrl: repeating.baseUrl },
      anthropic: { apiKey: 'sk-anthropic', baseUrl: repeating.baseUrl.replace('/v1', '') },
    })
  })
  afterAll(() => repeating?.stop())

  it(`see nothing of each other, also under the same ids (seed ${SEED})`, async () => {
    const random = seeded(SEED)
    const customers = { pro: PRO, starter: STARTER, free: FREE }
    const asked = Object.entries(customers).flatMap(([name, key]) =>
      CALLS.flatMap(([path, body]) => [false, true].map((stream) => ({ name, key, path, stream, body }))),
    )
    const answers = await Promise.all(
      asked.map(async ({ name, key, path, stream, body }) => {
        await setTimeout(random() * PART_MS)
        const secret = `secret-of-${name}`
        const headers = { 'x-request-id': `same-${path.replaceAll('/', '-')}-${stream}` }
        const once = () => send('POST', path, { ...body(secret), stream }, key, headers, busy)
        return { secret, answers: [await once(), await once()] }
      }),
    )
    for (const { secret, answers: given } of answers) {
      expect(given.map(({ status, headers }) => [status, headers.get('tallygate-replayed')])).toEqual([
        [200, null],
        [200, 'true'],
      ])
      for (const { text, headers } of given) {
        const seen = `${text}${JSON.stringify([...headers])}`
        expect(new Set(seen.match(/secret-of-\w+/g))).toEqual(new Set([secret]))
        expect(seen).not.toMatch(/sk-|demo-/)
      }
    }
    expect(repeating.asked.length).toBe(asked.length)
  })
})
