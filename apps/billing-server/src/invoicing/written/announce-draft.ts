import type { Queryable } from '../../database/database.ts'
import type { ServerContext } from '../../server-context.ts'
import type { WrittenInvoiceRow } from '../invoices.store.ts'
import { presentWritten } from './present-written.ts'

/** Tells the webhooks of a written invoice: it is created, and it is a DRAFT from the start. */
export async function announceDraft(
  { publish }: Pick<ServerContext, 'publish'>,
  database: Queryable,
  row: WrittenInvoiceRow,
): Promise<void> {
  const invoice = presentWritten(row)
  await publish(database, 'INVOICE.CREATED', invoice)
  await publish(database, 'INVOICE.STATUS_TO_DRAFT', invoice)
}
