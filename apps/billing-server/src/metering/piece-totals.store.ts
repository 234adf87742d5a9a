import type { Queryable } from '../database/database.ts'
import type { UsageTotal } from '../pricing/usage-total.ts'
import { distinctValues, QUANTITY } from './event-sums.store.ts'
import { byReference, loadPropertyReferences } from './property-references.ts'
import { toUsageTotal } from './usage-totals.store.ts'

/** A schedule in one of its periods, and where its usage is cut: instants in order, each once. */
export interface CutUsage {
  readonly customerId: string
  readonly scheduleId: string
  readonly periodStart: Date
  readonly cuts: readonly Date[]
  /** Meter values whose distinct values are wanted beside the sums. */
  readonly distinctOf: readonly string[]
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
  readonly values: readonly string[] | null
}

/**
 * What was used before each cut, as totals. Totals that are kept know no time within a period, so this reads the events
 * before the last cut, in one pass: its cost grows with them.
 */
export async function loadUsageUntil(
  database: Queryable,
  { customerId, scheduleId, periodStart, cuts, distinctOf }: CutUsage,
): Promise<{ readonly until: Date; readonly usage: readonly UsageTotal[] }[]> {
  const last = cuts.at(-1)
  if (last === undefined) return []
  const rows = await database.query<PieceRow>(
    `select width_bucket(m.event_at, $4::timestamptz[]) as piece, m.meter_id, coalesce(v ->> 'id', '') as meter_value_id,
        coalesce(v -> 'amount' ->> 'currency', '') as currency, p.properties, sum(${QUANTITY})::text as sum, count(*) as count,
        min(${QUANTITY})::text as min, max(${QUANTITY})::text as max, ${distinctValues('$6')} as values
      from meter_data m
      left join lateral jsonb_array_elements(coalesce(nullif(m.body -> 'meter_values', 'null'), '[]')) as v on true
      cross join lateral (select coalesce(jsonb_object_agg(e ->> 'id', e ->> 'value'), '{}'::jsonb) as properties
        from jsonb_array_elements(coalesce(nullif(m.body -> 'meter_properties', 'null'), '[]')) as e) as p
      where m.customer_id = $1 and m.schedule_id = $2 and m.period_start = $3 and m.deleted_at is null and m.event_at < $5
      group by 1, 2, 3, 4, 5`,
    [customerId, scheduleId, periodStart, cuts, last, distinctOf],
  )
  const references = await loadPropertyReferences(database)
  const usage = rows.map((row) => ({ piece: row.piece, total: toPieceTotal(row, references) }))
  return cuts.map((until, index) => ({
    until,
    usage: usage.filter(({ piece }) => piece <= index).map(({ total }) => total),
  }))
}

function toPieceTotal({ values, ...row }: PieceRow, references: ReadonlyMap<string, string>): UsageTotal {
  const total = toUsageTotal({ ...row, properties: byReference(row.properties, references) })
  return { ...total, ...(values !== null && { values }) }
}
