import type { Schema } from '@tallygate/client'
import { formatDecimal, formatMoney } from './format-decimal.ts'

/**
 * The price of a line as people read it: `USD 0.015 per 1,000`, `1.5 %`, `USD 250`. Empty where there is not one price.
 */
export function describePrice(band: Schema<'PricingItemSummaryPriceDetailsBand'> | undefined): string {
  if (band === undefined) return ''
  const { amount, percentage, block_size: block } = band
  const size = block?.number ?? '1'
  const parts = [
    amount === undefined ? '' : `${formatMoney(amount, '')}${size === '1' ? '' : ` per ${formatDecimal(size)}`}`,
    percentage == null ? '' : `${formatDecimal(percentage)} %`,
  ]
  return parts.filter((part) => part !== '').join(' + ')
}

/** Returns what was used or sold; empty where a line has no quantity. */
export function describeQuantity({ meter_value: used, details }: Schema<'InvoiceLine'>): string {
  const number = used?.number ?? details?.meter_value?.number
  if (number != null) return formatDecimal(number)
  return used?.amount === undefined ? '' : formatMoney(used.amount, '')
}
