import type { PropertyValues, UsageTotal } from '@tallygate/rating'
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

const TOTAL = `t.schedule_id, t.period_start, t.meter_id, t.meter_value_id, t.currency, t.properties, t.sum::text as sum, t.count,
  t.min::text as min, t.max::text as max`

/** What the events of schedules add up to in one of their periods each. */
export async function loadTotals(database: Queryable, stretches: readonly Stretch[]): Promise<TotalRow[]> {
  return withReferences(
    database,
    await database.query<TotalRow>(
      `select ${TOTAL} from unnest($1::text[], $2::timestamptz[]) as wanted (schedule_id, period_start)
        join usage_totals t using (schedule_id, period_start) where t.count > 0 and t.until = 'infinity'`,
      [stretches.map(({ scheduleId }) => scheduleId), stretches.map(({ periodStart }) => periodStart)],
    ),
  )
}

/** What the events of these meters add up to in every period of the schedules that begins before an instant. */
export async function loadEarlierTotals(
  database: Queryable,
  scheduleIds: readonly string[],
  meterIds: readonly string[],
  before: Date,
): Promise<TotalRow[]> {
  return withReferences(
    database,
    await database.query<TotalRow>(
      `select ${TOTAL} from usage_totals t where t.schedule_id = any($1::text[]) and t.meter_id = any($2::text[])
        and t.period_start < $3 and t.count > 0 and t.until = 'infinity'`,
      [scheduleIds, meterIds, before],
    ),
  )
}

/** Totals are stored under the ids of their properties, and asked for by the references that those have now. */
async function withReferences(database: Queryable, rows: readonly TotalRow[]): Promise<TotalRow[]> {
  if (rows.length === 0) return []
  const references = await loadPropertyReferences(database)
  return rows.map((row) => ({ ...row, properties: byReference(row.properties, references) }))
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
