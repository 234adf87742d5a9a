import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogleGenerativeAI } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import Anthropic, { PermissionDeniedError as AnthropicDenied } from '@anthropic-ai/sdk'
import { ApiError as GoogleError, GoogleGenAI } from '@google/genai'
import { ChatOpenAI } from '@langchain/openai'
import { APICallError, embed, generateText, jsonSchema, Output, streamText, tool } from 'ai'
import OpenAI, { PermissionDeniedError as OpenAiDenied } from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findDenial, type MeteredFetch } from '../src/index.ts'
import { Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await Stage.start()
})
afterAll(async () => await stage?.[Symbol.asyncDispose]())

const ask = (content: string) => [{ role: 'user' as const, content }]
const openai = (fetch: MeteredFetch) => new OpenAI({ apiKey: 'none', baseURL: `${stage.provider.url}/v1`, fetch })
const anthropic = (fetch: MeteredFetch) => new Anthropic({ apiKey: 'none', baseURL: stage.provider.url, fetch })
const aiOpenAi = (fetch: MeteredFetch) => createOpenAI({ apiKey: 'none', baseURL: `${stage.provider.url}/v1`, fetch })
const aiAnthropic = (fetch: MeteredFetch) =>
  createAnthropic({ apiKey: 'none', baseURL: `${stage.provider.url}/v1`, fetch })
const aiGoogle = (fetch: MeteredFetch) =>
  createGoogleGenerativeAI({ apiKey: 'none', baseURL: `${stage.provider.url}/v1beta`, fetch })
const google = () => new GoogleGenAI({ apiKey: 'none', httpOptions: { baseUrl: stage.provider.url } })

/** Runs a program of an SDK that takes no `fetch` and calls the global one. */
async function globally<Result>(fetch: MeteredFetch, program: () => Promise<Result>): Promise<Result> {
  const before = globalThis.fetch
  globalThis.fetch = fetch
  try {
    return await program()
  } finally {
    globalThis.fetch = before
  }
}
const langchain = (fetch: MeteredFetch, more: object = {}) =>
  new ChatOpenAI({
    model: 'gpt-4o',
    apiKey: 'none',
    configuration: { baseURL: `${stage.provider.url}/v1`, fetch },
    ...more,
  })

const city = {
  type: 'object' as const,
  properties: { city: { type: 'string' as const } },
  required: ['city'],
  additionalProperties: false,
}
const weather = { type: 'function', function: { name: 'weather', parameters: city } } as const

/** Reads every part of a stream, and returns what `textOf` finds in them. */
async function read<Part>(stream: AsyncIterable<Part>, textOf: (part: Part) => string | null | undefined) {
  let text = ''
  for await (const part of stream) text += textOf(part) ?? ''
  return text
}

/** Programs as the quickstarts of the SDKs have them; nothing in them is for the meter. */
const QUICKSTARTS: Readonly<Record<string, (fetch: MeteredFetch) => Promise<unknown>>> = {
  'openai: chat': async (fetch) =>
    (await openai(fetch).chat.completions.create({ model: 'gpt-4o', messages: ask('hi') })).choices[0]?.message.content,
  'openai: chat as a stream': async (fetch) =>
    await read(
      await openai(fetch).chat.completions.create({ model: 'gpt-4o', messages: ask('hi'), stream: true }),
      (chunk) => chunk.choices[0]?.delta.content,
    ),
  'openai: chat as a stream, by its helper': async (fetch) =>
    await openai(fetch)
      .chat.completions.stream({ model: 'gpt-4o', messages: ask('hi') })
      .finalContent(),
  'openai: chat with structured output': async (fetch) => {
    const response_format = { type: 'json_schema' as const, json_schema: { name: 'city', strict: true, schema: city } }
    const { choices } = await openai(fetch).chat.completions.parse({
      model: 'gpt-4o',
      messages: ask('please json'),
      response_format,
    })
    return choices[0]?.message.content
  },
  'openai: chat with tools': async (fetch) =>
    (await openai(fetch).chat.completions.create({ model: 'gpt-4o', messages: ask('please tools'), tools: [weather] }))
      .choices[0]?.message.tool_calls,
  'openai: responses': async (fetch) =>
    (await openai(fetch).responses.create({ model: 'gpt-4o', input: 'hi' })).output_text,
  'openai: responses as a stream': async (fetch) =>
    await read(await openai(fetch).responses.create({ model: 'gpt-4o', input: 'hi', stream: true }), (event) =>
      event.type === 'response.output_text.delta' ? event.delta : '',
    ),
  'openai: embeddings': async (fetch) =>
    (await openai(fetch).embeddings.create({ model: 'text-embedding-3-small', input: 'hi', encoding_format: 'float' }))
      .data,
  'openai: images': async (fetch) =>
    (await openai(fetch).images.generate({ model: 'gpt-image-1', prompt: 'a cat', quality: 'low', size: '1024x1024' }))
      .data,
  'anthropic: messages': async (fetch) =>
    (await anthropic(fetch).messages.create({ model: 'claude-3-5-haiku', max_tokens: 100, messages: ask('hi') }))
      .content,
  'anthropic: messages as a stream': async (fetch) =>
    await anthropic(fetch)
      .messages.stream({ model: 'claude-3-5-haiku', max_tokens: 100, messages: ask('hi') })
      .finalText(),
  'google: generateContent': async (fetch) =>
    await globally(
      fetch,
      async () => (await google().models.generateContent({ model: 'gemini-2.5-flash', contents: 'hi' })).text,
    ),
  'google: generateContentStream': async (fetch) =>
    await globally(
      fetch,
      async () =>
        await read(
          await google().models.generateContentStream({ model: 'gemini-2.5-flash', contents: 'hi' }),
          (chunk) => chunk.text,
        ),
    ),
  'ai: generateText with OpenAI’s responses': async (fetch) =>
    (await generateText({ model: aiOpenAi(fetch)('gpt-4o'), prompt: 'hi' })).text,
  'ai: streamText with OpenAI’s chat': async (fetch) =>
    await streamText({ model: aiOpenAi(fetch).chat('gpt-4o'), prompt: 'hi' }).text,
  'ai: an object with OpenAI’s responses': async (fetch) =>
    (
      await generateText({
        model: aiOpenAi(fetch)('gpt-4o'),
        prompt: 'please json',
        output: Output.object({ schema: jsonSchema(city) }),
      })
    ).output,
  'ai: embed': async (fetch) =>
    (await embed({ model: aiOpenAi(fetch).embedding('text-embedding-3-small'), value: 'hi' })).embedding,
  'ai: streamText with Anthropic': async (fetch) =>
    await streamText({ model: aiAnthropic(fetch)('claude-3-5-haiku'), prompt: 'hi' }).text,
  'ai: generateText with Google': async (fetch) =>
    (await generateText({ model: aiGoogle(fetch)('gemini-2.5-flash'), prompt: 'hi' })).text,
  'langchain: invoke': async (fetch) => (await langchain(fetch).invoke('hi')).text,
  'langchain: stream': async (fetch) => await read(await langchain(fetch).stream('hi'), (chunk) => chunk.text),
  'langchain: invoke with responses': async (fetch) =>
    (await langchain(fetch, { useResponsesApi: true }).invoke('hi')).text,
}

describe('the quickstart of an SDK', () => {
  it.each(Object.entries(QUICKSTARTS))(
    '%s: answers as without the meter, and is billed as the provider counted',
    async (name, program) => {
      const bare = await program(globalThis.fetch as MeteredFetch)
      const from = stage.provider.calls.length
      const requestId = name.replaceAll(/\W+/g, '-')
      expect(await program(stage.fetch({ requestId, unknownCalls: 'pass' }))).toEqual(bare)
      const { prompt, completion } = stage.provider.counted(from)
      expect(prompt).toBeGreaterThan(0)
      expect(await stage.billed('demo-pro', requestId)).toEqual([prompt, completion])
    },
  )

  it('ai: a loop of tools is as many attempts of one request as it has steps', async () => {
    const from = stage.provider.calls.length
    const steps = await generateText({
      model: aiOpenAi(stage.fetch({ requestId: 'loop' }))('gpt-4o'),
      prompt: 'please tools',
      tools: {
        weather: tool({
          inputSchema: jsonSchema<object>({ type: 'object', properties: {} }),
          execute: async () => 'rain',
        }),
      },
      stopWhen: ({ steps: made }) => made.length === 2,
    })
    expect(steps.steps.length).toBe(2)
    const { prompt, completion } = stage.provider.counted(from)
    expect([prompt, completion]).toEqual([34, 40])
    expect(await stage.billed('demo-pro', 'loop')).toEqual([34, 40])
  })
})

/** Calls that are denied, and the error that the SDK throws for it. */
const DENIED: readonly [
  name: string,
  error: new (...given: never[]) => unknown,
  call: (fetch: MeteredFetch) => Promise<unknown>,
][] = [
  ['openai: chat', OpenAiDenied, QUICKSTARTS['openai: chat'] ?? never],
  ['openai: a stream', OpenAiDenied, QUICKSTARTS['openai: chat as a stream'] ?? never],
  ['openai: responses', OpenAiDenied, QUICKSTARTS['openai: responses'] ?? never],
  ['anthropic: messages', AnthropicDenied, QUICKSTARTS['anthropic: messages'] ?? never],
  ['anthropic: a stream', AnthropicDenied, QUICKSTARTS['anthropic: messages as a stream'] ?? never],
  ['google: generateContent', GoogleError, QUICKSTARTS['google: generateContent'] ?? never],
  ['ai: OpenAI', APICallError, QUICKSTARTS['ai: generateText with OpenAI’s responses'] ?? never],
  ['ai: Google', APICallError, QUICKSTARTS['ai: generateText with Google'] ?? never],
  ['langchain: invoke', Error, QUICKSTARTS['langchain: invoke'] ?? never],
]

async function never(): Promise<never> {
  throw new Error('there is no such quickstart')
}

describe('a denial', () => {
  it.each(DENIED)('%s: is the SDK’s own error, asked for once, and carries the denial', async (_, type, program) => {
    const from = stage.provider.calls.length
    let asked = 0
    const fetch = stage.fetch({
      // The customer of the demo whose plan has gpt-4o-mini alone.
      customer: () => {
        asked += 1
        return 'demo-starter'
      },
      modelIds: { 'gemini-2.5-flash': 'gpt-4o' },
      unknownCalls: 'pass',
    })
    const error = await program(fetch).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(type)
    expect(findDenial(error)).toMatchObject({
      allowed: false,
      reason: 'model_not_entitled',
      customer: 'demo-starter',
      allowedModels: ['gpt-4o-mini'],
      asOf: expect.any(Date),
    })
    expect([asked, stage.provider.calls.length - from]).toEqual([1, 0])
  })

  it('is found in nothing else', () => {
    const circle: { cause?: unknown } = {}
    circle.cause = circle
    for (const error of [undefined, null, 'no', new Error('{"denial"'), circle, { error: { denial: 7 } }])
      expect(findDenial(error)).toBeUndefined()
  })
})
