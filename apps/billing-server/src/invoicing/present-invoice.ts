import { formatInstant } from '@tallygate/billing-period'
import { Decimal, type PlannedInvoice } from '@tallygate/rating'
import type { SubscriptionTerms } from '../customers/subscription-terms.ts'
import type { Queryable } from '../database/database.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { planGathered } from './attach-wallets.ts'
import { dueDateOf } from './due-date.ts'
import { gatherInvoices } from './gather-invoices.ts'
import { type GatheredInvoice, type InvoiceSubject, subjectsOf } from './gather-usage.ts'
import type { AnyInvoiceRow, InvoiceRow, WrittenInvoiceRow } from './invoices.store.ts'
import { dueOfPlanned, type KnownDues } from './load-running-dues.ts'
import { planInvoicePayment } from './pay-from-wallets.ts'
import { withPayment } from './plan-payment.ts'
import { presentPeriod } from './present-period.ts'
import { readDocument, type WholeInvoice } from './whole-invoice.ts'
import { invoiceAmount } from './wire-money.ts'
import { payableOfWritten } from './written/payable-of-written.ts'
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

/** The invoice of a period, with its plan. */
interface ComputedPeriod extends ComputedInvoice {
  readonly planned: PlannedInvoice
}

type UsageContext = Pick<ServerContext, 'stores' | 'readCuts'>
type PresentContext = Pick<ServerContext, 'stores' | 'clock' | 'readCuts'>

/**
 * The whole invoice as it stands now: a FINAL one as it was written down, one that was written as its content says, any
 * other worked out from usage and prices; before it is FINAL with what wallets would pay of it.
 *
 * @param showsLines false for an answer without lines: then those of an invoice that is not FINAL may be absent
 */
export async function presentInvoice(
  context: Pick<ServerContext, 'stores' | 'clock' | 'readCuts'>,
  database: Queryable,
  row: AnyInvoiceRow,
  showsLines = true,
): Promise<Invoice> {
  const [invoice] = await presentInvoices(context, database, [row], showsLines)
  if (invoice === undefined) throw new Error(`invoice ${row.id} was not presented`)
  return invoice
}

/** As `presentInvoice` for many at once, in their order. Each that still runs is charged once, whoever asks for it. */
export async function presentInvoices(
  context: PresentContext,
  database: Queryable,
  rows: readonly AnyInvoiceRow[],
  showsLines = true,
): Promise<Invoice[]> {
  const running = rows.filter((row) => row.type === 'STANDARD' && row.status !== 'FINAL') as InvoiceRow[]
  const periods = new Map<string, ComputedPeriod>()
  const known: KnownDues = new Map()
  for (const [index, computed] of (await computePeriods(context, database, running, showsLines)).entries()) {
    const row = running[index]
    if (row === undefined) continue
    periods.set(row.id, computed)
    known.set(row.id, dueOfPlanned(row, computed.planned))
  }
  const invoices: Invoice[] = []
  for (const row of rows) {
    if (row.status === 'FINAL') {
      invoices.push(readDocument(row))
      continue
    }
    const computed = row.type === 'STANDARD' ? periods.get(row.id) : computedWritten(row)
    if (computed === undefined) throw new Error(`invoice ${row.id} was not worked out`)
    if (row.status === 'ARCHIVED') invoices.push(computed.invoice)
    else {
      const payment = await planInvoicePayment(context, database, row, computed, null, known)
      invoices.push(withPayment(computed.invoice, computed, payment))
    }
  }
  return invoices
}

/** An invoice that was written, with what wallets may pay of it. */
export function computedWritten(row: WrittenInvoiceRow): ComputedInvoice {
  const invoice = presentWritten(row)
  const { billing_currency: currency } = invoice
  const total = moneyOf(invoice.invoice_amount_including_tax, currency)
  return { invoice, currency, total, payable: payableOfWritten(row) }
}

/** The invoice of a period as its subscription is now. */
export async function computePeriod(
  context: Pick<ServerContext, 'stores' | 'readCuts'>,
  database: Queryable,
  row: InvoiceRow,
): Promise<ComputedPeriod> {
  const [computed] = await computePeriods(context, database, [row], true)
  if (computed === undefined) throw new Error(`invoice ${row.id} was not worked out`)
  return computed
}

async function computePeriods(
  context: UsageContext,
  database: Queryable,
  rows: readonly InvoiceRow[],
  showsLines: boolean,
): Promise<ComputedPeriod[]> {
  if (rows.length === 0) return []
  const subjects = await subjectsOf(database, rows)
  const lost = rows.find(({ id }) => !subjects.some(({ row }) => row.id === id))
  if (lost !== undefined) throw new Error(`invoice ${lost.id} has no subscription`)
  return computeSubjects(context, database, subjects, showsLines)
}

/**
 * Works an invoice out from the totals of its period and the plan versions that hold in it; without what wallets pay of
 * it.
 */
export async function computeInvoice(
  context: Pick<ServerContext, 'stores' | 'readCuts'>,
  database: Queryable,
  row: InvoiceRow,
  terms: SubscriptionTerms,
): Promise<Invoice> {
  const [computed] = await computeSubjects(context, database, [{ row, terms }], true)
  if (computed === undefined) throw new Error(`invoice ${row.id} was not worked out`)
  return computed.invoice
}

async function computeSubjects(
  context: UsageContext,
  database: Queryable,
  subjects: readonly InvoiceSubject[],
  showsLines: boolean,
): Promise<ComputedPeriod[]> {
  const subscriptions = await context.stores.subscriptions.byIds(
    database,
    subjects.map(({ terms }) => terms.id),
  )
  return (await gatherInvoices(context, database, subjects)).flatMap((gathered, index): ComputedPeriod[] => {
    const subject = subjects[index]
    const subscription = subject && subscriptions.get(subject.terms.id)
    if (subject === undefined || subscription === undefined) return []
    const planned = planGathered(gathered)
    const invoice = toWireInvoice(subject, subscription, { planned, gathered, showsLines })
    const { currency, payable, totals } = planned
    return [{ invoice, currency, total: totals.gross, payable, planned }]
  })
}

function toWireInvoice(
  { row, terms }: InvoiceSubject,
  subscription: Stored<'PricingPlanSubscription'>,
  {
    planned,
    gathered,
    showsLines,
  }: { readonly planned: PlannedInvoice; readonly gathered: GatheredInvoice; readonly showsLines: boolean },
): Invoice {
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
