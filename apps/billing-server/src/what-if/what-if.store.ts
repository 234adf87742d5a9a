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

/** A segment of time in which a subscription would count a meter that nothing counts today. */
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

/**
 * Returns what events that no plan counts would add up to in the first segment that would count them.
 *
 * @param distinctOf meter values whose distinct values are wanted beside the sums
 */
export function sumUncountedEvents(
  database: Queryable,
  segments: readonly UncountedSegment[],
  distinctOf: readonly string[],
): Promise<EventSumRow[]> {
  return database.query<EventSumRow>(
    `with segments as (
      select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::timestamptz[],
        $8::timestamptz[], $9::integer[])
        as s (customer_id, subscription_id, subscription_reference, schedule_id, period_start, meter_id, start_at, end_at, rank)
    )
    select s.schedule_id, s.period_start, ${eventSums('$10')}
      from meter_data m
      join lateral (select * from segments s where s.customer_id = m.customer_id and s.meter_id = m.meter_id
          and m.event_at >= s.start_at and m.event_at < s.end_at
          and (m.wanted_subscription is null or m.wanted_subscription in (s.subscription_id, s.subscription_reference))
        order by s.rank limit 1) as s on true
      ${VALUES}
      where m.customer_id = any($1::text[]) and m.meter_id = any($6::text[]) and m.processed_type = 'NOT_MATCHED'
        and m.not_matched_variant = 'NO_PRICING' and m.deleted_at is null
      group by s.schedule_id, s.period_start, m.meter_id, meter_value_id, currency, m.body -> 'meter_properties'`,
    [
      segments.map(({ customerId }) => customerId),
      segments.map(({ subscriptionId }) => subscriptionId),
      segments.map(({ subscriptionReference }) => subscriptionReference),
      segments.map(({ scheduleId }) => scheduleId),
      segments.map(({ periodStart }) => periodStart),
      segments.map(({ meterId }) => meterId),
      segments.map(({ start }) => start),
      segments.map(({ end }) => end),
      segments.map(({ rank }) => rank),
      distinctOf,
    ],
  )
}
