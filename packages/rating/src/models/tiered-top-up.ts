import { Decimal } from '../money/decimal.ts'
import type { Band, Charge, ChargedBand, Volume } from './band.ts'

/**
 * TIERED_TOP_UP: volume is bought in whole blocks, each of the size and at the price of the tier that the bought volume
 * has reached. A block that begins in a tier may reach into the next, which then begins after it.
 */
export function chargeTieredTopUp(volume: Volume, bands: readonly Band[]): Charge {
  const charged: ChargedBand[] = []
  let bought = Decimal.ZERO
  for (const band of bands) {
    const wanted = band.upToQuantity ? volume.quantity.min(band.upToQuantity) : volume.quantity
    const missing = wanted.minus(bought)
    if (!missing.isPositive()) continue
    const blocks = missing.ceilDividedBy(band.blockSize)
    bought = bought.plus(blocks.times(band.blockSize))
    charged.push({ band, quantity: missing, amount: blocks.times(band.unitPrice ?? Decimal.ZERO), bound: null })
  }
  return { amount: Decimal.sum(charged.map(({ amount }) => amount)), bands: charged, boughtQuantity: bought }
}
