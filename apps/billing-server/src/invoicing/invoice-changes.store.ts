import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'

/** A change of an invoice that is not FINAL. */
export interface InvoiceChange {
  /** Members that are set; the others stay. */
  readonly members: Partial<Schema<'Invoice'>>
  readonly onHold: boolean
  readonly invoiceDate: Date | null
  /** `null` keeps the time that it has. */
  readonly finalDueAt: Date | null
  readonly now: Date
}

/** Changes members and dates of an invoice. */
export async function changeInvoice(database: Queryable, id: string, change: InvoiceChange): Promise<void> {
  await database.query(
    `update invoices set body = body || $2::jsonb, on_hold = $3, updated_at = $4, invoice_date = $5,
      final_due_at = coalesce($6, final_due_at) where id = $1`,
    [id, JSON.stringify(change.members), change.onHold, change.now, change.invoiceDate, change.finalDueAt],
  )
}

/** Drops members that were set on an invoice. */
export async function dropInvoiceMembers(
  database: Queryable,
  id: string,
  members: readonly string[],
  now: Date,
): Promise<void> {
  await database.query('update invoices set body = body - $2::text[], updated_at = $3 where id = $1', [
    id,
    members,
    now,
  ])
}

/** Puts other content in the place of an invoice's. */
export async function replaceInvoiceBody(database: Queryable, id: string, body: object, now: Date): Promise<void> {
  await database.query('update invoices set body = $2::jsonb, updated_at = $3 where id = $1', [
    id,
    JSON.stringify(body),
    now,
  ])
}

/** Archives a written invoice: it never becomes FINAL. */
export async function archiveInvoice(database: Queryable, id: string, now: Date): Promise<void> {
  await database.query(
    `update invoices set status = 'ARCHIVED', final_due_at = null, on_hold = false, updated_at = $2 where id = $1`,
    [id, now],
  )
}
