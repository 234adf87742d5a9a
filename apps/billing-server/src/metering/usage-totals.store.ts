import type { PropertyValues, UsageTotal } from '@tallygate/rating'
import { parseInt8 } from '../database/codecs.ts'
import type { Queryable } from '../database/database.ts'
import { byReference, loadPropertyReferences } from './property-references.ts'

/** A stored total as it is read: property values by the references of now. */
export interface TotalRow {
  readonly schedule_id: string
  readonly period_start: Date
  readonly meter_id: string
  readonly meter_value_id: string
  readonly currency: string
  readonly properties: PropertyValues
  readonly sum: string
  readonly count: number
  readonly min: string
  readonly max: string
}

/** A schedule in one of its periods. */
export interface Stretch {
  readonly scheduleId: string
  readonly periodStart: Date
}

/** A total within a text of JSON, in the order of `PACKED_TOTALS`. */
type PackedTotal = readonly [
  meterId: string,
  meterValueId: string,
  currency: string,
  properties: PropertyValues,
  sum: string,
  count: string,
  min: string,
  max: string,
]

interface PackedRow {
  readonly schedule_id: string
  readonly period_start: Date
  readonly totals: string
}

/**
 * The totals of a schedule in a period as one text: where many different values of a property were used there are
 * thousands, and the drivers take longer to read a row of columns than the database takes to write it.
 */
const PACKED_TOTALS = `t.schedule_id, t.period_start, json_agg(json_build_array(t.meter_id, t.meter_value_id, t.currency, t.properties,
  t.sum::text, t.count::text, t.min::text, t.max::text))::text as totals`

/** Returns what the events of schedules add up to in one of their periods each. */
export async function loadTotals(database: Queryable, stretches: readonly Stretch[]): Promise<TotalRow[]> {
  const rows = await database.query<PackedRow>(
    `select ${PACKED_TOTALS} from unnest($1::text[], $2::timestamptz[]) as wanted (schedule_id, period_start)
      join usage_totals t using (schedule_id, period_start) where t.count > 0 and t.until = 'infinity'
      group by t.schedule_id, t.period_start`,
    [stretches.map(({ scheduleId }) => scheduleId), stretches.map(({ periodStart }) => periodStart)],
  )
  return unpacked(database, rows)
}

/** Returns what the events of these meters add up to in every period of the schedules that begins before an instant. */
export async function loadEarlierTotals(
  database: Queryable,
  scheduleIds: readonly string[],
  meterIds: readonly string[],
  before: Date,
): Promise<TotalRow[]> {
  const rows = await database.query<PackedRow>(
    `select ${PACKED_TOTALS} from usage_totals t where t.schedule_id = any($1::text[]) and t.meter_id = any($2::text[])
      and t.period_start < $3 and t.count > 0 and t.until = 'infinity' group by t.schedule_id, t.period_start`,
    [scheduleIds, meterIds, before],
  )
  return unpacked(database, rows)
}

/** Totals are stored under the ids of their properties, and asked for by the references that those have now. */
async function unpacked(database: Queryable, rows: readonly PackedRow[]): Promise<TotalRow[]> {
  if (rows.length === 0) return []
  const references = await loadPropertyReferences(database)
  return rows.flatMap(({ schedule_id, period_start, totals }) =>
    (JSON.parse(totals) as readonly PackedTotal[]).map(
      ([meter_id, meter_value_id, currency, properties, sum, count, min, max]) => ({
        schedule_id,
        period_start,
        meter_id,
        meter_value_id,
        currency,
        properties: byReference(properties, references),
        sum,
        count: parseInt8(count),
        min,
        max,
      }),
    ),
  )
}

/** A stored total as the pricing rules take it. */
export const toUsageTotal = (total: Omit<TotalRow, 'schedule_id' | 'period_start'>): UsageTotal => ({
  meterId: total.meter_id,
  meterValueId: total.meter_value_id === '' ? null : total.meter_value_id,
  properties: total.properties,
  currency: total.currency === '' ? null : total.currency,
  sum: total.sum,
  count: total.count,
  min: total.min,
  max: total.max,
})
