import { Decimal } from '../money/decimal.ts'
import { type Band, type Charge, type ChargedBand, shareOf, type Volume } from './band.ts'

/**
 * STAIR_STEP_TOP_UP: each step is a package with a fee. The first is bought with the first unit, the next in addition
 * once the volume passes the end of the one before: the fees add up, unlike those of STAIR_STEP.
 */
export function chargeStairStepTopUp(volume: Volume, bands: readonly Band[]): Charge {
  const { quantity } = volume
  const reached = bands.filter((band) => quantity.compare(band.afterQuantity) > 0)
  const charged = reached.map((band): ChargedBand => {
    const units = quantity.min(band.upToQuantity ?? quantity).minus(band.afterQuantity)
    const fee = band.unitPrice ?? band.fixedAmount ?? Decimal.ZERO
    return { band, quantity: units, amount: shareOf(fee, volume.partShare), bound: null }
  })
  const last = reached.at(-1)
  return {
    amount: Decimal.sum(charged.map(({ amount }) => amount)),
    bands: charged,
    // The last step has no end: with it, what is used is what was bought.
    boughtQuantity: last === undefined ? Decimal.ZERO : (last.upToQuantity ?? quantity),
  }
}
