import type { Schema } from '@tallygate/client'
import { Decimal } from '@tallygate/rating'
import type { WrittenContent } from '../invoices.store.ts'
import { taxTotalOf } from '../tax-summary.ts'
import { invoiceAmount } from '../wire-money.ts'
import { arrangeLines, type PeriodFrame, type PlacedLine } from './arrange-lines.ts'

/** The content of a written invoice without its money. */
export type ContentFrame = Omit<WrittenContent, keyof ReturnType<typeof moneyMembersOf> | 'periods'>

/** The content of a written invoice: what it says, its lines, and everything that follows from them. */
export function writtenContent(
  frame: ContentFrame,
  lines: readonly PlacedLine[],
  period: PeriodFrame,
  currency: string,
): WrittenContent {
  const arranged = arrangeLines(lines, period, currency)
  return { ...frame, ...moneyMembersOf(arranged, currency), periods: [arranged] }
}

function moneyMembersOf(period: Schema<'InvoicePeriod'>, currency: string) {
  const nothing = invoiceAmount(Decimal.ZERO, currency)
  const amount = period.amount_including_tax ?? nothing
  const categories = period.tax_categories ?? []
  const lines = (period.groups ?? []).flatMap((group) => group.lines ?? [])
  return {
    billing_currency: currency,
    pricing_amount_type: 'EXCLUDING_TAX' as const,
    invoice_amount_including_tax: amount,
    open_invoice_amount: amount,
    closed_invoice_amount: nothing,
    paid_invoice_amount: nothing,
    paid: false,
    payment_status: 'UNPAID' as const,
    tax_categories: categories,
    tax_summary: taxTotalOf(categories, currency),
    has_usage_based_pricing: lines.some((line) => line.meter_value != null),
  }
}
