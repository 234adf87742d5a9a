import type { Queryable } from '../database/database.ts'
import { fromTermsJson, TERMS_JSON } from '../subscriptions/subscription-terms.ts'
import { type Booking, type BookingFacts, finalPeriodKey } from './book-event.ts'
import { propertiesKey, type ReadEvent } from './read-event.ts'

/** A customer as an event names it, with all that booking needs. */
export interface IngestCustomer extends BookingFacts {
  readonly id: string
  readonly reference: string
}

interface CustomerRow {
  readonly id: string
  readonly reference: string
  readonly terms: readonly unknown[]
  readonly finals: readonly { readonly subscription_id: string; readonly period_start: string }[]
}

/** Customers by every name that the events use, and the revision of the meters, as of one moment. */
export async function loadIngestFacts(
  database: Queryable,
  names: { readonly ids: readonly string[]; readonly references: readonly string[]; readonly earliest: Date },
): Promise<{
  readonly revision: number
  readonly byId: Map<string, IngestCustomer>
  readonly byReference: Map<string, IngestCustomer>
}> {
  const rows = await database.query<{ revision: number; customers: readonly CustomerRow[] }>(
    `select (select revision from metering_revision) as revision, (
      select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'reference', c.reference,
        'terms', (select coalesce(jsonb_agg(${TERMS_JSON}), '[]'::jsonb) from pricing_plan_subscriptions s
          where s.customer_id = c.id and s.status in ('ACTIVE', 'CANCELLED')),
        'finals', (select coalesce(jsonb_agg(jsonb_build_object('subscription_id', i.subscription_id, 'period_start', i.period_start)), '[]'::jsonb)
          from invoices i where i.customer_id = c.id and i.status = 'FINAL' and i.period_end > $3))), '[]'::jsonb)
      from customers c where c.id = any($1::text[]) or c.reference = any($2::text[])) as customers`,
    [names.ids, names.references, names.earliest],
  )
  const byId = new Map<string, IngestCustomer>()
  const byReference = new Map<string, IngestCustomer>()
  for (const row of rows[0]?.customers ?? []) {
    const customer: IngestCustomer = {
      id: row.id,
      reference: row.reference,
      subscriptions: row.terms.map(fromTermsJson),
      finalPeriods: new Set(row.finals.map((one) => finalPeriodKey(one.subscription_id, new Date(one.period_start)))),
    }
    byId.set(row.id, customer)
    byReference.set(row.reference, customer)
  }
  return { revision: rows[0]?.revision ?? 0, byId, byReference }
}

/** An event with its id and its booking, ready to be written. */
export interface BookedEvent {
  readonly id: string
  readonly event: ReadEvent
  readonly booking: Booking
}

/**
 * Claims the references and writes events and totals in one statement. Returns the ids that were written; the others'
 * references were there already, or came twice and then the first one counts. Rows are written in the order of their keys, so that transactions that meet wait for
 * each other and never in a circle.
 */
export async function insertEvents(
  database: Queryable,
  events: readonly BookedEvent[],
  now: Date,
): Promise<Set<string>> {
  const contributions = events.flatMap(({ id, event, booking }) =>
    booking.matched ? event.quantities.map((quantity) => ({ id, event, booking, quantity })) : [],
  )
  const rows = await database.query<{ id: string }>(
    `with incoming as (
      select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
        $8::timestamptz[], $9::text[], $10::text[], $11::text[], $23::text[]) with ordinality
        as t (id, reference, customer_id, meter_id, subscription_id, schedule_id, period_start, event_at, variant, fingerprint, body,
          wanted_subscription, position)
    ), inserted as (
      insert into meter_data (id, reference, customer_id, meter_id, subscription_id, schedule_id, period_start, event_at,
        created_at, processed_type, not_matched_variant, fingerprint, body, wanted_subscription)
      select id, reference, customer_id, meter_id, subscription_id, schedule_id, period_start, event_at, $12::timestamptz,
        case when variant is null then 'DEFAULT' else 'NOT_MATCHED' end, variant, fingerprint, body::jsonb, wanted_subscription
      from incoming order by reference, position
      on conflict (reference) do nothing
      returning id
    ), contributions as (
      select * from unnest($13::text[], $14::text[], $15::text[], $16::timestamptz[], $17::text[], $18::text[], $19::text[],
        $20::text[], $21::text[], $22::numeric[])
        as t (event_id, subscription_id, schedule_id, period_start, meter_id, meter_value_id, currency, properties_key, properties, quantity)
    ), totals as (
      insert into usage_totals (subscription_id, schedule_id, period_start, meter_id, meter_value_id, currency,
        properties_key, properties, sum, count, min, max)
      select c.subscription_id, c.schedule_id, c.period_start, c.meter_id, c.meter_value_id, c.currency, c.properties_key,
        min(c.properties)::jsonb, sum(c.quantity), count(*), min(c.quantity), max(c.quantity)
      from contributions c join inserted i on i.id = c.event_id
      group by 1, 2, 3, 4, 5, 6, 7 order by 2, 3, 4, 5, 6, 7
      on conflict (schedule_id, period_start, meter_id, meter_value_id, currency, properties_key) do update set
        sum = usage_totals.sum + excluded.sum, count = usage_totals.count + excluded.count,
        min = least(usage_totals.min, excluded.min), max = greatest(usage_totals.max, excluded.max)
    )
    select id from inserted`,
    [
      events.map(({ id }) => id),
      events.map(({ event }) => event.reference),
      events.map(({ event }) => event.customerId),
      events.map(({ event }) => event.meter.id),
      events.map(({ booking }) => (booking.matched ? booking.subscriptionId : null)),
      events.map(({ booking }) => (booking.matched ? booking.scheduleId : null)),
      events.map(({ booking }) => (booking.matched ? booking.periodStart : null)),
      events.map(({ event }) => event.at),
      events.map(({ booking }) => (booking.matched ? null : booking.variant)),
      events.map(({ event }) => event.fingerprint),
      events.map(({ event }) => JSON.stringify(event.body)),
      now,
      contributions.map(({ id }) => id),
      contributions.map(({ booking }) => booking.subscriptionId),
      contributions.map(({ booking }) => booking.scheduleId),
      contributions.map(({ booking }) => booking.periodStart),
      contributions.map(({ event }) => event.meter.id),
      contributions.map(({ quantity }) => quantity.meterValueId),
      contributions.map(({ quantity }) => quantity.currency),
      contributions.map(({ event }) => propertiesKey(event.properties)),
      contributions.map(({ event }) => JSON.stringify(event.properties)),
      contributions.map(({ quantity }) => quantity.quantity),
      events.map(({ event }) => event.wantedSubscription),
    ],
  )
  return new Set(rows.map(({ id }) => id))
}

/** Keeps reports of references that were there already. Returns for each its original and whether the content differs. */
export async function insertDuplicates(
  database: Queryable,
  duplicates: readonly BookedEvent[],
  now: Date,
): Promise<Map<string, { readonly originalId: string; readonly conflict: boolean }>> {
  const rows = await database.query<{ id: string; of_meter_data_id: string; conflict: boolean }>(
    `insert into meter_data_duplicates (id, of_meter_data_id, reference, customer_id, meter_id, event_at, created_at, conflict, body)
      select t.id, m.id, t.reference, t.customer_id, t.meter_id, t.event_at, $8::timestamptz, m.fingerprint <> t.fingerprint, t.body::jsonb
      from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::text[])
        as t (id, reference, customer_id, meter_id, event_at, fingerprint, body)
      join meter_data m on m.reference = t.reference
      returning id, of_meter_data_id, conflict`,
    [
      duplicates.map(({ id }) => id),
      duplicates.map(({ event }) => event.reference),
      duplicates.map(({ event }) => event.customerId),
      duplicates.map(({ event }) => event.meter.id),
      duplicates.map(({ event }) => event.at),
      duplicates.map(({ event }) => event.fingerprint),
      duplicates.map(({ event }) => JSON.stringify(event.body)),
      now,
    ],
  )
  return new Map(rows.map((row) => [row.id, { originalId: row.of_meter_data_id, conflict: row.conflict }]))
}
