import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogleGenerativeAI } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import Anthropic from '@anthropic-ai/sdk'
import { ChatOpenAI } from '@langchain/openai'
import { findDenial, type MeteredFetch, meteredFetch } from '@tallygate/fetch'
import { generateText, jsonSchema, type LanguageModel, streamText, type ToolSet, tool } from 'ai'
import OpenAI from 'openai'
import {
  type Adapter,
  type Ask,
  type Caller,
  DRAIN,
  MAX_RETRIES,
  OPENAI_MODELS,
  type Parts,
  type Session,
} from './adapter.ts'

/** Ids of models that the demo has no prices for, billed as those that it has. */
const MODEL_IDS = {
  'claude-large': 'gpt-4o',
  'claude-small': 'gpt-4o-mini',
  'gemini-large': 'gpt-4o',
  'gemini-small': 'gpt-4o-mini',
}

const TOOLS = ['weather', 'clock'] as const
const NO_PARAMETERS = { type: 'object' as const, properties: {} }

function metered({ entitlements }: Parts, { customer, requestId, isAttachedTwice = false }: Caller): MeteredFetch {
  const options = { customer, requestId, modelIds: MODEL_IDS, drain: DRAIN }
  const fetch = meteredFetch(entitlements, options)
  return isAttachedTwice ? meteredFetch(entitlements, { ...options, fetch }) : fetch
}

type OfFetch = Omit<Session, 'denialOf'>

function adapter(name: string, open: (fetch: MeteredFetch, providerUrl: string) => OfFetch): Adapter {
  return {
    name: `fetch: ${name}`,
    open: (parts, caller) => ({ ...open(metered(parts, caller), parts.providerUrl), denialOf: findDenial }),
  }
}

const openAiModel = ({ isSmallModel = false }: Ask) => (isSmallModel ? OPENAI_MODELS.small : OPENAI_MODELS.large)
const optional = <Value>(name: string, value: Value | undefined) => (value === undefined ? {} : { [name]: value })

const openAiChat = adapter('openai, chat', (fetch, providerUrl) => {
  const openai = new OpenAI({ apiKey: 'none', baseURL: `${providerUrl}/v1`, fetch, maxRetries: MAX_RETRIES })
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

const openAiResponses = adapter('openai, responses', (fetch, providerUrl) => {
  const openai = new OpenAI({ apiKey: 'none', baseURL: `${providerUrl}/v1`, fetch, maxRetries: MAX_RETRIES })
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

const anthropicMessages = adapter('@anthropic-ai/sdk', (fetch, providerUrl) => {
  const anthropic = new Anthropic({ apiKey: 'none', baseURL: providerUrl, fetch, maxRetries: MAX_RETRIES })
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

function aiSdk(modelOf: (ask: Ask) => LanguageModel): OfFetch {
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

const aiOpenAi = adapter('ai, @ai-sdk/openai', (fetch, providerUrl) => {
  const provider = createOpenAI({ apiKey: 'none', baseURL: `${providerUrl}/v1`, fetch })
  return aiSdk((ask) => provider(openAiModel(ask)))
})
const aiAnthropic = adapter('ai, @ai-sdk/anthropic', (fetch, providerUrl) => {
  const provider = createAnthropic({ apiKey: 'none', baseURL: `${providerUrl}/v1`, fetch })
  return aiSdk(({ isSmallModel = false }) => provider(isSmallModel ? 'claude-small' : 'claude-large'))
})
const aiGoogle = adapter('ai, @ai-sdk/google', (fetch, providerUrl) => {
  const provider = createGoogleGenerativeAI({ apiKey: 'none', baseURL: `${providerUrl}/v1beta`, fetch })
  return aiSdk(({ isSmallModel = false }) => provider(isSmallModel ? 'gemini-small' : 'gemini-large'))
})

const langChain = adapter('@langchain/openai', (fetch, providerUrl) => {
  const model = (ask: Ask) => {
    const configuration = { baseURL: `${providerUrl}/v1`, fetch }
    const chat = new ChatOpenAI({ model: openAiModel(ask), apiKey: 'none', maxRetries: MAX_RETRIES, configuration })
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

/** The metered fetch under each SDK that takes one. */
export const FETCH_ADAPTERS: readonly Adapter[] = [
  openAiChat,
  openAiResponses,
  anthropicMessages,
  aiOpenAi,
  aiAnthropic,
  aiGoogle,
  langChain,
]
