import type { Schema } from '@tallygate/client'
import {
  type CatalogProductItem,
  Decimal,
  type PricingCatalog,
  PricingError,
  percentOf,
  roundMoney,
} from '@tallygate/rating'
import { invoiceAmount } from './wire-money.ts'

export type TaxCategory = NonNullable<CatalogProductItem['tax_category']>

/** Net money of one tax category. */
export interface TaxableAmount {
  readonly taxCategory: TaxCategory
  /** Rounded to the minor unit: an amount of a line. */
  readonly amount: Decimal
}

/** The tax category of a line: of its product item, else of the product, else of the product category, else STANDARD. */
export function taxCategoryOf(items: readonly CatalogProductItem[], catalog: PricingCatalog): TaxCategory {
  for (const item of items) {
    const product = item.product_id == null ? undefined : catalog.products.get(item.product_id)
    const category = product?.category_id == null ? undefined : catalog.categories.get(product.category_id)
    const stated = item.tax_category ?? product?.tax_category ?? category?.tax_category
    if (stated != null) return stated
  }
  return 'STANDARD'
}

/** In what is billed, and what is taxed on it. */
export interface SalesTax {
  readonly currency: string
  /** Percent on amounts of the category STANDARD; zero for none. EXEMPT and NO_TAX are never taxed. */
  readonly taxPercentage: Decimal
}

/** The sales tax of a subscription, on top of its prices. `8.25` is 8.25 percent. @throws PricingError */
export function salesTaxOf(percentage: string | null | undefined, currency: string): SalesTax {
  const taxPercentage = percentage == null ? Decimal.ZERO : Decimal.parse(percentage, 'sales_tax_percentage')
  if (taxPercentage.isNegative()) throw new PricingError('INVALID_RULE', 'may not be negative', 'sales_tax_percentage')
  return { currency, taxPercentage }
}

/** The members of a line, group or period that say its money. */
export type AmountMembers = Required<
  Pick<Schema<'InvoicePeriod'>, 'amount_excluding_tax' | 'amount_including_tax' | 'tax_categories'>
>

/**
 * What amounts of lines come to, without and with tax, and by tax category. The tax of each line is rounded on its own,
 * half-even, so that taxes add up like the lines do.
 */
export function amountMembersOf(
  amounts: readonly TaxableAmount[],
  { currency, taxPercentage }: SalesTax,
): AmountMembers {
  const percentageOf = (category: TaxCategory) => (category === 'STANDARD' ? taxPercentage : Decimal.ZERO)
  const taxOn = ({ taxCategory, amount }: TaxableAmount) =>
    roundMoney(percentOf(amount, percentageOf(taxCategory)), currency)
  const summed = (some: readonly TaxableAmount[]) => {
    const base = Decimal.sum(some.map(({ amount }) => amount))
    const tax = Decimal.sum(some.map(taxOn))
    return { base, tax, total: base.plus(tax) }
  }
  const { base, total } = summed(amounts)
  const categories = [...new Set(amounts.map(({ taxCategory }) => taxCategory))].sort()
  return {
    amount_excluding_tax: invoiceAmount(base, currency),
    amount_including_tax: invoiceAmount(total, currency),
    tax_categories: categories.map((category) => {
      const own = summed(amounts.filter(({ taxCategory }) => taxCategory === category))
      return {
        base_amount: invoiceAmount(own.base, currency),
        tax_amount: invoiceAmount(own.tax, currency),
        total_amount: invoiceAmount(own.total, currency),
        percentage: percentageOf(category).toString(),
        name: category,
        category,
      }
    }),
  }
}

/** The sum of all taxes of an invoice, from its tax categories. */
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
