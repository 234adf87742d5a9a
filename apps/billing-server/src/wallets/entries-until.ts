import { Decimal, type WalletDemand, type WalletUnit } from '@tallygate/rating'
import type { WalletEntry } from '../invoicing/wallets.store.ts'

/** A demand that a line of a FINAL invoice had made by an instant. */
export interface AskedByThen {
  readonly unit: WalletUnit
  readonly demand: WalletDemand
}

/** Tells whether an entry is the payment of an invoice. */
export const isPayment = ({ unit }: Pick<WalletEntry, 'unit'>): boolean => unit.startsWith('money:')

/**
 * The entries of FINAL invoices as they stood at an instant. Those of a period that had ended by then are all there; of
 * a period that was running, a line has taken no more than its usage before the instant costs, in the order of time;
 * and the invoice no more money than it came to with that usage, though it pays at the end of its period.
 *
 * @param asked for each line of the invoices whose period was running: what was used before the instant
 * @param running ids of those invoices
 */
export function entriesUntil(
  entries: readonly WalletEntry[],
  at: Date,
  running: ReadonlySet<string>,
  asked: readonly AskedByThen[],
): WalletEntry[] {
  const open = new Map<string, Decimal>()
  for (const { demand } of asked) {
    const key = `${demand.invoiceId} ${demand.lineId}`
    open.set(key, (open.get(key) ?? Decimal.ZERO).plus(demand.quantity))
  }
  return entries.flatMap((entry) => {
    const isRunning = running.has(entry.invoiceId)
    if (entry.fromAt >= at && !(isRunning && isPayment(entry))) return []
    if (!isRunning) return [entry]
    const key = `${entry.invoiceId} ${entry.lineId}`
    const left = open.get(key) ?? Decimal.ZERO
    const quantity = entry.quantity.min(left)
    open.set(key, left.minus(quantity))
    return quantity.isPositive() ? [{ ...entry, quantity }] : []
  })
}
