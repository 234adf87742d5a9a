import type { Queryable } from '../database/database.ts'
import type { UsageTotal } from '../pricing/usage-total.ts'
import { VALUE_QUANTITY } from './stored-event.ts'

/** A schedule in one of its periods, and where its usage is cut: instants in order, each once. */
export interface CutUsage {
  readonly customerId: string
  readonly scheduleId: string
  readonly periodStart: Date
  readonly cuts: readonly Date[]
}

interface PieceRow {
  readonly piece: number
  readonly meter_id: string
  readonly meter_value_id: string
  readonly currency: string
  readonly properties: Record<string, string>
  readonly sum: string
  readonly count: number
  readonly min: string
  readonly max: string
}

/**
 * What was used before each cut, as totals. Totals that are kept know no time within a period, so this reads the events
 * before the last cut, in one pass: its cost grows with them.
 */
export async function loadUsageUntil(
  database: Queryable,
  { customerId, scheduleId, periodStart, cuts }: CutUsage,
): Promise<{ readonly until: Date; readonly usage: readonly UsageTotal[] }[]> {
  const last = cuts.at(-1)
  if (last === undefined) return []
  const rows = await database.query<PieceRow>(
    `select width_bucket(m.event_at, $4::timestamptz[]) as piece, m.meter_id, coalesce(v ->> 'id', '') as meter_value_id,
        coalesce(v -> 'amount' ->> 'currency', '') as currency, p.properties, sum(q.quantity)::text as sum, count(*) as count,
        min(q.quantity)::text as min, max(q.quantity)::text as max
      from meter_data m
      left join lateral jsonb_array_elements(coalesce(nullif(m.body -> 'meter_values', 'null'), '[]')) as v on true
      cross join lateral (select ${VALUE_QUANTITY} as quantity) as q
      cross join lateral (select coalesce(jsonb_object_agg(e ->> 'reference', e ->> 'value'), '{}'::jsonb) as properties
        from jsonb_array_elements(coalesce(nullif(m.body -> 'meter_properties', 'null'), '[]')) as e) as p
      where m.customer_id = $1 and m.schedule_id = $2 and m.period_start = $3 and m.deleted_at is null and m.event_at < $5
      group by 1, 2, 3, 4, 5`,
    [customerId, scheduleId, periodStart, cuts, last],
  )
  return cuts.map((until, index) => ({
    until,
    usage: rows.filter(({ piece }) => piece <= index).map(toUsageTotal),
  }))
}

function toUsageTotal(row: PieceRow): UsageTotal {
  return {
    meterId: row.meter_id,
    meterValueId: row.meter_value_id === '' ? null : row.meter_value_id,
    properties: row.properties,
    currency: row.currency === '' ? null : row.currency,
    sum: row.sum,
    count: row.count,
    min: row.min,
    max: row.max,
  }
}
