import type { Queryable } from '../database/database.ts'
import { type CustomerSegment, distinctValues, QUANTITY } from './event-sums.store.ts'

/** A schedule in one of its periods, and of which subscription. */
export interface CutSegment extends CustomerSegment {
  readonly subscriptionId: string
}

/** The usage before a cut, for one combination of property values. */
export interface SumRow {
  readonly meter_id: string
  readonly meter_value_id: string
  readonly currency: string
  /** By the id of the property. */
  readonly properties: Readonly<Record<string, string>>
  readonly sum: string
  readonly count: number
  readonly min: string
  readonly max: string
  /** The distinct values, of the meter values that they were asked of. */
  readonly values: readonly string[] | null
}

/** Returns what was used before those of these cuts whose totals are kept, by the time of the cut. */
export async function loadKeptCuts(
  database: Queryable,
  { scheduleId, periodStart }: CutSegment,
  cuts: readonly Date[],
): Promise<Map<number, readonly SumRow[]>> {
  const rows = await database.query<{ cut_at: Date } & (SumRow | { readonly meter_id: null })>(
    `select u.cut_at, t.meter_id, t.meter_value_id, t.currency, t.properties, t.sum::text as sum, t.count, t.min::text as min,
        t.max::text as max, null as values
      from usage_cuts u
      left join usage_totals t on t.schedule_id = u.schedule_id and t.period_start = u.period_start and t.until = u.cut_at
        and t.count > 0
      where u.schedule_id = $1 and u.period_start = $2 and u.cut_at = any($3::timestamptz[])`,
    [scheduleId, periodStart, cuts],
  )
  return new Map(
    [...Map.groupBy(rows, (row) => row.cut_at.getTime())].map(([cut, totals]) => [
      cut,
      totals.flatMap((row) => (row.meter_id === null ? [] : [row])),
    ]),
  )
}

/**
 * Returns what was used before each cut, added up from the events before the last one, in one pass. Cuts in order, each
 * once.
 *
 * @param distinctOf meter values whose distinct values are wanted beside the sums
 */
export async function sumUntilCuts(
  database: Queryable,
  { customerId, scheduleId, periodStart }: CutSegment,
  cuts: readonly Date[],
  distinctOf: readonly string[] = [],
): Promise<Map<number, readonly SumRow[]>> {
  const last = cuts.at(-1)
  if (last === undefined) return new Map()
  const rows = await database.query<SumRow & { readonly part: number }>(
    `select width_bucket(m.event_at, $4::timestamptz[]) as part, m.meter_id, coalesce(v ->> 'id', '') as meter_value_id,
        coalesce(v -> 'amount' ->> 'currency', '') as currency, p.properties, sum(${QUANTITY})::text as sum, count(*) as count,
        min(${QUANTITY})::text as min, max(${QUANTITY})::text as max, ${distinctValues('$6')} as values
      from meter_data m
      left join lateral jsonb_array_elements(coalesce(nullif(m.body -> 'meter_values', 'null'), '[]')) as v on true
      cross join lateral (select coalesce(jsonb_object_agg(e ->> 'id', e ->> 'value'), '{}'::jsonb) as properties
        from jsonb_array_elements(coalesce(nullif(m.body -> 'meter_properties', 'null'), '[]')) as e) as p
      where m.customer_id = $1 and m.schedule_id = $2 and m.period_start = $3 and m.deleted_at is null and m.late_of is null
        and m.event_at < $5
      group by 1, 2, 3, 4, 5`,
    [customerId, scheduleId, periodStart, cuts, last, distinctOf],
  )
  return new Map(
    cuts.map((cut, index) => [
      cut.getTime(),
      rows.filter(({ part }) => part <= index).map(({ part, ...sums }) => sums),
    ]),
  )
}

/**
 * Tells whether the totals up to a cut are the caller's to write: true once, and never for a schedule that is gone or a
 * period that is FINAL, which is seldom asked for again.
 */
export async function claimCut(database: Queryable, segment: CutSegment, cut: Date): Promise<boolean> {
  const claimed = await database.query(
    `insert into usage_cuts (customer_id, subscription_id, schedule_id, period_start, cut_at)
      select $1, $2, id, $4, $5 from pricing_plan_schedules where id = $3 and not exists (
        select 1 from invoices i where i.subscription_id = $2 and i.period_start = $4 and i.status = 'FINAL')
      on conflict do nothing returning schedule_id`,
    [segment.customerId, segment.subscriptionId, segment.scheduleId, segment.periodStart, cut],
  )
  return claimed.length > 0
}
