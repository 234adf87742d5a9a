import { Decimal } from '@tallygate/rating'
import type { WrittenInvoiceRow } from '../invoices.store.ts'
import { placedLinesOf } from './arrange-lines.ts'
import { moneyOf } from './sum-lines.ts'

/**
 * Returns what money of wallets may pay of a written invoice: all but the lines that sold money, which would pay
 * themselves.
 */
export function payableOfWritten({ body }: Pick<WrittenInvoiceRow, 'body'>): Decimal {
  const { billing_currency: currency, invoice_amount_including_tax: total, periods, sold_on_demand: sold } = body
  const soldMoney = placedLinesOf(periods)
    .filter(({ line }) => line.id != null && sold?.money_line_ids.includes(line.id) === true)
    .map(({ line }) => moneyOf(line.amount_including_tax, currency))
  return moneyOf(total, currency).minus(Decimal.sum(soldMoney))
}
