import { type Decimal, type PlannedInvoice, PricingError } from '@tallygate/rating'
import type { Queryable } from '../database/database.ts'
import type { ServerContext } from '../server-context.ts'
import { type PlannableInvoice, planGathered } from './attach-wallets.ts'
import { gatherInvoices } from './gather-invoices.ts'
import { subjectsOf } from './gather-usage.ts'
import {
  type AnyInvoiceRow,
  findInvoice,
  type InvoiceRow,
  loadRunningInvoices,
  loadRunningOneOffs,
} from './invoices.store.ts'
import { type DueOrder, type InvoiceDue, isServedBefore } from './plan-payment.ts'
import { payableOfWritten } from './written/payable-of-written.ts'
import { moneyOf } from './written/sum-lines.ts'

type UsageContext = Pick<ServerContext, 'stores' | 'readCuts'>

/** A choice of invoices, and of their usage. */
export interface DueFilter {
  readonly customerId: string
  /** Default: all. */
  readonly currency?: string
  /** Only those that are served before this one. */
  readonly before?: DueOrder
  /** An instant: what was used and written before it counts. Default: all. */
  readonly until?: Date | undefined
  /** Invoices that were planned before: they are not planned again, and those that are planned join them. */
  readonly known?: KnownDues | undefined
}

/** The dues of invoices of periods by their ids; `null` for one that cannot be priced and has nothing to pay yet. */
export type KnownDues = Map<string, InvoiceDue | null>

/** Returns what is to be paid of a customer's invoices that are not FINAL, as they stand. */
export async function loadRunningDues(
  context: UsageContext,
  database: Queryable,
  { customerId, currency, before, until, known }: DueFilter,
): Promise<InvoiceDue[]> {
  const isAsked = (row: AnyInvoiceRow): boolean =>
    (before === undefined || isServedBefore(orderOf(row), before)) &&
    (until === undefined || (row.period_start ?? row.created_at) < until)
  const periods = (await loadRunningInvoices(database, [customerId])).filter(isAsked)
  const dues = await duesOfPeriods(context, database, periods, { until, known })
  for (const row of (await loadRunningOneOffs(database, customerId)).filter(isAsked)) {
    dues.push(await dueOf(database, row, row.body.billing_currency, payableOfWritten(row)))
  }
  return dues.filter((due) => due.quantity.isPositive() && (currency === undefined || due.currency === currency))
}

/**
 * Returns what is to be paid of invoices of periods, of usage before an instant. One that cannot be priced has nothing
 * to pay yet.
 */
export async function duesOfPeriods(
  context: UsageContext,
  database: Queryable,
  rows: readonly InvoiceRow[],
  { until, known = new Map() }: Pick<DueFilter, 'until' | 'known'> = {},
): Promise<InvoiceDue[]> {
  const subjects = await subjectsOf(
    database,
    rows.filter(({ id }) => !known.has(id)),
  )
  for (const [index, one] of (await gatherInvoices(context, database, subjects, until)).entries()) {
    const row = subjects[index]?.row
    if (row !== undefined) known.set(row.id, dueOfPeriod(row, one))
  }
  return rows.flatMap(({ id }) => known.get(id) ?? [])
}

function dueOfPeriod(row: InvoiceRow, gathered: PlannableInvoice): InvoiceDue | null {
  try {
    return dueOfPlanned(row, planGathered(gathered))
  } catch (error) {
    if (PricingError.isInstance(error)) return null
    throw error
  }
}

/** Returns what is to be paid of the invoice of a period. */
export const dueOfPlanned = (row: InvoiceRow, { currency, payable }: PlannedInvoice): InvoiceDue => ({
  ...orderOf(row),
  customerId: row.customer_id,
  currency,
  quantity: payable,
})

/**
 * Returns what is to be paid of one invoice: of a copy, not what the CREDIT beside it gives back. It may be nothing, or
 * less.
 */
export async function dueOf(
  database: Queryable,
  row: AnyInvoiceRow,
  currency: string,
  payable: Decimal,
): Promise<InvoiceDue> {
  const credit = row.credit_invoice_id === null ? undefined : await findInvoice(database, row.credit_invoice_id)
  const isGivenBack = credit !== undefined && credit.status !== 'ARCHIVED'
  // Money of a credit is below zero.
  const quantity = isGivenBack ? payable.plus(moneyOf(credit.body.invoice_amount_including_tax, currency)) : payable
  return { ...orderOf(row), customerId: row.customer_id, currency, quantity }
}

/** Places an invoice among others: it is due at the last instant of its period, a written one at its date. */
function orderOf(row: AnyInvoiceRow): DueOrder {
  const [dueAt, periodStart] =
    row.type === 'STANDARD'
      ? [new Date(row.period_end.getTime() - 1), row.period_start]
      : [row.invoice_date, row.invoice_date]
  return { invoiceId: row.id, dueAt, periodStart }
}
