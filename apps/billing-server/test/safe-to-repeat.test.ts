import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

describe.each(testEngines)('an Idempotency-Key on $name', (engine) => {
  let server: TestServer

  beforeAll(async () => {
    server = await TestServer.start(engine)
  })
  afterAll(() => server.stop())
  afterEach(() => server.must('PUT', '/local/faults', {}))

  const post = (key: string, body: object, path = '/v1/features') =>
    server.call('POST', path, body, { 'idempotency-key': key })

  it('replays the first answer, and does the work once', async () => {
    const key = randomUUID()
    const first = await post(key, { reference: 'replayed', type: 'SWITCH' })
    const second = await post(key, { reference: 'replayed', type: 'SWITCH' })
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body).toEqual(first.body)
    expect([first.headers.get('idempotent-replayed'), second.headers.get('idempotent-replayed')]).toEqual([
      null,
      'true',
    ])
  })

  it('refuses another body, or another operation, under the same key', async () => {
    const key = randomUUID()
    await post(key, { reference: 'one-body', type: 'SWITCH' })
    const body = await post(key, { reference: 'other-body', type: 'SWITCH' })
    const path = await post(key, { reference: 'one-body' }, '/v1/meters')
    expect([body.status, body.body.code, path.status]).toEqual([409, 'IDEMPOTENCY_CHECK_FAILED', 409])
  })

  it('keeps no failure: a corrected request may use the key again', async () => {
    const key = randomUUID()
    expect((await post(key, { reference: 'an-enum', type: 'ENUM' })).status).toBe(400)
    expect((await post(key, { reference: 'an-enum', type: 'ENUM', enum_values: ['a'] })).status).toBe(201)
  })

  it('answers 422 while the first request is under way', async () => {
    const key = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post(key, { reference: 'at-once', type: 'SWITCH' })),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status !== 201 && status !== 422)).toEqual([])
    expect(statuses).toContain(201)
    const stored = await server.must('GET', '/v1/features?limit=100')
    expect(stored.data.filter((one: { reference: string }) => one.reference === 'at-once')).toHaveLength(1)
  })

  it('gives back an answer that was lost after the work was done', async () => {
    const key = randomUUID()
    await server.must('PUT', '/local/faults', { lost_response_rate: 1, times: 1 })
    await expect(post(key, { reference: 'lost-answer', type: 'SWITCH' })).rejects.toThrow()
    const again = await post(key, { reference: 'lost-answer', type: 'SWITCH' })
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true'])
  })

  it('refuses a key of more than 255 characters', async () => {
    const answer = await post('k'.repeat(256), { reference: 'long-key', type: 'SWITCH' })
    expect([answer.status, answer.body.field]).toEqual([400, 'Idempotency-Key'])
  })

  it('plays errors for the operations that were named, as often as was asked', async () => {
    await server.must('PUT', '/local/faults', {
      error_rate: 1,
      error_status: 429,
      operations: ['listFeatures'],
      times: 1,
    })
    const limited = await server.call('GET', '/v1/features')
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '1'])
    expect((await server.call('GET', '/v1/features')).status).toBe(200)
    const unknown = await server.call('PUT', '/local/faults', { error_rates: 1 })
    expect([unknown.status, unknown.body.field]).toEqual([400, 'error_rates'])
  })
})
