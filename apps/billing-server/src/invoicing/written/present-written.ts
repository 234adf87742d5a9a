import { formatInstant } from '@tallygate/billing-period'
import type { WrittenInvoiceRow } from '../invoices.store.ts'
import type { WholeInvoice } from '../whole-invoice.ts'

/** A written invoice as it stands: its content, and what its row says. */
export function presentWritten(row: WrittenInvoiceRow): WholeInvoice {
  const date = formatInstant(row.invoice_date)
  const { sold_on_demand: _sold, ...content } = row.body
  return {
    due_date: date,
    ...content,
    object_type: 'INVOICE',
    id: row.id,
    customer_id: row.customer_id,
    invoice_number: row.invoice_number,
    status: row.status,
    on_hold: row.on_hold,
    type: row.type,
    created_at: formatInstant(row.created_at),
    updated_at: formatInstant(row.updated_at),
    invoice_date: date,
  }
}
