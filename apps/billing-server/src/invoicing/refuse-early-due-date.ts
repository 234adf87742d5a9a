import { parseInstant } from '@tallygate/billing-period'
import { invalidField } from '../http/api-fault.ts'

/** Throws where an invoice would be due before its date. `field` is the member of the request that says so. */
export function refuseEarlyDueDate(
  invoiceDate: Date,
  dueDate: string | null | undefined,
  field: 'due_date' | 'invoice_date' = 'due_date',
): void {
  if (dueDate == null || parseInstant(dueDate) >= invoiceDate) return
  throw invalidField(field, 'the invoice would be due before its date', 'INVOICE')
}
