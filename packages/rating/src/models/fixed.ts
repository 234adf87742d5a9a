import { Decimal } from '../money/decimal.ts'
import { PricingError } from '../money/pricing-error.ts'
import { type Band, type Charge, chargeOf, onlyBand } from './band.ts'

/** FIXED: one fee a period, whatever was used. The band's `amount`, or its `fixed_amount`. */
export function chargeFixed(bands: readonly Band[]): Charge {
  const band = onlyBand(bands, 'FIXED')
  const fee = band.unitPrice ?? band.fixedAmount
  if (!fee) throw new PricingError('INVALID_RULE', 'FIXED needs an amount', `${band.field}.amount`)
  return chargeOf([{ band, quantity: Decimal.ONE, amount: fee, bound: null }])
}
