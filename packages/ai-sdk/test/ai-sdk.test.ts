import { withCustomer } from '@tallygate/entitlements/context'
import { waitFor } from '@tallygate/test-kit'
import type { ImageModel } from 'ai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  EntitlementDeniedError,
  type EntitlementsMiddlewareOptions,
  embeddingEntitlementsMiddleware,
  entitlementsMiddleware,
  imageEntitlementsMiddleware,
  meterTool,
} from '../src/index.ts'
import { MAJORS } from './majors.ts'
import { Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await Stage.start()
  // A simulated model is unknown to its provider, which warns of it.
  Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false })
})
afterAll(async () => await stage?.[Symbol.asyncDispose]())
beforeEach(() => {
  stage.attempts.length = 0
  stage.requests.length = 0
  stage.settled.length = 0
})

describe.each(Object.entries(MAJORS))('%s', (name, { ai, openai, anthropic }) => {
  let calls = 0
  /** A request that no other test has. */
  const newRequest = () => {
    calls += 1
    return `${name.replace(' ', '-')}-${calls}`
  }
  const providers = () => {
    const openAi = openai(`${stage.provider.url}/v1`)
    return {
      responses: openAi('gpt-4o-mini'),
      chat: openAi.chat('gpt-4o-mini'),
      large: openAi.chat('gpt-4o'),
      anthropic: anthropic(`${stage.provider.url}/v1`)('claude-small'),
      embedding: openAi.embedding('text-embedding-3-small'),
      image: openAi.image('gpt-image-1'),
    }
  }
  type Models = ReturnType<typeof providers>
  const metered = (
    which: 'responses' | 'chat' | 'large' | 'anthropic',
    options: EntitlementsMiddlewareOptions = {},
  ): Models['chat'] => {
    const middleware = entitlementsMiddleware(stage.entitlements, { ...stage.options, ...options })
    return ai.wrapLanguageModel({ model: providers()[which], middleware }) as Models['chat']
  }
  const settled = async (count: number) =>
    await waitFor(() => (stage.attempts.length >= count ? stage.attempts : undefined), {
      what: `${count} attempts to be settled`,
      timeoutMs: 30_000,
    })

  const noInput = ai.jsonSchema({ type: 'object', properties: {}, additionalProperties: false })
  const tools = () => ({
    weather: ai.tool({ description: 'The weather.', inputSchema: noInput, execute: async () => 'sunny' }),
    clock: ai.tool({ description: 'The time.', inputSchema: noInput, execute: async () => 'noon' }),
  })

  /** The quickstarts of the SDK's documentation, with a wrapped model. Each returns what the reader sees. */
  const QUICKSTARTS: Readonly<Record<string, (model: Models['chat']) => Promise<unknown>>> = {
    generateText: async (model) => (await ai.generateText({ model, prompt: 'hello' })).text,
    streamText: async (model) => {
      let text = ''
      for await (const part of ai.streamText({ model, prompt: 'hello' }).textStream) text += part
      return text
    },
    'generateText with tools': async (model) => {
      const stopWhen = ai.isStepCount(5)
      const { text, steps } = await ai.generateText({ model, prompt: 'please tools', tools: tools(), stopWhen })
      return [text, steps.length]
    },
    generateObject: async (model) => {
      const schema = ai.jsonSchema({
        type: 'object',
        properties: { city: { type: 'string' } },
        required: ['city'],
        additionalProperties: false,
      })
      return (await ai.generateObject({ model, prompt: 'please json', schema })).object
    },
    'generateText with cached and reasoning tokens': async (model) =>
      (await ai.generateText({ model, prompt: 'please cached' })).text,
  }
  const CELLS = (['responses', 'chat', 'anthropic'] as const).flatMap((which) =>
    Object.entries(QUICKSTARTS).map(([what, run]) => [which, what, run] as const),
  )

  it.each(CELLS)('%s, %s: answers as without, and is billed as the provider counted', async (which, _what, run) => {
    const without = await run(providers()[which] as Models['chat'])
    const [requestId, from] = [newRequest(), stage.provider.calls.length]
    expect(await run(metered(which, { requestId }))).toEqual(without)
    const { prompt, completion } = stage.provider.counted(from)
    expect(prompt).toBeGreaterThan(0)
    expect(await stage.billed(requestId)).toEqual([prompt, completion])
    expect(stage.attempts.every(({ source, isWhole }) => source === 'provider' && isWhole)).toBe(true)
    expect(stage.attempts).toHaveLength(stage.provider.calls.length - from)
  })

  it('embeddings are gated and billed', async () => {
    const requestId = newRequest()
    const middleware = embeddingEntitlementsMiddleware(stage.entitlements, { ...stage.options, requestId })
    const model = ai.wrapEmbeddingModel({ model: providers().embedding, middleware })
    const { embeddings, usage } = await ai.embedMany({ model, values: ['a', 'b'] })
    expect([embeddings.length, usage.tokens]).toEqual([2, 9])
    expect(await stage.billed(requestId)).toEqual([9, 0])
  })

  it('images are gated, and billed by the tokens that are stated', async () => {
    const requestId = newRequest()
    const middleware = imageEntitlementsMiddleware(stage.entitlements, { ...stage.options, requestId })
    const model: ImageModel = ai.wrapImageModel({ model: providers().image, middleware })
    const { images } = await ai.generateImage({ model, prompt: 'a cat', size: '1024x1024' })
    expect(images).toHaveLength(1)
    expect(stage.requests[0]?.estimate).toMatchObject({ completionTokens: 4160, quantities: { images: 1 } })
    expect(stage.attempts).toMatchObject([{ quantities: { images: 1 }, source: 'provider' }])
    expect(await stage.billed(requestId)).toEqual([17, 272])
  })

  it('a denial is thrown once, and the provider is not called', async () => {
    const from = stage.provider.calls.length
    const model = metered('large', { customer: 'demo-starter' })
    const error = await ai.generateText({ model, prompt: 'hello', maxRetries: 2 }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(EntitlementDeniedError.isInstance(error)).toBe(true)
    expect(EntitlementDeniedError.find(error)?.decision).toMatchObject({ reason: 'model_not_entitled', plans: ['Pro'] })
    let streamed: unknown
    const onError = ({ error: told }: { readonly error: unknown }) => {
      streamed = told
    }
    for await (const _part of ai.streamText({ model, prompt: 'hello', onError }).textStream);
    expect(EntitlementDeniedError.find(streamed)?.decision.reason).toBe('model_not_entitled')
    expect(stage.requests).toHaveLength(2)
    expect(stage.provider.calls).toHaveLength(from)
  })

  it('finds a denial that comes after a retry', async () => {
    let tries = 0
    const model = metered('chat', {
      customer: () => {
        tries += 1
        return tries === 1 ? 'demo-pro' : 'nobody'
      },
    })
    const error = await ai.generateText({ model, prompt: `please overload ${newRequest()}` }).catch((thrown) => thrown)
    expect(ai.RetryError.isInstance(error)).toBe(true)
    expect(EntitlementDeniedError.find(error)?.decision.allowed).toBe(false)
  })

  it('keeps an answer to what was granted, and raises no limit', async () => {
    const sent = () => stage.provider.calls.at(-1)?.body
    await ai.generateText({ model: metered('chat'), prompt: 'hello' })
    expect(sent()).toMatchObject({ max_tokens: 4096 })
    await ai.generateText({ model: metered('chat'), prompt: 'hello', maxOutputTokens: 5 })
    expect(sent()).toMatchObject({ max_tokens: 5 })
    await ai.generateText({ model: metered('chat', { limitCompletion: false }), prompt: 'hello' })
    expect(sent()).not.toHaveProperty('max_tokens')
  })

  it('holds the thoughts that Anthropic has beside its answer', async () => {
    const providerOptions = { anthropic: { thinking: { type: 'enabled', budgetTokens: 2000 } } }
    await ai.generateText({ model: metered('anthropic'), prompt: 'hello', maxOutputTokens: 100, providerOptions })
    expect(stage.requests.at(-1)?.estimate).toMatchObject({ completionTokens: 2100 })
    expect(stage.provider.calls.at(-1)?.body).toMatchObject({ max_tokens: 2100, thinking: { budget_tokens: 2000 } })
  })

  it('takes customer and request from the call, which do not reach the provider', async () => {
    const middleware = entitlementsMiddleware(stage.entitlements)
    const model = ai.wrapLanguageModel({ model: providers().responses, middleware }) as Models['chat']
    const [requestId, from] = [newRequest(), stage.provider.calls.length]
    const tallygate = { customer: 'demo-starter', requestId }
    await ai.generateText({
      model,
      prompt: 'please tools',
      tools: tools(),
      stopWhen: ai.isStepCount(5),
      providerOptions: { tallygate },
    })
    expect(stage.requests).toMatchObject([tallygate, tallygate])
    expect(new Set(stage.requests.map(({ attempt }) => attempt)).size).toBe(2)
    expect(JSON.stringify(stage.provider.calls.slice(from))).not.toContain('demo-starter')
    expect(await stage.billed(requestId, 'demo-starter')).toEqual([34, 40])
  })

  it('takes them from withCustomer, and refuses a call without a customer', async () => {
    const middleware = entitlementsMiddleware(stage.entitlements)
    const model = ai.wrapLanguageModel({ model: providers().chat, middleware }) as Models['chat']
    const ask = async (providerOptions = {}) => await ai.generateText({ model, prompt: 'hello', providerOptions })
    await withCustomer({ customer: 'demo-pro', requestId: 'outer' }, async () => {
      await ask()
      await ask({ tallygate: { requestId: 'inner' } })
    })
    expect(stage.requests).toMatchObject([
      { customer: 'demo-pro', requestId: 'outer' },
      { customer: 'demo-pro', requestId: 'inner' },
    ])
    await expect(ask()).rejects.toThrow('customer must be named')
    const properties = { agent: 'support' }
    await expect(ask({ tallygate: { customer: 'demo-pro', properties } })).rejects.toThrow('properties.agent must be')
    await expect(ask({ tallygate: { client: 'acme' } })).rejects.toThrow(
      'providerOptions.tallygate.client must be one of customer, requestId, scopes, properties; it is unknown.',
    )
  })

  it('reads a stream on that is aborted, and bills it exactly', async () => {
    const requestId = newRequest()
    const middleware = entitlementsMiddleware(stage.entitlements, { ...stage.options, requestId })
    const model = ai.wrapLanguageModel({ model: providers().chat, middleware }) as Models['chat']
    const stop = new AbortController()
    const { textStream } = ai.streamText({ model, prompt: 'please slow', abortSignal: stop.signal })
    for await (const text of textStream) if (text !== '') stop.abort()
    expect(await middleware.drained({ deadlineMs: 30_000 })).toBe(0)
    expect(await stage.billed(requestId)).toEqual([17, 20])
  })

  it('stops it instead where that is asked for: an estimate that is not billed', async () => {
    const requestId = newRequest()
    const model = metered('chat', { requestId, onAbandon: 'estimate' })
    const stop = new AbortController()
    const { textStream } = ai.streamText({ model, prompt: 'please slow', abortSignal: stop.signal })
    for await (const text of textStream) if (text !== '') stop.abort()
    expect(await settled(1)).toMatchObject([{ source: 'estimate', outcome: 'unsettled', isWhole: false }])
    expect(await stage.billed(requestId)).toEqual([0, 0])
  })

  describe('a metered tool', () => {
    const ask = async (weather: ReturnType<typeof tools>['weather'], requestId = newRequest()) => {
      const { steps, text } = await ai.generateText({
        model: providers().chat,
        prompt: 'please tools',
        tools: { weather },
        stopWhen: ai.isStepCount(5),
      })
      return { requestId, text, parts: steps.flatMap(({ content }) => content.map(({ type }) => type)) }
    }
    const ofPro = { customer: 'demo-pro', quantity: () => ({ searches: 3 }), estimate: { searches: 5 } }

    it('is held before it runs, and settled with what its result counts', async () => {
      const { parts } = await ask(meterTool(stage.entitlements, tools().weather, ofPro))
      expect(parts).toEqual(['tool-call', 'tool-result', 'text'])
      expect(stage.requests).toMatchObject([{ customer: 'demo-pro', estimate: { quantities: { searches: 5 } } }])
      expect(stage.settled).toEqual([{ quantities: { searches: 3 }, source: 'provider' }])
    })

    it('answers its model with a denial, and does not run', async () => {
      let runs = 0
      const weather = {
        ...tools().weather,
        execute: async () => {
          runs += 1
          return 'sunny'
        },
      }
      const { parts, text } = await ask(meterTool(stage.entitlements, weather, { customer: 'nobody' }))
      expect([parts, runs]).toEqual([['tool-call', 'tool-error', 'text'], 0])
      expect(text).toContain('word0')
      expect(JSON.stringify(stage.provider.calls.at(-1)?.body)).toContain('nobody')
    })

    it('counts nothing for a call that threw', async () => {
      const weather = {
        ...tools().weather,
        execute: async () => {
          throw new Error('no weather')
        },
      }
      const { parts } = await ask(meterTool(stage.entitlements, weather, { customer: 'demo-pro' }))
      expect([parts, stage.settled]).toEqual([['tool-call', 'tool-error', 'text'], []])
    })

    it('gives results as they come, and counts the last', async () => {
      const weather = {
        ...tools().weather,
        async *execute() {
          yield 'sun'
          yield 'sunny'
        },
      }
      const metered = meterTool(
        stage.entitlements,
        weather as never,
        {
          customer: 'demo-pro',
          quantity: (result: string) => ({ outcomes: result.length }),
          estimate: { outcomes: 9 },
        } as never,
      )
      const { parts } = await ask(metered)
      expect(parts).toEqual(['tool-call', 'tool-result', 'text'])
      expect(stage.settled).toEqual([{ quantities: { outcomes: 5 }, source: 'provider' }])
    })
  })

  it('counts a call once that two middlewares have', async () => {
    const requestId = newRequest()
    const options = { ...stage.options, requestId }
    const middleware = [
      entitlementsMiddleware(stage.entitlements, options),
      entitlementsMiddleware(stage.entitlements, options),
    ]
    const model = ai.wrapLanguageModel({ model: providers().chat, middleware }) as Models['chat']
    await ai.generateText({ model, prompt: 'hello' })
    expect(await stage.billed(requestId)).toEqual([17, 20])
  })

  it('bills the model that answered as the one that was asked for, where it is that with a date', async () => {
    await ai.generateText({ model: metered('chat'), prompt: 'hello' })
    expect(stage.provider.calls.at(-1)?.model).toBe('gpt-4o-mini-2024-07-18')
    expect(stage.attempts).toMatchObject([{ model: 'gpt-4o-mini', askedModel: 'gpt-4o-mini' }])
  })
})

it.each([
  ['customer must be a text that is not empty, or a function that returns one; it is "".', { customer: '' }],
  ['customers must be one of customer, requestId, scopes, properties, ', { customers: 'acme' }],
  ["onAbandon must be 'drain' or 'estimate'; it is \"wait\".", { onAbandon: 'wait' }],
  ['limitCompletion must be true or false; it is 1.', { limitCompletion: 1 }],
  ['modelIds["a"] must be the billed id', { modelIds: { a: '' } }],
])('refuses an option that is not one: %s', (message, options) => {
  expect(() => entitlementsMiddleware(stage.entitlements, options as EntitlementsMiddlewareOptions)).toThrow(message)
})

it('needs a tool that the application runs', () => {
  expect(() => meterTool(stage.entitlements, {})).toThrow('tool.execute must be a function; it is undefined.')
})

it('needs entitlements', () => {
  expect(() => entitlementsMiddleware({} as never)).toThrow('entitlements must be what createEntitlements')
})
