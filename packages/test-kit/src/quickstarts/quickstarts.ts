import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogleGenerativeAI } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import { ChatOpenAI } from '@langchain/openai'
import { embed, generateText, jsonSchema, type LanguageModel, Output, stepCountIs, streamText, tool } from 'ai'
import OpenAI from 'openai'

/** The place where a program finds its provider, and the only thing that is changed of it. */
export interface QuickstartTarget {
  /** Root of the provider, without a path. */
  readonly url: string
  readonly apiKey: string
  /** Default: the global one. */
  readonly fetch?: typeof globalThis.fetch
}

type Program = (target: QuickstartTarget) => Promise<unknown>

const optional = <Value>(name: string, value: Value | undefined) => (value === undefined ? {} : { [name]: value })
const ask = (content: string) => [{ role: 'user' as const, content }]
const openai = ({ url, apiKey, fetch }: QuickstartTarget) =>
  new OpenAI({ apiKey, baseURL: `${url}/v1`, ...optional('fetch', fetch) })
const anthropic = ({ url, apiKey, fetch }: QuickstartTarget) =>
  new Anthropic({ apiKey, baseURL: url, ...optional('fetch', fetch) })
const aiOpenAi = ({ url, apiKey, fetch }: QuickstartTarget) =>
  createOpenAI({ apiKey, baseURL: `${url}/v1`, ...optional('fetch', fetch) })
const aiAnthropic = ({ url, apiKey, fetch }: QuickstartTarget) =>
  createAnthropic({ apiKey, baseURL: `${url}/v1`, ...optional('fetch', fetch) })
const aiGoogle = ({ url, apiKey, fetch }: QuickstartTarget) =>
  createGoogleGenerativeAI({ apiKey, baseURL: `${url}/v1beta`, ...optional('fetch', fetch) })
const langchain = ({ url, apiKey, fetch }: QuickstartTarget, more: object = {}) =>
  new ChatOpenAI({
    model: 'gpt-4o',
    apiKey,
    configuration: { baseURL: `${url}/v1`, ...optional('fetch', fetch) },
    ...more,
  })

/** Runs a program of an SDK that takes no `fetch` and calls the global one. */
async function globally<Result>(
  { url, apiKey, fetch = globalThis.fetch }: QuickstartTarget,
  program: (google: GoogleGenAI) => Promise<Result>,
): Promise<Result> {
  const before = globalThis.fetch
  globalThis.fetch = fetch
  try {
    return await program(new GoogleGenAI({ apiKey, httpOptions: { baseUrl: url } }))
  } finally {
    globalThis.fetch = before
  }
}

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

async function loopOfTools(model: LanguageModel): Promise<string> {
  const tools = {
    weather: tool({
      inputSchema: jsonSchema<object>({ type: 'object', properties: {} }),
      execute: async () => 'rain',
    }),
  }
  return (await generateText({ model, prompt: 'please tools', tools, stopWhen: stepCountIs(2) })).text
}

/**
 * Programs as the quickstarts of the SDKs have them, over a `CountingProvider`. The name of each begins with its SDK;
 * nothing in them is for the meter.
 */
export const QUICKSTARTS: Readonly<Record<string, Program>> = {
  'openai: chat': async (target) =>
    (await openai(target).chat.completions.create({ model: 'gpt-4o', messages: ask('hi') })).choices[0]?.message
      .content,
  'openai: chat as a stream': async (target) =>
    await read(
      await openai(target).chat.completions.create({ model: 'gpt-4o', messages: ask('hi'), stream: true }),
      (chunk) => chunk.choices[0]?.delta.content,
    ),
  'openai: chat as a stream, by its helper': async (target) =>
    await openai(target)
      .chat.completions.stream({ model: 'gpt-4o', messages: ask('hi') })
      .finalContent(),
  'openai: chat with structured output': async (target) => {
    const response_format = { type: 'json_schema' as const, json_schema: { name: 'city', strict: true, schema: city } }
    const { choices } = await openai(target).chat.completions.parse({
      model: 'gpt-4o',
      messages: ask('please json'),
      response_format,
    })
    return choices[0]?.message.content
  },
  'openai: chat with tools': async (target) =>
    (await openai(target).chat.completions.create({ model: 'gpt-4o', messages: ask('please tools'), tools: [weather] }))
      .choices[0]?.message.tool_calls,
  'openai: responses': async (target) =>
    (await openai(target).responses.create({ model: 'gpt-4o', input: 'hi' })).output_text,
  'openai: responses as a stream': async (target) =>
    await read(await openai(target).responses.create({ model: 'gpt-4o', input: 'hi', stream: true }), (event) =>
      event.type === 'response.output_text.delta' ? event.delta : '',
    ),
  'openai: responses with tools': async (target) => {
    const tools = [{ type: 'function' as const, name: 'weather', parameters: city, strict: true }]
    const input: OpenAI.Responses.ResponseInput = ask('please tools')
    const first = await openai(target).responses.create({ model: 'gpt-4o', input, tools })
    // Its documentation: the items of the answer go back as they are, with the outputs of the tools behind them.
    const outputs = first.output.flatMap((item) =>
      item.type === 'function_call'
        ? [{ type: 'function_call_output' as const, call_id: item.call_id, output: 'rain' }]
        : [],
    )
    const last = await openai(target).responses.create({
      model: 'gpt-4o',
      input: [...input, ...first.output, ...outputs] as OpenAI.Responses.ResponseInput,
      tools,
    })
    return last.output_text
  },
  'openai: embeddings': async (target) =>
    (await openai(target).embeddings.create({ model: 'text-embedding-3-small', input: 'hi', encoding_format: 'float' }))
      .data,
  'openai: images': async (target) =>
    (await openai(target).images.generate({ model: 'gpt-image-1', prompt: 'a cat', quality: 'low', size: '1024x1024' }))
      .data,
  'anthropic: messages': async (target) =>
    (await anthropic(target).messages.create({ model: 'claude-3-5-haiku', max_tokens: 100, messages: ask('hi') }))
      .content,
  'anthropic: messages as a stream': async (target) =>
    await anthropic(target)
      .messages.stream({ model: 'claude-3-5-haiku', max_tokens: 100, messages: ask('hi') })
      .finalText(),
  'anthropic: messages with tools': async (target) =>
    (
      await anthropic(target).messages.create({
        model: 'claude-3-5-haiku',
        max_tokens: 100,
        messages: ask('please tools'),
        tools: [{ name: 'weather', input_schema: city }],
      })
    ).content,
  'google: generateContent': async (target) =>
    await globally(
      target,
      async (google) => (await google.models.generateContent({ model: 'gemini-2.5-flash', contents: 'hi' })).text,
    ),
  'google: generateContentStream': async (target) =>
    await globally(
      target,
      async (google) =>
        await read(
          await google.models.generateContentStream({ model: 'gemini-2.5-flash', contents: 'hi' }),
          (chunk) => chunk.text,
        ),
    ),
  'ai: generateText with OpenAI’s responses': async (target) =>
    (await generateText({ model: aiOpenAi(target)('gpt-4o'), prompt: 'hi' })).text,
  'ai: streamText with OpenAI’s responses': async (target) =>
    await streamText({ model: aiOpenAi(target)('gpt-4o'), prompt: 'hi' }).text,
  'ai: streamText with OpenAI’s chat': async (target) =>
    await streamText({ model: aiOpenAi(target).chat('gpt-4o'), prompt: 'hi' }).text,
  'ai: a loop of tools with OpenAI’s responses': async (target) => await loopOfTools(aiOpenAi(target)('gpt-4o')),
  'ai: a loop of tools with OpenAI’s chat': async (target) => await loopOfTools(aiOpenAi(target).chat('gpt-4o')),
  'ai: an object with OpenAI’s responses': async (target) =>
    (
      await generateText({
        model: aiOpenAi(target)('gpt-4o'),
        prompt: 'please json',
        output: Output.object({ schema: jsonSchema(city) }),
      })
    ).output,
  'ai: embed': async (target) =>
    (await embed({ model: aiOpenAi(target).embedding('text-embedding-3-small'), value: 'hi' })).embedding,
  'ai: streamText with Anthropic': async (target) =>
    await streamText({ model: aiAnthropic(target)('claude-3-5-haiku'), prompt: 'hi' }).text,
  'ai: generateText with Google': async (target) =>
    (await generateText({ model: aiGoogle(target)('gemini-2.5-flash'), prompt: 'hi' })).text,
  'langchain: invoke': async (target) => (await langchain(target).invoke('hi')).text,
  'langchain: stream': async (target) => await read(await langchain(target).stream('hi'), (chunk) => chunk.text),
  'langchain: invoke with responses': async (target) =>
    (await langchain(target, { useResponsesApi: true }).invoke('hi')).text,
  'langchain: stream with responses': async (target) =>
    await read(await langchain(target, { useResponsesApi: true }).stream('hi'), (chunk) => chunk.text),
}
