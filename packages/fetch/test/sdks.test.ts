import { createOpenAI } from '@ai-sdk/openai'
import { PermissionDeniedError as AnthropicDenied } from '@anthropic-ai/sdk'
import { ApiError as GoogleError } from '@google/genai'
import { QUICKSTARTS, type QuickstartTarget } from '@tallygate/test-kit/quickstarts'
import { APICallError, generateText, jsonSchema, tool } from 'ai'
import { PermissionDeniedError as OpenAiDenied } from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findDenial, type MeteredFetch } from '../src/index.ts'
import { Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await Stage.start()
})
afterAll(async () => await stage?.[Symbol.asyncDispose]())

const through = (fetch?: MeteredFetch): QuickstartTarget => ({
  url: stage.provider.url,
  apiKey: 'none',
  ...(fetch === undefined ? {} : { fetch }),
})

describe('the quickstart of an SDK', () => {
  it.each(Object.entries(QUICKSTARTS))(
    '%s: answers as without the meter, and is billed as the provider counted',
    async (name, program) => {
      const bare = await program(through())
      const from = stage.provider.calls.length
      const requestId = name.replaceAll(/\W+/g, '-')
      expect(await program(through(stage.fetch({ requestId, unknownCalls: 'pass' })))).toEqual(bare)
      const { prompt, completion } = stage.provider.counted(from)
      expect(prompt).toBeGreaterThan(0)
      expect(await stage.billed('demo-pro', requestId)).toEqual([prompt, completion])
    },
  )

  it('ai: a loop of tools is as many attempts of one request as it has steps', async () => {
    const from = stage.provider.calls.length
    const steps = await generateText({
      model: createOpenAI({
        apiKey: 'none',
        baseURL: `${stage.provider.url}/v1`,
        fetch: stage.fetch({ requestId: 'loop' }),
      })('gpt-4o'),
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
  call: (target: QuickstartTarget) => Promise<unknown>,
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
    const error = await program(through(fetch)).then(
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
