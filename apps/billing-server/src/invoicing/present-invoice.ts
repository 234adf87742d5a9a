import { formatInstant } from '@tallygate/billing-period'
import { Decimal, type PlannedInvoice, planInvoice } from '@tallygate/rating'
import { loadTerms } from '../customers/subscription-terms.store.ts'
import type { SubscriptionTerms } from '../customers/subscription-terms.ts'
import type { Queryable } from '../database/database.ts'
import type { ServerContext } from '../server-context.ts'
import { dueDateOf } from './due-date.ts'
import { gatherInvoice } from './gather-invoices.ts'
import type { GatheredInvoice } from './gather-usage.ts'
import type { AnyInvoiceRow, InvoiceRow, WrittenInvoiceRow } from './invoices.store.ts'
import { planInvoicePayment } from './pay-from-wallets.ts'
import { withPayment } from './plan-payment.ts'
import { presentPeriod } from './present-period.ts'
import { readDocument, type WholeInvoice } from './whole-invoice.ts'
import { invoiceAmount } from './wire-money.ts'
import { presentWritten } from './written/present-written.ts'
import { moneyOf } from './written/sum-lines.ts'

type Invoice = WholeInvoice

/** An invoice without what wallets pay of it. */
export interface ComputedInvoice {
  readonly invoice: Invoice
  readonly currency: string
  /** The total, with tax. */
  readonly total: Decimal
  /** The part of the total that wallets may pay. */
  readonly payable: Decimal
}

/**
 * The whole invoice as it stands now: a FINAL one as it was written down, one that was written as its content says, any
 * other worked out from usage and prices; before it is FINAL with what wallets would pay of it.
 *
 * @param showsLines false for an answer without lines: then those of an invoice that is not FINAL may be absent
 */
export async function presentInvoice(
  context: ServerContext,
  database: Queryable,
  row: AnyInvoiceRow,
  showsLines = true,
): Promise<Invoice> {
  if (row.status === 'FINAL') return readDocument(row)
  const computed =
    row.type === 'STANDARD' ? await computePeriod(context, database, row, showsLines) : computedWritten(row)
  if (row.status === 'ARCHIVED') return computed.invoice
  return withPayment(computed.invoice, computed, await planInvoicePayment(context, database, row, computed, null))
}

/** An invoice that was written, with what wallets may pay of it. */
export function computedWritten(row: WrittenInvoiceRow): ComputedInvoice {
  const invoice = presentWritten(row)
  const { billing_currency: currency } = invoice
  const total = moneyOf(invoice.invoice_amount_including_tax, currency)
  return { invoice, currency, total, payable: total }
}

/** The invoice of a period as its subscription is now. */
export async function computePeriod(
  context: ServerContext,
  database: Queryable,
  row: InvoiceRow,
  showsLines = true,
): Promise<ComputedInvoice & { readonly planned: PlannedInvoice }> {
  const [terms] = await loadTerms(database, { subscriptionIds: [row.subscription_id] })
  if (terms === undefined) throw new Error(`invoice ${row.id} has no subscription`)
  return computeGathered(context, database, row, terms, showsLines)
}

/**
 * Works an invoice out from the totals of its period and the plan versions that hold in it; without what wallets pay of
 * it.
 */
export async function computeInvoice(
  context: ServerContext,
  database: Queryable,
  row: InvoiceRow,
  terms: SubscriptionTerms,
): Promise<Invoice> {
  return (await computeGathered(context, database, row, terms)).invoice
}

async function computeGathered(
  context: ServerContext,
  database: Queryable,
  row: InvoiceRow,
  terms: SubscriptionTerms,
  showsLines = true,
): Promise<ComputedInvoice & { readonly planned: PlannedInvoice }> {
  const gathered = await gatherInvoice(context, database, row, terms)
  const planned = planInvoice(gathered.input)
  const invoice = await toWireInvoice(context, database, row, terms, { planned, gathered, showsLines })
  return { invoice, currency: terms.currency, total: planned.totals.gross, payable: planned.payable, planned }
}

async function toWireInvoice(
  { stores }: ServerContext,
  database: Queryable,
  row: InvoiceRow,
  terms: SubscriptionTerms,
  {
    planned,
    gathered,
    showsLines,
  }: { readonly planned: PlannedInvoice; readonly gathered: GatheredInvoice; readonly showsLines: boolean },
): Promise<Invoice> {
  const subscription = await stores.subscriptions.get(database, terms.id)
  const { currency } = terms
  const { net, gross } = planned.totals
  const amount = invoiceAmount(gross, currency)
  const period = presentPeriod(planned, gathered, showsLines)
  const nothing = invoiceAmount(Decimal.ZERO, currency)
  const invoiceDate = row.invoice_date ?? row.period_end
  return {
    object_type: 'INVOICE',
    id: row.id,
    invoice_number: row.invoice_number,
    customer_id: row.customer_id,
    customer_reference: subscription.customer_reference ?? null,
    billing_entity_id: terms.billingEntityId,
    status: row.status,
    on_hold: row.on_hold,
    paid: false,
    type: 'STANDARD',
    created_at: formatInstant(row.created_at),
    updated_at: formatInstant(row.updated_at),
    invoice_date: formatInstant(invoiceDate),
    due_date: formatInstant(dueDateOf(invoiceDate, subscription.due_date_configuration, terms.timeZone)),
    billing_currency: currency,
    invoice_amount_including_tax: amount,
    open_invoice_amount: amount,
    closed_invoice_amount: nothing,
    paid_invoice_amount: nothing,
    timezone: terms.timeZone,
    billing_period: terms.billingPeriod,
    pricing_plan_subscription_ids: [terms.id],
    pricing_amount_type: 'EXCLUDING_TAX',
    sales_tax_percentage: subscription.sales_tax_percentage ?? null,
    purchase_order_number: subscription.purchase_order_number ?? null,
    periods: [period],
    tax_categories: period.tax_categories ?? [],
    tax_summary: {
      base_amount: invoiceAmount(net, currency),
      tax_amount: invoiceAmount(gross.minus(net), currency),
      total_amount: amount,
    },
    payment_acceptor_ids: [],
    linked_invoices_ids: [],
    has_usage_based_pricing: planned.groups.some(({ lines }) =>
      lines.some(({ charged }) => charged !== null && charged.item.unit !== null),
    ),
    payment_status: 'UNPAID',
    ...row.body,
  }
}

/** The invoice with as much detail as a list was asked for. */
export function withDetail(invoice: Invoice, detail: { readonly periods: boolean; readonly lines: boolean }): Invoice {
  if (!detail.periods && !detail.lines) {
    const { periods: _periods, ...rest } = invoice
    return rest
  }
  if (detail.lines) return invoice
  const periods = (invoice.periods ?? []).map((period) => ({
    ...period,
    groups: (period.groups ?? []).map(({ lines: _lines, ...group }) => group),
  }))
  return { ...invoice, periods }
}
