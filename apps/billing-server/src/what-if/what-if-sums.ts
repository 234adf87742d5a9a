import type { Schema } from '@tallygate/client'
import { Decimal } from '@tallygate/rating'
import { invoiceAmount, type WholeAmount } from '../invoicing/wire-money.ts'

/** Everything that is billed in one currency. */
export interface CurrencyTotal {
  readonly invoices: number
  readonly before: WholeAmount
  readonly after: WholeAmount
  readonly difference: Schema<'Amount'>
  /** The difference in percent of what it was, to one decimal: `-12.5`; null where it was nothing. */
  readonly difference_percentage: string | null
}

/** A customer's invoices in one currency. */
export interface CustomerDifference extends CurrencyTotal {
  readonly customer_id: string
  readonly customer_reference: string
}

/** An invoice as it is and as it would be, without tax. */
export interface ComparedAmounts {
  readonly customerId: string
  readonly reference: string
  readonly currency: string
  readonly before: Decimal
  readonly after: Decimal
}

interface Sum {
  invoices: number
  before: Decimal
  after: Decimal
}

/** Adds invoices up, by currency and by customer. */
export class WhatIfSums {
  readonly #byCurrency = new Map<string, Sum>()
  readonly #byCustomer = new Map<
    string,
    Sum & { readonly id: string; readonly reference: string; readonly currency: string }
  >()

  add({ customerId: id, reference, currency, before, after }: ComparedAmounts): void {
    const amounts = [before, after] as const
    const key = `${id} ${currency}`
    const customer = this.#byCustomer.get(key) ?? { ...nothing(), id, reference, currency }
    this.#byCustomer.set(key, customer)
    addTo(customer, amounts)
    const total = this.#byCurrency.get(currency) ?? nothing()
    this.#byCurrency.set(currency, total)
    addTo(total, amounts)
  }

  totals(): CurrencyTotal[] {
    return [...this.#byCurrency].map(([currency, sum]) => toWire(sum, currency))
  }

  /** The customers with the largest difference, up or down, the largest first; those without one are not listed. */
  mostChanged(count: number): CustomerDifference[] {
    return [...this.#byCustomer.values()]
      .map((sum) => ({ sum, change: distance(sum) }))
      .filter(({ change }) => change.isPositive())
      .sort((one, other) => other.change.compare(one.change) || (one.sum.reference < other.sum.reference ? -1 : 1))
      .slice(0, count)
      .map(({ sum }) => ({ customer_id: sum.id, customer_reference: sum.reference, ...toWire(sum, sum.currency) }))
  }
}

const nothing = (): Sum => ({ invoices: 0, before: Decimal.ZERO, after: Decimal.ZERO })

function addTo(sum: Sum, [before, after]: readonly [Decimal, Decimal]): void {
  sum.invoices += 1
  sum.before = sum.before.plus(before)
  sum.after = sum.after.plus(after)
}

function distance({ before, after }: Sum): Decimal {
  const difference = after.minus(before)
  return difference.isNegative() ? Decimal.ZERO.minus(difference) : difference
}

function toWire({ invoices, before, after }: Sum, currency: string): CurrencyTotal {
  return {
    invoices,
    before: invoiceAmount(before, currency),
    after: invoiceAmount(after, currency),
    difference: invoiceAmount(after.minus(before), currency),
    difference_percentage: percentageOf(after.minus(before), before),
  }
}

function percentageOf(difference: Decimal, before: Decimal): string | null {
  return before.isZero() ? null : difference.times(Decimal.fromInteger(100)).dividedBy(before).toFixed(1)
}
