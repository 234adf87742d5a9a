import type { SubscriptionTerms } from '../customers/subscription-terms.ts'
import type { Queryable } from '../database/database.ts'
import type { ServerContext } from '../server-context.ts'
import { attachWallets, type PlannableInvoice } from './attach-wallets.ts'
import { gatherUsage, type InvoiceSubject } from './gather-usage.ts'
import type { InvoiceRow } from './invoices.store.ts'

/** Reads what an invoice is planned from. */
export async function gatherInvoice(
  context: Pick<ServerContext, 'stores' | 'readCuts'>,
  database: Queryable,
  row: InvoiceRow,
  terms: SubscriptionTerms,
): Promise<PlannableInvoice> {
  const [gathered] = await gatherInvoices(context, database, [{ row, terms }])
  if (gathered === undefined) throw new Error(`invoice ${row.id} was not gathered`)
  return gathered
}

/**
 * As `gatherInvoice` for many at once, in their order, with the same number of queries; those that are priced in
 * credits also with what their customers' wallets have.
 *
 * @param until what was used before that instant; absent: all
 */
export async function gatherInvoices(
  context: Pick<ServerContext, 'stores' | 'readCuts'>,
  database: Queryable,
  subjects: readonly InvoiceSubject[],
  until?: Date,
): Promise<PlannableInvoice[]> {
  return attachWallets(context, database, subjects, await gatherUsage(context, database, subjects), {
    until,
    areSold: true,
  })
}
