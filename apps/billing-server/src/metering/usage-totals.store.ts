import type { PropertyValues, UsageTotal } from '@tallygate/rating'
import { parseInt8 } from '../database/codecs.ts'
import type { Queryable } from '../database/database.ts'
import { loadPropertyReferences } from './metering-definition.store.ts'
import { byReference } from './property-references.ts'

/** A stored total as it is read: property values by the references of now. */
export interface TotalRow {
  readonly schedule_id: string
  readonly period_start: Date
  /** Start of the earlier period that it was used in, for what came late. */
  readonly late_of: Date | null
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
export interface BookedSegment {
  readonly scheduleId: string
  readonly periodStart: Date
  /** Start of the earlier period whose usage came late. Default: what was used in this one. */
  readonly lateOf?: Date | null
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
  readonly late_of: Date | null
  readonly totals: string
}

/**
 * The totals of a schedule in a period as one text: where many different values of a property were used there are
 * thousands, and the drivers take longer to read a row of columns than the database takes to write it.
 */
const PACKED_TOTALS = `t.schedule_id, t.period_start, nullif(t.late_of, '-infinity') as late_of,
  json_agg(json_build_array(t.meter_id, t.meter_value_id, t.currency, t.properties, t.sum::text, t.count::text, t.min::text, t.max::text))::text as totals`

/** Returns what the events of schedules add up to in one of their periods each. */
export async function loadTotals(database: Queryable, segments: readonly BookedSegment[]): Promise<TotalRow[]> {
  const rows = await database.query<PackedRow>(
    `select ${PACKED_TOTALS} from (select distinct *
        from unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) as t (schedule_id, period_start, late)) as wanted
      join usage_totals t using (schedule_id, period_start) where t.count > 0 and t.until = 'infinity'
        and t.late_of = coalesce(wanted.late, '-infinity') group by t.schedule_id, t.period_start, t.late_of`,
    [
      segments.map(({ scheduleId }) => scheduleId),
      segments.map(({ periodStart }) => periodStart),
      segments.map(({ lateOf }) => lateOf ?? null),
    ],
  )
  return unpacked(database, rows)
}

/** A schedule in a period of which usage came late, and the later period that it is booked on. */
export interface LateUsage {
  readonly subscription_id: string
  readonly schedule_id: string
  readonly period_start: Date
  readonly late_of: Date
}

/** Returns where usage of subscriptions came late, of all that is booked up to an instant. */
export function loadLateUsage(
  database: Queryable,
  subscriptionIds: readonly string[],
  upTo: Date,
): Promise<LateUsage[]> {
  return database.query<LateUsage>(
    `select distinct subscription_id, schedule_id, period_start, late_of from usage_totals
      where subscription_id = any($1::text[]) and late_of > '-infinity' and period_start <= $2 and count > 0
      order by late_of, schedule_id, period_start`,
    [subscriptionIds, upTo],
  )
}

/**
 * Returns what the events of these meters add up to in every period of the schedules that begins before an instant, and
 * what came late of such a period up to then.
 */
export async function loadEarlierTotals(
  database: Queryable,
  scheduleIds: readonly string[],
  meterIds: readonly string[],
  before: Date,
): Promise<TotalRow[]> {
  const rows = await database.query<PackedRow>(
    `select ${PACKED_TOTALS} from usage_totals t where t.schedule_id = any($1::text[]) and t.meter_id = any($2::text[])
      and (t.period_start < $3 or t.period_start = $3 and t.late_of > '-infinity') and t.count > 0 and t.until = 'infinity'
      group by t.schedule_id, t.period_start, t.late_of`,
    [scheduleIds, meterIds, before],
  )
  return unpacked(database, rows)
}

/** Totals are stored under the ids of their properties, and asked for by the references that those have now. */
async function unpacked(database: Queryable, rows: readonly PackedRow[]): Promise<TotalRow[]> {
  if (rows.length === 0) return []
  const references = await loadPropertyReferences(database)
  return rows.flatMap(({ schedule_id, period_start, late_of, totals }) =>
    (JSON.parse(totals) as readonly PackedTotal[]).map(
      ([meter_id, meter_value_id, currency, properties, sum, count, min, max]) => ({
        schedule_id,
        period_start,
        late_of,
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
export const toUsageTotal = (total: Omit<TotalRow, 'schedule_id' | 'period_start' | 'late_of'>): UsageTotal => ({
  meterId: total.meter_id,
  meterValueId: total.meter_value_id === '' ? null : total.meter_value_id,
  properties: total.properties,
  currency: total.currency === '' ? null : total.currency,
  sum: total.sum,
  count: total.count,
  min: total.min,
  max: total.max,
})
