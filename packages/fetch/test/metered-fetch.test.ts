import { setTimeout as wait } from 'node:timers/promises'
import type { ReserveRequest } from '@tallygate/entitlements'
import { freePort } from '@tallygate/test-kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withCustomer } from '../src/context.ts'
import { type MeteredFetchOptions, meteredFetch } from '../src/index.ts'
import { Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await Stage.start()
})
afterAll(async () => await stage?.[Symbol.asyncDispose]())

const messages = (content: string) => [{ role: 'user', content }]
const chat = (content: string, more: object = {}) => ({ model: 'gpt-4o-mini', messages: messages(content), ...more })

interface Made {
  readonly path?: string
  readonly headers?: Record<string, string>
  readonly signal?: AbortSignal
}

async function call(body: object, options: MeteredFetchOptions = {}, made: Made = {}): Promise<Response> {
  const { path = '/v1/chat/completions', headers = {}, signal } = made
  return await stage.fetch(options)(`${stage.provider.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  })
}

const errorOf = async (response: Response) =>
  ((await response.json()) as { readonly error: Readonly<Record<string, unknown>> }).error

describe('meteredFetch', () => {
  it('settles what the provider counted, once the answer is there', async () => {
    const response = await call(chat('hello'), { requestId: 'whole' })
    expect(stage.attempts.at(-1)).toMatchObject({
      requestId: 'whole',
      model: 'gpt-4o-mini',
      askedModel: 'gpt-4o-mini',
      promptTokens: 17,
      completionTokens: 20,
      source: 'provider',
      outcome: 'settled',
    })
    expect(await response.json()).toMatchObject({ usage: { prompt_tokens: 17, completion_tokens: 20 } })
    expect([response.status, response.url]).toEqual([200, `${stage.provider.url}/v1/chat/completions`])
    expect(await stage.billed('demo-pro', 'whole')).toEqual([17, 20])
  })

  it('limits an answer to what was granted, and lowers no limit that is below it', async () => {
    await call(chat('hello'))
    expect(stage.provider.calls.at(-1)?.body).toMatchObject({ max_tokens: 4096 })
    await call(chat('hello', { max_tokens: 5 }))
    expect(stage.provider.calls.at(-1)?.body).toMatchObject({ max_tokens: 5 })
    await call(chat('hello'), { limitCompletion: false })
    expect(stage.provider.calls.at(-1)?.body).not.toHaveProperty('max_tokens')
  })

  it('sends a body in which nothing has to change as it came', async () => {
    const sent: unknown[] = []
    const text =
      '{"model":"gpt-4o-mini",  "messages":[{"role":"user","content":"hi"}], "max_tokens": 9, "seed": 12345678901234567890}'
    const inner = stage.fetch({
      fetch: async (_input, init) => {
        sent.push(init?.body)
        return Response.json({ usage: { prompt_tokens: 1, completion_tokens: 1 } })
      },
    })
    await inner('https://provider.invalid/v1/chat/completions', { method: 'POST', body: text })
    expect(sent).toEqual([text])
  })

  it('takes a Request, a URL, bytes and a stream of bytes', async () => {
    const url = `${stage.provider.url}/v1/chat/completions`
    const text = JSON.stringify(chat('hello'))
    const metered = stage.fetch()
    const from = stage.attempts.length
    await metered(new Request(url, { method: 'POST', body: text, headers: { 'x-own': '1' } }))
    expect(stage.provider.calls.at(-1)?.headers).toMatchObject({ 'x-own': '1' })
    await metered(new URL(url), { method: 'POST', body: new TextEncoder().encode(text) })
    await metered(url, { method: 'POST', body: new Blob([text]).stream(), duplex: 'half' } as RequestInit)
    expect(stage.attempts.slice(from).map(({ completionTokens }) => completionTokens)).toEqual([20, 20, 20])
    expect(stage.provider.calls.at(-1)?.body).toMatchObject({ messages: messages('hello') })
  })
})

describe('a stream', () => {
  /** The parts that a provider sends, and those that come out, with the order of both. */
  async function parts(sent: readonly string[], body: object, path = '/v1/chat/completions') {
    const order: string[] = []
    const metered = stage.fetch({
      fetch: async () => {
        const encoder = new TextEncoder()
        const source = async function* () {
          for (const part of sent) {
            order.push(`> ${part}`)
            yield encoder.encode(part)
            // Slower than what passes the parts on.
            await wait(15)
          }
        }
        return new Response(ReadableStream.from(source()) as ReadableStream<Uint8Array<ArrayBuffer>>, {
          headers: { 'content-type': 'text/event-stream' },
        })
      },
    })
    const response = await metered(`https://provider.invalid${path}`, { method: 'POST', body: JSON.stringify(body) })
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) order.push(`< ${decoder.decode(chunk)}`)
    return order
  }

  it('passes each part on unchanged, cut as it came, before the next one is there', async () => {
    const sent = [
      'event: message_start\ndata: {"type":"message',
      '_start"}\n\n: ping\n\n',
      'data: odd\r\n\r\ndata: {',
      '"a":1}\n\n',
      'tail',
    ]
    const body = { model: 'claude-3-5-haiku', max_tokens: 9, messages: messages('hi') }
    const order = await parts(sent, body, '/v1/messages')
    expect(order).toEqual(sent.flatMap((part) => [`> ${part}`, `< ${part}`]))
  })

  it('holds one event at most, and takes out the chunk alone that only the meter asked for', async () => {
    const usage = 'data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}\n\n'
    const word = 'data: {"choices":[{"index":0,"delta":{"content":"a"}}],"usage":null}\n\n'
    const sent = [
      word.slice(0, 30),
      word.slice(30),
      `${word}${usage.slice(0, 40)}`,
      usage.slice(40),
      'data: [DONE]\n\n',
    ]
    expect(await parts(sent, chat('hi', { stream: true }))).toEqual([
      `> ${sent[0]}`,
      `> ${sent[1]}`,
      `< ${word}`,
      `> ${sent[2]}`,
      `< ${word}`,
      `> ${sent[3]}`,
      `> ${sent[4]}`,
      '< data: [DONE]\n\n',
    ])
    expect(stage.attempts.at(-1)).toMatchObject({ promptTokens: 7, completionTokens: 2, source: 'provider' })
    const asked = await parts(sent, chat('hi', { stream: true, stream_options: { include_usage: true } }))
    expect(asked.filter((part) => part.startsWith('<')).join('')).toContain('"usage":{')
    const kept = await parts([word, usage], chat('hi', { stream: true, stream_options: { include_usage: true } }))
    expect(kept).toEqual([`> ${word}`, `< ${word}`, `> ${usage}`, `< ${usage}`])
  })

  it('is settled before the event that ends it goes on', async () => {
    const response = await call(chat('hello', { stream: true }))
    const before = stage.attempts.length
    const seen: [boolean, boolean][] = []
    for await (const chunk of response.body ?? [])
      seen.push([new TextDecoder().decode(chunk).includes('[DONE]'), stage.attempts.length > before])
    expect(seen.at(-1)).toEqual([true, true])
    expect(seen.slice(0, -1).every(([isDone, isSettled]) => !isDone && !isSettled)).toBe(true)
  })

  it.each<[name: string, leave: (response: Response, stop: AbortController) => Promise<void>]>([
    [
      'breaks off its loop',
      async (response) => {
        for await (const _chunk of response.body ?? []) break
      },
    ],
    ['cancels', async (response) => await response.body?.cancel()],
    [
      'aborts while it reads',
      async (response, stop) => {
        const reading = response.text()
        stop.abort(new Error('enough'))
        await expect(reading).rejects.toThrow('enough')
      },
    ],
  ])('is read on, and billed exactly, when its reader %s', async (name, leave) => {
    const from = stage.attempts.length
    const stop = new AbortController()
    const metered = stage.fetch({ requestId: name })
    const response = await metered(`${stage.provider.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify(chat('please slow', { stream: true })),
      signal: stop.signal,
    })
    await leave(response, stop)
    expect(stage.attempts.length).toBe(from)
    expect(await metered.drained({ deadlineMs: 30_000 })).toBe(0)
    const [attempt] = await stage.settled(1, from)
    expect(attempt).toMatchObject({ promptTokens: 17, completionTokens: 20, source: 'provider', outcome: 'settled' })
  })

  it('is stopped and estimated where the application says so, and over the limit of drains', async () => {
    for (const options of [
      { onAbandon: 'estimate' },
      { drain: { maxConcurrent: 0 } },
      { drain: { maxMs: 30 } },
    ] as const) {
      const from = stage.attempts.length
      const response = await call(chat('please hang', { stream: true }), options)
      for await (const _chunk of response.body ?? []) break
      const [attempt] = await stage.settled(1, from)
      expect(attempt).toMatchObject({ source: 'estimate', outcome: 'unsettled' })
    }
  })

  it('that breaks off is an estimate of what arrived, and an error for its reader', async () => {
    const from = stage.attempts.length
    const response = await call(chat('please cut', { stream: true }))
    await expect(response.text()).rejects.toThrow()
    expect(await stage.settled(1, from)).toMatchObject([{ source: 'estimate', outcome: 'unsettled' }])
    const claude = { model: 'claude-3-5-haiku', max_tokens: 9, messages: messages('please cut'), stream: true }
    await expect((await call(claude, {}, { path: '/v1/messages' })).text()).rejects.toThrow()
    expect(stage.attempts.at(-1)).toMatchObject({ promptTokens: 17, source: 'estimate' })
  })
})

describe('a call that is not answered', () => {
  it('is released when the provider refuses it, and its error goes on', async () => {
    const from = stage.attempts.length
    const response = await call(chat('please refuse'), { requestId: 'refused' })
    expect([response.status, (await errorOf(response))['message']]).toEqual([400, 'simulated 400'])
    expect(stage.attempts.length).toBe(from)
    expect((await stage.entitlements.unsettled()).map(({ reservation }) => reservation.requestId)).not.toContain(
      'refused',
    )
  })

  it('is released when nobody listens', async () => {
    const metered = stage.fetch({ requestId: 'nobody' })
    const made = metered(`http://127.0.0.1:${await freePort()}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify(chat('hi')),
    })
    await expect(made).rejects.toThrow('fetch failed')
    expect((await stage.entitlements.unsettled()).map(({ reservation }) => reservation.requestId)).not.toContain(
      'nobody',
    )
  })

  it('is an estimate when the connection is cut', async () => {
    await expect(call(chat('please cut'))).rejects.toThrow('fetch failed')
    expect(stage.attempts.at(-1)).toMatchObject({ completionTokens: 0, source: 'estimate', outcome: 'unsettled' })
  })

  it('is not made when its signal was aborted before', async () => {
    const made = stage.provider.calls.length
    await expect(call(chat('hi'), {}, { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before')
    expect(stage.provider.calls.length).toBe(made)
  })

  it('is read on when its signal is aborted while the provider works', async () => {
    const from = stage.attempts.length
    const stop = new AbortController()
    const reached = stage.provider.calls.length
    const made = call(chat('please wait'), {}, { signal: stop.signal })
    await expect.poll(() => stage.provider.calls.length).toBe(reached + 1)
    stop.abort(new Error('during'))
    await expect(made).rejects.toThrow('during')
    expect(await stage.settled(1, from)).toMatchObject([{ completionTokens: 20, source: 'provider' }])
  })
})

describe('who a call is for', () => {
  const customers = async (options: MeteredFetchOptions, headers: Record<string, string> = {}) => {
    await call(chat('hi'), options, { headers })
    const { customer, requestId } = stage.attempts.at(-1) ?? {}
    return [customer, requestId]
  }
  const open = { customer: () => undefined }

  it('is told by options, then headers, then the context', async () => {
    const headers = { 'tallygate-customer': 'demo-starter', 'tallygate-request-id': 'by-header' }
    expect(await customers({ requestId: 'by-option' }, headers)).toEqual(['demo-pro', 'by-option'])
    expect(await customers(open, headers)).toEqual(['demo-starter', 'by-header'])
    expect(
      Object.keys(stage.provider.calls.at(-1)?.headers ?? {}).filter((name) => name.startsWith('tallygate')),
    ).toEqual([])
    const within = withCustomer({ customer: 'demo-starter', requestId: 'by-context' }, () => customers(open))
    expect(await within).toEqual(['demo-starter', 'by-context'])
    const nested = withCustomer({ customer: 'demo-pro', requestId: 'outer' }, () =>
      withCustomer('demo-starter', async () => {
        await wait(1)
        return await customers(open)
      }),
    )
    expect(await nested).toEqual(['demo-starter', 'outer'])
    expect(
      await customers({ customer: ({ headers: own }) => own.get('x-tenant') ?? undefined }, { 'x-tenant': 'demo-pro' }),
    ).toMatchObject(['demo-pro', expect.any(String)])
  })

  it('must be told', async () => {
    const made = stage.provider.calls.length
    const response = await call(chat('hi'), open)
    expect([response.status, await errorOf(response)]).toMatchObject([
      400,
      { code: 'request_refused', param: 'customer' },
    ])
    expect(stage.provider.calls.length).toBe(made)
  })

  it('goes on with scopes and properties to the gate', async () => {
    const asked: ReserveRequest[] = []
    const entitlements = {
      ...stage.entitlements,
      reserve: async (request: ReserveRequest) => {
        asked.push(request)
        throw new Error('asked')
      },
    }
    const scopes = [{ kind: 'user', id: 'ada', limits: [{ limit: 9, per: 'day' as const }] }]
    const image = { model: 'gpt-image-1', prompt: 'a cat', n: 2, quality: 'low', size: '1024x1024' }
    const made = withCustomer({ customer: 'acme', scopes, properties: { agent: 'support' } }, () =>
      meteredFetch(entitlements, { properties: ({ url }) => ({ agent: url.hostname }) })(
        'https://provider.invalid/v1/images/generations',
        { method: 'POST', body: JSON.stringify(image) },
      ),
    )
    await expect(made).rejects.toThrow('asked')
    expect(asked).toMatchObject([
      {
        customer: 'acme',
        model: 'gpt-image-1',
        scopes,
        properties: { agent: 'provider.invalid' },
        estimate: { completionTokens: 544, quantities: { images: 2 } },
      },
    ])
  })

  it('has as many attempts under one request as it has calls', async () => {
    const options = { requestId: 'several' }
    await Promise.all([call(chat('hi'), options), call(chat('hi'), options), call(chat('hi'), options)])
    expect(await stage.billed('demo-pro', 'several')).toEqual([51, 60])
  })

  it('counts a call once that passes two metered fetches', async () => {
    const from = stage.attempts.length
    await call(chat('hi'), { fetch: stage.fetch(), requestId: 'twice' })
    expect(stage.attempts.slice(from)).toMatchObject([{ requestId: 'twice' }])
  })
})

describe('a denial', () => {
  it.each<[name: string, path: string, body: object, headers: Record<string, string>, want: object]>([
    [
      'OpenAI',
      '/v1/chat/completions',
      chat('hi', { model: 'gpt-4o' }),
      {},
      { type: 'denied', code: 'model_not_entitled', param: null },
    ],
    [
      'Anthropic',
      '/v1/messages',
      { model: 'claude-3-5-sonnet', max_tokens: 9, messages: messages('hi') },
      {},
      { type: 'permission_error', code: 'model_not_entitled' },
    ],
    [
      'Gemini',
      '/v1beta/models/gemini-3:generateContent',
      { contents: [{ parts: [{ text: 'hi' }] }] },
      {},
      { code: 403, status: 'PERMISSION_DENIED' },
    ],
  ])('is an error in the shape of %s, and no call', async (_, path, body, headers, want) => {
    const made = stage.provider.calls.length
    const response = await call(body, { customer: 'demo-starter' }, { path, headers })
    expect([response.status, response.headers.get('x-should-retry')]).toEqual([403, 'false'])
    expect(await errorOf(response)).toMatchObject({
      ...want,
      message: expect.stringContaining('demo-starter'),
      denial: { reason: 'model_not_entitled', customer: 'demo-starter', allowed_models: ['gpt-4o-mini'] },
    })
    expect(stage.provider.calls.length).toBe(made)
  })

  it('answers a further model of a gateway that the customer may not use', async () => {
    const response = await call(chat('hi', { models: ['gpt-4o'] }), { customer: 'demo-starter' })
    expect((await errorOf(response))['code']).toBe('model_not_entitled')
  })

  it('answers images that the budget has no room for, and holds nothing after it', async () => {
    const image = { model: 'gpt-image-1', prompt: 'a cat', n: 10, size: '1024x1536', quality: 'high' }
    const options = { customer: 'demo-free', modelIds: { 'gpt-image-1': 'gpt-4o-mini' } }
    const response = await call(image, options, { path: '/v1/images/generations' })
    expect([response.status, (await errorOf(response))['code']]).toEqual([402, 'budget_exhausted'])
    const [budget] = (await stage.entitlements.usage('demo-free')).budgets
    expect(budget).toMatchObject({ used: 0, held: 0 })
  })
})

describe('a call that may not be metered', () => {
  it.each<[field: string, path: string, body: object, options: MeteredFetchOptions]>([
    ['plugins', '/v1/chat/completions', chat('hi', { plugins: [] }), {}],
    ['background', '/v1/responses', { model: 'gpt-4o', input: 'hi', background: true }, {}],
    ['model', '/v1/chat/completions', { messages: messages('hi') }, {}],
    ['url', '/v1/batches', { input_file_id: 'file-1' }, {}],
    ['model', '/v1/fine_tuning/jobs', { training_file: 'file-1' }, { unknownCalls: 'count' }],
  ])('is refused by the name of %s', async (field, path, body, options) => {
    const made = stage.provider.calls.length
    const response = await call(body, options, { path })
    expect([response.status, await errorOf(response)]).toMatchObject([
      400,
      { type: 'invalid_request_error', param: field },
    ])
    expect(stage.provider.calls.length).toBe(made)
  })

  it('is passed on, or counted as a request, as the option says', async () => {
    const from = stage.attempts.length
    await call({ model: 'gpt-4o' }, { unknownCalls: 'pass' }, { path: '/v1/batches' })
    expect(stage.provider.calls.at(-1)?.path).toBe('/v1/batches')
    expect(stage.attempts.length).toBe(from)
    const counting = stage.fetch({ unknownCalls: 'count', fetch: async () => Response.json({}) })
    await counting('https://provider.invalid/v1/rerank', { method: 'POST', body: '{"model":"gpt-4o"}' })
    expect(stage.attempts.at(-1)).toMatchObject({
      model: 'gpt-4o',
      promptTokens: 0,
      completionTokens: 0,
      source: 'provider',
    })
    const denied = await call(
      { model: 'gpt-4o' },
      { unknownCalls: 'count', customer: 'demo-starter' },
      { path: '/v1/rerank' },
    )
    expect(denied.status).toBe(403)
  })

  it('costs nothing, and passes: lists of models, counts of tokens', async () => {
    const metered = stage.fetch({ customer: () => undefined })
    const from = stage.provider.calls.length
    await metered(`${stage.provider.url}/v1/models`)
    await metered(`${stage.provider.url}/v1/messages/count_tokens`, { method: 'POST', body: '{}' })
    expect(stage.provider.calls.slice(from).map(({ path }) => path)).toEqual([
      '/v1/models',
      '/v1/messages/count_tokens',
    ])
  })
})

describe('a form', () => {
  it('is sent as it came, and its sound is held by its length', async () => {
    const form = new FormData()
    form.set('model', 'whisper-1')
    form.set('file', new File([new Uint8Array(16_000 * 30)], 'speech.mp3', { type: 'audio/mpeg' }))
    const seen: unknown[] = []
    const metered = stage.fetch({
      modelIds: { 'whisper-1': 'gpt-4o-mini' },
      fetch: async (_input, init) => {
        seen.push(init?.body)
        return Response.json({
          text: 'Hello',
          usage: { type: 'tokens', input_tokens: 300, output_tokens: 5, total_tokens: 305 },
        })
      },
    })
    await metered('https://provider.invalid/v1/audio/transcriptions', { method: 'POST', body: form })
    expect(seen).toEqual([form])
    expect(stage.attempts.at(-1)).toMatchObject({ model: 'gpt-4o-mini', promptTokens: 300, completionTokens: 5 })
  })
})

describe('the options of meteredFetch', () => {
  it.each<[message: string, options: object]>([
    ['customer must be a text that is not empty, or a function that returns one; it is "".', { customer: '' }],
    ['unknownCalls must be refuse or pass or count; it is block.', { unknownCalls: 'block' }],
    ['drain.maxMs must be a whole number from 0 to 3600000; it is -1.', { drain: { maxMs: -1 } }],
    ['fetch must be a function; it is yes.', { fetch: 'yes' }],
    ['customers must be absent, or one of customer, ', { customers: 'acme' }],
    ['allowedMembers must be a list of names; it is plugins.', { allowedMembers: 'plugins' }],
    ['modelIds["a"] must be the billed id', { modelIds: { a: '' } }],
  ])('%s', (message, options) => {
    expect(() => meteredFetch(stage.entitlements, options as MeteredFetchOptions)).toThrow(message)
  })

  it('need entitlements', () => {
    expect(() => meteredFetch({} as never)).toThrow('entitlements must be what createEntitlements')
  })
})
