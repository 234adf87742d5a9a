import { Decimal } from '../money/decimal.ts'
import { type Band, type Charge, onlyBand, type Volume } from './band.ts'

/**
 * FLAT_TOP_UP: volume is bought in whole blocks, each at the band's price: the first with the first unit, the next once
 * the last is used up. What is left of the last block at the end of the period is lost,
 * unless the rule carries it on.
 */
export function chargeFlatTopUp(volume: Volume, bands: readonly Band[]): Charge {
  const band = onlyBand(bands, 'FLAT_TOP_UP')
  const blocks = volume.quantity.max(Decimal.ZERO).ceilDividedBy(band.blockSize)
  const amount = blocks.times(band.unitPrice ?? Decimal.ZERO)
  return {
    amount,
    bands: [{ band, quantity: volume.quantity, amount, bound: null }],
    boughtQuantity: blocks.times(band.blockSize),
  }
}
