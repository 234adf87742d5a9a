import type { Schema } from '@tallygate/client'
import { Decimal, salesTaxOf, type TaxCategory } from '@tallygate/rating'
import type { Queryable } from '../../database/database.ts'
import { lockInvoice, type WrittenContent, type WrittenInvoiceRow } from '../invoices.store.ts'
import { amountMembersOf } from '../tax-summary.ts'
import { readDocument } from '../whole-invoice.ts'
import { placedLinesOf } from './arrange-lines.ts'
import { refuseOverCrediting } from './refuse-over-crediting.ts'
import { moneyOf } from './sum-lines.ts'
import { writtenContent } from './written-content.ts'

/**
 * A one-off invoice under another sales tax: the same lines, each taxed by it, and all sums anew. One that corrects
 * another may not come to more than is left of that by it.
 */
export async function retaxLines(
  database: Queryable,
  row: WrittenInvoiceRow,
  percentage: string | null,
): Promise<WrittenContent> {
  const content = retaxed(row.body, percentage)
  if (row.original_invoice_id !== null) {
    const original = await lockInvoice(database, row.original_invoice_id)
    if (original === undefined) throw new Error(`invoice ${row.id} corrects one that is not there`)
    const total = moneyOf(content.invoice_amount_including_tax, content.billing_currency)
    await refuseOverCrediting(database, readDocument(original), total, row.id)
  }
  return content
}

function retaxed(content: WrittenContent, percentage: string | null): WrittenContent {
  const { billing_currency: currency } = content
  const tax = salesTaxOf(percentage, currency)
  const { periods, ...frame } = content
  const [period] = periods ?? []
  const lines = placedLinesOf(periods).map(({ group, line }) => ({
    group,
    line: {
      ...line,
      ...amountMembersOf([{ taxCategory: categoryOf(line), amount: netOf(line) }], tax),
    },
  }))
  return writtenContent(
    { ...frame, sales_tax_percentage: percentage },
    lines,
    {
      ...(period?.start_at === undefined ? {} : { start_at: period.start_at }),
      ...(period?.end_at === undefined ? {} : { end_at: period.end_at }),
      ...(period?.billing_period === undefined ? {} : { billing_period: period.billing_period }),
    },
    currency,
  )
}

const netOf = (line: Schema<'InvoiceLine'>): Decimal => Decimal.parse(line.amount_excluding_tax?.quantity ?? '0')

/** The server wrote the category itself, so it is one of its own. */
const categoryOf = (line: Schema<'InvoiceLine'>): TaxCategory =>
  (line.tax_categories?.[0]?.category ?? 'STANDARD') as TaxCategory
