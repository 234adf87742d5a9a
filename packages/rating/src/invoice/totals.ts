import { percentOf } from '../models/band.ts'
import { Decimal } from '../money/decimal.ts'
import { roundMoney } from '../money/money.ts'
import { PricingError } from '../money/pricing-error.ts'
import type { TaxCategory } from '../plan/compiled-plan.ts'

/** Net money of one tax category. */
export interface TaxableAmount {
  readonly taxCategory: TaxCategory
  /** Rounded to the minor unit: an amount of a line. */
  readonly amount: Decimal
}

/** In what is billed, and what is taxed on it. */
export interface SalesTax {
  readonly currency: string
  /** Percent on amounts of the category STANDARD; zero for none. EXEMPT and NO_TAX are never taxed. */
  readonly taxPercentage: Decimal
}

/** The money of one tax category. */
export interface CategoryTotal {
  readonly category: TaxCategory
  readonly percentage: Decimal
  readonly net: Decimal
  readonly tax: Decimal
  readonly gross: Decimal
}

/** The sum of lines, without and with tax, and by tax category. */
export interface Totals {
  readonly net: Decimal
  readonly gross: Decimal
  /** In alphabetical order. */
  readonly categories: readonly CategoryTotal[]
}

/** Reads the sales tax of a subscription, on top of its prices. `8.25` is 8.25 percent. @throws PricingError */
export function salesTaxOf(percentage: string | null | undefined, currency: string): SalesTax {
  const taxPercentage = percentage == null ? Decimal.ZERO : Decimal.parse(percentage, 'sales_tax_percentage')
  if (taxPercentage.isNegative()) throw new PricingError('INVALID_RULE', 'may not be negative', 'sales_tax_percentage')
  return { currency, taxPercentage }
}

/**
 * Adds up amounts of lines. The tax of each line is rounded on its own, half-even, so that taxes add up like the lines
 * do.
 */
export function totalsOf(amounts: readonly TaxableAmount[], { currency, taxPercentage }: SalesTax): Totals {
  const percentageOf = (category: TaxCategory) => (category === 'STANDARD' ? taxPercentage : Decimal.ZERO)
  const taxOn = ({ taxCategory, amount }: TaxableAmount) =>
    roundMoney(percentOf(amount, percentageOf(taxCategory)), currency)
  const summed = (some: readonly TaxableAmount[]) => {
    const net = Decimal.sum(some.map(({ amount }) => amount))
    const tax = Decimal.sum(some.map(taxOn))
    return { net, tax, gross: net.plus(tax) }
  }
  const { net, gross } = summed(amounts)
  const categories = [...new Set(amounts.map(({ taxCategory }) => taxCategory))].sort()
  return {
    net,
    gross,
    categories: categories.map((category) => ({
      category,
      percentage: percentageOf(category),
      ...summed(amounts.filter(({ taxCategory }) => taxCategory === category)),
    })),
  }
}
