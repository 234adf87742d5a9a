import { AIMessage } from '@langchain/core/messages'
import { tool } from '@langchain/core/tools'
import { EntitlementDeniedError } from '@tallygate/entitlements/metering'
import { createAgent, createMiddleware } from 'langchain'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { denial, RecordingEntitlements } from '../../test/recording-entitlements.ts'
import { type Provider, startProvider } from '../../test/start-provider.ts'
import type { RecordedAttempt } from '../run/recorded-attempt.ts'
import { CUSTOMER_KEY, PROPERTIES_KEY, REQUEST_ID_KEY } from '../run/run-request.ts'
import { UsageCallbackHandler } from '../run/usage-callback-handler.ts'
import { drained } from '../stream/drained.ts'
import { type EntitlementsMiddlewareOptions, entitlementsMiddleware } from './entitlements-middleware.ts'

const usage = (prompt: number, completion: number) => ({
  prompt_tokens: prompt,
  completion_tokens: completion,
  total_tokens: prompt + completion,
})

let provider: Provider
beforeAll(async () => {
  provider = await startProvider([
    {
      match: { userMessage: 'weather', hasToolResult: false },
      response: { toolCalls: [{ name: 'weather', arguments: '{"city":"Utrecht"}' }], usage: usage(50, 10) },
    },
    { match: { userMessage: 'weather' }, response: { content: 'It is sunny.', usage: usage(80, 20) } },
    {
      match: { userMessage: 'long' },
      response: { content: 'And so on. '.repeat(100), usage: usage(9, 300) },
      chunkSize: 4,
      streamingProfile: { ttft: 5, tps: 100 },
    },
    {
      match: { userMessage: 'short' },
      response: { content: 'And so on. '.repeat(5), usage: usage(9, 30) },
      chunkSize: 4,
      streamingProfile: { ttft: 5, tps: 100 },
    },
    { match: { userMessage: 'hello' }, response: { content: 'Welcome.', usage: usage(9, 12) } },
  ])
})
afterAll(async () => await provider[Symbol.asyncDispose]())
beforeEach(() => provider.mock.clearRequests())

const weather = tool(async () => 'sunny', {
  name: 'weather',
  description: 'The weather of a city.',
  schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
})

const ask = (text: string) => ({ messages: [{ role: 'user', content: text }] })
const who = { configurable: { [CUSTOMER_KEY]: 'acme', [REQUEST_ID_KEY]: 'request-1' } }

describe('entitlementsMiddleware', () => {
  test('settles each step of an agent once, also beside a handler', async () => {
    const entitlements = new RecordingEntitlements()
    const seen: RecordedAttempt[] = []
    const middleware = entitlementsMiddleware({ entitlements, onAttempt: (attempt) => seen.push(attempt) })
    const handler = new UsageCallbackHandler({ entitlements, customer: 'acme', requestId: 'request-1' })
    const agent = createAgent({ model: provider.model(), tools: [weather], middleware: [middleware] })
    const answer = await agent.invoke(ask('What is the weather?'), { ...who, callbacks: [handler] })
    expect(answer.messages.at(-1)?.content).toBe('It is sunny.')
    expect(entitlements.did).toEqual(['reserve', 'settle', 'reserve', 'settle'])
    expect(seen.map((attempt) => [attempt.attempt, attempt.promptTokens, attempt.completionTokens])).toEqual([
      [1, 50, 10],
      [2, 80, 20],
    ])
    expect(handler.attempts).toEqual(seen)
  })

  test('puts the properties of a run on each of its calls', async () => {
    const entitlements = new RecordingEntitlements()
    const agent = createAgent({
      model: provider.model(),
      tools: [weather],
      middleware: [entitlementsMiddleware({ entitlements })],
    })
    const properties = { agent: 'support' }
    await agent.invoke(ask('What is the weather?'), {
      configurable: { ...who.configurable, [PROPERTIES_KEY]: properties },
    })
    const reserved = entitlements.calls.flatMap((call) => (call.did === 'reserve' ? [call.request.properties] : []))
    expect(reserved).toEqual([properties, properties])
  })

  test.each([
    ['without a limit of its own', {}, 4096],
    ['with a lower limit of its own', { maxTokens: 50 }, 50],
  ])('passes the granted completion tokens on to a model %s', async (_name, fields, want) => {
    const middleware = entitlementsMiddleware({ entitlements: new RecordingEntitlements(), customer: 'acme' })
    const agent = createAgent({ model: provider.model(fields), tools: [weather], middleware: [middleware] })
    await agent.invoke(ask('hello'))
    expect(provider.requests().map((request) => request.body['max_tokens'])).toEqual([want])
    expect(provider.requests()[0]?.body['tools']).toHaveLength(1)
  })

  test('a denial is the cause of the error of the agent, and the provider is not called', async () => {
    const middleware = entitlementsMiddleware({ entitlements: new RecordingEntitlements(denial), customer: 'acme' })
    const agent = createAgent({ model: provider.model(), tools: [weather], middleware: [middleware] })
    const error = await agent.invoke(ask('hello')).catch((thrown: unknown) => thrown)
    expect(EntitlementDeniedError.find(error)?.decision.reason).toBe('budget_exhausted')
    expect(provider.requests()).toEqual([])
  })

  test('a denial is the answer of the agent where that was asked', async () => {
    const entitlements = new RecordingEntitlements(denial)
    const middleware = entitlementsMiddleware({ entitlements, customer: 'acme', onDenial: 'answer' })
    const agent = createAgent({ model: provider.model(), tools: [weather], middleware: [middleware] })
    const answer = await agent.invoke(ask('hello'))
    expect(answer.messages.at(-1)?.content).toBe('acme has used up monthly_token_budget.')
    expect(provider.requests()).toEqual([])
  })

  test('falls back to the next model on a denial and on a refusal, each an attempt of its own', async () => {
    const entitlements = new RecordingEntitlements((request) =>
      request.model === 'gpt-4o' ? denial(request) : undefined,
    )
    const middleware = entitlementsMiddleware({
      entitlements,
      customer: 'acme',
      requestId: 'request-1',
      fallbackModels: [provider.model({ model: 'gpt-4.1' }), provider.model()],
    })
    const agent = createAgent({ model: provider.model({ model: 'gpt-4o' }), tools: [], middleware: [middleware] })
    provider.mock.nextRequestError(503, { message: 'overloaded' })
    const answer = await agent.invoke(ask('hello'))
    expect(answer.messages.at(-1)?.content).toBe('Welcome.')
    expect(entitlements.did).toEqual(['reserve', 'reserve', 'release', 'reserve', 'settle'])
    expect(provider.requests().map((request) => [request.body['model'], request.status])).toEqual([
      ['gpt-4.1', 503],
      ['gpt-4o-mini', 200],
    ])
  })

  test('an answer that another middleware made calls no provider, and the hold is given back', async () => {
    const entitlements = new RecordingEntitlements()
    const canned = createMiddleware({ name: 'Canned', wrapModelCall: async () => new AIMessage('From a shelf.') })
    const middleware = [entitlementsMiddleware({ entitlements, customer: 'acme' }), canned]
    const answer = await createAgent({ model: provider.model(), tools: [], middleware }).invoke(ask('hello'))
    expect(answer.messages.at(-1)?.content).toBe('From a shelf.')
    expect([entitlements.did, provider.requests()]).toEqual([['reserve', 'release'], []])
  })

  test('a call that another middleware repeats is held and recorded each time', async () => {
    const entitlements = new RecordingEntitlements()
    const retry = createMiddleware({
      name: 'Retry',
      wrapModelCall: async (request, callModel) => {
        try {
          return await callModel(request)
        } catch {
          return await callModel(request)
        }
      },
    })
    const middleware = [entitlementsMiddleware({ entitlements, customer: 'acme', requestId: 'request-1' }), retry]
    provider.mock.nextRequestError(503, { message: 'overloaded' })
    const answer = await createAgent({ model: provider.model(), tools: [], middleware }).invoke(ask('hello'))
    expect(answer.messages.at(-1)?.content).toBe('Welcome.')
    expect(entitlements.did).toEqual(['reserve', 'release', 'reserve', 'settle'])
    expect(provider.requests().map((request) => request.status)).toEqual([503, 200])
  })

  test('an agent whose reader leaves is free at once, and the answer is read on to its usage', async () => {
    const entitlements = new RecordingEntitlements()
    const middleware = entitlementsMiddleware({ entitlements, customer: 'acme' })
    const agent = createAgent({ model: provider.model(), tools: [], middleware: [middleware] })
    for await (const _part of await agent.stream(ask('short'), { streamMode: 'messages' })) break
    expect(entitlements.settled).toEqual([])
    expect(await drained(entitlements)).toBe(0)
    expect(entitlements.settled).toMatchObject([{ promptTokens: 9, completionTokens: 30, source: 'provider' }])
  })

  test('an agent whose reader leaves is stopped, and settled as an estimate, where nothing is drained', async () => {
    const entitlements = new RecordingEntitlements()
    const middleware = entitlementsMiddleware({ entitlements, customer: 'acme', onAbandon: 'estimate' })
    const agent = createAgent({ model: provider.model(), tools: [], middleware: [middleware] })
    for await (const _part of await agent.stream(ask('long'), { streamMode: 'messages' })) break
    await expect.poll(() => entitlements.settled).toHaveLength(1)
    expect(entitlements.settled[0]).toMatchObject({ source: 'estimate' })
  })

  test('a model that thinks is denied where less is left than it has to be given', async () => {
    const entitlements = new RecordingEntitlements()
    const model = Object.assign(provider.model({ maxTokens: 111 }), {
      thinking: { type: 'enabled', budget_tokens: 2000 },
    })
    const middleware = entitlementsMiddleware({ entitlements, customer: 'acme', onDenial: 'answer' })
    const answer = await createAgent({ model, tools: [], middleware: [middleware] }).invoke(ask('hello'))
    expect(answer.messages.at(-1)?.content).toBe(
      'acme has 111 completion tokens left, too few for gpt-4o-mini, which thinks before it answers.',
    )
    expect([entitlements.did, provider.requests()]).toEqual([['reserve', 'release'], []])
  })

  test.each([
    ['an unknown option', { fallback: [] }, 'fallback'],
    ['an unknown denial policy', { onDenial: 'ignore' }, 'onDenial'],
    ['fallback models that are no list', { fallbackModels: 'gpt-4o' }, 'fallbackModels'],
    ['too many fallback models', { fallbackModels: Array(11).fill({}) }, 'fallbackModels'],
    ['a limiter that is no function', { limitCompletionTokens: 100 }, 'limitCompletionTokens'],
    ['an unknown policy for readers that leave', { onAbandon: 'bill' }, 'onAbandon'],
  ])('%s is refused by its name, the rule and the value', (_name, given, option) => {
    const options = { entitlements: new RecordingEntitlements(), ...given } as unknown as EntitlementsMiddlewareOptions
    expect(() => entitlementsMiddleware(options)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        option,
        message: expect.stringMatching(/^\S+ must be [^;]+; it is [^;]+\./),
      }),
    )
  })
})
