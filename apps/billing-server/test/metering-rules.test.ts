import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { followGuide, type Guide, linesOf } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { completionEvent, TestServer } from './test-server.ts'

describe.each(testEngines)('the rules of metering, on $name', (engine) => {
  let server: TestServer
  let guide: Guide

  beforeAll(async () => {
    server = await TestServer.start(engine)
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    guide = await followGuide(server)
  })

  const refusal = async (method: string, path: string, body?: unknown) => {
    const answer = await server.call(method, path, body)
    return [answer.status, answer.body.code, answer.body.field]
  }
  const ingest = (reference: string, overrides = {}) =>
    server.must('POST', '/v1/ingest/meter-data', completionEvent(reference, '5', overrides))
  const quantity = async () => (await linesOf(server, guide.customerId)).lines[0]?.meter_value.number
  const totalOf = async (path: string): Promise<number> => (await server.must('GET', path)).data.length

  it('books an event on the subscription that it names, and refuses one that is not there', async () => {
    const path = '/v1/ingest/meter-data'
    const named = await ingest('names-its-subscription', { pricing_plan_subscription_id: guide.subscriptionId })
    expect(named.pricing_plan_subscription_id).toBe(guide.subscriptionId)
    const { reference } = await server.must('GET', `/v1/pricing-plan-subscriptions/${guide.subscriptionId}`)
    const again = await ingest('names-it-by-reference', { pricing_plan_subscription_reference: reference })
    expect([again.pricing_plan_subscription_id, again.pricing_plan_subscription_reference]).toEqual([
      guide.subscriptionId,
      reference,
    ])
    expect(await server.must('GET', `${path}/${again.id}`)).toEqual(again)
    const other = await server.must('POST', '/v1/pricing-plan-subscriptions', { customer_id: guide.customerId })
    const draft = await ingest('names-a-draft', { pricing_plan_subscription_id: other.id })
    expect([draft.processed_details.type, draft.pricing_plan_subscription_id]).toEqual(['NOT_MATCHED', other.id])
    const asks = (overrides: object) => refusal('POST', path, completionEvent('is-refused-anyway', '5', overrides))
    const unknown = 'ppsu_00000000000000000000'
    expect(await asks({ pricing_plan_subscription_id: unknown })).toEqual([
      400,
      'RESOURCES_NOT_FOUND',
      'pricing_plan_subscription_id',
    ])
    expect(await asks({ pricing_plan_subscription_reference: 'nothing' })).toEqual([
      400,
      'RESOURCES_NOT_FOUND',
      'pricing_plan_subscription_reference',
    ])
    const both = { pricing_plan_subscription_id: other.id, pricing_plan_subscription_reference: reference }
    expect(await asks(both)).toEqual([400, 'INVALID_FIELD', 'pricing_plan_subscription_reference'])
    expect(await asks({ pricing_plan_subscription_selector: { fallback: 'NONE' } })).toEqual([
      400,
      'INVALID_FIELD',
      'pricing_plan_subscription_selector',
    ])
    expect(await totalOf('/v1/events?reference=is-refused-anyway')).toBe(0)
    expect(await quantity()).toBe('10')
  })

  it('traces a repeated report to where its original counts, the same at every read', async () => {
    const event = await ingest('reported-twice')
    const repeated = await ingest('reported-twice')
    const trace = await server.must('GET', `/v1/events/${event.id}/event_trace`)
    expect(trace.links).toHaveLength(1)
    expect(await server.must('GET', `/v1/events/${event.id}/event_trace`)).toEqual(trace)
    expect(await server.must('GET', `/v1/events/${repeated.id}/event_trace`)).toEqual(trace)
  })

  it('deletes a repeated report alone, and its original goes on counting', async () => {
    await ingest('reported-twice')
    const repeated = await ingest('reported-twice')
    const deleted = await server.must('POST', `/v1/events/${repeated.id}/delete`)
    expect([deleted.id, deleted.deleted]).toEqual([repeated.id, true])
    expect(await totalOf('/v1/events?processed_details_type=DUPLICATE&deleted=false')).toBe(0)
    expect(await quantity()).toBe('5')
  })

  it('counts occurrences as the number of a value', async () => {
    const path = '/v1/ingest/meter-data'
    const counted = (count: string, more = {}) =>
      completionEvent('counts-occurrences', '0', { meter_values: [{ reference: 'token_count', count, ...more }] })
    for (const [body, field] of [
      [counted('1.5'), 'meter_values.0.count'],
      [counted('-1'), 'meter_values.0.count'],
      [counted('1', { number: '1' }), 'meter_values.0.count'],
    ] as const) {
      expect(await refusal('POST', path, body)).toEqual([400, 'INVALID_FIELD', field])
    }
    const event = await server.must('POST', path, counted('7'))
    expect(event.meter_values).toMatchObject([{ reference: 'token_count', count: '7' }])
    expect(await server.must('GET', `${path}/${event.id}`)).toEqual(event)
    expect(await quantity()).toBe('7')
    await ingest('an-ordinary-one')
    await server.must('POST', `/v1/events/${event.id}/delete`)
    expect(await quantity()).toBe('5')
  })

  describe('with meter_validation=DYNAMIC', () => {
    const path = '/v1/ingest/meter-data?meter_validation=DYNAMIC'
    const event = (reference: string, overrides = {}) => ({
      reference,
      customer_reference: 'acme-corp',
      meter_reference: 'new_meter',
      meter_values: [
        { reference: 'seconds', number: '12.5', dynamic_validation_settings: { required: true } },
        { reference: 'cost', amount: { quantity: '0.25', currency: 'USD' } },
      ],
      meter_properties: [
        { reference: 'region', value: 'eu' },
        { reference: 'kind', value: 'fast', dynamic_validation_settings: { type: 'ENUM' } },
      ],
      ...overrides,
    })

    it('makes what is missing from the event, once', async () => {
      const stored = await server.must('POST', path, event('makes-its-meter'))
      expect(stored.processed_details).toMatchObject({ type: 'NOT_MATCHED', not_matched: { variant: 'NO_PRICING' } })
      const meter = await server.must('GET', '/v1/meters/new_meter')
      expect(meter).toMatchObject({
        status: 'ACTIVE',
        meter_values: [
          { reference: 'seconds', required: true },
          { reference: 'cost', required: false },
        ],
        meter_properties: [{ reference: 'region' }, { reference: 'kind' }],
      })
      expect(await server.must('GET', '/v1/meter-values/cost')).toMatchObject({ type: 'AMOUNT', status: 'ACTIVE' })
      expect(await server.must('GET', '/v1/meter-properties/region')).toMatchObject({ type: 'STRING' })
      const another = await server.must('POST', path, event('uses-the-same-meter'))
      expect(another.meter_id).toBe(stored.meter_id)
      expect(await server.must('GET', '/v1/meters/new_meter')).toEqual(meter)
      // A value of an ENUM that it did not have; and the next event without DYNAMIC finds it.
      const slow = [{ reference: 'kind', value: 'slow', dynamic_validation_settings: { type: 'ENUM' } }]
      await server.must('POST', path, event('adds-to-the-enum', { meter_properties: slow }))
      expect((await server.must('GET', '/v1/meter-properties/kind')).enum_values).toEqual(['fast', 'slow'])
      await server.must('POST', '/v1/ingest/meter-data', event('static-afterwards', { meter_properties: slow }))
    })

    it('makes nothing for an event that is refused, nor for one that is only calculated', async () => {
      const future = { timestamp: new Date(Date.now() + 3_600_000).toISOString() }
      expect(await refusal('POST', path, event('lies-in-the-future', future))).toEqual([
        400,
        'INVALID_FIELD',
        'timestamp',
      ])
      const batch = { meter_datas: [event('a-good-event'), event('a-bad-event', { customer_reference: 'nobody' })] }
      const refused = await refusal('POST', '/v1/ingest/meter-datas?meter_validation=DYNAMIC', batch)
      expect(refused).toEqual([400, 'RESOURCES_NOT_FOUND', 'meter_datas.1.customer_reference'])
      const calculated = await server.must('POST', '/v1/events/calculate?meter_validation=DYNAMIC', event('calculated'))
      expect([calculated.type, calculated.cost_prediction.response]).toEqual(['CALCULATION', 'NOT_SUPPORTED'])
      expect((await server.call('GET', '/v1/meters/new_meter')).status).toBe(404)
      expect((await server.call('GET', '/v1/meter-values/seconds')).status).toBe(404)
      expect(await refusal('POST', '/v1/ingest/meter-data', event('static-is-default'))).toEqual([
        400,
        'RESOURCES_NOT_FOUND',
        'meter_reference',
      ])
    })

    it('makes a meter once for many that need it at the same time, and adds all of them up', async () => {
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) => server.call('POST', path, event(`at-the-same-time-${index}`))),
      )
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
      expect(new Set(answers.map(({ body }) => body.meter_id)).size).toBe(1)
      const known = await Promise.all([
        server.call('POST', path, completionEvent('of-a-known-meter', '5')),
        server.call('POST', path, event('in-one-group', { customer_reference: 'nobody' })),
      ])
      expect(known.map(({ status }) => status)).toEqual([201, 400])
      expect(await quantity()).toBe('5')
    })
  })

  it('keeps what is used: the refusal names by what', async () => {
    await ingest('uses-everything')
    const meter = await server.must('GET', '/v1/meters/completion_tokens')
    const message = async (path: string) => {
      const answer = await server.call('DELETE', path)
      return [answer.status, answer.body.code, answer.body.message]
    }
    const refused = (by: RegExp) => [409, 'COULD_NOT_DELETE_RESOURCE', expect.stringMatching(by)]
    expect(await message(`/v1/meters/${meter.id}`)).toEqual(refused(/calculation \S+ /))
    expect(await message('/v1/meter-values/token_count')).toEqual(refused(/meter (prompt|completion)_tokens /))
    expect(await message('/v1/meter-properties/model_id')).toEqual(refused(/meter (prompt|completion)_tokens /))
    const { data } = await server.must('GET', '/v1/meter-value-calculations')
    const calculation = data.find((one: { meter_id: string }) => one.meter_id === meter.id)
    expect(await message(`/v1/meter-value-calculations/${calculation.id}`)).toEqual(refused(/product item \S+ /))
    const path = '/v1/meters/completion_tokens'
    expect(await refusal('PATCH', path, { meter_values: [] })).toEqual([400, 'INVALID_OPERATION', 'meter_values'])
    expect(await refusal('PATCH', path, { meter_properties: [] })).toEqual([
      400,
      'INVALID_OPERATION',
      'meter_properties',
    ])
    expect(await server.must('GET', path)).toEqual(meter)
  })

  it('keeps the values and properties of events, also of those that count nowhere', async () => {
    const value = { reference: 'pages', name: 'Pages', type: 'NUMBER', status: 'ACTIVE' }
    const property = { reference: 'size', name: 'Size', type: 'STRING', status: 'ACTIVE' }
    await server.must('POST', '/v1/meter-values', value)
    await server.must('POST', '/v1/meter-properties', property)
    const links = { meter_values: [{ reference: 'pages' }], meter_properties: [{ reference: 'size' }] }
    await server.must('POST', '/v1/meters', { reference: 'printed', status: 'ACTIVE', ...links })
    const none = { meter_values: [], meter_properties: [] }
    await server.must('PATCH', '/v1/meters/printed', none)
    await server.must('PATCH', '/v1/meters/printed', links)
    const event = await ingest('counts-nowhere-yet', {
      meter_reference: 'printed',
      meter_values: [{ reference: 'pages', number: '3' }],
      meter_properties: [{ reference: 'size', value: 'A4' }],
    })
    expect(event.processed_details.type).toBe('NOT_MATCHED')
    expect(await refusal('PATCH', '/v1/meters/printed', { meter_values: [] })).toEqual([
      400,
      'INVALID_OPERATION',
      'meter_values',
    ])
    expect(await refusal('PATCH', '/v1/meters/printed', { meter_properties: [] })).toEqual([
      400,
      'INVALID_OPERATION',
      'meter_properties',
    ])
    const deleted = await server.call('DELETE', '/v1/meters/printed')
    expect([deleted.status, deleted.body.message]).toEqual([409, expect.stringContaining('counts-nowhere-yet')])
    await server.must('POST', `/v1/events/${event.id}/delete`)
    await server.must('PATCH', '/v1/meters/printed', none)
    await server.must('DELETE', '/v1/meter-values/pages')
    await server.must('DELETE', '/v1/meter-properties/size')
  })

  it('lists runs by their state, and books anew only the time that was asked for', async () => {
    const customer = { customer_id: guide.customerId }
    const wrong = { ...customer, start_at: '2026-02-01T00:00:00Z', end_at: '2026-01-01T00:00:00Z' }
    expect(await refusal('POST', '/v1/reprocess', { type: 'CUSTOMER', customer: wrong })).toEqual([
      400,
      'INVALID_FIELD',
      'customer.end_at',
    ])
    const run = await server.must('POST', '/v1/reprocess', { type: 'CUSTOMER', customer })
    const listed = async (query: string) =>
      (await server.must('GET', `/v1/reprocess?${query}`)).data.map(({ id }: { id: string }) => id)
    expect(await listed(`status=${run.status}`)).toEqual([run.id])
    expect(await refusal('GET', '/v1/reprocess?status=RUNNING')).toEqual([400, 'INVALID_FIELD', 'status'])
    const later = await server.must('POST', '/v1/reprocess', { type: 'CUSTOMER', customer })
    expect(await listed('order_direction=asc')).toEqual([run.id, later.id])
    expect(await listed('')).toEqual([later.id, run.id])
    expect(await refusal('GET', '/v1/reprocess?order_by=percentage')).toEqual([400, 'INVALID_FIELD', 'order_by'])
  })

  it('books the events of a customer anew within the time that was asked for, and no others', async () => {
    const first = await ingest('the-first-event', { timestamp: new Date(Date.now() - 7_200_000).toISOString() })
    const second = await ingest('the-second-event', { timestamp: new Date(Date.now() - 3_600_000).toISOString() })
    // As a change of the schedules would leave them, were it not followed by a run of its own.
    await server.server.database.query(
      `update meter_data set period_start = period_start - interval '1 second' where reference like 'the-%-event'`,
      [],
    )
    const periodOf = async (id: string) =>
      (await server.server.database.query('select period_start from meter_data where id = $1', [id]))[0]
    const before = [await periodOf(first.id), await periodOf(second.id)]
    const range = { start_at: new Date(Date.now() - 5_400_000).toISOString(), end_at: new Date().toISOString() }
    await server.must('POST', '/v1/reprocess', {
      type: 'CUSTOMER',
      customer: { customer_id: guide.customerId, ...range },
    })
    expect(await periodOf(first.id)).toEqual(before[0])
    expect(await periodOf(second.id)).not.toEqual(before[1])
  })
})
