import { ChatOpenAI } from '@langchain/openai'
import { EntitlementDeniedError, meterStream, UsageCallbackHandler } from '@tallygate/langchain'
import { entitlementsMiddleware } from '@tallygate/langchain/middleware'
import { createAgent, tool } from 'langchain'
import { type Adapter, type Ask, DRAIN, MAX_RETRIES, OPENAI_MODELS } from './adapter.ts'

const NO_PARAMETERS = { type: 'object' as const, properties: {} }
const TOOLS = ['weather', 'clock'].map((name) => tool(() => 'done', { name, description: name, schema: NO_PARAMETERS }))

function modelOf({ isSmallModel = false }: Ask, providerUrl: string): ChatOpenAI {
  const model = isSmallModel ? OPENAI_MODELS.small : OPENAI_MODELS.large
  return new ChatOpenAI({
    model,
    apiKey: 'none',
    maxRetries: MAX_RETRIES,
    configuration: { baseURL: `${providerUrl}/v1` },
  })
}

function denialOf(error: unknown) {
  return EntitlementDeniedError.find(error)?.decision
}

/** The callback handler at a model, and `meterStream` where a reader may leave. */
const handler: Adapter = {
  name: 'langchain: handler',
  open: ({ entitlements, providerUrl }, { customer, requestId, isAttachedTwice = false }) => {
    const attached = () => new UsageCallbackHandler({ entitlements, customer, requestId })
    const own = attached()
    const callbacks = isAttachedTwice ? [own, attached()] : [own]
    const bound = (ask: Ask) => {
      const model = modelOf(ask, providerUrl)
      return ask.withTools === true ? model.bindTools(TOOLS) : model
    }
    return {
      ask: async (ask) =>
        (await bound(ask).invoke(ask.text, { callbacks, ...(ask.signal === undefined ? {} : { signal: ask.signal }) }))
          .text,
      stream: async function* (ask) {
        const more = ask.signal === undefined ? {} : { signal: ask.signal }
        const start = (config: object) =>
          bound(ask).stream(ask.text, { ...config, ...(isAttachedTwice ? { callbacks } : {}) })
        for await (const chunk of meterStream(start, { handler: own, drain: DRAIN, ...more })) yield chunk.text
      },
      denialOf,
    }
  },
}

/** The middleware of an agent, which runs the tools that its model calls. */
const middleware: Adapter = {
  name: 'langchain: middleware',
  open: ({ entitlements, providerUrl }, { customer, requestId, isAttachedTwice = false }) => {
    const agentOf = (ask: Ask) =>
      createAgent({
        model: modelOf(ask, providerUrl),
        tools: ask.withTools === true ? TOOLS : [],
        middleware: [entitlementsMiddleware({ entitlements, customer, requestId, drain: DRAIN })],
      })
    const options = (ask: Ask) => ({
      ...(isAttachedTwice ? { callbacks: [new UsageCallbackHandler({ entitlements, customer, requestId })] } : {}),
      ...(ask.signal === undefined ? {} : { signal: ask.signal }),
    })
    const input = ({ text }: Ask) => ({ messages: [{ role: 'user' as const, content: text }] })
    return {
      ask: async (ask) => (await agentOf(ask).invoke(input(ask), options(ask))).messages.at(-1)?.text ?? '',
      stream: async function* (ask) {
        const stream = await agentOf(ask).stream(input(ask), { ...options(ask), streamMode: 'messages' })
        for await (const [chunk] of stream) yield chunk.text
      },
      denialOf,
    }
  },
}

/** The adapters of @tallygate/langchain. */
export const LANGCHAIN_ADAPTERS: readonly Adapter[] = [handler, middleware]
