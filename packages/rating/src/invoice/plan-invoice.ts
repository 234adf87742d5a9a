import { Decimal } from '../money/decimal.ts'
import { minorUnitOf } from '../money/money.ts'
import { type ChargedInvoice, chargeInvoice } from './charge-invoice.ts'
import { chargeSegments, chargeSoldCredits } from './charge-segments.ts'
import type { InvoiceInput, InvoiceWallet } from './invoice-input.ts'
import { planCredits } from './plan-credits.ts'
import { planGroups } from './plan-groups.ts'
import type { PlannedGroup, PlannedInvoice } from './planned-invoice.ts'
import { salesTaxOf, type Totals, totalsOf } from './totals.ts'

/**
 * Plans the invoice of a period: groups (one a pricing), lines (one a rule; then markups, discounts and commitments of
 * the schedule), sub-lines (tiers, usage by property values). Pure: the same input gives the same output, to the id, in
 * whichever order the usage comes.
 *
 * Lines are rounded once, half-even, to the currency's minor unit; groups and the invoice add lines and round nothing.
 *
 * @throws PricingError where the plan asks for what cannot be priced; nothing is ever left out silently
 */
export function planInvoice(input: InvoiceInput): PlannedInvoice {
  // Included volume, rolled over volume, tiers, minimum and maximum, days of the period: each rule once.
  return planCharged(chargeInvoice(input), input.wallet)
}

/**
 * Plans the invoice of a period whose usage is charged: the rest of `planInvoice`, for invoices that ask the same
 * wallets. Charge all of them, hand the demands of each (`creditDemandsOf`) to the others, and plan them: none is
 * charged twice.
 *
 * @throws PricingError as `planInvoice`
 */
export function planCharged(charged: ChargedInvoice, wallet?: InvoiceWallet): PlannedInvoice {
  const { input, segments } = charged
  minorUnitOf(input.currency)
  const tax = salesTaxOf(input.salesTaxPercentage, input.currency)
  // What is priced in credits is taken out of wallets.
  const credits = planCredits(charged, wallet)
  const groups = segments.flatMap((segment, index) => {
    // What the wallets lack is sold.
    const pricings = chargeSoldCredits(segment, credits.overages[index] ?? new Map())
    // Lines round; then markups, discounts and commitments; then tax.
    return planGroups(input, segment, pricings, credits.lines, tax)
  })
  const totals = totalsOf(
    groups.flatMap(({ lines }) => lines),
    tax,
  )
  return {
    currency: input.currency,
    totals,
    groups,
    credits,
    payable: payableOf(input, groups, totals),
    rollover: charged.rollover,
  }
}

/** Finds what bought volume a period leaves for the next, by the id of its rule. */
export function rolloverOf(input: InvoiceInput): ReadonlyMap<string, Decimal> {
  return chargeSegments(input).rollover
}

function payableOf({ segments }: InvoiceInput, groups: readonly PlannedGroup[], { gross }: Totals): Decimal {
  const depositing = new Set(segments.flatMap(({ plan }) => [...plan.needs.moneyDeposits]))
  if (depositing.size === 0) return gross
  const others = groups
    .flatMap(({ lines }) => lines)
    .filter(({ charged }) => !depositing.has(charged?.rule?.configId ?? ''))
    .map(({ totals }) => totals.gross)
    .filter((amount) => amount.isPositive())
  return gross.min(Decimal.sum(others))
}
