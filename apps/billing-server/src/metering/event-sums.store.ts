import type { UsageTotal } from '@tallygate/rating'
import type { Queryable } from '../database/database.ts'
import { byReference, valuesById } from './property-references.ts'
import type { BookedSegment, TotalRow } from './usage-totals.store.ts'
import { toUsageTotal } from './usage-totals.store.ts'

/** A row of raw events added up; the properties as the events carry them. */
export interface EventSumRow extends Omit<TotalRow, 'properties'> {
  readonly properties: readonly { readonly id?: string; readonly value?: string }[] | null
  /** The distinct values, of the meter values that they were asked of. */
  readonly values: readonly string[] | null
}

/** SQL for what one value of an event counts. */
export const QUANTITY = `coalesce(v ->> 'number', v -> 'amount' ->> 'quantity', v ->> 'count', '0')::numeric`

/** SQL for the distinct values of the meter values in `ids`, a parameter; null for all others. */
export const distinctValues = (ids: string): string =>
  `array_agg(distinct trim_scale(${QUANTITY})::text) filter (where v ->> 'id' = any(${ids}::text[]))`

/** SQL for what a group of events adds up to. */
export const eventSums = (distinctOf: string): string => `m.meter_id, coalesce(v ->> 'id', '') as meter_value_id,
  coalesce(v -> 'amount' ->> 'currency', '') as currency, m.body -> 'meter_properties' as properties,
  sum(${QUANTITY})::text as sum, count(*) as count, min(${QUANTITY})::text as min, max(${QUANTITY})::text as max,
  ${distinctValues(distinctOf)} as values`

// An event without values counts as one row, as it does in the totals.
export const VALUES = `left join lateral jsonb_array_elements(m.body -> 'meter_values') as v on true`

/** A booked segment, and whose it is. */
export interface CustomerSegment extends BookedSegment {
  readonly customerId: string
}

/**
 * Returns what the events that are booked on these segments add up to: the totals, made anew from what they were made
 * of.
 *
 * @param distinctOf meter values whose distinct values are wanted beside the sums
 * @param only meter values that alone are wanted; absent: all
 */
export function sumBookedEvents(
  database: Queryable,
  segments: readonly CustomerSegment[],
  { distinctOf = [], only }: { readonly distinctOf?: readonly string[]; readonly only?: readonly string[] } = {},
): Promise<EventSumRow[]> {
  return database.query<EventSumRow>(
    `select m.schedule_id, m.period_start, m.late_of, ${eventSums('$4')}
      from meter_data m ${VALUES}
      where m.customer_id = any($1::text[]) and m.processed_type = 'DEFAULT' and m.deleted_at is null
        and (m.schedule_id, m.period_start) in (select * from unnest($2::text[], $3::timestamptz[]))
        and (m.schedule_id, m.period_start, coalesce(m.late_of, '-infinity')) in (
          select s, p, coalesce(l, '-infinity') from unnest($2::text[], $3::timestamptz[], $6::timestamptz[]) as t (s, p, l))
        and ($5::text[] is null or v ->> 'id' = any($5::text[]))
      group by m.schedule_id, m.period_start, m.late_of, m.meter_id, meter_value_id, currency, m.body -> 'meter_properties'`,
    [
      [...new Set(segments.map(({ customerId }) => customerId))],
      segments.map(({ scheduleId }) => scheduleId),
      segments.map(({ periodStart }) => periodStart),
      distinctOf,
      only ?? null,
      segments.map(({ lateOf }) => lateOf ?? null),
    ],
  )
}

/**
 * Returns what the events that are booked on a segment add up to between bounds, by the number of bounds that lie
 * before or at them.
 */
export function sumBookedParts(
  database: Queryable,
  { customerId, scheduleId, periodStart, lateOf }: CustomerSegment,
  bounds: readonly Date[],
  distinctOf: readonly string[],
): Promise<(EventSumRow & { readonly part: number })[]> {
  return database.query<EventSumRow & { readonly part: number }>(
    `select m.schedule_id, m.period_start, m.late_of, width_bucket(m.event_at, $5::timestamptz[]) as part, ${eventSums('$4')}
      from meter_data m ${VALUES}
      where m.customer_id = $1 and m.processed_type = 'DEFAULT' and m.deleted_at is null
        and m.schedule_id = $2 and m.period_start = $3 and m.late_of is not distinct from $6
      group by m.schedule_id, m.period_start, m.late_of, part, m.meter_id, meter_value_id, currency, m.body -> 'meter_properties'`,
    [customerId, scheduleId, periodStart, distinctOf, bounds, lateOf ?? null],
  )
}

/** Events added up, as the pricing rules take them. */
export function fromEventSum(row: EventSumRow, references: ReadonlyMap<string, string>): UsageTotal {
  const properties = byReference(valuesById(row.properties), references)
  return { ...toUsageTotal({ ...row, properties }), ...(row.values !== null && { values: row.values }) }
}
