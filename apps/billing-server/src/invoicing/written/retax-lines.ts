import type { Schema } from '@tallygate/client'
import { Decimal } from '../../pricing/decimal.ts'
import type { WrittenContent } from '../invoices.store.ts'
import { amountMembersOf, salesTaxOf, type TaxCategory } from '../tax-summary.ts'
import { placedLinesOf } from './arrange-lines.ts'
import { writtenContent } from './written-content.ts'

/** A one-off invoice under another sales tax: the same lines, each taxed by it, and all sums anew. */
export function retaxLines(content: WrittenContent, percentage: string | null): WrittenContent {
  const currency = content.billing_currency ?? ''
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
