import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAX_BODY_BYTES } from '../src/http/json-body.ts'
import { followGuide, type Guide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { completionEvent, TestServer } from './test-server.ts'

describe.each(testEngines)('bad input on $name', (engine) => {
  let server: TestServer
  let guide: Guide

  beforeAll(async () => {
    server = await TestServer.start(engine)
    guide = await followGuide(server)
  })
  afterAll(() => server.stop())

  const events = async () => (await server.must('GET', `/v1/ingest/meter-data?customer_id=${guide.customerId}`)).data

  const event = (overrides: Record<string, unknown>) => ({ ...completionEvent('reference-of-bad', '1'), ...overrides })
  const values = (value: unknown) => event({ meter_values: [value] })
  const property = (value: unknown) => event({ meter_properties: [value] })
  const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()

  it.each<[name: string, given: unknown, want: { status?: number; code: string; field: string }]>([
    ['malformed JSON', '{"reference": ', { code: 'BAD_REQUEST', field: 'body' }],
    ['a body that is a string', '"event"', { code: 'BAD_REQUEST', field: 'body' }],
    ['a list instead of an event', [], { code: 'INVALID_FIELD', field: 'body' }],
    [
      'an oversized body',
      JSON.stringify({ reference: 'x'.repeat(MAX_BODY_BYTES) }),
      { status: 413, code: 'BAD_REQUEST', field: 'body' },
    ],
    ['no reference', event({ reference: undefined }), { code: 'MISSING_FIELD', field: 'reference' }],
    ['a reference of 9 characters', event({ reference: '123456789' }), { code: 'INVALID_FIELD', field: 'reference' }],
    [
      'a reference of 257 characters',
      event({ reference: 'r'.repeat(257) }),
      { code: 'INVALID_FIELD', field: 'reference' },
    ],
    [
      'a reference that is a number',
      event({ reference: 1_234_567_890 }),
      { code: 'INVALID_FIELD', field: 'reference' },
    ],
    [
      'a reference that cannot be stored',
      event({ reference: 'null\u0000character' }),
      { code: 'INVALID_FIELD', field: 'reference' },
    ],
    [
      'half of a character',
      event({ reference: `half-${'\ud800'}-of-one` }),
      { code: 'INVALID_FIELD', field: 'reference' },
    ],
    [
      'an unknown customer',
      event({ customer_reference: 'nobody' }),
      { code: 'RESOURCES_NOT_FOUND', field: 'customer_reference' },
    ],
    [
      'an unknown customer id',
      event({ customer_id: 'cust_00000000000000000000' }),
      { code: 'RESOURCES_NOT_FOUND', field: 'customer_id' },
    ],
    ['no customer', event({ customer_reference: undefined }), { code: 'MISSING_FIELD', field: 'customer_reference' }],
    [
      'an unknown meter',
      event({ meter_reference: 'nothing' }),
      { code: 'RESOURCES_NOT_FOUND', field: 'meter_reference' },
    ],
    ['no meter', event({ meter_reference: undefined }), { code: 'MISSING_FIELD', field: 'meter_reference' }],
    [
      'a number in words',
      values({ reference: 'token_count', number: 'many' }),
      { code: 'INVALID_FIELD', field: 'meter_values.0.number' },
    ],
    [
      'a number with an exponent',
      values({ reference: 'token_count', number: '1e3' }),
      { code: 'INVALID_FIELD', field: 'meter_values.0.number' },
    ],
    [
      'a JSON number',
      values({ reference: 'token_count', number: 1 }),
      { code: 'INVALID_FIELD', field: 'meter_values.0.number' },
    ],
    [
      'an amount for a number',
      values({ reference: 'token_count', amount: { quantity: '1', currency: 'USD' } }),
      { code: 'INVALID_FIELD', field: 'meter_values.0.amount' },
    ],
    [
      'an unknown value',
      values({ reference: 'nothing', number: '1' }),
      { code: 'RESOURCES_NOT_FOUND', field: 'meter_values.0.reference' },
    ],
    ['no required value', event({ meter_values: [] }), { code: 'INVALID_FIELD', field: 'meter_values' }],
    [
      'a property without its value',
      property({ reference: 'model_id' }),
      { code: 'MISSING_FIELD', field: 'meter_properties.0.value' },
    ],
    [
      'a property of the wrong type',
      property({ reference: 'model_id', value: 4 }),
      { code: 'INVALID_FIELD', field: 'meter_properties.0.value' },
    ],
    ['no required property', event({ meter_properties: [] }), { code: 'INVALID_FIELD', field: 'meter_properties' }],
    ['an event of the next hour', event({ timestamp: inAnHour() }), { code: 'INVALID_FIELD', field: 'timestamp' }],
    ['a day without a time', event({ timestamp: '2026-01-05' }), { code: 'INVALID_FIELD', field: 'timestamp' }],
    [
      'a time without a zone',
      event({ timestamp: '2026-01-05T10:00:00' }),
      { code: 'INVALID_FIELD', field: 'timestamp' },
    ],
  ])('answers %s with an ApiError that names the field, and stores nothing', async (_, given, want) => {
    const answer = await server.call('POST', '/v1/ingest/meter-data', given)
    expect({ status: answer.status, code: answer.body.code, field: answer.body.field }).toEqual({
      status: 400,
      ...want,
    })
    expect(answer.body.type).toBe('INVALID_REQUEST')
    expect(answer.body.message).not.toBe('')
    expect(answer.headers.get('x-request-id')).toMatch(/^reqr_[0-9A-Za-z]{20}$/)
    expect(await events()).toEqual([])
    expect((await server.call('GET', '/readyz')).status).toBe(200)
  })

  it('refuses a batch whole, and names the event and the field', async () => {
    const batch = [completionEvent('good-reference', '1'), values({ reference: 'token_count', number: 'many' })]
    const answer = await server.call('POST', '/v1/ingest/meter-datas', { meter_datas: batch })
    expect([answer.status, answer.body.field]).toEqual([400, 'meter_datas.1.meter_values.0.number'])
    expect(await events()).toEqual([])
  })

  it('refuses a batch of more than 1,000 events', async () => {
    const batch = Array.from({ length: 1001 }, (_, index) => completionEvent(`reference-${index}`, '1'))
    const answer = await server.call('POST', '/v1/ingest/meter-datas', { meter_datas: batch })
    expect([answer.status, answer.body.field]).toEqual([400, 'meter_datas'])
  })

  it('refuses a version after the highest number that there is', async () => {
    const plan = await server.must('POST', '/v1/pricing-plans', { reference: 'of-high-numbers', name: 'High' })
    const highest = { pricing_plan_id: plan.id, version: 2_147_483_647 }
    await server.must('POST', '/v1/pricing-plan-versions', highest)
    for (const method of ['POST', 'PUT']) {
      const answer = await server.call(method, '/v1/pricing-plan-versions', { pricing_plan_id: plan.id })
      expect([answer.status, answer.body.field], method).toEqual([400, 'version'])
    }
  })

  it('names a field deep inside of a tree with its positions', async () => {
    const answer = await server.call('POST', '/v1/pricing-plan-versions', {
      pricing_plan_id: guide.planId,
      pricing_categories: [
        { pricings: [{ items: [{ configs: [{ type: 'FLAT', bands: [{ amount: { quantity: 12 } }] }] }] }] },
      ],
    })
    expect([answer.status, answer.body.field]).toEqual([
      400,
      'pricing_categories.0.pricings.0.items.0.configs.0.bands.0.amount.quantity',
    ])
  })

  it.each<[name: string, path: string, field: string]>([
    ['a page of zero', '/v1/customers?page=0', 'page'],
    ['a limit in words', '/v1/customers?limit=all', 'limit'],
    ['a limit above the maximum', '/v1/customers?limit=101', 'limit'],
    ['a value given twice', '/v1/customers?page=1&page=2', 'page'],
    ['an unknown status', '/v1/meters?statuses[]=NEW', 'statuses[].0'],
    ['a flag that is neither', '/v1/invoices?include_lines=yes', 'include_lines'],
  ])('refuses a query with %s', async (_, path, field) => {
    const answer = await server.call('GET', path)
    expect([answer.status, answer.body.code, answer.body.field]).toEqual([400, 'INVALID_FIELD', field])
  })

  it('answers 415 for another content type', async () => {
    const answer = await server.call('POST', '/v1/meters', 'reference=x', { 'content-type': 'text/plain' })
    expect([answer.status, answer.body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
  })

  it.each<[name: string, headers: Record<string, string>]>([
    ['no key', { 'x-api-key': '' }],
    ['a wrong key', { 'x-api-key': 'local-test-kez' }],
  ])('answers 401 for %s, also where the path is unknown', async (_, headers) => {
    for (const path of ['/v1/meters', '/v1/nothing']) {
      const answer = await server.call('GET', path, undefined, headers)
      expect([answer.status, answer.body.code]).toEqual([401, 'UNAUTHORISED'])
    }
  })

  it('answers 404 for an unknown path or resource, and 405 for another method', async () => {
    expect((await server.call('GET', '/v1/nothing')).body.code).toBe('RESOURCE_NOT_FOUND')
    const missing = await server.call('GET', '/v1/meters/nothing')
    expect([missing.status, missing.body.resource_type, missing.body.resource_id]).toEqual([404, 'METER', 'nothing'])
    const method = await server.call('DELETE', '/v1/meters')
    expect([method.status, method.headers.get('allow')]).toEqual([405, 'GET, POST'])
    expect((await server.call('GET', '/v1/meters/%E0%A4%A')).status).toBe(400)
  })

  it('ignores members that the contract does not know, and does not keep them', async () => {
    const meter = await server.must('POST', '/v1/meters', { reference: 'with-more', colour: 'blue', id: 'metr_chosen' })
    expect(meter).not.toHaveProperty('colour')
    expect(meter.id).toMatch(/^metr_[0-9A-Za-z]{20}$/)
  })
})
