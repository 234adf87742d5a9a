/** Groups the digits of a decimal text by thousands. The text stays as exact as it came: it never becomes a number. */
export function formatDecimal(decimal: string): string {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d+)((?:\.\d+)?)$/.exec(decimal) ?? []
  if (sign === undefined) return decimal
  return `${sign === '-' ? '\u2212' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${fraction}`
}

/** An amount as the API writes it. */
interface Amount {
  readonly quantity?: string | null | undefined
  readonly currency?: string | null | undefined
}

/** Writes an amount with its currency: `EUR 1,234.50`. */
export function formatAmount(amount: Amount | null | undefined): string {
  if (amount?.quantity == null) return '\u2013'
  return [amount.currency, formatDecimal(amount.quantity)].filter((part) => part != null).join('\u00a0')
}
