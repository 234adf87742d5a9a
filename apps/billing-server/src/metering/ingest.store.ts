import { CATALOG_REVISION } from '../catalog/catalog-revision.store.ts'
import { fromTermsJson, TERMS_JSON } from '../customers/subscription-terms.store.ts'
import type { Queryable } from '../database/database.ts'
import { packColumns, unpackColumns } from '../database/pack-columns.ts'
import { type Booking, type BookingFacts, finalPeriodKey, type OpenPeriods } from './book-event.ts'
import { valuesById } from './property-references.ts'
import { type NamedSubscription, propertiesKey, type ReadEvent } from './read-event.ts'
import { type Contribution, type KeptCuts, segmentKey } from './spread-over-cuts.ts'
import { HAS_ACTIVE_RULES } from './usage-changes.store.ts'

/** A customer as an event names it, with all that booking needs. */
export interface IngestCustomer extends BookingFacts {
  readonly id: string
  readonly reference: string
  /** Every subscription of the customer, also those that bill nothing (yet): an event may name one of them. */
  readonly named: readonly NamedSubscription[]
}

interface CustomerRow {
  readonly id: string
  readonly reference: string
  readonly named: readonly NamedSubscription[]
  readonly terms: readonly unknown[]
  readonly finals: readonly { readonly subscription_id: string; readonly period_start: string }[]
  readonly open: readonly { readonly subscription_id: string; readonly period_start: string }[]
  readonly cuts: readonly { readonly schedule_id: string; readonly period_start: string; readonly cut_at: string }[]
}

/** Customers by every name that the events use, and the revision of the meters, as of one moment. */
export async function loadIngestFacts(
  database: Queryable,
  names: {
    readonly ids: readonly string[]
    readonly references: readonly string[]
    readonly earliest: Date
    /** True where usage of a FINAL period goes to the next one that is open. */
    readonly carriesLate: boolean
  },
): Promise<{
  /** Another text whenever what events are read by was changed. */
  readonly revision: string
  /** True where an alert rule wants to hear of usage. */
  readonly watched: boolean
  readonly byId: Map<string, IngestCustomer>
  readonly byReference: Map<string, IngestCustomer>
  /** Cuts that an event of theirs may come before. */
  readonly cuts: KeptCuts
}> {
  const rows = await database.query<{ revision: string; watched: boolean; customers: readonly CustomerRow[] }>(
    `select ${CATALOG_REVISION} as revision, ${HAS_ACTIVE_RULES} as watched, (
      select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'reference', c.reference,
        'named', (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'reference', s.reference)), '[]'::jsonb)
          from pricing_plan_subscriptions s where s.customer_id = c.id),
        'terms', (select coalesce(jsonb_agg(${TERMS_JSON}), '[]'::jsonb) from pricing_plan_subscriptions s
          where s.customer_id = c.id and s.status in ('ACTIVE', 'CANCELLED')),
        'finals', (select coalesce(jsonb_agg(jsonb_build_object('subscription_id', i.subscription_id, 'period_start', i.period_start)), '[]'::jsonb)
          from invoices i where i.customer_id = c.id and i.status = 'FINAL' and i.period_end > $3),
        'open', (select coalesce(jsonb_agg(jsonb_build_object('subscription_id', i.subscription_id, 'period_start', i.period_start)
            order by i.period_start), '[]'::jsonb)
          from invoices i where $4 and i.customer_id = c.id and i.type = 'STANDARD' and i.status in ('OPEN', 'DRAFT')),
        'cuts', (select coalesce(jsonb_agg(jsonb_build_object('schedule_id', u.schedule_id, 'period_start', u.period_start, 'cut_at', u.cut_at)), '[]'::jsonb)
          from usage_cuts u where u.customer_id = c.id and u.cut_at > $3))), '[]'::jsonb)
      from customers c where c.id = any($1::text[]) or c.reference = any($2::text[])) as customers`,
    [names.ids, names.references, names.earliest, names.carriesLate],
  )
  const byId = new Map<string, IngestCustomer>()
  const byReference = new Map<string, IngestCustomer>()
  const cuts = new Map<string, Date[]>()
  const [facts] = rows
  if (facts === undefined) throw new Error('the facts of events are one row')
  for (const row of facts.customers) {
    const customer: IngestCustomer = {
      id: row.id,
      reference: row.reference,
      named: row.named,
      subscriptions: row.terms.map(fromTermsJson),
      finalPeriods: new Set(row.finals.map((one) => finalPeriodKey(one.subscription_id, new Date(one.period_start)))),
      openPeriods: openPeriodsOf(row.open),
    }
    for (const cut of row.cuts) {
      const key = segmentKey(cut.schedule_id, new Date(cut.period_start))
      cuts.set(key, [...(cuts.get(key) ?? []), new Date(cut.cut_at)])
    }
    byId.set(row.id, customer)
    byReference.set(row.reference, customer)
  }
  return { revision: facts.revision, watched: facts.watched, byId, byReference, cuts }
}

/** Groups periods whose invoice is open by their subscription, in their order. */
export const openPeriodsOf = (
  rows: readonly { readonly subscription_id: string; readonly period_start: string | Date }[],
): OpenPeriods =>
  new Map(
    [...Map.groupBy(rows, (row) => row.subscription_id)].map(([id, own]) => [
      id,
      own.map((row) => new Date(row.period_start)),
    ]),
  )

/** An event with its id and its booking, ready to be written. */
export interface BookedEvent {
  readonly id: string
  readonly event: ReadEvent
  readonly booking: Booking
}

/**
 * Claims the references and writes the events. Returns the ids that were not written: their references were there
 * already, or came twice and then the first one counts. Rows are written in the order of their references, so that
 * transactions that meet wait for each other and never deadlock.
 */
export async function insertEvents(
  database: Queryable,
  events: readonly BookedEvent[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const rows = events.toSorted(inOrderOfReference)
  const places = new Places()
  const slots = rows.map((row) => places.slotOf(row))
  const [separator, ...packed] = packColumns([
    rows.map(({ id }) => id),
    rows.map(({ event }) => event.reference),
    slots.map(String),
    rows.map(({ event }) => event.at.toISOString()),
    rows.map(({ event }) => (event.timestampGiven ? 't' : 'f')),
    rows.map(({ event }) => JSON.stringify(event.body)),
  ])
  const [inserted] = await database.query<{ count: number }>(INSERT_EVENTS, [
    now,
    ...places.parameters(),
    separator,
    ...packed,
  ])
  // Mostly all of them: only then it need not be asked which.
  if (inserted?.count === events.length) return new Set()
  const ids = events.map(({ id }) => id)
  const missing = await database.query<{ id: string }>(
    `select id from unnest($1::text[]) as given (id) where not exists (select 1 from meter_data m where m.id = given.id)`,
    [ids],
  )
  return new Set(missing.map(({ id }) => id))
}

/** The columns that many events of a batch share are sent once for each combination, and the events name its number. */
class Places {
  readonly #slots = new Map<string, number>()
  readonly #places: BookedEvent[] = []

  slotOf(booked: BookedEvent): number {
    const { event, booking } = booked
    const place = booking.matched
      ? `${booking.scheduleId} ${booking.periodStart.getTime()} ${booking.lateOf?.getTime() ?? 'in time'}`
      : booking.variant
    const key = `${event.customerId} ${event.meter.id} ${place} ${event.wantedSubscription ?? 'any'}`
    let slot = this.#slots.get(key)
    if (slot === undefined) {
      slot = this.#places.push(booked)
      this.#slots.set(key, slot)
    }
    return slot
  }

  parameters(): unknown[] {
    const places = this.#places
    return [
      places.map(({ event }) => event.customerId),
      places.map(({ event }) => event.meter.id),
      places.map(({ booking }) => (booking.matched ? booking.subscriptionId : null)),
      places.map(({ booking }) => (booking.matched ? booking.scheduleId : null)),
      places.map(({ booking }) => (booking.matched ? booking.periodStart : null)),
      places.map(({ booking }) => (booking.matched ? null : booking.variant)),
      places.map(({ event }) => event.wantedSubscription),
      places.map(({ booking }) => (booking.matched ? booking.lateOf : null)),
    ]
  }
}

const INSERT_EVENTS = `with inserted as (
    insert into meter_data (id, reference, customer_id, meter_id, subscription_id, schedule_id, period_start, event_at,
      timestamp_given, created_at, processed_type, not_matched_variant, body, wanted_subscription, late_of)
    select e.id, e.reference, p.customer_id, p.meter_id, p.subscription_id, p.schedule_id, p.period_start, e.event_at::timestamptz,
      e.timestamp_given::boolean, $1::timestamptz, case when p.variant is null then 'DEFAULT' else 'NOT_MATCHED' end, p.variant,
      e.body::jsonb, p.wanted_subscription, p.late_of
    from ${unpackColumns(6, 10)} with ordinality as e (id, reference, slot, event_at, timestamp_given, body, position)
    join unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::text[],
      $9::timestamptz[]) with ordinality
      as p (customer_id, meter_id, subscription_id, schedule_id, period_start, variant, wanted_subscription, late_of, slot)
      on p.slot = e.slot::bigint
    order by e.position
    on conflict (reference) do nothing
    returning 1
  )
  select count(*) as count from inserted`

const inOrderOfReference = ({ event: one }: BookedEvent, { event: other }: BookedEvent): number =>
  one.reference < other.reference ? -1 : one.reference === other.reference ? 0 : 1

/** Returns what the events add to the totals. */
export function contributionsOfEvents(events: readonly BookedEvent[]): Contribution[] {
  return events.flatMap(({ event, booking }) => {
    if (!booking.matched) return []
    const properties = valuesById(event.body.meter_properties)
    const key = propertiesKey(properties)
    return event.quantities.map(({ meterValueId, currency, quantity }) => ({
      subscriptionId: booking.subscriptionId,
      scheduleId: booking.scheduleId,
      periodStart: booking.periodStart,
      lateOf: booking.lateOf,
      meterId: event.meter.id,
      meterValueId,
      currency,
      propertiesKey: key,
      properties,
      quantity,
      at: event.at,
    }))
  })
}

/**
 * Returns what a list of values or properties says, whatever the names and the order: both may have changed between two
 * reports.
 */
const saidBy = (list: string): string => `(select jsonb_agg(one - 'reference' order by one ->> 'id')
  from jsonb_array_elements(coalesce(nullif(${list}, 'null'), '[]')) as one)`

/** Returns what a list of values says, as numbers: `50.0` is `50`, and a count is the number of a NUMBER value. */
const valuesIn = (list: string): string => `(select jsonb_agg(jsonb_build_array(one ->> 'id',
    coalesce(one ->> 'number', one ->> 'count', one -> 'amount' ->> 'quantity')::numeric, one -> 'amount' ->> 'currency')
    order by one ->> 'id')
  from jsonb_array_elements(coalesce(nullif(${list}, 'null'), '[]')) as one)`

/** A report of a reference that was there already. */
export interface Duplicate {
  readonly originalId: string
  /** True where its content differs from that of the original. */
  readonly conflict: boolean
  /** The part that makes it another event than the original, which is refused; absent: it may be a repeated report. */
  readonly differs?: 'customer' | 'meter' | 'value' | 'deleted'
}

/** Keeps reports of references that were there already. Returns what each is, by its id. */
export async function insertDuplicates(
  database: Queryable,
  duplicates: readonly BookedEvent[],
  now: Date,
): Promise<Map<string, Duplicate>> {
  const rows = await database.query<{
    id: string
    of_meter_data_id: string
    conflict: boolean
    differs: NonNullable<Duplicate['differs']> | null
  }>(
    `with given as (
      select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::boolean[], $7::text[])
        as t (id, reference, customer_id, meter_id, event_at, timestamp_given, body)
    ), kept as (
    insert into meter_data_duplicates (id, of_meter_data_id, reference, customer_id, meter_id, event_at, created_at, conflict, body)
      select t.id, m.id, t.reference, t.customer_id, t.meter_id, t.event_at, $8::timestamptz,
        (m.customer_id, m.meter_id, m.timestamp_given, ${saidBy("m.body -> 'meter_properties'")}, ${valuesIn("m.body -> 'meter_values'")})
          is distinct from (t.customer_id, t.meter_id, t.timestamp_given, ${saidBy("t.body::jsonb -> 'meter_properties'")},
            ${valuesIn("t.body::jsonb -> 'meter_values'")})
          or (m.timestamp_given and m.event_at <> t.event_at) or m.deleted_at is not null,
        t.body::jsonb
      from given t join meter_data m on m.reference = t.reference
      returning id, of_meter_data_id, conflict
    )
    select kept.id, kept.of_meter_data_id, kept.conflict,
      case when m.deleted_at is not null then 'deleted' when m.customer_id <> t.customer_id then 'customer'
        when m.meter_id <> t.meter_id then 'meter'
        when ${valuesIn("m.body -> 'meter_values'")} is distinct from ${valuesIn("t.body::jsonb -> 'meter_values'")} then 'value'
      end as differs
    from kept join given t on t.id = kept.id join meter_data m on m.id = kept.of_meter_data_id`,
    [
      duplicates.map(({ id }) => id),
      duplicates.map(({ event }) => event.reference),
      duplicates.map(({ event }) => event.customerId),
      duplicates.map(({ event }) => event.meter.id),
      duplicates.map(({ event }) => event.at),
      duplicates.map(({ event }) => event.timestampGiven),
      duplicates.map(({ event }) => JSON.stringify(event.body)),
      now,
    ],
  )
  return new Map(
    rows.map(({ id, of_meter_data_id: originalId, conflict, differs }) => [
      id,
      { originalId, conflict: conflict || differs !== null, ...(differs !== null && { differs }) },
    ]),
  )
}
