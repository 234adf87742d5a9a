import { type Band, bandAt, type Charge, chargeBand, chargeOf, type Volume } from './band.ts'

/** TOP_TIERED: the tier that the whole volume reaches gives the price of every unit, also of the first. */
export function chargeTopTiered(volume: Volume, bands: readonly Band[]): Charge {
  return chargeOf([chargeBand(bandAt(bands, volume.tierQuantity), volume.quantity, volume)])
}
