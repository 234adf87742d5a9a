import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followGuide, type Guide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { completionEvent, TestServer } from './test-server.ts'

describe.each(testEngines)('a reference that is used again, on $name', (engine) => {
  let server: TestServer
  let guide: Guide

  beforeAll(async () => {
    server = await TestServer.start(engine)
    guide = await followGuide(server, { startAt: '2026-01-01T00:00:00Z' })
    await server.must('POST', '/v1/customers', { reference: 'globex', type: 'ORGANIZATION', status: 'ACTIVE' })
  })
  afterAll(() => server.stop())

  const send = (event: object) => server.call('POST', '/v1/ingest/meter-data', event)
  const total = async (): Promise<string> => {
    const { data } = await server.must('GET', `/v1/ingest/meter-data?customer_id=${guide.customerId}&limit=100`)
    return data
      .filter((one: { processed_details: { type: string } }) => one.processed_details.type === 'DEFAULT')
      .map((one: { reference: string }) => one.reference)
      .toSorted()
      .join(' ')
  }

  it.each<[name: string, other: object, why: string]>([
    ['meter', { meter_reference: 'prompt_tokens' }, 'another meter'],
    ['customer', { customer_reference: 'globex' }, 'another customer'],
    ['value', { meter_values: [{ reference: 'token_count', number: '9' }] }, 'another value'],
  ])('is a conflict for another %s: 409, and the first event counts', async (name, other, why) => {
    const first = completionEvent(`request-of-${name}`, '5')
    const made = await send(first)
    expect(made.status).toBe(201)
    const refused = await send({ ...first, ...other })
    expect([refused.status, refused.body.code, refused.body.field, refused.body.resource_id]).toEqual([
      409,
      'COULD_NOT_CREATE_RESOURCE',
      'reference',
      made.body.id,
    ])
    expect(refused.body.message).toContain(why)
    const again = await send(first)
    expect([again.status, again.body.processed_details.type]).toEqual([201, 'DUPLICATE'])
  })

  it('is a conflict after its event was deleted', async () => {
    const event = completionEvent('request-deleted', '5')
    const made = await send(event)
    await server.must('POST', `/v1/ingest/meter-data/${made.body.id}/delete`)
    const refused = await send(event)
    expect([refused.status, refused.body.field]).toEqual([409, 'reference'])
    expect(refused.body.message).toContain('deleted')
  })

  it('fails its batch whole and names the place, and not the requests beside it', async () => {
    const prompt = { ...completionEvent('request-of-both', '5'), meter_reference: 'prompt_tokens' }
    const before = await total()
    const [batch, beside] = await Promise.all([
      server.call('POST', '/v1/ingest/meter-datas', {
        meter_datas: [completionEvent('request-before', '5'), completionEvent('request-of-both', '5'), prompt],
      }),
      send(completionEvent('request-beside', '5')),
    ])
    expect([batch.status, batch.body.field]).toEqual([409, 'meter_datas.2.reference'])
    expect(beside.status).toBe(201)
    expect(await total()).toBe([...before.split(' '), 'request-beside'].filter(Boolean).toSorted().join(' '))
  })

  it('is the same event where its number is written in another way', async () => {
    const event = (number: string) =>
      completionEvent('request-written-otherwise', number, { timestamp: '2026-01-05T00:00:00Z' })
    await server.call('POST', '/v1/ingest/meter-data', event('-50'))
    const again = await send(event('-50.0'))
    expect([again.status, again.body.processed_details.type]).toEqual([201, 'DUPLICATE'])
  })

  it('stays a duplicate where only the time or a property differs: it is kept and listed', async () => {
    const event = completionEvent('request-later', '5', { timestamp: '2026-01-05T00:00:00Z' })
    await server.call('POST', '/v1/ingest/meter-data', event)
    const again = await send({ ...event, timestamp: '2026-01-05T00:00:01Z' })
    expect([again.status, again.body.processed_details.type]).toEqual([201, 'DUPLICATE'])
  })
})
