import type { Schema } from '@tallygate/client'
import { Decimal, type UsageTotal } from '@tallygate/rating'
import { loadTerms } from '../customers/subscription-terms.store.ts'
import { gatherInvoice } from '../invoicing/gather-invoices.ts'
import type { InvoiceSegment } from '../invoicing/invoice-input.ts'
import { findInvoiceOf } from '../invoicing/invoices.store.ts'
import { planInvoiceSegments } from '../invoicing/plan-invoice.ts'
import { invoiceAmount } from '../invoicing/wire-money.ts'
import type { Booking } from '../metering/book-event.ts'
import type { ReadEvent } from '../metering/read-event.ts'
import type { ServerContext } from '../server-context.ts'

/**
 * What an event adds to its invoice: the invoice with it, less the invoice without it, so included volumes and tiers that
 * are used up already count. Both are rounded at their lines; one small event can therefore cost 0.00.
 */
export async function predictCost(
  context: ServerContext,
  event: ReadEvent,
  booking: Booking,
): Promise<Schema<'CostPrediction'>> {
  if (!booking.matched) return { response: 'NOT_SUPPORTED' }
  const { database } = context
  const invoice = await findInvoiceOf(database, booking.subscriptionId, booking.periodStart)
  const [terms] = await loadTerms(database, { subscriptionIds: [booking.subscriptionId] })
  if (invoice === undefined || terms === undefined) return { response: 'FAILED' }
  const gathered = await gatherInvoice(context, database, invoice, terms)
  const withEvent = gathered.segments.map(
    (segment): InvoiceSegment =>
      segment.schedule.id === booking.scheduleId
        ? { ...segment, usage: [...segment.usage, ...usageOf(event)] }
        : segment,
  )
  const without = planInvoiceSegments(gathered.context, gathered.period, gathered.segments)
  const planned = planInvoiceSegments(gathered.context, gathered.period, withEvent)
  const difference = (member: 'amount_excluding_tax' | 'amount_including_tax') =>
    invoiceAmount(
      Decimal.parse(planned[member]?.quantity ?? '0', member).minus(
        Decimal.parse(without[member]?.quantity ?? '0', member),
      ),
      terms.currency,
    )
  return {
    response: 'OK',
    details: [
      {
        customer_id: event.customerId,
        invoice_id: invoice.id,
        amount_excluding_tax: difference('amount_excluding_tax'),
        amount_including_tax: difference('amount_including_tax'),
      },
    ],
  }
}

function usageOf(event: ReadEvent): UsageTotal[] {
  return event.quantities.map(({ meterValueId, currency, quantity }) => ({
    meterId: event.meter.id,
    meterValueId: meterValueId === '' ? null : meterValueId,
    properties: event.properties,
    currency: currency === '' ? null : currency,
    sum: quantity,
    count: 1,
    min: quantity,
    max: quantity,
    values: [Decimal.parse(quantity, 'meter_values').toString()],
  }))
}
