import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogleGenerativeAI } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import Anthropic from '@anthropic-ai/sdk'
import { ChatOpenAI } from '@langchain/openai'
import { Agent, tool as agentTool, OpenAIProvider, Runner } from '@openai/agents'
import { generateText, jsonSchema, type LanguageModel, streamText, type ToolSet, tool } from 'ai'
import OpenAI from 'openai'
import { z } from 'zod'
import { type Ask, MAX_RETRIES, OPENAI_MODELS, type Session } from './adapter.ts'

const TOOLS = ['weather', 'clock'] as const
const NO_PARAMETERS = { type: 'object' as const, properties: {} }

/** The way in which a session reaches its provider. */
export interface Reach {
  readonly fetch: typeof globalThis.fetch
  /** Root of the provider, without a path. */
  readonly url: string
  /** Default: none that means anything. */
  readonly apiKey?: string
}

/** A session without the knowledge of what stands between it and its provider. */
export type SdkSession = Omit<Session, 'denialOf'>

/** A program that uses an SDK as its documentation says. */
export interface Sdk {
  readonly name: string
  open(reach: Reach): SdkSession
}

function sdk(name: string, open: Sdk['open']): Sdk {
  return { name, open }
}

export const openAiModel = ({ isSmallModel = false }: Ask) => (isSmallModel ? OPENAI_MODELS.small : OPENAI_MODELS.large)
const optional = <Value>(name: string, value: Value | undefined) => (value === undefined ? {} : { [name]: value })

const openAiChat = sdk('openai, chat', ({ fetch, url, apiKey = 'none' }) => {
  const openai = new OpenAI({ apiKey, baseURL: `${url}/v1`, fetch, maxRetries: MAX_RETRIES })
  const tools = TOOLS.map((name) => ({ type: 'function' as const, function: { name, parameters: NO_PARAMETERS } }))
  const request = (ask: Ask) => ({
    model: openAiModel(ask),
    messages: [{ role: 'user' as const, content: ask.text }],
    ...(ask.withTools === true ? { tools } : {}),
  })
  return {
    ask: async (ask) => {
      const { choices } = await openai.chat.completions.create(request(ask), { ...optional('signal', ask.signal) })
      return choices[0]?.message.content ?? ''
    },
    stream: async function* (ask) {
      const stream = await openai.chat.completions.create(
        { ...request(ask), stream: true },
        { ...optional('signal', ask.signal) },
      )
      for await (const chunk of stream) yield chunk.choices[0]?.delta.content ?? ''
    },
  }
})

const openAiResponses = sdk('openai, responses', ({ fetch, url, apiKey = 'none' }) => {
  const openai = new OpenAI({ apiKey, baseURL: `${url}/v1`, fetch, maxRetries: MAX_RETRIES })
  const tools = TOOLS.map((name) => ({ type: 'function' as const, name, parameters: NO_PARAMETERS, strict: false }))
  const request = (ask: Ask) => ({
    model: openAiModel(ask),
    input: ask.text,
    ...(ask.withTools === true ? { tools } : {}),
  })
  return {
    ask: async (ask) =>
      (await openai.responses.create(request(ask), { ...optional('signal', ask.signal) })).output_text,
    stream: async function* (ask) {
      const stream = await openai.responses.create(
        { ...request(ask), stream: true },
        { ...optional('signal', ask.signal) },
      )
      for await (const event of stream) if (event.type === 'response.output_text.delta') yield event.delta
    },
  }
})

const anthropicMessages = sdk('@anthropic-ai/sdk', ({ fetch, url, apiKey = 'none' }) => {
  const anthropic = new Anthropic({ apiKey, baseURL: url, fetch, maxRetries: MAX_RETRIES })
  const tools = TOOLS.map((name) => ({ name, input_schema: NO_PARAMETERS }))
  const request = (ask: Ask) => ({
    model: ask.isSmallModel === true ? 'claude-small' : 'claude-large',
    max_tokens: 100,
    messages: [{ role: 'user' as const, content: ask.text }],
    ...(ask.withTools === true ? { tools } : {}),
  })
  return {
    ask: async (ask) => {
      const { content } = await anthropic.messages.create(request(ask), { ...optional('signal', ask.signal) })
      return content.map((part) => (part.type === 'text' ? part.text : '')).join('')
    },
    stream: async function* (ask) {
      const stream = await anthropic.messages.create(
        { ...request(ask), stream: true },
        { ...optional('signal', ask.signal) },
      )
      for await (const event of stream)
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') yield event.delta.text
    },
  }
})

/** Asks a model of the AI SDK. */
export function aiSdk(modelOf: (ask: Ask) => LanguageModel): SdkSession {
  // Their input is of no interest here, and the types of a set ask for it.
  const tools = Object.fromEntries(
    TOOLS.map((name) => [name, tool({ inputSchema: jsonSchema(NO_PARAMETERS) })]),
  ) as unknown as ToolSet
  const request = (ask: Ask) => ({
    model: modelOf(ask),
    prompt: ask.text,
    maxRetries: MAX_RETRIES,
    ...optional('abortSignal', ask.signal),
    ...(ask.withTools === true ? { tools } : {}),
  })
  return {
    ask: async (ask) => (await generateText(request(ask))).text,
    stream: async function* (ask) {
      let failure: unknown
      const onError = ({ error }: { readonly error: unknown }) => {
        failure = error
      }
      // Leaving the loop ends nothing in this SDK: its documentation says to abort.
      const left = new AbortController()
      const abortSignal = ask.signal === undefined ? left.signal : AbortSignal.any([ask.signal, left.signal])
      try {
        for await (const text of streamText({ ...request(ask), abortSignal, onError }).textStream) yield text
      } finally {
        left.abort()
      }
      ask.signal?.throwIfAborted()
      if (failure !== undefined) throw failure
    },
  }
}

const aiOpenAi = sdk('ai, @ai-sdk/openai', ({ fetch, url, apiKey = 'none' }) => {
  const provider = createOpenAI({ apiKey, baseURL: `${url}/v1`, fetch })
  return aiSdk((ask) => provider(openAiModel(ask)))
})
const aiAnthropic = sdk('ai, @ai-sdk/anthropic', ({ fetch, url, apiKey = 'none' }) => {
  const provider = createAnthropic({ apiKey, baseURL: `${url}/v1`, fetch })
  return aiSdk(({ isSmallModel = false }) => provider(isSmallModel ? 'claude-small' : 'claude-large'))
})
const aiGoogle = sdk('ai, @ai-sdk/google', ({ fetch, url, apiKey = 'none' }) => {
  const provider = createGoogleGenerativeAI({ apiKey, baseURL: `${url}/v1beta`, fetch })
  return aiSdk(({ isSmallModel = false }) => provider(isSmallModel ? 'gemini-small' : 'gemini-large'))
})

const langChain = sdk('@langchain/openai', ({ fetch, url, apiKey = 'none' }) => {
  const model = (ask: Ask) => {
    const configuration = { baseURL: `${url}/v1`, fetch }
    const chat = new ChatOpenAI({ model: openAiModel(ask), apiKey, maxRetries: MAX_RETRIES, configuration })
    const tools = TOOLS.map((name) => ({ type: 'function' as const, function: { name, parameters: NO_PARAMETERS } }))
    return ask.withTools === true ? chat.bindTools(tools) : chat
  }
  return {
    ask: async (ask) => (await model(ask).invoke(ask.text, { ...optional('signal', ask.signal) })).text,
    stream: async function* (ask) {
      const stream = await model(ask).stream(ask.text, { ...optional('signal', ask.signal) })
      for await (const chunk of stream) yield chunk.text
    },
  }
})

const agents = sdk('@openai/agents', ({ fetch, url, apiKey = 'none' }) => {
  const openAIClient = new OpenAI({ apiKey, baseURL: `${url}/v1`, fetch, maxRetries: MAX_RETRIES })
  const runner = new Runner({ modelProvider: new OpenAIProvider({ openAIClient }), tracingDisabled: true })
  const tools = TOOLS.map((name) =>
    agentTool({ name, description: name, parameters: z.object({}), execute: async () => 'done' }),
  )
  const agentOf = (ask: Ask) =>
    new Agent({ name: 'asked', model: openAiModel(ask), tools: ask.withTools === true ? tools : [] })
  return {
    ask: async (ask) => {
      ask.signal?.throwIfAborted()
      const { finalOutput } = await runner.run(agentOf(ask), ask.text, { ...optional('signal', ask.signal) })
      return finalOutput ?? ''
    },
    stream: async function* (ask) {
      const stream = await runner.run(agentOf(ask), ask.text, { stream: true, ...optional('signal', ask.signal) })
      for await (const text of stream.toTextStream()) yield text
      await stream.completed
    },
  }
})

/** The SDKs that take a `fetch` and a base URL. */
export const SDKS = {
  openAiChat,
  openAiResponses,
  anthropicMessages,
  aiOpenAi,
  aiAnthropic,
  aiGoogle,
  langChain,
  agents,
} satisfies Readonly<Record<string, Sdk>>
