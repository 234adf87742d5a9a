import { type Decimal, moneyUnit, type WalletDraw } from '@tallygate/rating'
import type { Queryable } from '../database/database.ts'
import type { ServerContext } from '../server-context.ts'
import type { AnyInvoiceRow } from './invoices.store.ts'
import { dueOf, type KnownDues, loadRunningDues } from './load-running-dues.ts'
import { planPayment } from './plan-payment.ts'
import { loadGrants, type WalletEntry } from './wallets.store.ts'

/**
 * Returns what the customer's money pays of an invoice that is not FINAL yet. Customers without money cost one query.
 *
 * @param stands what it comes to, and what of it wallets may pay
 * @param finalAt the instant at which it becomes FINAL; null while it is only looked at
 * @param known other invoices that were planned before
 */
export async function planInvoicePayment(
  context: Pick<ServerContext, 'stores' | 'clock' | 'readCuts'>,
  database: Queryable,
  row: AnyInvoiceRow,
  stands: { readonly currency: string; readonly payable: Decimal },
  finalAt: Date | null,
  known?: KnownDues,
): Promise<WalletDraw[]> {
  const { currency } = stands
  const stated = await dueOf(database, row, currency, stands.payable)
  if (!stated.quantity.isPositive()) return []
  const { customerId } = stated
  const grants = await loadGrants(database, [customerId], 'usable wallets', moneyUnit(currency))
  if (!grants.some(({ quantity, drawn }) => quantity.minus(drawn).isPositive())) return []
  // One that is closed before its date is due then, not later.
  const due = finalAt !== null && finalAt < stated.dueAt ? { ...stated, dueAt: finalAt } : stated
  const earlier = await loadRunningDues(context, database, {
    customerId,
    currency,
    before: due,
    known,
  })
  const expected = new Date(Math.max(context.clock.now(), due.dueAt.getTime()))
  return planPayment(grants, due, earlier, finalAt ?? expected)
}

/** The payment of an invoice as it is written down for good. */
export function paymentEntries(
  { id, customer_id: customerId }: AnyInvoiceRow,
  currency: string,
  draws: readonly WalletDraw[],
): WalletEntry[] {
  return draws.map(({ demand, grantId, at, quantity }) => ({
    customerId,
    unit: moneyUnit(currency),
    invoiceId: id,
    lineId: demand.lineId,
    kind: 'DRAW',
    grantId,
    fromAt: at,
    quantity,
  }))
}
