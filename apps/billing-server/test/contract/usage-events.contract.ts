import { type Schema, unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, ContractRow } from './contract-row.ts'
import type { ContractWorld } from './contract-world.ts'

/** The units that the customer's open invoice bills. */
const billedUnits = async (world: ContractWorld, customerId: string) => {
  const invoice = await world.openInvoice(customerId)
  const lines = (invoice.periods ?? []).flatMap(({ groups }) => (groups ?? []).flatMap((group) => group.lines ?? []))
  return lines.map(({ meter_value }) => meter_value?.number)
}

/** Proves what ingestion of one event has to do under either of its names. */
function ingestsOne(path: '/v1/ingest/meter-data' | '/v1/events/ingest'): ContractRow {
  return [
    'keeps every field that was sent, bills the event once, and says so when it comes again',
    async (world) => {
      const subscribed = await world.subscribed()
      const body: Schema<'MeterDataCreateRequest'> = {
        ...world.event(subscribed, '4'),
        timestamp: new Date(Date.now() - 60_000).toISOString().replace(/\.\d{3}Z$/, 'Z'),
        pricing_plan_subscription_id: subscribed.subscription.id,
      }
      const first = await unwrap(world.client.POST(path, { body }))
      expect(first).toMatchObject({
        ...body,
        object_type: 'METER_DATA',
        type: 'INGEST',
        customer_id: subscribed.customer.id,
        meter_id: subscribed.meter.id,
        deleted: false,
        processed_details: { type: 'DEFAULT' },
      })
      const again = await unwrap(world.client.POST(path, { body }))
      expect(again.processed_details).toMatchObject({ type: 'DUPLICATE', duplicate_of_meter_data_id: first.id })
      expect(await billedUnits(world, subscribed.customer.id)).toEqual(['4'])
    },
  ]
}

/** Proves what ingestion of a batch has to do under each of its names. */
function ingestsMany(
  path: '/v1/ingest/meter-datas' | '/v1/events/ingest-list' | '/v1/events/ingest-batch',
): ContractRow {
  return [
    'takes the whole batch in its order, and bills each event of it once',
    async (world) => {
      const subscribed = await world.subscribed()
      const one = world.event(subscribed, '1')
      const events = [one, world.event(subscribed, '20'), one, world.event(subscribed, '300')]
      const { meter_datas } = await unwrap(world.client.POST(path, { body: { meter_datas: events } }))
      expect(meter_datas?.map(({ reference }) => reference)).toEqual(events.map(({ reference }) => reference))
      expect(meter_datas?.map(({ processed_details: details }) => details?.type)).toEqual([
        'DEFAULT',
        'DEFAULT',
        'DUPLICATE',
        'DEFAULT',
      ])
      expect(await billedUnits(world, subscribed.customer.id)).toEqual(['321'])
    },
  ]
}

/** Proves what the list of events has to do under either of its names. */
function lists(path: '/v1/ingest/meter-data' | '/v1/events'): ContractRow {
  return [
    'lists by customer, meter, reference and outcome, newest first, page by page',
    async (world) => {
      const subscribed = await world.subscribed()
      const first = await world.ingest(world.event(subscribed, '1'))
      const second = await world.ingest(world.event(subscribed, '2'))
      const unmatched = await world.ingest(world.event(subscribed, '3', { timestamp: '2020-01-01T00:00:00Z' }))
      const repeated = await world.ingest(world.event(subscribed, '2', { reference: second.reference }))
      type Query = {
        meter_id?: string
        reference?: string
        processed_details_type?: 'NOT_MATCHED' | 'DUPLICATE'
        limit?: number
        page?: number
      }
      const list = async (query: Query) => {
        const params = { query: { customer_id: subscribed.customer.id, ...query } }
        return (await unwrap(world.client.GET(path, { params }))).data
      }
      expect(await list({})).toEqual([unmatched, second, first])
      expect(await list({ meter_id: subscribed.meter.id })).toHaveLength(3)
      expect(await list({ meter_id: (await world.meter()).id })).toEqual([])
      expect(await list({ reference: first.reference })).toEqual([first])
      expect(await list({ processed_details_type: 'NOT_MATCHED' })).toEqual([unmatched])
      expect(await list({ processed_details_type: 'DUPLICATE' })).toEqual([repeated])
      expect(await list({ limit: 2, page: 2 })).toEqual([first])
    },
  ]
}

/** Proves what reading one event has to do under either of its names. */
function gets(path: '/v1/ingest/meter-data/{id}' | '/v1/events/{id}'): ContractRow {
  return [
    'shows an event as it was answered when it came in',
    async (world) => {
      const subscribed = await world.subscribed()
      const event = await world.ingest(world.event(subscribed, '12.5'))
      expect(event.meter_values).toMatchObject([{ number: '12.5' }])
      expect(await unwrap(world.client.GET(path, { params: { path: { id: event.id } } }))).toEqual(event)
    },
  ]
}

/** Proves what deleting an event has to do under each of its names. */
function deletes(
  remove: (world: ContractWorld, event: { readonly id: string; readonly reference: string }) => Promise<object>,
): ContractRow {
  return [
    'marks the event as deleted, and bills it no more',
    async (world) => {
      const subscribed = await world.subscribed()
      const kept = await world.ingest(world.event(subscribed, '2'))
      const event = await world.ingest(world.event(subscribed, '40'))
      expect(await remove(world, event)).toEqual({ ...event, deleted: true })
      expect(await billedUnits(world, subscribed.customer.id)).toEqual(['2'])
      const list = async (deleted: boolean) => {
        const params = { query: { customer_id: subscribed.customer.id, deleted } }
        return (await unwrap(world.client.GET('/v1/ingest/meter-data', { params }))).data
      }
      expect(await list(true)).toEqual([{ ...event, deleted: true }])
      expect(await list(false)).toEqual([kept])
    },
  ]
}

/** Proves what the trace of an event has to do under either of its names. */
function traces(path: '/v1/ingest/meter-data/{id}/event_trace' | '/v1/events/{id}/event_trace'): ContractRow {
  return [
    'leads from the event to the price and the invoice that count it',
    async (world) => {
      const subscribed = await world.subscribed()
      const event = await world.ingest(world.event(subscribed, '3'))
      const invoice = await world.openInvoice(subscribed.customer.id)
      const trace = await unwrap(world.client.GET(path, { params: { path: { id: event.id } } }))
      const priced = subscribed.version.pricing_categories?.[0]?.pricings?.[0]?.items?.[0]
      expect(trace).toMatchObject({
        object_type: 'EVENT_TRACE',
        meter_data_id: event.id,
        customer_id: subscribed.customer.id,
        links: [
          {
            meter_value_calculation_ids: [subscribed.calculation.id],
            product_item_ids: [subscribed.item.id],
            pricing_plan_subscription_id: subscribed.subscription.id,
            pricing_item_config_id: priced?.configs?.[0]?.id,
            invoice_id: invoice.id,
          },
        ],
      })
    },
  ]
}

export const usageEvents: ContractResource = {
  name: 'usage events',
  type: 'METER_DATA',
  rows: {
    ingestMeterData: ingestsOne('/v1/ingest/meter-data'),
    ingestEvent: ingestsOne('/v1/events/ingest'),
    ingestMeterDatas: ingestsMany('/v1/ingest/meter-datas'),
    ingestEventList: ingestsMany('/v1/events/ingest-list'),
    ingestEventBatch: ingestsMany('/v1/events/ingest-batch'),
    listMeterData: lists('/v1/ingest/meter-data'),
    listEvents: lists('/v1/events'),
    getMeterData: gets('/v1/ingest/meter-data/{id}'),
    getEvent: gets('/v1/events/{id}'),
    calculateEvent: [
      'says what an event would cost on top of what was used, and stores nothing',
      async (world) => {
        const subscribed = await world.subscribed()
        await world.ingest(world.event(subscribed, '2'))
        const body = world.event(subscribed, '4')
        const calculated = await unwrap(world.client.POST('/v1/events/calculate', { body }))
        const amount = { quantity: '10.00', currency: 'USD' }
        expect(calculated).toMatchObject({
          ...body,
          type: 'CALCULATION',
          cost_prediction: {
            response: 'OK',
            details: [
              { customer_id: subscribed.customer.id, amount_excluding_tax: amount, amount_including_tax: amount },
            ],
          },
        })
        expect(await billedUnits(world, subscribed.customer.id)).toEqual(['2'])
        const params = { query: { cost_prediction: true } }
        const stored = await unwrap(world.client.POST('/v1/events/ingest', { params, body }))
        expect(stored.type).toBe('INGEST')
        expect(stored.cost_prediction).toEqual(calculated.cost_prediction)
        expect(await billedUnits(world, subscribed.customer.id)).toEqual(['6'])
      },
    ],
    deleteMeterData: deletes((world, { id }) =>
      unwrap(world.client.POST('/v1/ingest/meter-data/{id}/delete', { params: { path: { id } } })),
    ),
    deleteEvent: deletes((world, { id }) =>
      unwrap(world.client.POST('/v1/events/{id}/delete', { params: { path: { id } } })),
    ),
    deleteMeterDataByReference: deletes((world, { reference }) =>
      unwrap(world.client.POST('/v1/ingest/meter-data/delete', { body: { reference } })),
    ),
    deleteEventByReference: deletes((world, { reference }) =>
      unwrap(world.client.POST('/v1/events/delete', { body: { reference } })),
    ),
    getMeterDataEventTrace: traces('/v1/ingest/meter-data/{id}/event_trace'),
    getEventTrace: traces('/v1/events/{id}/event_trace'),
  },
}
