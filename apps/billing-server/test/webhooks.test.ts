import { verifyWebhook } from '@tallygate/client'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'
import { WebhookListener } from './webhook-listener.ts'

describe.each(testEngines)('webhooks on $name', (engine) => {
  let server: TestServer
  let listener: WebhookListener
  let webhookId: string

  beforeAll(async () => {
    server = await TestServer.start(engine)
  })
  afterAll(() => server.stop())

  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    listener = await WebhookListener.start()
    const webhook = await server.must('POST', '/v1/webhooks', {
      url: listener.url,
      name: 'Features',
      reference: 'features',
      included_actions: ['FEATURE.CREATED', 'FEATURE.UPDATED', 'FEATURE.DELETED'],
      excluded_actions: ['FEATURE.UPDATED'],
    })
    webhookId = webhook.id
    return () => listener.close()
  })

  const feature = (reference: string) => server.must('POST', '/v1/features', { reference, type: 'SWITCH' })
  const advance = (duration: string) => server.must('POST', '/local/clock', { advance: duration })
  const events = async () => (await server.must('GET', '/v1/webhook-events')).data

  it('sends what is included and not excluded, once', async () => {
    const made = await feature('one')
    await server.must('PATCH', `/v1/features/${made.id}`, { name: 'renamed' })
    await server.must('POST', '/v1/meters', { reference: 'not-a-feature' })
    await server.must('DELETE', `/v1/features/${made.id}`)
    await advance('PT1S')
    expect(listener.types()).toEqual(['FEATURE.CREATED', 'FEATURE.DELETED'])
    expect(JSON.parse(listener.deliveries[0]?.body ?? '')).toMatchObject({
      environment: 'TEST',
      type: 'FEATURE.CREATED',
      data: { object_type: 'FEATURE', reference: 'one' },
    })
  })

  it('holds back later events while one fails, and sends all in order when it gets through', async () => {
    listener.answers.push(500, 503)
    await feature('first')
    await feature('second')
    await advance('PT1S')
    expect(listener.types()).toHaveLength(1)
    const blocked = await server.must('GET', `/v1/webhooks/${webhookId}`)
    expect(blocked.penalty_box_data).toMatchObject({ retry_count: 1, cause: 'answered 500' })
    // 2 minutes after the first failure, then 4 more.
    await advance('PT2M')
    expect(listener.types()).toHaveLength(2)
    await advance('PT3M')
    expect(listener.types()).toHaveLength(2)
    await advance('PT2M')
    const references = listener.deliveries.map(({ body }) => JSON.parse(body).data.reference)
    expect(references).toEqual(['first', 'first', 'first', 'second'])
    expect((await events()).map((one: { status: string }) => one.status)).toEqual(['SUCCEEDED', 'SUCCEEDED'])
  })

  it('gives an event up after 7 days, goes on with the next one, and can send the first again', async () => {
    // 9 attempts in the first 15.5 hours, then one every 8 hours until the 7 days are over.
    listener.failing = true
    await feature('lost')
    await advance('P8D')
    listener.failing = false
    await feature('next')
    await advance('PT1S')
    const [next, lost] = await events()
    expect([next.status, lost.status, lost.cause]).toEqual(['SUCCEEDED', 'FAILED', 'answered 500'])
    expect(lost.retry_count).toBe(29)
    const again = await server.must('POST', `/v1/webhook-events/${lost.id}/resend`)
    expect(again.status).toBe('SUCCEEDED')
    expect(listener.deliveries.at(-1)?.body).toContain('"reference":"lost"')
  })

  it('signs with the new and the previous secret for 24 hours after a roll', async () => {
    const roll = async () =>
      (await server.must('PATCH', `/v1/webhooks/${webhookId}/secret-key`, {})).secret_key as string
    const first = await roll()
    const second = await roll()
    await feature('while-both-are-valid')
    await advance('PT1S')
    const verify = (index: number, secret: string) => {
      const { body = '', headers = {} } = listener.deliveries[index] ?? {}
      return verifyWebhook({ body, headers, secret })
    }
    expect((await verify(0, first)).type).toBe('FEATURE.CREATED')
    expect((await verify(0, second)).type).toBe('FEATURE.CREATED')
    await advance('P1D')
    await feature('a-day-later')
    await advance('PT1S')
    expect((await verify(1, second)).type).toBe('FEATURE.CREATED')
    await expect(verify(1, first)).rejects.toThrow()
    expect(await server.must('GET', `/v1/webhooks/${webhookId}`)).not.toHaveProperty('secret_key')
  })

  it('authenticates as the webhook says', async () => {
    await server.must('PATCH', `/v1/webhooks/${webhookId}`, {
      authentication_type: 'API_KEY',
      api_key: 'receiver-key',
      api_header_field: 'X-Receiver',
    })
    const tested = await server.must('POST', `/v1/webhooks/${webhookId}/send-test`)
    expect(tested).toEqual({ successful: true, message: 'delivered' })
    expect(listener.deliveries[0]?.headers['x-receiver']).toBe('receiver-key')
    const shown = await server.must('GET', `/v1/webhooks/${webhookId}`)
    expect(shown).not.toHaveProperty('api_key')
  })

  it('says why a test failed', async () => {
    listener.answers.push(404)
    expect(await server.must('POST', `/v1/webhooks/${webhookId}/send-test`)).toEqual({
      successful: false,
      message: 'answered 404',
    })
  })
})

describe('webhook targets', () => {
  it('are only those that the operator allows', async () => {
    const [engine] = testEngines
    if (engine === undefined) throw new Error('no engine')
    const server = await TestServer.start(engine, { webhookHosts: ['hooks.example', '127.0.0.1:9000'] })
    try {
      const create = (url: string) =>
        server.call('POST', '/v1/webhooks', { url, name: 'x', reference: `r${Math.abs(url.length)}${url.slice(-6)}` })
      expect((await create('https://hooks.example/in')).status).toBe(201)
      expect((await create('http://127.0.0.1:9000/in')).status).toBe(201)
      for (const url of [
        'http://127.0.0.1:9001/x',
        'http://169.254.169.254/latest',
        'ftp://hooks.example/x',
        'https://user:pass@hooks.example/',
      ]) {
        const refused = await create(url)
        expect([refused.status, refused.body.field]).toEqual([400, 'url'])
      }
    } finally {
      await server.stop()
    }
  })
})
