import { type Decimal, PricingError, planInvoice } from '@tallygate/rating'
import { loadTerms } from '../customers/subscription-terms.store.ts'
import type { Queryable } from '../database/database.ts'
import type { ServerContext } from '../server-context.ts'
import { gatherInvoices } from './gather-invoices.ts'
import {
  type AnyInvoiceRow,
  findInvoice,
  type InvoiceRow,
  loadRunningInvoices,
  loadRunningOneOffs,
} from './invoices.store.ts'
import { type DueOrder, type InvoiceDue, isServedBefore } from './plan-payment.ts'
import { moneyOf } from './written/sum-lines.ts'

/** A choice of invoices, and of their usage. */
export interface DueFilter {
  readonly customerId: string
  /** Default: all. */
  readonly currency?: string
  /** Only those that are served before this one. */
  readonly before?: DueOrder
  /** An instant: what was used and written before it counts. Default: all. */
  readonly until?: Date | undefined
}

/** Returns what is to be paid of a customer's invoices that are not FINAL, as they stand. */
export async function loadRunningDues(
  context: ServerContext,
  database: Queryable,
  { customerId, currency, before, until }: DueFilter,
): Promise<InvoiceDue[]> {
  const isAsked = (row: AnyInvoiceRow): boolean =>
    (before === undefined || isServedBefore(orderOf(row), before)) &&
    (until === undefined || (row.period_start ?? row.created_at) < until)
  const periods = (await loadRunningInvoices(database, [customerId])).filter(isAsked)
  const dues = await duesOfPeriods(context, database, periods, until)
  for (const row of (await loadRunningOneOffs(database, customerId)).filter(isAsked)) {
    const { billing_currency: own, invoice_amount_including_tax: total } = row.body
    dues.push(await dueOf(database, row, own, moneyOf(total, own)))
  }
  return dues.filter((due) => due.quantity.isPositive() && (currency === undefined || due.currency === currency))
}

/**
 * Returns what is to be paid of invoices of periods, of usage before an instant. One that cannot be priced has nothing
 * to pay yet.
 */
export async function duesOfPeriods(
  context: ServerContext,
  database: Queryable,
  rows: readonly InvoiceRow[],
  until?: Date,
): Promise<InvoiceDue[]> {
  const terms = await loadTerms(database, { subscriptionIds: [...new Set(rows.map((row) => row.subscription_id))] })
  const subjects = rows.flatMap((row) => {
    const found = terms.find(({ id }) => id === row.subscription_id)
    return found === undefined ? [] : [{ row, terms: found }]
  })
  const gathered = await gatherInvoices(context, database, subjects, until)
  return subjects.flatMap(({ row }, index) => {
    const one = gathered[index]
    if (one === undefined) return []
    const { currency } = one.input
    try {
      const { payable } = planInvoice(one.input)
      return [{ ...orderOf(row), customerId: row.customer_id, currency, quantity: payable }]
    } catch (error) {
      if (PricingError.isInstance(error)) return []
      throw error
    }
  })
}

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
