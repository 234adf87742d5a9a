import type { Queryable } from '../database/database.ts'
import type { Booking } from './book-event.ts'
import { STORED_EVENT, type StoredEvent } from './stored-event.store.ts'

/** Events that are read and written at once. */
const PAGE = 1000

/** The events of a customer that are booked anew. */
export type RebookScope =
  /** Those that count already: after a change of the subscription's schedules. */
  | { readonly kind: 'booked'; readonly from?: Date; readonly to?: Date }
  /** Those that count nowhere, by their time. */
  | { readonly kind: 'not-matched'; readonly from?: Date; readonly to?: Date }

/** Reads which periods of a customer's subscriptions have an invoice in one of these states, in their order. */
export function loadPeriods(
  database: Queryable,
  customerId: string,
  statuses: readonly ('OPEN' | 'DRAFT' | 'FINAL')[],
): Promise<{ readonly subscription_id: string; readonly period_start: Date }[]> {
  return database.query(
    `select subscription_id, period_start from invoices
      where customer_id = $1 and type = 'STANDARD' and status = any($2::text[]) order by period_start`,
    [customerId, statuses],
  )
}

/** Reads the next events of a scope, in the order of their ids: none after the last one. */
export function readPage(
  database: Queryable,
  customerId: string,
  scope: RebookScope,
  after: string,
): Promise<StoredEvent[]> {
  const type = scope.kind === 'booked' ? 'DEFAULT' : 'NOT_MATCHED'
  return database.query<StoredEvent>(
    `select ${STORED_EVENT} from meter_data where customer_id = $1 and id > $2 and deleted_at is null and processed_type = $3
      and ($4::timestamptz is null or event_at >= $4) and ($5::timestamptz is null or event_at < $5)
      order by id limit ${PAGE}`,
    [customerId, after, type, scope.from ?? null, scope.to ?? null],
  )
}

/** Writes where events count from now on. */
export async function writeBookings(
  database: Queryable,
  moved: readonly { readonly event: StoredEvent; readonly booking: Booking }[],
): Promise<void> {
  if (moved.length === 0) return
  await database.query(
    `update meter_data m set subscription_id = t.subscription_id, schedule_id = t.schedule_id, period_start = t.period_start,
      late_of = t.late_of, not_matched_variant = t.variant,
      processed_type = case when t.variant is null then 'DEFAULT' else 'NOT_MATCHED' end
      from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::timestamptz[])
        as t (id, subscription_id, schedule_id, period_start, variant, late_of) where m.id = t.id`,
    [
      moved.map(({ event }) => event.id),
      moved.map(({ booking }) => (booking.matched ? booking.subscriptionId : null)),
      moved.map(({ booking }) => (booking.matched ? booking.scheduleId : null)),
      moved.map(({ booking }) => (booking.matched ? booking.periodStart : null)),
      moved.map(({ booking }) => (booking.matched ? null : booking.variant)),
      moved.map(({ booking }) => (booking.matched ? booking.lateOf : null)),
    ],
  )
}

/** Reads the next events that subscriptions count in periods whose invoice is not FINAL, in the order of their ids. */
export function readCountedPage(
  database: Queryable,
  customerId: string,
  subscriptionIds: readonly string[],
  after: string,
): Promise<StoredEvent[]> {
  return database.query<StoredEvent>(
    `select ${STORED_EVENT} from meter_data m where subscription_id = any($1::text[]) and id > $2 and deleted_at is null
      and customer_id = $3
      and not exists (select 1 from invoices i where i.subscription_id = m.subscription_id
        and i.period_start = m.period_start and i.status = 'FINAL')
      order by id limit ${PAGE}`,
    [subscriptionIds, after, customerId],
  )
}
