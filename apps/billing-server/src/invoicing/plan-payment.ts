import type { Schema } from '@tallygate/client'
import {
  Decimal,
  drawGrants,
  inServingOrder,
  moneyUnit,
  type UnitDemand,
  type WalletDraw,
  type WalletGrant,
} from '@tallygate/rating'
import { invoiceAmount } from './wire-money.ts'

type Invoice = Schema<'Invoice'>

/** The money that is to be paid of an invoice that is not FINAL yet. */
export interface InvoiceDue {
  readonly customerId: string
  readonly invoiceId: string
  readonly currency: string
  /** More than zero. */
  readonly quantity: Decimal
  /** The last instant of its period; of a written invoice its date. */
  readonly dueAt: Date
  /** Start of its period; of a written invoice its date. */
  readonly periodStart: Date
}

/** An invoice takes money as a whole, so its payments are of no line. */
const WHOLE_INVOICE = ''

/** Returns what an invoice asks of the customer's money. */
export function demandOf({ invoiceId, currency, quantity, dueAt, periodStart }: InvoiceDue): UnitDemand {
  const demand = { invoiceId, lineId: WHOLE_INVOICE, from: dueAt, quantity, overage: 'UNPAID' as const }
  return { unit: moneyUnit(currency), periodStart, demand }
}

/**
 * Tells whether an invoice is served before another: the one that is due earlier, then as credits are
 * (`inServingOrder`).
 */
export function isServedBefore(one: DueOrder, other: DueOrder): boolean {
  const difference =
    one.dueAt.getTime() - other.dueAt.getTime() || one.periodStart.getTime() - other.periodStart.getTime()
  return difference < 0 || (difference === 0 && one.invoiceId < other.invoiceId)
}

export type DueOrder = Pick<InvoiceDue, 'dueAt' | 'periodStart' | 'invoiceId'>

/**
 * Pays an invoice out of the customer's money, in burn order. Pure. It is paid from the grants that can be used when it
 * is due, and the rest from those that start later, up to the instant that it becomes FINAL; what is missing then stays
 * to be paid. Invoices that are due earlier and not FINAL either are served first: what is reserved for them is not
 * touched.
 *
 * @param grants of the invoice's currency
 * @param earlier invoices in the same currency that are served before this one
 * @param finalAt when it becomes FINAL; of one that is looked at before: now, or when it is due, whatever is later
 */
export function planPayment(
  grants: readonly WalletGrant[],
  due: InvoiceDue,
  earlier: readonly InvoiceDue[],
  finalAt: Date,
): WalletDraw[] {
  const started = grants.filter(({ startAt }) => startAt <= finalAt)
  const { draws } = drawGrants(started, inServingOrder([...earlier, due].map(demandOf)))
  return draws.filter(({ demand }) => demand.invoiceId === due.invoiceId)
}

/**
 * The invoice with what wallets pay of it. Before it is FINAL the amounts say what they would pay as it stands now;
 * whether it is paid is said only then.
 */
export function withPayment<Whole extends Invoice>(
  invoice: Whole,
  { currency, total }: { readonly currency: string; readonly total: Decimal },
  draws: readonly WalletDraw[],
): Whole {
  if (draws.length === 0) return invoice
  const paid = Decimal.sum(draws.map(({ quantity }) => quantity))
  const open = total.minus(paid)
  const state = { paid: open.isZero(), payment_status: open.isZero() ? 'PAID' : 'PARTIALLY_PAID' } as const
  return {
    ...invoice,
    open_invoice_amount: invoiceAmount(open, currency),
    closed_invoice_amount: invoiceAmount(paid, currency),
    paid_invoice_amount: invoiceAmount(paid, currency),
    ...(invoice.status === 'FINAL' && state),
  }
}
