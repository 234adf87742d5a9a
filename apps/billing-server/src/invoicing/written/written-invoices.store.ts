import { Decimal } from '@tallygate/rating'
import type { Queryable } from '../../database/database.ts'
import { notFound } from '../../http/api-fault.ts'
import { findInvoice, type WrittenContent, type WrittenInvoiceRow, type WrittenInvoiceType } from '../invoices.store.ts'
import type { LineCredit } from './plan-credit.ts'

/** A written invoice that is to be stored, as a DRAFT. */
export interface NewWrittenInvoice {
  readonly id: string
  readonly type: WrittenInvoiceType
  readonly customerId: string
  readonly invoiceDate: Date
  readonly originalInvoiceId: string | null
  /** The CREDIT beside a copy. Default none. */
  readonly creditInvoiceId?: string
  readonly onHold: boolean
  readonly now: Date
  /** The time at which it becomes FINAL by itself; `null` until it has a line. */
  readonly finalDueAt: Date | null
  readonly content: WrittenContent
}

export async function insertWritten(database: Queryable, invoice: NewWrittenInvoice): Promise<WrittenInvoiceRow> {
  await database.query(
    `insert into invoices (id, type, customer_id, invoice_date, original_invoice_id, on_hold, status, created_at, updated_at,
        drafted_at, final_due_at, body, credit_invoice_id)
      values ($1, $2, $3, $4, $5, $6, 'DRAFT', $7, $7, $7, $8, $9::jsonb, $10)`,
    [
      invoice.id,
      invoice.type,
      invoice.customerId,
      invoice.invoiceDate,
      invoice.originalInvoiceId,
      invoice.onHold,
      invoice.now,
      invoice.finalDueAt,
      JSON.stringify(invoice.content),
      invoice.creditInvoiceId ?? null,
    ],
  )
  return findWritten(database, invoice.id)
}

/** Puts other content in the place of a draft's. */
export async function replaceContent(
  database: Queryable,
  id: string,
  change: { readonly content: WrittenContent; readonly finalDueAt: Date | null; readonly now: Date },
): Promise<WrittenInvoiceRow> {
  await database.query('update invoices set body = $2::jsonb, final_due_at = $3, updated_at = $4 where id = $1', [
    id,
    JSON.stringify(change.content),
    change.finalDueAt,
    change.now,
  ])
  return findWritten(database, id)
}

async function findWritten(database: Queryable, id: string): Promise<WrittenInvoiceRow> {
  const row = await findInvoice(database, id)
  if (row === undefined || row.type === 'STANDARD') throw notFound('INVOICE', id)
  return row
}

/** Returns what credits gave back of the lines of an invoice, those that are still drafts too. */
export async function loadLineCredits(database: Queryable, originalInvoiceId: string): Promise<LineCredit[]> {
  const rows = await database.query<{ original_line_id: string; amount: string; tax: string }>(
    `select c.original_line_id, c.amount_excluding_tax as amount, c.tax_amount as tax
      from invoice_line_credits c join invoices i on i.id = c.credit_invoice_id
      where c.original_invoice_id = $1 and i.status <> 'ARCHIVED'`,
    [originalInvoiceId],
  )
  return rows.map((row) => ({
    originalLineId: row.original_line_id,
    amount: Decimal.parse(row.amount),
    tax: Decimal.parse(row.tax),
  }))
}

export async function insertLineCredits(
  database: Queryable,
  creditInvoiceId: string,
  originalInvoiceId: string,
  lines: readonly LineCredit[],
): Promise<void> {
  await database.query(
    `insert into invoice_line_credits (credit_invoice_id, original_invoice_id, original_line_id, amount_excluding_tax, tax_amount)
      select $1, $2, t.line, t.amount, t.tax from unnest($3::text[], $4::numeric[], $5::numeric[]) as t (line, amount, tax)`,
    [
      creditInvoiceId,
      originalInvoiceId,
      lines.map(({ originalLineId }) => originalLineId),
      lines.map(({ amount }) => amount.toString()),
      lines.map(({ tax }) => tax.toString()),
    ],
  )
}

/** Returns what all corrections of an invoice give back, taxes included: as money that it has less, drafts too. */
export async function loadCreditedTotal(
  database: Queryable,
  originalInvoiceId: string,
  exceptId = '',
): Promise<Decimal> {
  const [row] = await database.query<{ credited: string }>(
    `select coalesce(-sum((body -> 'invoice_amount_including_tax' ->> 'quantity')::numeric), 0)::text as credited
      from invoices where original_invoice_id = $1 and status <> 'ARCHIVED' and id <> $2`,
    [originalInvoiceId, exceptId],
  )
  return Decimal.parse(row?.credited ?? '0')
}
