import { HumanMessage } from '@langchain/core/messages'
import { waitFor } from '@tallygate/test-kit'
import { createAgent, modelFallbackMiddleware } from 'langchain'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { meterStream } from '../src/stream/meter-stream.ts'
import { type AttemptState, RealParts } from './real-parts.ts'
import { type RewritingProxy, startRewritingProxy } from './rewriting-proxy.ts'
import { abort, consume, leave, Stage, seenBy } from './stage.ts'
import { type Provider, startProvider } from './start-provider.ts'

/** The outcome of a scenario: who was called, what was billed, how the attempts stand, what the caller saw. */
interface Outcome {
  /** HTTP requests that reached the provider. */
  readonly reached: number
  /** Events that reached the billing server. */
  readonly events: readonly string[]
  readonly states: readonly AttemptState[]
  readonly caller: string
}

type Row = readonly [name: string, act: (stage: Stage) => Promise<string>, want: Outcome, customer?: string]

const HELLO = 'Hello, and welcome to this long answer.'
const EXACT = ['completion_tokens gpt-4o-mini 12', 'prompt_tokens gpt-4o-mini 9']
const settled = (caller: string): Outcome => ({ reached: 1, events: EXACT, states: ['settled'], caller })
const unsettled = (caller: string): Outcome => ({ reached: 1, events: [], states: ['unsettled'], caller })
const denied = (caller: string): Outcome => ({ reached: 0, events: [], states: [], caller })

const throughHandler: readonly Row[] = [
  [
    'T1 invoke',
    async (stage) =>
      (await stage.provider.model().invoke(stage.prompt('hello'), { callbacks: [stage.handler()] })).text,
    settled(HELLO),
  ],
  [
    'T2 a stream that is read to its end',
    async (stage) =>
      await consume(await stage.provider.model().stream(stage.prompt('hello'), { callbacks: [stage.handler()] })),
    settled(HELLO),
  ],
  [
    'T3 a stream without usage',
    async (stage) =>
      await consume(
        await stage.provider
          .model({ streamUsage: false })
          .stream(stage.prompt('hello'), { callbacks: [stage.handler()] }),
      ),
    unsettled(HELLO),
  ],
  [
    'T4 break: the lease ends it',
    async (stage) =>
      await leave(
        await stage.provider
          .model()
          .stream(stage.prompt('hello'), { callbacks: [stage.handler(stage.parts.shortLease)] }),
      ),
    unsettled('left'),
  ],
  [
    'T4 break, with meterStream',
    async (stage) =>
      await leave(
        meterStream((config) => stage.provider.model().stream(stage.prompt('hello'), config), {
          handler: stage.handler(),
        }),
      ),
    settled('left'),
  ],
  [
    'T4 break, with meterStream that does not drain',
    async (stage) =>
      await leave(
        meterStream((config) => stage.provider.model().stream(stage.prompt('hello'), config), {
          handler: stage.handler(),
          onAbandon: 'estimate',
        }),
      ),
    unsettled('left'),
  ],
  [
    'T5 abort inside the loop: the callback or the lease ends it',
    async (stage) =>
      await abort((signal) =>
        stage.provider
          .model()
          .stream(stage.prompt('hello'), { signal, callbacks: [stage.handler(stage.parts.shortLease)] }),
      ),
    unsettled('AbortError'),
  ],
  [
    'T5 abort inside the loop, with meterStream',
    async (stage) =>
      await abort(async (signal) =>
        meterStream((config) => stage.provider.model().stream(stage.prompt('hello'), config), {
          handler: stage.handler(),
          signal,
        }),
      ),
    settled('AbortError'),
  ],
  [
    'T6 a stream that nobody reads: the lease ends it',
    async (stage) => {
      await stage.provider.model().stream(stage.prompt('hello'), { callbacks: [stage.handler(stage.parts.shortLease)] })
      return 'not read'
    },
    unsettled('not read'),
  ],
  [
    'T6 a stream that nobody reads, with meterStream: no call',
    async (stage) => {
      meterStream((config) => stage.provider.model().stream(stage.prompt('hello'), config), {
        handler: stage.handler(),
      })
      return 'not read'
    },
    denied('not read'),
  ],
  [
    'T7 the provider cuts the stream',
    async (stage) =>
      await consume(await stage.provider.model().stream(stage.prompt('cut'), { callbacks: [stage.handler()] })),
    unsettled('TypeError'),
  ],
  [
    'T8 invoke, aborted',
    async (stage) =>
      (
        await stage
          .rewritten('/delayed')
          .invoke(stage.prompt('hello'), { signal: AbortSignal.timeout(500), callbacks: [stage.handler()] })
      ).text,
    unsettled('AbortError'),
  ],
  [
    'T8 streaming model, invoke, aborted',
    async (stage) =>
      (
        await stage.provider
          .model({ streaming: true })
          .invoke(stage.prompt('slow'), { signal: AbortSignal.timeout(500), callbacks: [stage.handler()] })
      ).text,
    unsettled('AbortError'),
  ],
  [
    'T8 streamEvents, aborted',
    async (stage) =>
      await consume(
        stage.provider.model().streamEvents(stage.prompt('slow'), {
          version: 'v2',
          signal: AbortSignal.timeout(500),
          callbacks: [stage.handler()],
        }),
      ),
    unsettled('TimeoutError'),
  ],
  [
    'T9 the provider fails three times',
    async (stage) =>
      (await stage.provider.model({ maxRetries: 2 }).invoke(stage.prompt('broken'), { callbacks: [stage.handler()] }))
        .text,
    { reached: 3, events: [], states: ['released'], caller: 'Error' },
  ],
  [
    'T10, T11 a denial',
    async (stage) =>
      (await stage.provider.model({ model: 'gpt-4o' }).invoke(stage.prompt('hello'), { callbacks: [stage.handler()] }))
        .text,
    denied('denied: model_not_entitled'),
    'demo-starter',
  ],
  [
    'T11b a denial: both flags are set',
    async (stage) => {
      const handler = stage.handler()
      expect([handler.awaitHandlers, handler.raiseError]).toEqual([true, true])
      expect([handler.copy().awaitHandlers, handler.copy().raiseError]).toEqual([true, true])
      return (await stage.provider.model({ model: 'gpt-4o' }).invoke(stage.prompt('hello'), { callbacks: [handler] }))
        .text
    },
    denied('denied: model_not_entitled'),
    'demo-starter',
  ],
  [
    'T12 withFallbacks: a fallback is denied like the call itself',
    async (stage) =>
      (
        await stage.provider
          .model()
          .withFallbacks([stage.provider.model()])
          .invoke(stage.prompt('hello'), { callbacks: [stage.handler()] })
      ).text,
    denied('denied: budget_exhausted'),
    'demo-free',
  ],
  [
    'T12 withFallbacks: an entitled fallback is held and billed as what it is',
    async (stage) =>
      (
        await stage.provider
          .model({ model: 'gpt-4o' })
          .withFallbacks([stage.provider.model()])
          .invoke(stage.prompt('hello'), { callbacks: [stage.handler()] })
      ).text,
    settled(HELLO),
    'demo-starter',
  ],
  [
    'T13 two prompts with two choices each',
    async (stage) => {
      const prompts = [[new HumanMessage(stage.prompt('hello'))], [new HumanMessage(stage.prompt('hello'))]]
      const result = await stage.rewritten('/choices', { n: 2 }).generate(prompts, { callbacks: [stage.handler()] })
      return result.generations.map((generations) => generations.length).join(' ')
    },
    { reached: 2, events: [...EXACT, ...EXACT].sort(), states: ['settled', 'settled'], caller: '2 2' },
  ],
  [
    'T14 a first delta without a role',
    async (stage) =>
      await consume(await stage.rewritten('/roleless').stream(stage.prompt('hello'), { callbacks: [stage.handler()] })),
    settled(HELLO),
  ],
]

const messagesMode = { streamMode: 'messages' } as const

const throughMiddleware: readonly Row[] = [
  ['T1 invoke', async (stage) => lastText(await stage.agent().invoke(stage.messages('hello'))), settled(HELLO)],
  [
    'T2 a stream that is read to its end',
    async (stage) => await consume(await stage.agent().stream(stage.messages('hello'), messagesMode)),
    settled(HELLO),
  ],
  [
    'T3 a stream without usage',
    async (stage) =>
      await consume(
        await stage.agent(stage.provider.model({ streamUsage: false })).stream(stage.messages('hello'), messagesMode),
      ),
    unsettled(HELLO),
  ],
  [
    'T4 break',
    async (stage) => await leave(await stage.agent().stream(stage.messages('hello'), messagesMode)),
    settled('left'),
  ],
  [
    'T5 abort inside the loop',
    async (stage) =>
      await abort((signal) => stage.agent().stream(stage.messages('hello'), { ...messagesMode, signal })),
    settled('AbortError'),
  ],
  [
    'T6 a stream that nobody reads',
    async (stage) => {
      await stage.agent().stream(stage.messages('hello'), messagesMode)
      await waitFor(() => stage.parts.states(stage.requestId).length > 0, { what: 'the attempt to begin' })
      return 'not read'
    },
    settled('not read'),
  ],
  [
    'T7 the provider cuts the stream',
    async (stage) => await consume(await stage.agent().stream(stage.messages('cut'), messagesMode)),
    unsettled('TypeError'),
  ],
  [
    'T8 invoke, aborted: it is read on in the background',
    async (stage) =>
      lastText(
        await stage
          .agent(stage.rewritten('/delayed'))
          .invoke(stage.messages('hello'), { signal: AbortSignal.timeout(500) }),
      ),
    settled('TimeoutError'),
  ],
  [
    'T9 the provider fails three times',
    async (stage) =>
      lastText(await stage.agent(stage.provider.model({ maxRetries: 2 })).invoke(stage.messages('broken'))),
    { reached: 3, events: [], states: ['released'], caller: 'Error' },
  ],
  [
    'T10, T11, T11b a denial',
    async (stage) =>
      lastText(await stage.agent(stage.provider.model({ model: 'gpt-4o' })).invoke(stage.messages('hello'))),
    denied('denied: model_not_entitled'),
    'demo-starter',
  ],
  [
    'T12 a fallback is denied like the call itself',
    async (stage) => {
      const middleware = [modelFallbackMiddleware(stage.provider.model()), stage.middleware()]
      const agent = createAgent({ model: stage.provider.model(), tools: [], middleware })
      return lastText(await agent.invoke(stage.messages('hello')))
    },
    denied('denied: budget_exhausted'),
    'demo-free',
  ],
  [
    'T12 an entitled fallback is held and billed as what it is',
    async (stage) => {
      const middleware = [modelFallbackMiddleware(stage.provider.model()), stage.middleware()]
      const agent = createAgent({ model: stage.provider.model({ model: 'gpt-4o' }), tools: [], middleware })
      return lastText(await agent.invoke(stage.messages('hello')))
    },
    settled(HELLO),
    'demo-starter',
  ],
  [
    'T13 two requests with two choices each',
    async (stage) => {
      const agent = stage.agent(stage.rewritten('/choices', { n: 2 }))
      const answers = await Promise.all([1, 2].map(() => agent.invoke(stage.messages('hello'))))
      return answers.map(lastText).join(' ')
    },
    { reached: 2, events: [...EXACT, ...EXACT].sort(), states: ['settled', 'settled'], caller: `${HELLO} ${HELLO}` },
  ],
  [
    'T14 a first delta without a role',
    async (stage) =>
      await consume(await stage.agent(stage.rewritten('/roleless')).stream(stage.messages('hello'), messagesMode)),
    settled(HELLO),
  ],
]

let parts: RealParts
let provider: Provider
let proxy: RewritingProxy

beforeAll(async () => {
  // LangChain writes each denial that a handler throws to console.error.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const usage = { prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 }
  const hello = { content: HELLO, model: 'gpt-4o-mini-2024-07-18', usage }
  const streamingProfile = { ttft: 5, tps: 200 }
  const [startedParts, startedProvider] = await Promise.all([
    RealParts.start(),
    startProvider([
      { match: { userMessage: 'hello' }, response: hello, chunkSize: 4, streamingProfile },
      { match: { userMessage: 'slow' }, response: hello, chunkSize: 4, streamingProfile: { ttft: 1_500, tps: 200 } },
      { match: { userMessage: 'cut' }, response: hello, chunkSize: 4, streamingProfile, truncateAfterChunks: 4 },
      { match: { userMessage: 'broken' }, response: { error: { message: 'overloaded' }, status: 503 } },
    ]),
  ])
  parts = startedParts
  provider = startedProvider
  proxy = await startRewritingProxy(provider.mock.url)
  await exhaustFreePlan(parts)
})

afterAll(async () => {
  await proxy[Symbol.asyncDispose]()
  await provider[Symbol.asyncDispose]()
  await parts[Symbol.asyncDispose]()
  vi.restoreAllMocks()
})

describe('what LangChain.js does, through the handler', () => {
  test.concurrent.for(throughHandler)('%s', async ([name, act, want, customer]) => {
    await check(`handler ${name}`, act, want, customer)
  })
})

describe('what LangChain.js does, through the middleware of an agent', () => {
  test.concurrent.for(throughMiddleware)('%s', async ([name, act, want, customer]) => {
    await check(`middleware ${name}`, act, want, customer)
  })
})

async function check(name: string, act: Row[1], want: Outcome, customer = 'demo-pro'): Promise<void> {
  const stage = new Stage({ parts, provider, proxy }, customer, name.replaceAll(/[^A-Za-z0-9]+/g, '-'))
  const caller = await seenBy(() => act(stage))
  const states = await parts.ended(stage.requestId)
  const events = await parts.events(customer, stage.requestId)
  // A slow provider is reached after its reader left.
  await waitFor(() => stage.reached >= want.reached, { what: 'the provider to be reached' })
  expect({ reached: stage.reached, events, states, caller } satisfies Outcome).toEqual(want)
}

/** A hold over the whole budget of the smallest plan. */
async function exhaustFreePlan({ entitlements }: RealParts): Promise<void> {
  const estimate = { promptTokens: 49_990, completionTokens: 10 }
  const all = { customer: 'demo-free', model: 'gpt-4o-mini', requestId: 'all-of-it', estimate }
  expect(await entitlements.reserve(all)).toMatchObject({ allowed: true })
}

function lastText(state: { readonly messages: readonly { readonly text: string }[] }): string {
  return state.messages.at(-1)?.text ?? ''
}
