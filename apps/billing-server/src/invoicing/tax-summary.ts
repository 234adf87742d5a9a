import type { Schema } from '@tallygate/client'
import { Decimal, type SalesTax, type TaxableAmount, totalsOf } from '@tallygate/rating'
import { type AmountMembers, amountMembers } from './present-period.ts'
import { invoiceAmount } from './wire-money.ts'

/** Writes what amounts of lines come to, without and with tax, and by tax category. */
export function amountMembersOf(amounts: readonly TaxableAmount[], tax: SalesTax): AmountMembers {
  return amountMembers(totalsOf(amounts, tax), tax.currency)
}

/** Adds up the taxes of an invoice that was written, from its tax categories. */
export function taxTotalOf(
  categories: AmountMembers['tax_categories'],
  currency: string,
): Schema<'InvoiceTaxTotalSummary'> {
  const summed = (member: 'base_amount' | 'tax_amount' | 'total_amount') =>
    invoiceAmount(
      Decimal.sum((categories ?? []).map((category) => Decimal.parse(category[member]?.quantity ?? '0', member))),
      currency,
    )
  return { base_amount: summed('base_amount'), tax_amount: summed('tax_amount'), total_amount: summed('total_amount') }
}
