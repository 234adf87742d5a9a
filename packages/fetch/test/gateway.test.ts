import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AskedCall, type MeteredFetchOptions, meteredFetch, parsedBody, type Refusal } from '../src/index.ts'
import { Stage } from './stage.ts'

/*
 * What a server needs that passes requests of its customers on: one key of the provider for all of them, a turn before
 * each call, and answers of its own.
 */
let stage: Stage
beforeAll(async () => {
  stage = await Stage.start()
})
afterAll(async () => await stage?.[Symbol.asyncDispose]())

const chat = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'hello' }] }
const JSON_HEADERS = { 'content-type': 'application/json' }

interface Made {
  readonly path?: string
  readonly method?: string
  readonly body?: RequestInit['body']
}

async function call(options: MeteredFetchOptions, { path = '/v1/chat/completions', method = 'POST', body }: Made = {}) {
  return await stage.fetch(options)(`${stage.provider.url}${path}`, {
    method,
    ...(method === 'POST' ? { body: body ?? JSON.stringify(chat), headers: JSON_HEADERS } : {}),
  })
}

describe('a key that serves several customers', () => {
  const isolateCustomers = true

  it('sends nothing that is stored, and labels of the customer', async () => {
    const body = JSON.stringify({ model: 'gpt-4o', input: 'hi', store: true, safety_identifier: 'someone' })
    expect((await call({ isolateCustomers }, { path: '/v1/responses', body })).status).toBe(200)
    const sent = stage.provider.calls.at(-1)?.body
    expect(sent).toMatchObject({ store: false, safety_identifier: expect.stringMatching(/^[0-9a-f]{32}$/) })
  })

  it('refuses what the provider keeps, and the provider is not asked', async () => {
    const from = stage.provider.calls.length
    const body = JSON.stringify({ model: 'gpt-4o', input: 'hi', previous_response_id: 'resp_1' })
    const response = await call({ isolateCustomers }, { path: '/v1/responses', body })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { param: 'previous_response_id' } })
    const read = await call({ isolateCustomers }, { path: '/v1/responses/resp_1', method: 'GET' })
    expect([read.status, await read.json()]).toMatchObject([400, { error: { param: 'url' } }])
    expect(stage.provider.calls.length).toBe(from)
  })

  it('writes a body anew, so that the one that was checked is the one that is read', async () => {
    const sent: unknown[] = []
    const inner: typeof globalThis.fetch = async (_input, init) => {
      sent.push(init?.body)
      return Response.json({ usage: { prompt_tokens: 1, completion_tokens: 1 } })
    }
    const twice = '{"model":"gpt-4o","model":"gpt-4o-mini","max_tokens":9,"messages":[]}'
    await stage.fetch({ isolateCustomers, fetch: inner })('https://provider.invalid/v1/chat/completions', {
      method: 'POST',
      body: twice,
    })
    expect(sent).toEqual(['{"model":"gpt-4o-mini","max_tokens":9,"messages":[]}'])
  })

  it('writes a form anew, under a boundary of its own', async () => {
    const sent: { readonly type: string; readonly text: string }[] = []
    const inner: typeof globalThis.fetch = async (_input, init) => {
      const headers = new Headers(init?.headers)
      sent.push({
        type: headers.get('content-type') ?? '',
        text: new TextDecoder().decode(init?.body as Uint8Array<ArrayBuffer>),
      })
      return Response.json({ text: 'hi', usage: { type: 'duration', seconds: 2 } })
    }
    const type = 'multipart/form-data; boundary=caller'
    const part = (head: string, value: string) =>
      `--caller\r\ncontent-disposition: form-data; ${head}\r\n\r\n${value}\r\n`
    const send = async (parts: readonly string[]) =>
      await stage.fetch({ isolateCustomers, fetch: inner, modelIds: { 'whisper-1': 'gpt-4o-mini' } })(
        'https://provider.invalid/v1/audio/transcriptions',
        {
          method: 'POST',
          headers: { 'content-type': type },
          body: new TextEncoder().encode(`before it\r\n${parts.join('')}--caller--\r\n`),
        },
      )
    const file = part('name="file"; filename="a.wav"', 'sound')
    const model = part('name="model"', 'whisper-1')
    expect((await send([model, file])).status).toBe(200)
    const [form] = sent
    expect(form?.type).toMatch(/^multipart\/form-data; boundary=/)
    expect(form?.type).not.toContain('caller')
    expect(form?.text).not.toContain('before it')
    expect(stage.attempts.at(-1)).toMatchObject({ quantities: { seconds: 2 }, source: 'provider' })

    const refused = await send([model, model, file])
    expect([refused.status, await refused.json()]).toMatchObject([400, { error: { param: 'model' } }])
    const broken = await send([file.slice(0, 20)])
    expect([broken.status, await broken.json()]).toMatchObject([400, { error: { param: 'body' } }])
    expect(sent.length).toBe(1)
  })

  it('is not one for calls of which nothing is known', () => {
    expect(() => meteredFetch(stage.entitlements, { isolateCustomers, unknownCalls: 'pass' })).toThrow(
      /^unknownCalls must be refuse where isolateCustomers is true/,
    )
  })
})

describe('a server that passes calls on', () => {
  it('is told each call before anything is held, and what it throws is thrown', async () => {
    const asked: AskedCall[] = []
    await call({ onAsked: (one) => void asked.push(one), requestId: 'asked' })
    expect(asked).toEqual([
      {
        customer: 'demo-pro',
        requestId: 'asked',
        kind: 'chat',
        model: 'gpt-4o-mini',
        estimate: { promptTokens: expect.any(Number) },
      },
    ])
    const full = new Error('the queue is full')
    const from = stage.provider.calls.length
    const onAsked = async () => {
      throw full
    }
    await expect(call({ onAsked })).rejects.toBe(full)
    expect(stage.provider.calls.length).toBe(from)
    expect((await stage.entitlements.counts()).open).toBe(0)
  })

  it('answers denials and refusals as it likes', async () => {
    const refusals: Refusal[] = []
    const answerRefusal = (refusal: Refusal) => {
      refusals.push(refusal)
      return new Response('no', { status: 418 })
    }
    expect((await call({ answerRefusal, customer: 'demo-nobody' })).status).toBe(418)
    expect((await call({ answerRefusal }, { body: '{"model":"gpt-4o","plugins":[]}' })).status).toBe(418)
    expect(refusals).toMatchObject([
      { protocol: 'openai', denial: { reason: 'no_subscription' } },
      { protocol: 'openai', error: { field: 'plugins' } },
    ])
  })

  it.each([
    ['and it is written anew', undefined],
    [
      'and its bytes are sent as they are',
      new TextEncoder().encode(JSON.stringify({ ...chat, max_tokens: 5, seed: 7 })),
    ],
  ])('hands over the JSON that it has read already, %s', async (_, bytes) => {
    const response = await call({}, { body: parsedBody({ ...chat, max_tokens: 5 }, bytes) })
    expect(response.status).toBe(200)
    const sent = stage.provider.calls.at(-1)?.body
    expect(sent).toEqual({ ...chat, max_tokens: 5, ...(bytes === undefined ? {} : { seed: 7 }) })
  })

  it.each([
    ['one that ended', 'hello', true],
    ['one without [DONE]', 'please undone', true],
    ['one that was cut', 'please cut', false],
  ])('learns whether an answer was whole: %s', async (_, content, isWhole) => {
    const from = stage.attempts.length
    const body = JSON.stringify({ ...chat, messages: [{ role: 'user', content }], stream: true })
    await (await call({}, { body })).text().catch(() => undefined)
    expect(await stage.settled(1, from)).toMatchObject([{ isWhole }])
  })

  it.each([
    ['max_tokens', { max_tokens: 0 }],
    ['stream', { stream: 'yes' }],
  ])('refuses what a lenient provider takes for something else: %s', async (field, more) => {
    const response = await call({}, { body: JSON.stringify({ ...chat, ...more }) })
    expect([response.status, await response.json()]).toMatchObject([400, { error: { param: field } }])
  })
})
