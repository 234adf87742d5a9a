import { loadTerms } from '../customers/subscription-terms.store.ts'
import { placeAt, type SubscriptionTerms } from '../customers/subscription-terms.ts'
import type { Queryable } from '../database/database.ts'
import { type Booking, bookEvent, finalPeriodKey, type OpenPeriods } from './book-event.ts'
import { openPeriodsOf } from './ingest.store.ts'
import { contributionsOf, STORED_EVENT, type StoredEvent } from './stored-event.ts'
import { addToTotals, clearTotals } from './totals.store.ts'
import { noteOpenPeriods } from './usage-changes.store.ts'

/** Events that are read and written at once. */
const PAGE = 1000

/** The events of a customer that are booked anew. */
export type RebookScope =
  /** Those that count already: after a change of the subscription's schedules. */
  | { readonly kind: 'booked'; readonly from?: Date; readonly to?: Date }
  /** Those that count nowhere, by their time. */
  | { readonly kind: 'not-matched'; readonly from?: Date; readonly to?: Date }

/**
 * Books events of a customer anew, after what they are booked by has changed, and makes the totals right again. The
 * caller holds the customer (`holdCustomer`), so no event comes in between. Periods whose invoice is FINAL are never
 * touched; with `not-matched`, an event of such a period goes to the subscription's next period that is still open, as
 * late usage.
 *
 * Resolves with the number of events whose booking changed.
 */
export async function rebook(database: Queryable, customerId: string, scope: RebookScope): Promise<number> {
  const terms = await loadTerms(database, { customerId })
  const finals = await database.query<{ subscription_id: string; period_start: Date }>(
    `select subscription_id, period_start from invoices where customer_id = $1 and status = 'FINAL' and type = 'STANDARD'`,
    [customerId],
  )
  const finalPeriods = new Set(finals.map((one) => finalPeriodKey(one.subscription_id, one.period_start)))
  const openPeriods = scope.kind === 'not-matched' ? await loadOpenPeriods(database, customerId) : undefined
  const touched = new Set<string>()
  let changed = 0
  for (let after = ''; ; ) {
    const page = await readPage(database, customerId, scope, after)
    const last = page.at(-1)
    if (last === undefined) break
    after = last.id
    const moved = page.flatMap((event) => {
      const isFinal =
        event.subscription_id !== null && event.period_start !== null
          ? finalPeriods.has(finalPeriodKey(event.subscription_id, event.period_start))
          : false
      if (isFinal) return []
      const computed = bookEvent(
        { at: event.event_at, meterId: event.meter_id, wantedSubscription: event.wanted_subscription },
        { subscriptions: terms, finalPeriods, openPeriods },
      )
      const booking = staying(computed, event, terms)
      return isSame(event, booking) ? [] : [{ event, booking }]
    })
    for (const { event, booking } of moved) {
      if (event.subscription_id !== null) touched.add(event.subscription_id)
      if (booking.matched) touched.add(booking.subscriptionId)
    }
    changed += moved.length
    await writeBookings(database, moved)
  }
  if (touched.size > 0) {
    await rebuildTotals(database, customerId, [...touched])
    await noteOpenPeriods(database, [...touched])
  }
  return changed
}

/**
 * An event of a closed period that counts in a later one stays there, as late usage of its own schedule, for as long as
 * there is such a period.
 */
function staying(computed: Booking, event: StoredEvent, all: readonly SubscriptionTerms[]): Booking {
  if (computed.matched || computed.variant !== 'INVOICE_FINAL') return computed
  const { subscription_id: subscriptionId, schedule_id: scheduleId, period_start: periodStart } = event
  if (subscriptionId === null || scheduleId === null || periodStart === null) return computed
  const terms = all.find(({ id }) => id === subscriptionId)
  if (terms === undefined || placeAt(terms, periodStart)?.period.start.getTime() !== periodStart.getTime()) {
    return computed
  }
  const isOwn = computed.subscriptionId === subscriptionId && computed.periodStart < periodStart
  return {
    matched: true,
    subscriptionId,
    scheduleId: isOwn ? computed.scheduleId : scheduleId,
    periodStart,
    lateOf: isOwn ? computed.periodStart : event.late_of,
  }
}

function isSame(event: StoredEvent, booking: Booking): boolean {
  if (!booking.matched) return event.subscription_id === null
  return (
    event.schedule_id === booking.scheduleId &&
    event.period_start?.getTime() === booking.periodStart.getTime() &&
    event.late_of?.getTime() === booking.lateOf?.getTime()
  )
}

async function loadOpenPeriods(database: Queryable, customerId: string): Promise<OpenPeriods> {
  return openPeriodsOf(
    await database.query<{ subscription_id: string; period_start: Date }>(
      `select subscription_id, period_start from invoices
        where customer_id = $1 and type = 'STANDARD' and status in ('OPEN', 'DRAFT') order by period_start`,
      [customerId],
    ),
  )
}

function readPage(database: Queryable, customerId: string, scope: RebookScope, after: string): Promise<StoredEvent[]> {
  const type = scope.kind === 'booked' ? 'DEFAULT' : 'NOT_MATCHED'
  return database.query<StoredEvent>(
    `select ${STORED_EVENT} from meter_data where customer_id = $1 and id > $2 and deleted_at is null and processed_type = $3
      and ($4::timestamptz is null or event_at >= $4) and ($5::timestamptz is null or event_at < $5)
      order by id limit ${PAGE}`,
    [customerId, after, type, scope.from ?? null, scope.to ?? null],
  )
}

async function writeBookings(
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

/** Adds up the events of these subscriptions anew, for the periods whose invoice is not FINAL. */
export async function rebuildTotals(
  database: Queryable,
  customerId: string,
  subscriptionIds: readonly string[],
): Promise<void> {
  await clearTotals(database, subscriptionIds)
  for (let after = ''; ; ) {
    const page = await database.query<StoredEvent>(
      `select ${STORED_EVENT} from meter_data m where subscription_id = any($1::text[]) and id > $2 and deleted_at is null
        and customer_id = $3
        and not exists (select 1 from invoices i where i.subscription_id = m.subscription_id
          and i.period_start = m.period_start and i.status = 'FINAL')
        order by id limit ${PAGE}`,
      [subscriptionIds, after, customerId],
    )
    const last = page.at(-1)
    if (last === undefined) return
    after = last.id
    await addToTotals(database, page.flatMap(contributionsOf))
  }
}
