import { readCatalogRevision } from '../catalog/catalog-revision.store.ts'
import { loadTerms } from '../customers/subscription-terms.store.ts'
import { placeAt, type SubscriptionTerms } from '../customers/subscription-terms.ts'
import type { Queryable } from '../database/database.ts'
import type { ServerContext } from '../server-context.ts'
import { type BookableEvent, type Booking, bookEvent, finalPeriodKey } from './book-event.ts'
import { openPeriodsOf } from './ingest.store.ts'
import { loadPropertyReferences } from './metering-definition.store.ts'
import { byReference, valuesById } from './property-references.ts'
import { loadPeriods, type RebookScope, readCountedPage, readPage, writeBookings } from './rebook.store.ts'
import { contributionsOf, type StoredEvent } from './stored-event.store.ts'
import { addToTotals, clearTotals } from './totals.store.ts'
import { noteOpenPeriods } from './usage-changes.store.ts'

/**
 * Books events of a customer anew, after what they are booked by has changed, and makes the totals right again. The
 * caller holds the customer (`holdCustomer`), so no event comes in between. Periods whose invoice is FINAL are never
 * touched; with `not-matched`, an event of such a period goes to the subscription's next period that is still open, as
 * late usage.
 *
 * Resolves with the number of events whose booking changed.
 */
export async function rebook(
  { readSoldUsage }: Pick<ServerContext, 'readSoldUsage'>,
  database: Queryable,
  customerId: string,
  scope: RebookScope,
): Promise<number> {
  const terms = await loadTerms(database, { customerId })
  const takes = await readSoldUsage(database, { revision: await readCatalogRevision(database) }, terms)
  const references = await loadPropertyReferences(database)
  const finals = await loadPeriods(database, customerId, ['FINAL'])
  const finalPeriods = new Set(finals.map((one) => finalPeriodKey(one.subscription_id, one.period_start)))
  const openPeriods =
    scope.kind === 'not-matched' ? openPeriodsOf(await loadPeriods(database, customerId, ['OPEN', 'DRAFT'])) : undefined
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
      const facts = { subscriptions: terms, finalPeriods, openPeriods }
      const computed = bookEvent(bookableOfStored(event, references), facts, takes)
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

/** Returns the parts of a stored event that its booking follows from; properties by the names that they have now. */
const bookableOfStored = (
  { event_at: at, meter_id: meterId, wanted_subscription: wantedSubscription, body }: StoredEvent,
  references: ReadonlyMap<string, string>,
): BookableEvent => ({
  at,
  meterId,
  wantedSubscription,
  meterValueIds: (body.meter_values ?? []).flatMap(({ id }) => id ?? []),
  properties: byReference(valuesById(body.meter_properties), references),
})

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
  if (!booking.matched) return event.not_matched_variant === booking.variant
  return (
    event.schedule_id === booking.scheduleId &&
    event.period_start?.getTime() === booking.periodStart.getTime() &&
    event.late_of?.getTime() === booking.lateOf?.getTime()
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
    const page = await readCountedPage(database, customerId, subscriptionIds, after)
    const last = page.at(-1)
    if (last === undefined) return
    after = last.id
    await addToTotals(database, page.flatMap(contributionsOf))
  }
}
