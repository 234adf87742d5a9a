import { type Band, type Charge, chargeBand, chargeOf, onlyBand, type Volume } from './band.ts'

/**
 * FLAT: one price for every unit, from the first to the last. A part of a block costs that part of the block's price.
 */
export function chargeFlat(volume: Volume, bands: readonly Band[]): Charge {
  return chargeOf([chargeBand(onlyBand(bands, 'FLAT'), volume.quantity, volume)])
}
