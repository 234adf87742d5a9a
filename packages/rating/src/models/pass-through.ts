import { Decimal } from '../money/decimal.ts'
import { type Band, type Charge, chargeBand, chargeOf, type Volume } from './band.ts'

const HUNDRED_PERCENT = Decimal.parse('100')

/** PASS_THROUGH: the used amount itself. A band is not needed; where there is one, its fee and bounds hold. */
export function chargePassThrough(volume: Volume, bands: readonly Band[]): Charge {
  const [band] = bands
  const passed: Band = { ...(band ?? BARE), percentage: HUNDRED_PERCENT }
  return chargeOf([chargeBand(passed, volume.quantity, volume)])
}

const BARE: Band = {
  unitPrice: null,
  blockSize: Decimal.ONE,
  percentage: null,
  fixedAmount: null,
  minimumAmount: null,
  maximumAmount: null,
  minimumQuantity: null,
  maximumQuantity: null,
  afterQuantity: Decimal.ZERO,
  upToQuantity: null,
  field: 'bands',
}
