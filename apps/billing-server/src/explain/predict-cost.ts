import type { Schema } from '@tallygate/client'
import { addUpEvents, planInvoice, type UsageTotal } from '@tallygate/rating'
import { loadTerms } from '../customers/subscription-terms.store.ts'
import { gatherInvoice } from '../invoicing/gather-invoices.ts'
import { findInvoiceOf } from '../invoicing/invoices.store.ts'
import { invoiceAmount } from '../invoicing/wire-money.ts'
import type { Booking } from '../metering/book-event.ts'
import type { ReadEvent } from '../metering/read-event.ts'
import type { ServerContext } from '../server-context.ts'

/**
 * Returns what an event adds to its invoice: the invoice with it, less the invoice without it, so included volumes and
 * tiers that are used up already count. Both are rounded at their lines; one small event can therefore cost 0.00.
 */
export async function predictCost(
  context: Pick<ServerContext, 'database' | 'stores' | 'readCuts'>,
  event: ReadEvent,
  booking: Booking,
): Promise<Schema<'CostPrediction'>> {
  // What a late event adds depends on what its own period left, which only the event itself makes the invoice look at.
  if (!booking.matched || booking.lateOf !== null) return { response: 'NOT_SUPPORTED' }
  const { database } = context
  const invoice = await findInvoiceOf(database, booking.subscriptionId, booking.periodStart)
  const [terms] = await loadTerms(database, { subscriptionIds: [booking.subscriptionId] })
  if (invoice === undefined || terms === undefined) return { response: 'FAILED' }
  const gathered = await gatherInvoice(context, database, invoice, terms)
  const withEvent = gathered.input.segments.map((segment) =>
    segment.plan.scheduleId === booking.scheduleId
      ? { ...segment, usage: [...segment.usage, ...usageOf(event)] }
      : segment,
  )
  const before = planInvoice(gathered.input).totals
  const after = planInvoice({ ...gathered.input, segments: withEvent }).totals
  return {
    response: 'OK',
    details: [
      {
        customer_id: event.customerId,
        invoice_id: invoice.id,
        amount_excluding_tax: invoiceAmount(after.net.minus(before.net), terms.currency),
        amount_including_tax: invoiceAmount(after.gross.minus(before.gross), terms.currency),
      },
    ],
  }
}

/** Counts the event at its time: a window of the plan may end before it, or begin after. */
function usageOf(event: ReadEvent): UsageTotal[] {
  const usedIn = { start: event.at, end: new Date(event.at.getTime() + 1) }
  return addUpEvents(
    event.quantities.map(({ meterValueId, currency, quantity }) => ({
      meterId: event.meter.id,
      meterValueId: meterValueId === '' ? null : meterValueId,
      properties: event.properties,
      currency: currency === '' ? null : currency,
      quantity,
    })),
  ).map((total) => ({ ...total, usedIn }))
}
