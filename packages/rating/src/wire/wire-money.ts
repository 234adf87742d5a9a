import { Decimal, MAX_WIRE_DECIMAL_LENGTH, QUOTIENT_SCALE } from '../money/decimal.ts'
import { minorUnitOf } from '../money/money.ts'
import { PricingError } from '../money/pricing-error.ts'

/** Money on the wire: a decimal in the currency's major unit. */
export interface Amount {
  quantity: string
  currency: string
}

/**
 * Writes money with all decimals of its minor unit: `{quantity: '18.50', currency: 'USD'}`. Rounds half-even what is
 * finer.
 */
export function toWireMoney(quantity: Decimal, currency: string): Amount {
  return { quantity: quantity.toFixed(minorUnitOf(currency)), currency }
}

/**
 * Writes money as it was worked out, before the line was rounded: `{quantity: '18.518505', currency: 'USD'}`, with as
 * many of its first twenty decimals as fit into a decimal of the wire.
 */
export function toWireUnrounded(quantity: Decimal, currency: string): Amount {
  const room = MAX_WIRE_DECIMAL_LENGTH - quantity.toFixed(0).length - 2
  return { quantity: quantity.roundedTo(Math.max(0, Math.min(QUOTIENT_SCALE, room))).toString(), currency }
}

/** Reads the decimal of an amount on the wire, which must be of the currency given. @throws PricingError */
export function fromWireMoney(
  amount: { readonly quantity?: string | null; readonly currency?: string | null },
  currency: string,
  field: string,
): Decimal {
  if (typeof amount.quantity !== 'string')
    throw new PricingError('INVALID_RULE', 'an amount needs a quantity', `${field}.quantity`)
  if (amount.currency !== currency) {
    throw new PricingError(
      'CURRENCY_MISMATCH',
      `the amount is in ${amount.currency ?? 'no currency'}, ${currency} is billed`,
      `${field}.currency`,
    )
  }
  return Decimal.parse(amount.quantity, `${field}.quantity`)
}
