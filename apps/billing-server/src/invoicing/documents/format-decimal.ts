import type { Schema } from '@tallygate/client'

/** A decimal of the wire with its thousands apart: `1,234,567.50`. Nothing is rounded. */
export function formatDecimal(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** Money with its currency: `USD 1,234.50`. */
export function formatMoney(amount: Schema<'Amount'> | null | undefined, currency: string): string {
  return `${amount?.currency ?? currency} ${formatDecimal(amount?.quantity ?? '0')}`
}
