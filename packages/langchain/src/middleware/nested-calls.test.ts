import { tool } from '@langchain/core/tools'
import { type AgentMiddleware, createAgent, createMiddleware, summarizationMiddleware } from 'langchain'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { denial, RecordingEntitlements } from '../../test/recording-entitlements.ts'
import { type Provider, startProvider } from '../../test/start-provider.ts'
import { UsageCallbackHandler } from '../run/usage-callback-handler.ts'
import { entitlementsMiddleware } from './entitlements-middleware.ts'

const usage = (prompt: number, completion: number) => ({
  prompt_tokens: prompt,
  completion_tokens: completion,
  total_tokens: prompt + completion,
})

let provider: Provider
beforeAll(async () => {
  provider = await startProvider([
    {
      match: { userMessage: 'translate', hasToolResult: false },
      response: { toolCalls: [{ name: 'translate', arguments: '{"text":"hello"}' }], usage: usage(50, 10) },
    },
    { match: { userMessage: 'translate' }, response: { content: 'It means hello.', usage: usage(80, 20) } },
    { match: { userMessage: 'inside' }, response: { content: 'Goeden dag.', usage: usage(7, 3) }, chunkSize: 4 },
    { match: { userMessage: /context|summar/i }, response: { content: 'They talked.', usage: usage(60, 5) } },
    { match: { userMessage: 'hello' }, response: { content: 'Welcome.', usage: usage(9, 12) } },
  ])
})
afterAll(async () => await provider[Symbol.asyncDispose]())
beforeEach(() => {
  provider.mock.clearRequests()
  vi.spyOn(console, 'error').mockImplementation(() => {})
  return () => vi.restoreAllMocks()
})

const schema = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] } as const
const translate = (call: () => Promise<unknown>) =>
  tool(async () => String(await call()), { name: 'translate', description: 'Translates.', schema })

const ask = (text: string) => ({ messages: [{ role: 'user', content: text }] })

function setUp(entitlements = new RecordingEntitlements()) {
  const middleware = entitlementsMiddleware({ entitlements, customer: 'acme', requestId: 'request-1' })
  return { entitlements, middleware }
}

const tokens = (entitlements: RecordingEntitlements) =>
  entitlements.settled.map((one) => [one.promptTokens, one.completionTokens])

describe('with the middleware alone', () => {
  test.each([
    ['invoked', async () => (await provider.model().invoke('inside')).text],
    [
      'invoked with callbacks of its own',
      async () => (await provider.model().invoke('inside', { callbacks: [{ handleLLMEnd: () => {} }] })).text,
    ],
    [
      'streamed',
      async () => {
        let text = ''
        for await (const chunk of await provider.model().stream('inside')) text += chunk.text
        return text
      },
    ],
    [
      'called by an agent of its own',
      async () =>
        (await createAgent({ model: provider.model(), tools: [] }).invoke(ask('inside'))).messages.at(-1)?.text,
    ],
  ])('a model that is %s inside of a tool is gated and metered', async (_name, call) => {
    const { entitlements, middleware } = setUp()
    const agent = createAgent({ model: provider.model(), tools: [translate(call)], middleware: [middleware] })
    const answer = await agent.invoke(ask('translate'))
    expect(answer.messages.at(-1)?.content).toBe('It means hello.')
    expect(tokens(entitlements)).toEqual([
      [50, 10],
      [7, 3],
      [80, 20],
    ])
    const reserved = entitlements.calls.flatMap((one) => (one.did === 'reserve' ? [one.request] : []))
    expect(reserved.map(({ customer, requestId }) => [customer, requestId])).toEqual(
      Array(3).fill(['acme', 'request-1']),
    )
    expect(provider.requests()).toHaveLength(3)
  })

  test('a model inside of a tool that is not entitled is not called', async () => {
    const { entitlements, middleware } = setUp(
      new RecordingEntitlements((request) => (request.model === 'gpt-4o' ? denial(request) : undefined)),
    )
    const call = async () => (await provider.model({ model: 'gpt-4o' }).invoke('inside')).text
    const agent = createAgent({ model: provider.model(), tools: [translate(call)], middleware: [middleware] })
    await agent.invoke(ask('translate')).catch(() => {})
    expect(provider.requests().map(({ body }) => body['model'])).not.toContain('gpt-4o')
    expect(entitlements.did.filter((did) => did === 'settle').length).toBe(
      entitlements.did.filter((did) => did === 'reserve').length - 1,
    )
  })

  test('the model of summarizationMiddleware is gated and metered', async () => {
    const { entitlements, middleware } = setUp()
    // Its declarations do not fit exactOptionalPropertyTypes.
    const summarizing = summarizationMiddleware as unknown as (options: object) => AgentMiddleware
    const model = provider.model({ model: 'gpt-4.1' })
    const summarize = summarizing({ model, trigger: { messages: 3 }, keep: { messages: 1 } })
    const agent = createAgent({ model: provider.model(), tools: [], middleware: [summarize, middleware] })
    const messages = ['hello', 'hello', 'hello', 'hello'].map((content) => ({ role: 'user', content }))
    await agent.invoke({ messages })
    expect(tokens(entitlements)).toEqual([
      [60, 5],
      [9, 12],
    ])
    expect(provider.requests()).toHaveLength(2)
  })

  test('a model that middleware inside of it calls instead is metered once, as itself', async () => {
    const { entitlements, middleware } = setUp()
    const swap = createMiddleware({
      name: 'Swap',
      wrapModelCall: async () => await provider.model({ model: 'gpt-4.1' }).invoke('inside'),
    })
    const agent = createAgent({ model: provider.model(), tools: [], middleware: [middleware, swap] })
    await agent.invoke(ask('hello'))
    expect(tokens(entitlements)).toEqual([[7, 3]])
    expect(entitlements.did).toEqual(['reserve', 'reserve', 'settle', 'release'])
  })
})

test('a handler beside the middleware counts nothing twice', async () => {
  const { entitlements, middleware } = setUp()
  const handler = new UsageCallbackHandler({ entitlements, customer: 'acme', requestId: 'request-1' })
  const call = async () => (await provider.model().invoke('inside')).text
  const agent = createAgent({ model: provider.model(), tools: [translate(call)], middleware: [middleware] })
  await agent.invoke(ask('translate'), { callbacks: [handler] })
  expect(tokens(entitlements)).toEqual([
    [50, 10],
    [7, 3],
    [80, 20],
  ])
  expect(handler.attempts).toHaveLength(3)
})

test('two agents at the same time are metered each for its own customer', async () => {
  const entitlements = new RecordingEntitlements()
  const middleware = entitlementsMiddleware({ entitlements })
  const call = async () => (await provider.model().invoke('inside')).text
  const agent = createAgent({ model: provider.model(), tools: [translate(call)], middleware: [middleware] })
  const run = (customer: string) =>
    agent.invoke(ask('translate'), { configurable: { tallygate_customer: customer, tallygate_request_id: customer } })
  await Promise.all([run('acme'), run('globex')])
  const settled = entitlements.calls.flatMap((one) => (one.did === 'settle' ? [one.id.split(':')[0]] : []))
  expect(settled.sort()).toEqual(['acme', 'acme', 'acme', 'globex', 'globex', 'globex'])
})

test('calls outside of agents with the middleware are left alone', async () => {
  const { entitlements, middleware } = setUp()
  const gated = createAgent({ model: provider.model(), tools: [], middleware: [middleware] })
  await gated.invoke(ask('hello'))
  await provider.model().invoke('inside')
  await createAgent({ model: provider.model(), tools: [] }).invoke(ask('hello'))
  expect(tokens(entitlements)).toEqual([[9, 12]])
})
