import { parseInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { invalidField, invalidOperation, notFound } from '../http/api-fault.ts'
import { withoutUndefined } from '../resources/resource.store.ts'
import type { ServerContext } from '../server-context.ts'
import { changeInvoice } from './invoice-changes.store.ts'
import type { InvoiceLifecycle } from './invoice-lifecycle.ts'
import { type AnyInvoiceRow, findInvoice, type WrittenInvoiceRow } from './invoices.store.ts'
import { presentInvoice } from './present-invoice.ts'
import { refuseEarlyDueDate } from './refuse-early-due-date.ts'
import { finalDueAt } from './written/final-due-at.ts'
import { retaxLines } from './written/retax-lines.ts'

/** The time from the end of a hold until an invoice becomes FINAL (the API's 8 hours). */
const AFTER_HOLD_MS = 8 * 3_600_000

type Request = Schema<'InvoiceUpdateRequest'>

/**
 * Changes an invoice that is not FINAL: its texts and dates, its tax, its hold, or its status. The caller holds its row
 * lock.
 */
export async function updateInvoice(
  context: Pick<ServerContext, 'stores' | 'clock' | 'readCuts' | 'gracePeriod'>,
  lifecycle: InvoiceLifecycle,
  transaction: Queryable,
  row: AnyInvoiceRow,
  body: Request,
): Promise<Schema<'Invoice'>> {
  refuseImpossibleChange(row, body)
  const { status: _status, on_hold: onHold = row.on_hold, invoice_date: date, ...members } = body
  const now = context.clock.date()
  const invoiceDate = date === undefined ? row.invoice_date : parseInstant(date)
  const dueDate = members.due_date === undefined ? row.body.due_date : members.due_date
  refuseEarlyDueDate(
    invoiceDate ?? row.period_end ?? now,
    dueDate,
    members.due_date === undefined ? 'invoice_date' : 'due_date',
  )
  const changes =
    row.type === 'STANDARD' || body.sales_tax_percentage === undefined
      ? members
      : { ...members, ...(await retaxLines(transaction, row, body.sales_tax_percentage)) }
  await changeInvoice(transaction, row.id, {
    members: withoutUndefined(changes),
    onHold,
    invoiceDate,
    finalDueAt: nextDueAt(context, row, onHold, date),
    now,
  })
  if (body.status === 'FINAL') return lifecycle.finalise(transaction, row.id)
  const updated = await findInvoice(transaction, row.id)
  if (updated === undefined) throw notFound('INVOICE', row.id)
  return presentInvoice(context, transaction, updated)
}

function refuseImpossibleChange(row: AnyInvoiceRow, body: Request): void {
  const facts = { resourceType: 'INVOICE' as const, resourceId: row.id }
  if (row.status === 'FINAL' || row.status === 'ARCHIVED') {
    throw invalidOperation(`The invoice is ${row.status} and never changes`, facts)
  }
  const { status, on_hold: onHold = row.on_hold } = body
  if (status !== undefined && status !== row.status && status !== 'FINAL') {
    throw invalidOperation(`An invoice that is ${row.status} cannot become ${status}`, { field: 'status', ...facts })
  }
  if (status === 'FINAL' && row.status === 'OPEN') {
    throw invalidOperation('The period still runs; an OPEN invoice cannot become FINAL', { field: 'status', ...facts })
  }
  if (status === 'FINAL' && onHold) {
    throw invalidOperation('The invoice is on hold; lift the hold first', { field: 'status', ...facts })
  }
  if (body.sales_tax_percentage?.startsWith('-') === true) {
    throw invalidField('sales_tax_percentage', 'value is negative', 'INVOICE')
  }
  if (body.sales_tax_percentage !== undefined && row.type === 'CREDIT') {
    throw invalidField('sales_tax_percentage', 'a credit gives back the tax of its original', 'INVOICE')
  }
}

/** A hold that is lifted begins a wait; another date of a written invoice moves it. Null: it stays as it is. */
function nextDueAt(
  context: Pick<ServerContext, 'clock' | 'gracePeriod'>,
  row: AnyInvoiceRow,
  onHold: boolean,
  date: string | undefined,
): Date | null {
  if (row.status !== 'DRAFT' || (row.type !== 'STANDARD' && !hasLines(row))) return null
  if (row.on_hold && !onHold) return new Date(context.clock.now() + AFTER_HOLD_MS)
  return row.type === 'STANDARD' || date === undefined ? null : finalDueAt(context, parseInstant(date), 1)
}

const hasLines = ({ body }: WrittenInvoiceRow): boolean =>
  (body.periods ?? []).some(({ groups }) => (groups ?? []).length > 0)
