import type { Queryable } from '../database/database.ts'
import { INVOICE_COLUMNS, type InvoiceRow } from '../invoicing/invoices.store.ts'
import { type EventSumRow, eventSums, VALUES } from '../metering/event-sums.store.ts'

/** The invoices that a question is about. */
export interface InvoiceRange {
  readonly from: Date
  readonly to: Date
  /** null: of every customer. */
  readonly customerId: string | null
}

/** SQL for the invoices of a range. Nobody owes an archived one; a written one (a credit, a one-off) has no usage. */
const IN_RANGE = `type = 'STANDARD' and status <> 'ARCHIVED' and period_start >= $1 and period_start < $2 and ($3::text is null or customer_id = $3)`

export async function countInvoices(database: Queryable, range: InvoiceRange): Promise<number> {
  const [row] = await database.query<{ total: number }>(`select count(*) as total from invoices where ${IN_RANGE}`, [
    range.from,
    range.to,
    range.customerId,
  ])
  return row?.total ?? 0
}

/** All invoices of the next `customers` customers after `after`, by customer, subscription and time. */
export function nextInvoices(
  database: Queryable,
  range: InvoiceRange,
  after: string,
  customers: number,
): Promise<InvoiceRow[]> {
  return database.query<InvoiceRow>(
    `select ${INVOICE_COLUMNS} from invoices where ${IN_RANGE} and customer_id in (
        select distinct customer_id from invoices where ${IN_RANGE} and customer_id > $4 order by customer_id limit $5)
      order by customer_id, subscription_id, period_start`,
    [range.from, range.to, range.customerId, after, customers],
  )
}

/** A segment of time in which a subscription may count a meter's events that nothing counts today. */
export interface UncountedSegment {
  readonly customerId: string
  readonly subscriptionId: string
  readonly subscriptionReference: string
  readonly scheduleId: string
  readonly periodStart: Date
  readonly meterId: string
  /** Inclusive. */
  readonly start: Date
  /** Exclusive. */
  readonly end: Date
  /** Of several subscriptions that would count an event, the one with the lowest rank does. */
  readonly rank: number
}

/** A kind of events that nothing counts: with the same properties and the same meter values. */
export interface UncountedKind {
  readonly customer_id: string
  readonly meter_id: string
  readonly properties: readonly { readonly id?: string; readonly value?: string }[]
  /** Sorted. */
  readonly value_ids: readonly string[]
  /** The same as one text. */
  readonly values_key: string
}

/** SQL for the events `m` that no plan counts, of the customers `$1` and the meters `$2`. */
const UNCOUNTED = `m.customer_id = any($1::text[]) and m.meter_id = any($2::text[]) and m.processed_type = 'NOT_MATCHED'
  and m.not_matched_variant in ('NO_PRICING', 'NO_RULE') and m.deleted_at is null`

const PROPERTIES_OF_KIND = `coalesce(nullif(m.body -> 'meter_properties', 'null'), '[]')`

const VALUES_OF_KIND = `array(select v ->> 'id' from jsonb_array_elements(coalesce(nullif(m.body -> 'meter_values', 'null'), '[]')) as v order by 1)`

const customersAndMeters = (segments: readonly UncountedSegment[]): readonly string[][] => [
  [...new Set(segments.map(({ customerId }) => customerId))],
  [...new Set(segments.map(({ meterId }) => meterId))],
]

/** Lists the kinds of events that no plan counts, of the customers and meters of these segments. */
export function listUncountedKinds(
  database: Queryable,
  segments: readonly UncountedSegment[],
): Promise<UncountedKind[]> {
  return database.query<UncountedKind>(
    `select distinct m.customer_id, m.meter_id, ${PROPERTIES_OF_KIND} as properties, ${VALUES_OF_KIND} as value_ids,
      ${VALUES_OF_KIND}::text as values_key
      from meter_data m where ${UNCOUNTED}`,
    customersAndMeters(segments),
  )
}

/**
 * Returns what events that no plan counts would add up to in the first segment that would count them.
 *
 * @param taken which kinds which of the segments count
 * @param distinctOf meter values whose distinct values are wanted beside the sums
 */
export function sumUncountedEvents(
  database: Queryable,
  segments: readonly UncountedSegment[],
  taken: readonly (UncountedKind & { readonly segment: number })[],
  distinctOf: readonly string[],
): Promise<EventSumRow[]> {
  return database.query<EventSumRow>(
    `with segments as (
      select * from unnest($3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[], $9::integer[])
        with ordinality
        as s (subscription_id, subscription_reference, schedule_id, period_start, start_at, end_at, rank, position)
    ), taken as (
      select * from unnest($10::bigint[], $11::text[], $12::text[], $13::text[], $14::text[])
        as k (segment, customer_id, meter_id, properties, values_key)
    ), placed as (
      select distinct on (m.id) m.meter_id, m.body, s.schedule_id, s.period_start
      from meter_data m
      join taken k on k.customer_id = m.customer_id and k.meter_id = m.meter_id
        and k.properties::jsonb = ${PROPERTIES_OF_KIND} and k.values_key = ${VALUES_OF_KIND}::text
      join segments s on s.position = k.segment and m.event_at >= s.start_at and m.event_at < s.end_at
        and (m.wanted_subscription is null or m.wanted_subscription in (s.subscription_id, s.subscription_reference))
      where ${UNCOUNTED}
      order by m.id, s.rank
    )
    select m.schedule_id, m.period_start, ${eventSums('$15')}
      from placed m ${VALUES}
      group by m.schedule_id, m.period_start, m.meter_id, meter_value_id, currency, m.body -> 'meter_properties'`,
    [
      ...customersAndMeters(segments),
      segments.map(({ subscriptionId }) => subscriptionId),
      segments.map(({ subscriptionReference }) => subscriptionReference),
      segments.map(({ scheduleId }) => scheduleId),
      segments.map(({ periodStart }) => periodStart),
      segments.map(({ start }) => start),
      segments.map(({ end }) => end),
      segments.map(({ rank }) => rank),
      taken.map(({ segment }) => segment + 1),
      taken.map((kind) => kind.customer_id),
      taken.map((kind) => kind.meter_id),
      taken.map(({ properties }) => JSON.stringify(properties)),
      taken.map((kind) => kind.values_key),
      distinctOf,
    ],
  )
}
