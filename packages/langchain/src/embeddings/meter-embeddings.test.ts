import { Embeddings } from '@langchain/core/embeddings'
import { OpenAIEmbeddings } from '@langchain/openai'
import { EntitlementDeniedError } from '@tallygate/entitlements/metering'
import { CountingProvider } from '@tallygate/test-kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { denial, RecordingEntitlements } from '../../test/recording-entitlements.ts'
import { meterEmbeddings } from './meter-embeddings.ts'

let provider: CountingProvider
beforeAll(async () => {
  provider = await CountingProvider.start()
})
afterAll(async () => await provider?.[Symbol.asyncDispose]())

const openAi = (more = {}) =>
  new OpenAIEmbeddings({
    model: 'text-embedding-3-small',
    apiKey: 'none',
    maxRetries: 0,
    configuration: { baseURL: `${provider.url}/v1` },
    ...more,
  })
const forAcme = { customer: 'acme' }

/** An integration that shows no usage. */
class Silent extends Embeddings {
  #calls = 0
  async embedDocuments(texts: string[]): Promise<number[][]> {
    this.#calls += 1
    return texts.map(() => [this.#calls])
  }
  async embedQuery(text: string): Promise<number[]> {
    return [text.length]
  }
}

describe('meterEmbeddings', () => {
  it('settles each request with what the provider counted, as attempts of one request', async () => {
    const entitlements = new RecordingEntitlements()
    const embeddings = meterEmbeddings(entitlements, openAi({ batchSize: 2 }), forAcme)
    const from = provider.calls.length
    expect(await embeddings.embedDocuments(['a', 'b', 'c'])).toHaveLength(3)
    const { prompt } = provider.counted(from)
    expect(entitlements.settled.reduce((sum, { promptTokens = 0 }) => sum + promptTokens, 0)).toBe(prompt)
    expect(entitlements.settled).toEqual([
      { model: 'text-embedding-3-small', promptTokens: 9, completionTokens: 0, source: 'provider' },
      { model: 'text-embedding-3-small', promptTokens: 9, completionTokens: 0, source: 'provider' },
    ])
    const requests = entitlements.calls.flatMap((call) => (call.did === 'reserve' ? [call.request] : []))
    expect(requests).toMatchObject([
      { customer: 'acme', model: 'text-embedding-3-small', estimate: { completionTokens: 0 } },
      { customer: 'acme' },
    ])
    expect(new Set(requests.map(({ requestId }) => requestId)).size).toBe(1)
    expect(new Set(requests.map(({ attempt }) => attempt)).size).toBe(2)
  })

  it('meters a query, and leaves the embeddings themselves as they are', async () => {
    const entitlements = new RecordingEntitlements()
    const own = openAi()
    const embeddings = meterEmbeddings(entitlements, own, { ...forAcme, requestId: ({ texts }) => `req-${texts[0]}` })
    expect(await embeddings.embedQuery('a')).toEqual([0.25, -0.5])
    expect([embeddings.model, embeddings instanceof OpenAIEmbeddings]).toEqual(['text-embedding-3-small', true])
    expect(entitlements.calls).toMatchObject([
      { did: 'reserve', request: { requestId: 'req-a' } },
      { did: 'settle', usage: { promptTokens: 9 } },
    ])
    await own.embedQuery('a')
    expect(entitlements.calls).toHaveLength(2)
  })

  it('makes no request for a denied call', async () => {
    const from = provider.calls.length
    const denied = meterEmbeddings(new RecordingEntitlements(denial), openAi(), forAcme).embedQuery('a')
    expect(EntitlementDeniedError.find(await denied.catch((error: unknown) => error))?.decision.customer).toBe('acme')
    expect(provider.calls).toHaveLength(from)
  })

  it('gives a hold back where the provider refused, and estimates where it stated no usage', async () => {
    const entitlements = new RecordingEntitlements()
    const embeddings = meterEmbeddings(entitlements, openAi(), forAcme)
    await expect(embeddings.embedQuery('please refuse')).rejects.toThrow()
    expect(entitlements.did).toEqual(['reserve', 'release'])
    await embeddings.embedQuery('please silent')
    expect(entitlements.settled).toMatchObject([{ source: 'estimate', completionTokens: 0 }])
  })

  it('estimates a call of an integration that hides its usage, also one with private members', async () => {
    const entitlements = new RecordingEntitlements()
    const embeddings = meterEmbeddings(entitlements, new Silent({}), { ...forAcme, model: 'own' })
    expect(await embeddings.embedDocuments(['12345678', 'b'])).toEqual([[1], [1]])
    expect(await embeddings.embedQuery('abc')).toEqual([3])
    expect(entitlements.settled).toMatchObject([
      { model: 'own', promptTokens: 6, completionTokens: 0, source: 'estimate' },
      { model: 'own', source: 'estimate' },
    ])
  })

  it('needs to know for whom, and which model', async () => {
    const entitlements = new RecordingEntitlements()
    await expect(meterEmbeddings(entitlements, openAi()).embedQuery('a')).rejects.toThrow('customer must be named')
    expect(() => meterEmbeddings(entitlements, new Silent({}))).toThrow('model must be the id of the model')
    expect(() => meterEmbeddings(entitlements, {} as never)).toThrow('embeddings must be embeddings of LangChain.js')
    expect(() => meterEmbeddings(entitlements, openAi(), { onAbandon: 'drain' } as never)).toThrow(
      'onAbandon must be one of customer, ',
    )
  })
})
