import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { denial, RecordingEntitlements } from '../../test/recording-entitlements.ts'
import { type Provider, startProvider } from '../../test/start-provider.ts'
import { UsageCallbackHandler } from '../run/usage-callback-handler.ts'
import { drained } from './drained.ts'
import { type MeterStreamOptions, meterStream } from './meter-stream.ts'

let provider: Provider
beforeAll(async () => {
  const usage = { prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 }
  const streamingProfile = { ttft: 5, tps: 100 }
  provider = await startProvider([
    {
      match: { userMessage: 'hello' },
      response: { content: 'Hello, and welcome to this rather long answer.', usage },
      chunkSize: 4,
      streamingProfile,
    },
    {
      match: { userMessage: 'endless' },
      response: { content: 'And so on. '.repeat(2_000), usage },
      chunkSize: 4,
      streamingProfile,
    },
  ])
})
afterAll(async () => await provider[Symbol.asyncDispose]())
beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  return () => vi.restoreAllMocks()
})

const exact = { promptTokens: 9, completionTokens: 12, source: 'provider' }

function metered(text: string, options: Partial<MeterStreamOptions> = {}) {
  const entitlements = new RecordingEntitlements()
  const handler = new UsageCallbackHandler({ entitlements, customer: 'acme', requestId: 'request-1' })
  const stream = meterStream((config) => provider.model().stream(text, config), { handler, ...options })
  return { entitlements, handler, stream }
}

describe('meterStream', () => {
  test('warns of a stream that no callback announced', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const handler = new UsageCallbackHandler({ entitlements: new RecordingEntitlements(), customer: 'acme' })
    const forgetful = meterStream(() => provider.model().stream('hello'), { handler })
    for await (const _chunk of forgetful);
    expect(warn.mock.calls).toEqual([[expect.stringContaining('no callback'), { code: 'TALLYGATE_UNMETERED_STREAM' }]])
    const { stream } = metered('hello')
    for await (const _chunk of stream);
    expect(warn.mock.calls).toHaveLength(1)
  })

  test('a stream that is read to its end is settled before its end is seen', async () => {
    const { entitlements, stream } = metered('hello')
    let text = ''
    for await (const chunk of stream) text += chunk.text
    expect(text).toBe('Hello, and welcome to this rather long answer.')
    expect(entitlements.settled).toMatchObject([exact])
  })

  test('a reader that breaks is free at once, and the rest is billed in the background', async () => {
    const { entitlements, stream } = metered('hello')
    for await (const _chunk of stream) break
    expect(entitlements.settled).toEqual([])
    expect(await drained(entitlements)).toBe(0)
    expect(entitlements.settled).toMatchObject([exact])
  })

  test('a reader that throws gets its own error, and the rest is billed', async () => {
    const { entitlements, stream } = metered('hello')
    const reading = (async () => {
      for await (const _chunk of stream) throw new Error('the reader failed')
    })()
    await expect(reading).rejects.toThrow('the reader failed')
    await drained(entitlements)
    expect(entitlements.settled).toMatchObject([exact])
  })

  test('a reader that aborts while it waits gets the reason of its signal', async () => {
    const controller = new AbortController()
    const { entitlements, stream } = metered('hello', { signal: controller.signal })
    await stream.next()
    const waiting = stream.next()
    controller.abort(new Error('closed'))
    await expect(waiting.then(() => stream.next())).rejects.toThrow('closed')
    await drained(entitlements)
    expect(entitlements.settled).toMatchObject([exact])
  })

  test.each([
    ['time', { maxMs: 100 }],
    ['tokens', { maxTokens: 10 }],
    ['number', { maxConcurrent: 0 }],
  ])('a drain over its limit of %s is an estimate of what arrived', async (_name, drain) => {
    const { entitlements, stream } = metered('endless', { drain })
    let text = ''
    for await (const chunk of stream) {
      text += chunk.text
      if (text.length > 20) break
    }
    await expect.poll(() => entitlements.settled).toHaveLength(1)
    const [settled] = entitlements.settled
    expect(settled).toMatchObject({ source: 'estimate', model: 'gpt-4o-mini' })
    expect(settled?.completionTokens).toBeGreaterThanOrEqual(5)
    expect(settled?.completionTokens).toBeLessThan(5_500)
    expect(await drained(entitlements)).toBe(0)
  })

  test('where nothing is drained, the estimate is there when the reader goes on', async () => {
    const { entitlements, stream } = metered('endless', { onAbandon: 'estimate' })
    for await (const chunk of stream) if (chunk.text !== '') break
    expect(entitlements.settled).toMatchObject([{ source: 'estimate', completionTokens: expect.any(Number) }])
  })

  test('a stream that is never read makes no call', async () => {
    provider.mock.clearRequests()
    const { entitlements, stream } = metered('hello')
    await stream.return()
    expect([entitlements.did, provider.requests()]).toEqual([[], []])
  })

  test('a denial is thrown to the reader, and the provider is not called', async () => {
    provider.mock.clearRequests()
    const handler = new UsageCallbackHandler({ entitlements: new RecordingEntitlements(denial), customer: 'acme' })
    const stream = meterStream((config) => provider.model().stream('hello', config), { handler })
    await expect(stream.next()).rejects.toMatchObject({ code: 'ENTITLEMENT_DENIED' })
    expect(provider.requests()).toEqual([])
  })

  test('beside the same handler in the call it counts once', async () => {
    const entitlements = new RecordingEntitlements()
    const handler = new UsageCallbackHandler({ entitlements, customer: 'acme', requestId: 'request-1' })
    const model = provider.model({ callbacks: [handler] })
    for await (const _chunk of meterStream((config) => model.stream('hello', config), { handler }));
    expect(entitlements.did).toEqual(['reserve', 'settle'])
    expect(handler.attempts).toHaveLength(1)
  })

  test.each([
    ['an unknown option', { drains: {} }, 'drains'],
    ['no handler', { handler: undefined }, 'handler'],
    ['a signal of another type', { signal: true }, 'signal'],
    ['an unknown policy', { onAbandon: 'ignore' }, 'onAbandon'],
    ['an unknown limit', { drain: { maxBytes: 1 } }, 'drain.maxBytes'],
    ['a negative limit', { drain: { maxMs: -1 } }, 'drain.maxMs'],
  ])('%s is refused by its name, the rule and the value', (_name, given, option) => {
    expect(() => metered('hello', given as unknown as MeterStreamOptions)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        option,
        message: expect.stringMatching(/^\S+ must be [^;]+; it is [^;]+\./),
      }),
    )
  })
})
