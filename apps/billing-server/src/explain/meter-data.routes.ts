import type { Schema } from '@tallygate/client'
import { notFound } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { deleteEvent } from '../metering/delete-event.ts'
import { type Ingest, toWireMeterData } from '../metering/ingest.ts'
import { findMeterData, listMeterData } from '../metering/meter-data.store.ts'
import { longPageResponse } from '../resources/page-response.ts'
import type { ServerContext } from '../server-context.ts'
import { predictCost } from './predict-cost.ts'
import { traceEvent } from './trace-event.ts'

/** Usage events, under both of their names. */
export function meterDataRoutes(
  context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'readCuts'>,
  ingest: Ingest,
): OperationHandlers {
  const { database } = context
  const list = async (path: string, query: ListQuery): Promise<Schema<'IngestDataResponseWrapper'>> => {
    const { page = 1, limit = 50 } = query
    const found = await listMeterData(
      database,
      {
        customerId: query.customer_id,
        meterId: query.meter_id,
        reference: query.reference,
        deleted: query.deleted,
        processedType: query.processed_details_type,
      },
      { page, limit },
    )
    return longPageResponse(path, { page, limit }, { ...found, rows: found.rows.map(toWireMeterData) })
  }
  const get = async (id: string): Promise<Schema<'MeterData'>> => {
    const found = await findMeterData(database, id)
    if (found === undefined) throw notFound('METER_DATA', id)
    return toWireMeterData(found)
  }
  const one = async (
    body: Schema<'MeterDataCreateRequest'>,
    query: Validation & { readonly cost_prediction?: boolean },
  ): Promise<Schema<'MeterData'>> => {
    if (query.cost_prediction !== true) return ingest.one(body, isDynamic(query))
    // Before it is stored: what it adds to what is there.
    const { event, booking } = await ingest.calculate(body, isDynamic(query))
    const cost = await predictCost(context, event, booking)
    const stored = await ingest.one(body, isDynamic(query))
    return stored.processed_details?.type === 'DUPLICATE' ? stored : { ...stored, cost_prediction: cost }
  }
  const many = async (body: Schema<'MeterDatasCreateRequest'>, query: Validation) => ({
    meter_datas: await ingest.many(body.meter_datas, isDynamic(query)),
  })
  return {
    ingestMeterData: ({ body, query }) => one(body, query),
    ingestEvent: ({ body, query }) => one(body, query),
    // Nothing is stored: the reference stays free.
    calculateEvent: async ({ body, query }) => {
      const { data, event, booking } = await ingest.calculate(body, isDynamic(query))
      return { ...data, type: 'CALCULATION', cost_prediction: await predictCost(context, event, booking) }
    },
    ingestMeterDatas: ({ body, query }) => many(body, query),
    ingestEventList: ({ body, query }) => many(body, query),
    ingestEventBatch: ({ body, query }) => many(body, query),
    listMeterData: ({ query }) => list('/v1/ingest/meter-data', query),
    listEvents: ({ query }) => list('/v1/events', query),
    getMeterData: ({ path }) => get(path.id),
    getEvent: ({ path }) => get(path.id),
    deleteMeterData: ({ path }) => deleteEvent(context, { id: path.id }),
    deleteEvent: ({ path }) => deleteEvent(context, { id: path.id }),
    deleteMeterDataByReference: ({ body }) => deleteEvent(context, { reference: body.reference }),
    deleteEventByReference: ({ body }) => deleteEvent(context, { reference: body.reference }),
    getMeterDataEventTrace: ({ path }) => traceEvent(context, path.id),
    getEventTrace: ({ path }) => traceEvent(context, path.id),
  }
}

interface Validation {
  readonly meter_validation?: 'STATIC' | 'DYNAMIC'
}

const isDynamic = ({ meter_validation: validation }: Validation): boolean => validation === 'DYNAMIC'

interface ListQuery {
  readonly customer_id?: string
  readonly meter_id?: string
  readonly reference?: string
  readonly deleted?: boolean
  readonly processed_details_type?: 'NOT_MATCHED' | 'DUPLICATE' | 'DEFAULT'
  readonly page?: number
  readonly limit?: number
}
