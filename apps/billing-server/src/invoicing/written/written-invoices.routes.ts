import type { Schema } from '@tallygate/client'
import { invalidOperation, notFound } from '../../http/api-fault.ts'
import type { OperationHandlers } from '../../http/operation-handlers.ts'
import type { ServerContext } from '../../server-context.ts'
import { archiveInvoice } from '../invoice-changes.store.ts'
import type { InvoiceLifecycle } from '../invoice-lifecycle.ts'
import { lockInvoice } from '../invoices.store.ts'
import { presentInvoice } from '../present-invoice.ts'
import { placedLinesOf } from './arrange-lines.ts'
import { createOneOff } from './create-one-off.ts'
import { lineOf, linesWith, lockEditable, replaceLines } from './edit-lines.ts'
import { issueCopy, issueCredit, lockOriginal } from './issue-credit.ts'
import { presentWritten } from './present-written.ts'

/** Invoices that are written: one-off invoices with their lines, and corrections of FINAL ones. */
export function writtenInvoiceRoutes(
  context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'makeId' | 'readCuts' | 'publish' | 'gracePeriod'>,
  lifecycle: InvoiceLifecycle,
): OperationHandlers {
  const { database, makeId } = context
  const addLine = (id: string, body: Schema<'OneOffInvoiceLineCreateRequest'>) =>
    database.transaction(async (transaction) => {
      const row = await lockEditable(transaction, id)
      const line = await lineOf(context, transaction, row, body, makeId('invoice_lines'))
      const lines = [...placedLinesOf(row.body.periods), line]
      return presentInvoice(context, transaction, await replaceLines(context, transaction, row, lines))
    })
  return {
    createInvoice: ({ body }) =>
      database.transaction((transaction) => createOneOff(context, transaction, body)).then(presentWritten),
    addInvoiceLine: ({ path, body }) => addLine(path.id, body),
    createInvoiceLine: ({ path, body }) => addLine(path.id, body),
    replaceInvoiceLine: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const row = await lockEditable(transaction, path.id)
        const { lines, index } = linesWith(row, path.invoiceLineResourceId)
        const line = await lineOf(context, transaction, row, body, path.invoiceLineResourceId)
        return presentInvoice(
          context,
          transaction,
          await replaceLines(context, transaction, row, lines.with(index, line)),
        )
      }),
    deleteInvoiceLine: ({ path }) =>
      database.transaction(async (transaction) => {
        const row = await lockEditable(transaction, path.id)
        const { lines, index } = linesWith(row, path.invoiceLineResourceId)
        return presentInvoice(
          context,
          transaction,
          await replaceLines(context, transaction, row, lines.toSpliced(index, 1)),
        )
      }),
    creditInvoice: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const original = await lockOriginal(transaction, path.id)
        const { credit } = await issueCredit(context, transaction, original, body)
        return presentWritten(credit)
      }),
    creditAndCopyInvoice: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const original = await lockOriginal(transaction, path.id)
        const { credit, lines } = await issueCredit(context, transaction, original, {
          credit_details_source: body.credit_details_source ?? null,
        })
        const copy = await issueCopy(context, transaction, original, { credit, lines })
        if (body.update_credit_invoice_to_final === true) await lifecycle.finalise(transaction, credit.id)
        if (body.update_new_invoice_to_final === true) await lifecycle.finalise(transaction, copy.id)
        return { original_invoice_id: original.id, credit_invoice_id: credit.id, new_invoice_id: copy.id }
      }),
    archiveInvoice: ({ path }) =>
      database.transaction(async (transaction) => {
        const row = await lockInvoice(transaction, path.id)
        if (row === undefined) throw notFound('INVOICE', path.id)
        const facts = { resourceType: 'INVOICE' as const, resourceId: row.id }
        if (row.status === 'FINAL') throw invalidOperation('The invoice is FINAL and stays; credit it instead', facts)
        if (row.type === 'STANDARD') {
          throw invalidOperation(
            'The invoice bills a period of a subscription; hold it, or end the subscription',
            facts,
          )
        }
        if (row.body.sold_on_demand?.deposits === true) {
          throw invalidOperation('The invoice deposited into a wallet and stays; credit it once it is FINAL', facts)
        }
        if (row.status === 'ARCHIVED') return presentWritten(row)
        const now = context.clock.date()
        await archiveInvoice(transaction, row.id, now)
        const archived = presentWritten({ ...row, status: 'ARCHIVED', on_hold: false, updated_at: now })
        await context.publish(transaction, 'INVOICE.STATUS_TO_ARCHIVED', archived)
        return archived
      }),
  }
}
