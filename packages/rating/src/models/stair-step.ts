import { PricingError } from '../money/pricing-error.ts'
import { type Band, bandAt, type Charge, chargeBand, chargeOf, type Volume } from './band.ts'

/** STAIR_STEP: one fee, that of the tier which the volume reaches. The band's `amount`, or its `fixed_amount`. */
export function chargeStairStep(volume: Volume, bands: readonly Band[]): Charge {
  const band = bandAt(bands, volume.tierQuantity)
  const fee = band.unitPrice ?? band.fixedAmount
  if (!fee) throw new PricingError('INVALID_RULE', 'a step needs an amount', `${band.field}.amount`)
  // As a fee of the band: due once it is reached, within its bounds, and not times the units.
  const { amount, bound } = chargeBand({ ...band, unitPrice: null, fixedAmount: fee }, volume.quantity, volume)
  return chargeOf([{ band, quantity: volume.quantity, amount, bound }])
}
