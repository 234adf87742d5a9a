import type { OperationHandlers } from '../http/operation-handlers.ts'
import type { ServerContext } from '../server-context.ts'
import { previewInvoices } from './preview-invoices.ts'

/** Invoices that would be written. */
export function previewRoutes(
  context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'makeId' | 'readCuts'>,
): OperationHandlers {
  return { previewInvoice: ({ body }) => previewInvoices(context, body) }
}
