import type { Decimal } from '../money/decimal.ts'
import { type Band, type Charge, chargeOf, onlyBand } from './band.ts'

/**
 * FLEXIBLE: the amount that the customer chooses. The minimum and maximum of the band bound the choice: an amount
 * beyond them is refused where it is chosen, never changed here.
 */
export function chargeFlexible(amount: Decimal, bands: readonly Band[]): Charge {
  return chargeOf([{ band: onlyBand(bands, 'FLEXIBLE'), quantity: amount, amount, bound: null }])
}
