import { InMemoryCache } from '@langchain/core/caches'
import { BaseCallbackHandler } from '@langchain/core/callbacks/base'
import { BaseLLM } from '@langchain/core/language_models/llms'
import { HumanMessage } from '@langchain/core/messages'
import type { LLMResult } from '@langchain/core/outputs'
import { tool } from '@langchain/core/tools'
import { EntitlementDeniedError } from '@tallygate/entitlements/metering'
import { freePort } from '@tallygate/test-kit'
import { createAgent } from 'langchain'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { denial, RecordingEntitlements } from '../../test/recording-entitlements.ts'
import { type Provider, startProvider } from '../../test/start-provider.ts'
import { CUSTOMER_KEY, PROPERTIES_KEY, REQUEST_ID_KEY } from './run-request.ts'
import { UsageCallbackHandler } from './usage-callback-handler.ts'
import type { UsageOptions } from './usage-options.ts'

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
      response: {
        toolCalls: [{ name: 'weather', arguments: '{"city":"Utrecht"}' }],
        model: 'gpt-4o-mini-2024-07-18',
        usage: usage(50, 10),
      },
    },
    {
      match: { userMessage: 'weather' },
      response: { content: 'It is sunny in Utrecht.', model: 'gpt-4o-mini-2024-07-18', usage: usage(80, 20) },
    },
    {
      match: { userMessage: 'hello' },
      response: { content: 'Hello, and welcome.', model: 'gpt-4o-mini-2024-07-18', usage: usage(9, 12) },
      chunkSize: 4,
    },
    {
      match: { userMessage: 'cut' },
      response: { content: 'This will not come to its end.', usage: usage(9, 12) },
      chunkSize: 4,
      truncateAfterChunks: 3,
      streamingProfile: { ttft: 20, tps: 100 },
    },
  ])
})
afterAll(async () => await provider[Symbol.asyncDispose]())
beforeEach(() => {
  provider.mock.clearRequests()
  // LangChain writes each denial that a handler throws to console.error.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  return () => vi.restoreAllMocks()
})

const weather = tool(async () => 'sunny', {
  name: 'weather',
  description: 'The weather of a city.',
  schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
})

describe('UsageCallbackHandler', () => {
  /** The way in which LangGraph streams messages: beside it, handlers get events instead of tokens. */
  class PrefersEvents extends BaseCallbackHandler {
    override readonly name = 'prefers_events'
    readonly lc_prefer_chat_model_stream_events = true
    readonly events: string[] = []
    override handleChatModelStreamEvent(event: { readonly event: string }): void {
      this.events.push(event.event)
    }
  }

  test('counts a call whose stream is handed on as events', async () => {
    const entitlements = new RecordingEntitlements()
    const handler = new UsageCallbackHandler({ entitlements, customer: 'acme', requestId: 'request-1' })
    const other = new PrefersEvents()
    await provider.model().invoke('hello', { callbacks: [handler, other] })
    expect(new Set(other.events)).toContain('message-finish')
    expect(entitlements.settled).toMatchObject([
      { model: 'gpt-4o-mini', promptTokens: 9, completionTokens: 12, source: 'provider' },
    ])
  })

  test('estimates what arrived as events before the provider cut the stream', async () => {
    const entitlements = new RecordingEntitlements()
    const handler = new UsageCallbackHandler({ entitlements, customer: 'acme', requestId: 'request-1' })
    await provider
      .model()
      .invoke('cut', { callbacks: [handler, new PrefersEvents()] })
      .catch(() => {})
    expect(entitlements.settled).toMatchObject([{ completionTokens: 1, source: 'estimate' }])
  })

  test('settles an invoke with the usage and the model of the provider', async () => {
    const entitlements = new RecordingEntitlements()
    const handler = new UsageCallbackHandler({ entitlements, customer: 'acme', requestId: 'request-1' })
    await provider.model({ maxTokens: 100 }).invoke('hello', { callbacks: [handler] })
    expect(entitlements.calls).toEqual([
      {
        did: 'reserve',
        request: {
          customer: 'acme',
          model: 'gpt-4o-mini',
          requestId: 'request-1',
          attempt: expect.stringMatching(/^1-[0-9a-f]{8}$/),
          estimate: { promptTokens: 9, completionTokens: 100 },
        },
      },
      {
        did: 'settle',
        id: expect.stringMatching(/^acme:request-1:1-[0-9a-f]{8}$/),
        usage: { model: 'gpt-4o-mini', promptTokens: 9, completionTokens: 12, source: 'provider' },
      },
    ])
    expect(handler.attempts).toEqual([
      {
        customer: 'acme',
        requestId: 'request-1',
        attempt: 1,
        askedModel: 'gpt-4o-mini',
        reservationId: expect.stringMatching(/^acme:request-1:1-[0-9a-f]{8}$/),
        model: 'gpt-4o-mini',
        promptTokens: 9,
        completionTokens: 12,
        source: 'provider',
        outcome: 'settled',
        budgets: [],
      },
    ])
  })

  test('settles each step of an agent as an attempt of its own', async () => {
    const entitlements = new RecordingEntitlements()
    const handler = new UsageCallbackHandler({ entitlements, customer: 'acme', requestId: 'request-1' })
    const agent = createAgent({ model: provider.model(), tools: [weather] })
    const answer = await agent.invoke(
      { messages: [new HumanMessage('What is the weather?')] },
      { callbacks: [handler] },
    )
    expect(answer.messages.at(-1)?.content).toBe('It is sunny in Utrecht.')
    expect(
      handler.attempts.map((attempt) => [attempt.attempt, attempt.promptTokens, attempt.completionTokens]),
    ).toEqual([
      [1, 50, 10],
      [2, 80, 20],
    ])
    expect(entitlements.did).toEqual(['reserve', 'settle', 'reserve', 'settle'])
  })

  test('a denial is thrown with its decision, and the provider is not called', async () => {
    const entitlements = new RecordingEntitlements(denial)
    const handler = new UsageCallbackHandler({ entitlements, customer: 'acme', requestId: 'request-1' })
    const invoking = provider.model().invoke('hello', { callbacks: [handler] })
    const error = EntitlementDeniedError.find(await invoking.catch((thrown: unknown) => thrown))
    expect(error?.decision.reason).toBe('budget_exhausted')
    expect(provider.requests()).toEqual([])
    expect(entitlements.did).toEqual(['reserve'])
  })

  test('attached in the constructor, in the call, and as a copy, it counts once', async () => {
    const entitlements = new RecordingEntitlements()
    const handler = new UsageCallbackHandler({ entitlements, customer: 'acme', requestId: 'request-1' })
    const other = new UsageCallbackHandler({ entitlements, customer: 'acme', requestId: 'request-1' })
    const model = provider.model({ callbacks: [handler] })
    await model.invoke('hello', { callbacks: [handler, handler.copy(), other] })
    expect(entitlements.did).toEqual(['reserve', 'settle'])
    expect(other.attempts).toEqual(handler.attempts)
    expect(handler.attempts).toHaveLength(1)
  })

  test('takes customer and request from the metadata of the run, so that one handler serves all requests', async () => {
    const entitlements = new RecordingEntitlements()
    const handler = new UsageCallbackHandler({ entitlements })
    const call = (customer: string, request: string) =>
      provider.model().invoke('hello', {
        callbacks: [handler],
        metadata: { [CUSTOMER_KEY]: customer, [REQUEST_ID_KEY]: request },
      })
    await Promise.all([call('acme', 'request-1'), call('globex', 'request-2'), call('acme', 'request-1')])
    expect(handler.attempts.map((attempt) => [attempt.customer, attempt.requestId, attempt.attempt]).sort()).toEqual([
      ['acme', 'request-1', 1],
      ['acme', 'request-1', 2],
      ['globex', 'request-2', 1],
    ])
  })

  test('a call that names no customer is not made', async () => {
    const handler = new UsageCallbackHandler({ entitlements: new RecordingEntitlements() })
    await expect(provider.model().invoke('hello', { callbacks: [handler] })).rejects.toMatchObject({
      code: 'UNIDENTIFIED_RUN',
      missing: 'customer',
    })
    expect(provider.requests()).toEqual([])
  })

  test.each([
    ['the provider refuses', 500, 'release'],
    ['the provider limits the rate', 429, 'release'],
  ])('%s: the hold is given back', async (_name, status, want) => {
    const entitlements = new RecordingEntitlements()
    const handler = new UsageCallbackHandler({ entitlements, customer: 'acme' })
    provider.mock.nextRequestError(status, { message: 'no' })
    await expect(provider.model().invoke('hello', { callbacks: [handler] })).rejects.toThrow()
    expect(entitlements.did).toEqual(['reserve', want])
    expect(handler.attempts).toEqual([])
  })

  test('a provider that is not reached: the hold is given back', async () => {
    const entitlements = new RecordingEntitlements()
    const handler = new UsageCallbackHandler({ entitlements, customer: 'acme' })
    const port = await freePort()
    const model = provider.model({ configuration: { baseURL: `http://127.0.0.1:${port}/v1` } })
    await expect(model.invoke('hello', { callbacks: [handler] })).rejects.toThrow('Connection error')
    expect(entitlements.did).toEqual(['reserve', 'release'])
  })

  test('an answer that is cut off is an estimate of the prompt and of what arrived, never a bill', async () => {
    const entitlements = new RecordingEntitlements()
    const handler = new UsageCallbackHandler({ entitlements, customer: 'acme' })
    let text = ''
    const reading = (async () => {
      for await (const chunk of await provider.model().stream('cut', { callbacks: [handler] })) text += chunk.text
    })()
    await expect(reading).rejects.toThrow()
    expect(text).toMatch(/^This/)
    expect(entitlements.settled).toEqual([
      { model: 'gpt-4o-mini', promptTokens: 8, completionTokens: Math.ceil(text.length / 4), source: 'estimate' },
    ])
    expect(handler.attempts[0]?.outcome).toBe('unsettled')
  })

  test('the properties in the metadata of a run are those of its reservation', async () => {
    const entitlements = new RecordingEntitlements()
    const handler = new UsageCallbackHandler({ entitlements, customer: 'acme' })
    const metadata = { [PROPERTIES_KEY]: { agent: 'support' } }
    await provider.model().invoke('hello', { callbacks: [handler], metadata })
    expect(entitlements.calls[0]).toMatchObject({ did: 'reserve', request: { properties: { agent: 'support' } } })
  })

  test('when one prompt of a call is denied, the holds of the others are given back', async () => {
    const entitlements = new RecordingEntitlements((request) =>
      (request.estimate.promptTokens ?? 0) > 100 ? denial(request) : undefined,
    )
    const handler = new UsageCallbackHandler({ entitlements, customer: 'acme', requestId: 'request-1' })
    const prompts = ['hello', 'x'.repeat(1000), 'hello'].map((text) => [new HumanMessage(text)])
    await expect(provider.model().generate(prompts, { callbacks: [handler] })).rejects.toThrow('used up')
    await expect.poll(() => entitlements.did.filter((did) => did === 'release')).toHaveLength(2)
    expect(entitlements.did.filter((did) => did === 'reserve')).toHaveLength(3)
    expect(provider.requests()).toEqual([])
  })

  test("an answer from LangChain's cache is not billed", async () => {
    const entitlements = new RecordingEntitlements()
    const handler = new UsageCallbackHandler({ entitlements, customer: 'acme', requestId: 'request-1' })
    const model = provider.model({ cache: new InMemoryCache() })
    const first = await model.invoke('hello', { callbacks: [handler] })
    const second = await model.invoke('hello', { callbacks: [handler] })
    expect(second.text).toBe(first.text)
    expect(provider.requests()).toHaveLength(1)
    expect(entitlements.did).toEqual(['reserve', 'settle'])
  })

  test('the whole usage of a request for several prompts is billed once', async () => {
    const entitlements = new RecordingEntitlements()
    const handler = new UsageCallbackHandler({ entitlements, customer: 'acme', requestId: 'request-1' })
    await new TwoPromptModel({}).generate(['one', 'two'], { callbacks: [handler] })
    expect(entitlements.settled.map((usage) => [usage.promptTokens, usage.completionTokens])).toEqual([[20, 10]])
    expect([...entitlements.did].sort()).toEqual(['release', 'reserve', 'reserve', 'settle'])
  })

  test('usage that is no count is an estimate', async () => {
    const entitlements = new RecordingEntitlements()
    const handler = new UsageCallbackHandler({ entitlements, customer: 'acme' })
    await new TwoPromptModel({ promptTokens: Number.NaN, completionTokens: 1 }).generate(['one'], {
      callbacks: [handler],
    })
    expect(entitlements.settled).toEqual([
      { model: 'two-prompts', promptTokens: 4, completionTokens: 1, source: 'estimate' },
    ])
  })

  test('bills the model that answered, by the map of the application', async () => {
    const entitlements = new RecordingEntitlements()
    const modelIds = { 'gpt-4o-mini-2024-07-18': 'small' }
    const handler = new UsageCallbackHandler({ entitlements, customer: 'acme', modelIds })
    await provider.model({ model: 'gpt-4o-2024-08-06' }).invoke('hello', { callbacks: [handler] })
    expect(entitlements.calls[0]).toMatchObject({ did: 'reserve', request: { model: 'gpt-4o' } })
    expect(entitlements.settled.map((usage) => usage.model)).toEqual(['small'])
  })

  test('a hook that throws does not fail the call', async () => {
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const onAttempt = () => {
      throw new Error('no disk')
    }
    const entitlements = new RecordingEntitlements()
    const handler = new UsageCallbackHandler({ entitlements, customer: 'acme', onAttempt })
    await provider.model().invoke('hello', { callbacks: [handler] })
    expect(warning).toHaveBeenCalledWith(expect.stringContaining('no disk'))
  })

  test.each([
    ['an unknown option', { costumer: 'acme' }, 'costumer'],
    ['no entitlements', { entitlements: undefined }, 'entitlements'],
    ['an empty customer', { customer: '' }, 'customer'],
    ['an empty request', { requestId: '' }, 'requestId'],
    ['a map that bills nothing', { modelIds: { 'gpt-4o': '' } }, 'modelIds'],
    ['an estimate that is no function', { estimatePromptTokens: 4 }, 'estimatePromptTokens'],
    ['a hook that is no function', { onAttempt: 'log' }, 'onAttempt'],
  ])('%s is refused by its name, the rule and the value', (_name, given, option) => {
    const options = { entitlements: new RecordingEntitlements(), ...given } as unknown as UsageOptions
    expect(() => new UsageCallbackHandler(options)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        option,
        message: expect.stringMatching(/^\S+ must be [^;]+; it is [^;]+\./),
      }),
    )
  })
})

/**
 * A plain LLM that sends all its prompts in one request, as OpenAI's completions do: LangChain reports the usage with
 * the first.
 */
class TwoPromptModel extends BaseLLM {
  readonly #usage: Record<string, number>

  constructor(usage: Record<string, number>) {
    super({})
    this.#usage = usage
  }

  override _llmType(): string {
    return 'two-prompts'
  }

  override invocationParams(): Record<string, unknown> {
    return { model: 'two-prompts' }
  }

  override async _generate(prompts: string[]): Promise<LLMResult> {
    const tokenUsage = { promptTokens: 20, completionTokens: 10, totalTokens: 30, ...this.#usage }
    return { generations: prompts.map(() => [{ text: 'yes' }]), llmOutput: { tokenUsage } }
  }
}
