import { Decimal } from '../money/decimal.ts'
import { type Band, type Charge, type ChargedBand, chargeBand, chargeOf, type Volume } from './band.ts'

/**
 * TIERED: the volume fills the tiers one after the other, and each unit costs what its own tier says. Units of earlier
 * rules of the volume group lie below and are not charged here.
 */
export function chargeTiered(volume: Volume, bands: readonly Band[]): Charge {
  const from = volume.quantityBefore
  const to = from.plus(volume.quantity)
  const charged: ChargedBand[] = []
  for (const band of bands) {
    const lower = from.max(band.afterQuantity)
    const upper = band.upToQuantity ? to.min(band.upToQuantity) : to
    const units = upper.minus(lower).max(Decimal.ZERO)
    if (units.isPositive()) charged.push(chargeBand(band, units, volume))
  }
  return chargeOf(charged)
}
