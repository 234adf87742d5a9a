import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { valuesById } from './property-references.ts'
import { propertiesKey } from './read-event.ts'
import type { Contribution } from './spread-over-cuts.ts'

/** An event as it lies in the database, with what counting it needs. */
export interface StoredEvent {
  readonly id: string
  readonly reference: string
  readonly customer_id: string
  readonly meter_id: string
  readonly subscription_id: string | null
  readonly schedule_id: string | null
  readonly period_start: Date | null
  /** Start of the earlier period that it was used in; null where it counts in that period itself. */
  readonly late_of: Date | null
  /** The reason for which it counts nowhere; null where it counts. */
  readonly not_matched_variant: string | null
  readonly event_at: Date
  readonly created_at: Date
  readonly deleted_at: Date | null
  readonly wanted_subscription: string | null
  readonly body: Pick<Schema<'MeterData'>, 'meter_properties' | 'meter_values'>
}

export const STORED_EVENT =
  'id, reference, customer_id, meter_id, subscription_id, schedule_id, period_start, late_of, not_matched_variant, event_at, created_at, deleted_at, wanted_subscription, body'

/** In the key of totals: no meter value, or no currency. A key cannot hold null. */
const NONE = ''

/** Returns what a booked event adds to the totals; nothing for one that is not booked. */
export function contributionsOf(event: StoredEvent): Contribution[] {
  const { subscription_id: subscriptionId, schedule_id: scheduleId, period_start: periodStart } = event
  if (subscriptionId === null || scheduleId === null || periodStart === null) return []
  const properties = valuesById(event.body.meter_properties)
  const shared = {
    subscriptionId,
    scheduleId,
    periodStart,
    lateOf: event.late_of,
    meterId: event.meter_id,
    at: event.event_at,
    properties,
    propertiesKey: propertiesKey(properties),
  }
  const values = event.body.meter_values ?? []
  if (values.length === 0) return [{ ...shared, meterValueId: NONE, currency: NONE, quantity: '0' }]
  return values.map((value) => ({
    ...shared,
    meterValueId: value.id ?? NONE,
    currency: value.amount?.currency ?? NONE,
    quantity: value.number ?? value.amount?.quantity ?? value.count ?? '0',
  }))
}

/** The event with this id or reference, locked until the transaction ends. */
export async function lockEvent(
  database: Queryable,
  by: { readonly id: string } | { readonly reference: string },
): Promise<StoredEvent | undefined> {
  const [column, value] = 'id' in by ? ['id', by.id] : ['reference', by.reference]
  const [row] = await database.query<StoredEvent>(
    `select ${STORED_EVENT} from meter_data where ${column} = $1 for update`,
    [value],
  )
  return row
}

/** Reads an event by its id; that of a repeated report reads the event that it repeats. */
export async function findOriginalEvent(database: Queryable, id: string): Promise<StoredEvent | undefined> {
  const [event] = await database.query<StoredEvent>(
    `select ${STORED_EVENT} from meter_data where id = coalesce((select of_meter_data_id from meter_data_duplicates where id = $1), $1)`,
    [id],
  )
  return event
}

/** Tells whether the invoice that an event counts on is FINAL. */
export async function isOnFinalInvoice(
  database: Queryable,
  { subscription_id: subscriptionId, period_start: periodStart }: StoredEvent,
): Promise<boolean> {
  const final = await database.query(
    `select id from invoices where subscription_id = $1 and period_start = $2 and status = 'FINAL'`,
    [subscriptionId, periodStart],
  )
  return final.length > 0
}

/** Marks an event as deleted. Its totals are the caller's to change. */
export async function markDeleted(database: Queryable, id: string, now: Date): Promise<void> {
  await database.query('update meter_data set deleted_at = $2 where id = $1', [id, now])
}
