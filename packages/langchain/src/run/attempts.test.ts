import { InMemoryCache } from '@langchain/core/caches'
import { HumanMessage } from '@langchain/core/messages'
import type { ChatOpenAI } from '@langchain/openai'
import { EntitlementDeniedError } from '@tallygate/entitlements/metering'
import { type AgentMiddleware, createAgent, modelRetryMiddleware } from 'langchain'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { denial, RecordingEntitlements } from '../../test/recording-entitlements.ts'
import { type Provider, startProvider } from '../../test/start-provider.ts'
import { entitlementsMiddleware } from '../middleware/entitlements-middleware.ts'
import { UsageCallbackHandler } from './usage-callback-handler.ts'

const usage = { prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 }
const nothing = { input_tokens: 0, output_tokens: 0, total_tokens: 0 }
const reasoning = {
  prompt_tokens: 100,
  completion_tokens: 20,
  total_tokens: 620,
  completion_tokens_details: { reasoning_tokens: 500 },
}

let provider: Provider
beforeAll(async () => {
  provider = await startProvider([
    { match: { userMessage: 'dated' }, response: { content: 'Hi.', model: 'gpt-4o-mini-2031-07-18', usage } },
    { match: { userMessage: 'other' }, response: { content: 'Hi.', model: 'gpt-4o-2031-07-18', usage } },
    { match: { userMessage: 'reasoning' }, response: { content: 'Hi.', model: 'gpt-4o-mini', usage: reasoning } },
    { match: { userMessage: 'nothing' }, response: { content: 'Hi.', model: 'gpt-4o-mini', usage: nothing } },
    { match: { userMessage: 'hello' }, response: { content: 'Hi.', model: 'gpt-4o-mini', usage } },
  ])
})
afterAll(async () => await provider[Symbol.asyncDispose]())
beforeEach(() => {
  provider.mock.clearRequests()
  // LangChain writes what a handler throws to console.error.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  return () => vi.restoreAllMocks()
})

const setUp = (entitlements = new RecordingEntitlements()) => ({
  entitlements,
  handler: new UsageCallbackHandler({ entitlements, customer: 'acme', requestId: 'request-1' }),
})

describe('the model that is billed', () => {
  test('is the asked one where it was answered under an unlisted id of it with a date', async () => {
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const { entitlements, handler } = setUp()
    await provider.model().invoke('dated', { callbacks: [handler] })
    for await (const _chunk of await provider.model().stream('dated', { callbacks: [handler] }));
    expect(entitlements.settled.map(({ model }) => model)).toEqual(['gpt-4o-mini', 'gpt-4o-mini'])
    expect(warning).not.toHaveBeenCalled()
  })

  test('is the answered one where it is another model, with a warning for each pair', async () => {
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const { handler } = setUp()
    for (const _call of [1, 2]) await provider.model().invoke('other', { callbacks: [handler] })
    expect(handler.attempts.map(({ askedModel, model }) => [askedModel, model])).toEqual([
      ['gpt-4o-mini', 'gpt-4o-2031-07-18'],
      ['gpt-4o-mini', 'gpt-4o-2031-07-18'],
    ])
    expect(warning).toHaveBeenCalledTimes(1)
    expect(warning).toHaveBeenCalledWith(expect.stringContaining('"gpt-4o-mini" was answered by "gpt-4o-2031-07-18"'), {
      code: 'TALLYGATE_OTHER_MODEL',
    })
  })
})

describe('what is counted', () => {
  test('is reasoning beside the completion too', async () => {
    const { entitlements, handler } = setUp()
    await provider.model().invoke('reasoning', { callbacks: [handler] })
    for await (const _chunk of await provider.model().stream('reasoning', { callbacks: [handler] }));
    expect(entitlements.settled).toMatchObject([
      { promptTokens: 100, completionTokens: 520, source: 'provider' },
      { promptTokens: 100, completionTokens: 520, source: 'provider' },
    ])
  })

  test('is the same for zeros that Responses states, by invoke and by stream', async () => {
    const { entitlements, handler } = setUp()
    const model = provider.model({ useResponsesApi: true })
    await model.invoke('nothing', { callbacks: [handler] })
    for await (const _chunk of await model.stream('nothing', { callbacks: [handler] }));
    expect(entitlements.settled).toMatchObject([
      { promptTokens: 0, completionTokens: 0, source: 'provider' },
      { promptTokens: 0, completionTokens: 0, source: 'provider' },
    ])
  })
})

test('a request that goes on in another process names its attempts otherwise', async () => {
  const processes = [setUp(), setUp()]
  for (const { handler } of processes) await provider.model().invoke('hello', { callbacks: [handler] })
  const names = processes.flatMap(({ handler }) => handler.attempts.map(({ reservationId }) => reservationId))
  expect(new Set(names).size).toBe(2)
  for (const name of names) expect(name).toMatch(/^acme:request-1:1-[0-9a-f]{8}$/)
})

test.each([
  [
    'invoked',
    async (model: ChatOpenAI, callbacks: UsageCallbackHandler[]) => (await model.invoke('hello', { callbacks })).text,
  ],
  [
    'generated',
    async (model: ChatOpenAI, callbacks: UsageCallbackHandler[]) =>
      (await model.generate([[new HumanMessage('hello')]], { callbacks })).generations[0]?.[0]?.text,
  ],
])("an %s answer from LangChain's cache needs no budget, and another one is denied", async (_name, call) => {
  let left = 1
  const { entitlements, handler } = setUp(new RecordingEntitlements((one) => (left-- > 0 ? undefined : denial(one))))
  const model = provider.model({ cache: new InMemoryCache() })
  expect([await call(model, [handler]), await call(model, [handler])]).toEqual(['Hi.', 'Hi.'])
  expect(entitlements.did).toEqual(['reserve', 'settle'])
  await expect(model.invoke('dated', { callbacks: [handler] })).rejects.toMatchObject({ code: 'ENTITLEMENT_DENIED' })
  expect(provider.requests()).toHaveLength(1)
})

describe('a denial is not tried again', () => {
  test('by withRetry', async () => {
    const { entitlements, handler } = setUp(new RecordingEntitlements(denial))
    const calling = provider
      .model()
      .withRetry()
      .invoke('hello', { callbacks: [handler] })
    expect(EntitlementDeniedError.isInstance(await calling.catch((error: unknown) => error))).toBe(true)
    expect(entitlements.did).toEqual(['reserve'])
  })

  test('by retrying middleware', async () => {
    const { entitlements, handler } = setUp(new RecordingEntitlements(denial))
    // Its declarations do not fit exactOptionalPropertyTypes.
    const middleware = [modelRetryMiddleware() as unknown as AgentMiddleware]
    const agent = createAgent({ model: provider.model(), tools: [], middleware })
    await agent.invoke({ messages: [{ role: 'user', content: 'hello' }] }, { callbacks: [handler] })
    expect(entitlements.did).toEqual(['reserve'])
  })
})

describe('two customers for one call are an error, and no provider is called', () => {
  test('by two handlers', async () => {
    const { entitlements, handler } = setUp()
    const other = new UsageCallbackHandler({ entitlements, customer: 'globex', requestId: 'request-1' })
    await expect(provider.model().invoke('hello', { callbacks: [handler, other] })).rejects.toMatchObject({
      code: 'CONFLICTING_CUSTOMERS',
      customers: ['acme', 'globex'],
    })
    expect(entitlements.did).toEqual(['reserve', 'release'])
    expect(provider.requests()).toEqual([])
  })

  test('by a handler and the middleware', async () => {
    const { entitlements, handler } = setUp()
    const middleware = [entitlementsMiddleware({ entitlements, customer: 'globex' })]
    const agent = createAgent({ model: provider.model(), tools: [], middleware })
    const calling = agent.invoke({ messages: [{ role: 'user', content: 'hello' }] }, { callbacks: [handler] })
    await expect(calling).rejects.toThrow('must have one customer')
    expect(entitlements.did).toEqual(['reserve', 'release'])
    expect(provider.requests()).toEqual([])
  })
})
