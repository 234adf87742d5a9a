import type { Schema } from '@tallygate/client'
import type { Queryable } from '../../database/database.ts'
import type { ServerContext } from '../../server-context.ts'
import { findKeptParties } from '../invoices.store.ts'
import type { WholeInvoice } from '../whole-invoice.ts'

/** The customer and the billing entity of an invoice, as a document prints them. */
export interface InvoiceParties {
  readonly customer: Schema<'Customer'> | undefined
  readonly billingEntity: Schema<'BillingEntity'> | undefined
}

/**
 * The parties of an invoice: of a FINAL one as they were then, so that its documents never change; else as they are
 * now.
 */
export async function loadParties(
  { stores }: Pick<ServerContext, 'stores'>,
  database: Queryable,
  invoice: WholeInvoice,
): Promise<InvoiceParties> {
  const kept = await findKeptParties(database, invoice.id)
  if (kept !== undefined) {
    return { customer: kept.customer ?? undefined, billingEntity: kept.billing_entity ?? undefined }
  }
  return {
    customer: await stores.customers.find(database, invoice.customer_id),
    billingEntity: await stores.billingEntities.find(database, invoice.billing_entity_id),
  }
}
