import type { Schema } from '@tallygate/client'
import { Decimal, fromWireMoney } from '@tallygate/rating'
import { invoiceAmount } from '../wire-money.ts'

type Line = Schema<'InvoiceLine'>
type TaxCategory = Schema<'InvoiceTaxCategorySummary'>

/** The members of a line, group or period that say its money. */
export type SummedMembers = Required<
  Pick<Schema<'InvoicePeriod'>, 'amount_excluding_tax' | 'amount_including_tax' | 'tax_categories'>
>

/** Returns what lines come to, as they say it themselves: nothing is worked out anew and nothing is rounded. */
export function sumLines(lines: readonly Line[], currency: string): SummedMembers {
  const sum = (member: 'amount_excluding_tax' | 'amount_including_tax') =>
    invoiceAmount(Decimal.sum(lines.map((line) => moneyOf(line[member], currency))), currency)
  return {
    amount_excluding_tax: sum('amount_excluding_tax'),
    amount_including_tax: sum('amount_including_tax'),
    tax_categories: sumTaxes(
      lines.flatMap((line) => line.tax_categories ?? []),
      currency,
    ),
  }
}

/** One entry for each category and percentage, in that order. */
function sumTaxes(taxes: readonly TaxCategory[], currency: string): TaxCategory[] {
  const alike = Map.groupBy(taxes, ({ category, percentage }) => `${category} ${percentage}`)
  return [...alike.entries()]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, group]) => {
      const sum = (member: 'base_amount' | 'tax_amount' | 'total_amount') =>
        invoiceAmount(Decimal.sum(group.map((tax) => moneyOf(tax[member], currency))), currency)
      return {
        ...group[0],
        base_amount: sum('base_amount'),
        tax_amount: sum('tax_amount'),
        total_amount: sum('total_amount'),
      }
    })
}

/** The decimal of an amount that the server wrote itself; zero where there is none. */
export function moneyOf(amount: Schema<'Amount'> | null | undefined, currency: string): Decimal {
  return amount == null ? Decimal.ZERO : fromWireMoney(amount, currency, 'amount')
}
