import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChatAgent } from '../src/create-chat-agent.ts'
import { AgentUnderTest, FREE, OPERATOR, PRO, STARTER } from './agent-under-test.ts'
import { answerByPath, ScriptedProvider } from './scripted-provider.ts'

interface Operation {
  readonly operationId: string
  readonly responses: Record<string, { content?: Record<string, unknown> }>
}

// The agent's own document.
const document = JSON.parse(readFileSync(new URL('../src/page/openapi.json', import.meta.url), 'utf8')) as {
  paths: Record<string, Record<string, Operation>>
}
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema({ $id: 'agent', ...document })

let system: AgentUnderTest
let agent: ChatAgent
/** An agent whose provider speaks every protocol. */
let passing: ChatAgent
let provider: ScriptedProvider
const answered = new Set<string>()

beforeAll(async () => {
  ;[system, provider] = await Promise.all([AgentUnderTest.start(), ScriptedProvider.start()])
  provider.script = answerByPath
  agent = await system.agent()
  passing = await system.agent({
    provider: { apiKey: 'sk-scripted', baseUrl: provider.baseUrl },
    anthropic: { apiKey: 'sk-scripted', baseUrl: provider.baseUrl.replace('/v1', '') },
  })
})
afterAll(async () => {
  await system?.stop()
  await provider?.stop()
})

const pointer = (...parts: string[]) =>
  `agent#/${parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`

/** Asks, and holds the answer against the document: the status must be there, and the body must fit. */
async function ask(
  method: string,
  path: string,
  given: { key?: string; body?: unknown; at?: string; from?: ChatAgent } = {},
): Promise<number> {
  const template = given.at ?? path
  const isForm = given.body instanceof FormData
  const response = await fetch(`${(given.from ?? agent).url}${path}`, {
    method,
    headers: {
      ...(given.key === undefined ? {} : { authorization: `Bearer ${given.key}` }),
      ...(given.body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
    },
    ...(given.body === undefined
      ? {}
      : { body: typeof given.body === 'string' || isForm ? (given.body as FormData) : JSON.stringify(given.body) }),
  })
  const operation = document.paths[template]?.[method.toLowerCase()]
  const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? ''
  expect(
    operation?.responses[String(response.status)]?.content,
    `${method} ${path} answers ${response.status} as ${type}`,
  ).toHaveProperty([type])
  const text = await response.text()
  if (type === 'application/json') {
    const schema = pointer(
      'paths',
      template,
      method.toLowerCase(),
      'responses',
      String(response.status),
      'content',
      type,
      'schema',
    )
    const validate = ajv.getSchema(schema) ?? ajv.compile({ $ref: schema })
    expect(validate(JSON.parse(text)) ? [] : validate.errors, text).toEqual([])
  }
  answered.add(`${operation?.operationId} ${response.status}`)
  return response.status
}

describe('the OpenAPI document', () => {
  it.each([
    ['a chat', 'POST', '/v1/chat', { key: STARTER, body: { message: 'what is 17 * 23?' } }, 200],
    ['a streamed chat', 'POST', '/v1/chat', { key: STARTER, body: { message: 'hi', stream: true } }, 200],
    ['a chat without a message', 'POST', '/v1/chat', { key: STARTER, body: {} }, 400],
    ['a chat without a key', 'POST', '/v1/chat', { body: {} }, 401],
    ['a model of another plan', 'POST', '/v1/chat', { key: STARTER, body: { message: 'hi', model: 'gpt-4o' } }, 403],
    ['a body that is too large', 'POST', '/v1/chat', { key: STARTER, body: { message: 'x'.repeat(400_000) } }, 413],
    ['a failing model', 'POST', '/v1/chat', { key: STARTER, body: { message: 'answer with status 500' } }, 502],
    ['the last of a budget', 'POST', '/v1/chat', { key: FREE, body: { message: 'use up my budget' } }, 200],
    ['a used-up budget', 'POST', '/v1/chat', { key: FREE, body: { message: 'hi' } }, 402],
    [
      'a completion',
      'POST',
      '/v1/chat/completions',
      { key: STARTER, body: { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'hi' }] } },
      200,
    ],
    [
      'a streamed completion',
      'POST',
      '/v1/chat/completions',
      { key: STARTER, body: { model: 'gpt-4o-mini', stream: true, messages: [{ role: 'user', content: 'hi' }] } },
      200,
    ],
    [
      'a completion without messages',
      'POST',
      '/v1/chat/completions',
      { key: STARTER, body: { model: 'gpt-4o-mini' } },
      400,
    ],
    [
      'a completion over the budget',
      'POST',
      '/v1/chat/completions',
      { key: FREE, body: { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'hi' }] } },
      402,
    ],
    ['models', 'GET', '/v1/models', { key: STARTER }, 200],
    ['a model', 'GET', '/v1/models/gpt-4o-mini', { key: STARTER, at: '/v1/models/{model}' }, 200],
    ['a model that is not there', 'GET', '/v1/models/gpt-4o', { key: STARTER, at: '/v1/models/{model}' }, 404],
    ['usage', 'GET', '/v1/usage', { key: STARTER }, 200],
    ['usage without a key', 'GET', '/v1/usage', {}, 401],
    ['an invoice', 'GET', '/v1/invoice', { key: FREE }, 200],
    ['refused events', 'GET', '/operator/events', { key: OPERATOR }, 200],
    ['sending events again', 'POST', '/operator/events/resend', { key: OPERATOR, body: {} }, 200],
    ['unsettled attempts', 'GET', '/operator/attempts', { key: OPERATOR }, 200],
    ['unsettled attempts for a customer', 'GET', '/operator/attempts', { key: STARTER }, 401],
    ['health', 'GET', '/healthz', {}, 200],
    ['readiness', 'GET', '/readyz', {}, 200],
    ['metrics', 'GET', '/metrics', {}, 200],
  ])('fits what the agent answers: %s', async (_, method, path, given, status) => {
    expect(await ask(method, path, given)).toBe(status)
  })

  const content = { role: 'user', content: 'hi' }
  const sound = new FormData()
  sound.set('model', 'gpt-4o-mini')
  sound.set('file', new Blob(['sound'], { type: 'audio/wav' }), 'a.wav')
  it.each([
    ['a response', '/v1/responses', { model: 'gpt-4o-mini', input: 'hi' }, 200],
    ['a response in the background', '/v1/responses', { model: 'gpt-4o-mini', input: 'hi', background: true }, 400],
    ['embeddings', '/v1/embeddings', { model: 'gpt-4o-mini', input: 'hi' }, 200],
    ['an image', '/v1/images/generations', { model: 'gpt-4o-mini', prompt: 'a cat' }, 200],
    ['speech', '/v1/audio/speech', { model: 'gpt-4o-mini', input: 'hi', stream_format: 'sse' }, 200],
    ['speech that states no usage', '/v1/audio/speech', { model: 'gpt-4o-mini', input: 'hi' }, 400],
    ['a transcription', '/v1/audio/transcriptions', sound, 200],
    ['a transcription that is no form', '/v1/audio/transcriptions', { model: 'gpt-4o-mini' }, 415],
    ['a message', '/v1/messages', { model: 'gpt-4o-mini', max_tokens: 9, messages: [content] }, 200],
    ['a message without a limit', '/v1/messages', { model: 'gpt-4o-mini', messages: [content] }, 400],
    ['a message to another plan’s model', '/v1/messages', { model: 'gpt-4o', max_tokens: 9, messages: [content] }, 403],
  ])('fits what is passed on: %s', async (_, path, body, status) => {
    expect(await ask('POST', path, { key: STARTER, body, from: passing })).toBe(status)
  })

  it('fits a message where there is no provider for it', async () => {
    const body = { model: 'gpt-4o-mini', max_tokens: 9, messages: [content] }
    expect(await ask('POST', '/v1/messages', { key: PRO, body })).toBe(404)
  })

  it('has no operation that is not asked for here', () => {
    const operations = Object.values(document.paths).flatMap((item) =>
      Object.values(item).map(({ operationId }) => operationId),
    )
    // What these two answer is looked at where there are attempts to act on.
    const elsewhere = ['settleAttempt', 'releaseAttempt']
    expect(operations.filter((id) => !answered.has(`${id} 200`))).toEqual(elsewhere)
  })

  it('is served, and so is a page that shows it', async () => {
    expect(await (await fetch(`${agent.url}/openapi.json`)).json()).toEqual(document)
    expect((await fetch(`${agent.url}/reference`)).headers.get('content-security-policy')).toContain(
      "default-src 'none'",
    )
  })
})
