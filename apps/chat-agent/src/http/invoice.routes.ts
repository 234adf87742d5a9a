import { type BillingClient, type Schema, unwrap } from '@tallygate/client'
import type { RequestHandler } from 'express'
import { requestContext } from './request-context.ts'

/** Status of the invoice that the current period's usage goes to. */
const OPEN = 'OPEN'

/**
 * `GET /v1/invoice`: the asking customer's open invoice so far, as the billing API has it: usage that is not delivered
 * yet is not in it. `invoice` is null when there is none. Amounts are decimal strings; `amount` is what the line is
 * billed, `exact_amount` what it was rounded from.
 */
export function invoiceRoute(client: BillingClient): RequestHandler {
  return async (_request, response) => {
    const { customer } = requestContext(response)
    const { id } = await unwrap(client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: customer } } }))
    const query = { customer_id: id ?? '', include_periods: true, include_lines: true }
    const { data } = await unwrap(client.GET('/v1/invoices', { params: { query } }))
    const invoice = data.find((candidate) => candidate.status === OPEN)
    response.json({ customer, invoice: invoice === undefined ? null : toWireInvoice(invoice) })
  }
}

function toWireInvoice(invoice: Schema<'Invoice'>) {
  const periods = invoice.periods ?? []
  return {
    status: invoice.status,
    currency: invoice.billing_currency,
    total: invoice.invoice_amount_including_tax?.quantity ?? null,
    period: periods[0] === undefined ? null : { start: periods[0].start_at ?? null, end: periods[0].end_at ?? null },
    lines: periods.flatMap((period) => (period.groups ?? []).flatMap((group) => (group.lines ?? []).map(toWireLine))),
  }
}

function toWireLine(line: Schema<'InvoiceLine'>) {
  return {
    description: line.product_items?.[0]?.name ?? line.description ?? '',
    /** Null for the line of the default rate, which is for every model that no rule names. */
    model: line.conditions?.meter_properties?.[0]?.value ?? null,
    tokens: line.meter_value?.number ?? null,
    amount: line.amount_excluding_tax?.quantity ?? null,
    exact_amount: line.details?.pricing_amount?.quantity ?? null,
  }
}
