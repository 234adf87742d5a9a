import type { Schema } from '@tallygate/client'
import type { ChargedRule, PlannedLine, PlannedSubLine } from '@tallygate/rating'
import { bandDetails, meterValueOf, priceMembers } from './line-details.ts'
import { unroundedAmount } from './wire-money.ts'

/** Writes what a line consists of for the wire. */
export function presentSubLines({ charged, subLines }: PlannedLine, currency: string): Schema<'InvoiceSubLine'>[] {
  if (charged === null) return []
  return subLines.map((subLine, index) => ({
    sub_line_order: index + 1,
    description: subLine.description,
    details: detailsOf(subLine, charged, currency),
  }))
}

function detailsOf(
  subLine: PlannedSubLine,
  charged: ChargedRule,
  currency: string,
): Schema<'PricingItemSummaryPriceDetails'> {
  switch (subLine.kind) {
    case 'SEATS':
      return {
        meter_value: { number: subLine.seats.toString(), ratio: subLine.ratio.toString() },
        pricing_currency: currency,
        pricing_amount: unroundedAmount(subLine.amount, currency),
      }
    case 'TIER':
      return {
        band: bandDetails(subLine.band, currency, charged.rule?.creditTypeId),
        meter_value: { number: subLine.quantity.toString() },
        ...priceMembers(charged, subLine.amount, currency),
      }
    case 'USAGE': {
      const { unit } = charged.item
      const { quantity, count, shareOfTotal, amount } = subLine
      const usageCurrency = charged.foreignCurrency ?? currency
      return {
        meter_value: {
          ...(unit ? meterValueOf(unit, quantity, usageCurrency) : {}),
          count: count.toString(),
        },
        ...(shareOfTotal === null ? {} : { meter_value_share_of_total: shareOfTotal.toString() }),
        ...(amount === null ? {} : priceMembers(charged, amount, currency)),
      }
    }
  }
}
