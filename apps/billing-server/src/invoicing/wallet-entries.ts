import { Decimal, type PlannedCredits } from '@tallygate/rating'
import type { AnyInvoiceRow } from './invoices.store.ts'
import type { WalletEntry } from './wallets.store.ts'

/**
 * Lists what an invoice takes from wallets, as it is written down for good: one entry for each line, grant and instant.
 */
export function walletEntriesOf(
  { id: invoiceId, customer_id: customerId }: Pick<AnyInvoiceRow, 'id' | 'customer_id'>,
  { drawn }: PlannedCredits,
): WalletEntry[] {
  const entries = new Map<string, WalletEntry>()
  const add = (entry: Omit<WalletEntry, 'customerId' | 'invoiceId'>): void => {
    const key = JSON.stringify([entry.lineId, entry.kind, entry.grantId, entry.fromAt])
    const earlier = entries.get(key)?.quantity ?? Decimal.ZERO
    const quantity = earlier.plus(entry.quantity)
    entries.set(key, { ...entry, customerId, invoiceId, quantity })
  }
  for (const [unit, { draws, overages }] of drawn) {
    for (const { demand, grantId, at, quantity } of draws) {
      add({ unit, lineId: demand.lineId, kind: 'DRAW', grantId, fromAt: at, quantity })
    }
    for (const { demand, quantity } of overages) {
      const kind = demand.overage === 'BILLED' ? 'OVERAGE_BILLED' : 'OVERAGE_OWED'
      add({ unit, lineId: demand.lineId, kind, grantId: null, fromAt: demand.from, quantity })
    }
  }
  return [...entries.values()]
}
