import type { InMemoryCache } from '@langchain/core/caches'
import { HumanMessage } from '@langchain/core/messages'
import { tool } from '@langchain/core/tools'
import type { ChatOpenAI } from '@langchain/openai'
import { type AgentMiddleware, createAgent } from 'langchain'
import type { UsageCallbackHandler } from '../src/index.ts'
import { meterStream } from '../src/stream/meter-stream.ts'
import { consume, leave } from './stage.ts'
import type { Provider } from './start-provider.ts'

/** The parts that one call of the mix may use. */
export interface MixCall {
  readonly provider: Provider
  readonly handler: UsageCallbackHandler
  readonly middleware: AgentMiddleware
  /** A prompt that the provider answers with usage of its own. */
  readonly prompt: () => string
  readonly cache: InMemoryCache
}

/** One kind of call, to its end as its caller sees it. Calls that end in an error are meant to. */
export type MixKind = (call: MixCall) => Promise<unknown>

const lookUp = tool(async () => 'found', {
  name: 'look_up',
  description: 'Looks something up.',
  schema: { type: 'object', properties: {} },
})

const fails = async (call: Promise<unknown>): Promise<void> => {
  await call.then(
    () => Promise.reject(new Error('This call was meant to fail.')),
    () => undefined,
  )
}

const agentOf = ({ middleware }: MixCall, model: ChatOpenAI) =>
  createAgent({ model, tools: [lookUp], middleware: [middleware] })
const messages = (text: string) => ({ messages: [{ role: 'user', content: text }] })

/** Every way to call a model that the field notes name, and some more. */
export const MIX: Readonly<Record<string, MixKind>> = {
  invoke: ({ provider, handler, prompt }) => provider.model().invoke(prompt(), { callbacks: [handler] }),
  'invoke, the handler attached twice': ({ provider, handler, prompt }) =>
    provider.model({ callbacks: [handler] }).invoke(prompt(), { callbacks: [handler, handler.copy()] }),
  stream: async ({ provider, handler, prompt }) =>
    await consume(await provider.model().stream(prompt(), { callbacks: [handler] })),
  'stream without usage': async ({ provider, handler, prompt }) =>
    await consume(await provider.model({ streamUsage: false }).stream(prompt(), { callbacks: [handler] })),
  'stream, left, with meterStream': ({ provider, handler, prompt }) => {
    const text = prompt()
    return leave(meterStream((config) => provider.model().stream(text, config), { handler }))
  },
  batch: ({ provider, handler, prompt }) =>
    provider.model().batch([prompt(), prompt(), prompt()], { callbacks: [handler] }),
  'generate with two prompts': ({ provider, handler, prompt }) =>
    provider.model().generate([[new HumanMessage(prompt())], [new HumanMessage(prompt())]], { callbacks: [handler] }),
  'cached answers': async ({ provider, handler, prompt, cache }) => {
    const text = prompt()
    const model = provider.model({ cache })
    await model.invoke(text, { callbacks: [handler] })
    await model.invoke(text, { callbacks: [handler] })
  },
  'a fallback after an error': ({ provider, handler, prompt }) =>
    provider
      .model({ model: 'broken' })
      .withFallbacks([provider.model()])
      .invoke(prompt(), { callbacks: [handler] }),
  'an error': ({ provider, handler, prompt }) =>
    fails(provider.model({ model: 'broken' }).invoke(prompt(), { callbacks: [handler] })),
  'a stream that is cut': ({ provider, handler }) =>
    fails(
      provider
        .model()
        .stream('cut', { callbacks: [handler] })
        .then(consume),
    ),
  'a denial': ({ provider, handler, prompt }) =>
    fails(provider.model({ model: 'gpt-unknown' }).invoke(prompt(), { callbacks: [handler] })),
  'an agent with a tool': (call) => agentOf(call, call.provider.model()).invoke(messages(`tool ${call.prompt()}`)),
  'an agent beside the handler': (call) =>
    agentOf(call, call.provider.model()).invoke(messages(call.prompt()), { callbacks: [call.handler] }),
  'an agent whose reader leaves': async (call) =>
    await leave(await agentOf(call, call.provider.model()).stream(messages(call.prompt()), { streamMode: 'messages' })),
}
