import { Decimal } from '../money/decimal.ts'
import type { Charge } from './band.ts'

/** NONE: the usage is shown and costs nothing. */
export function chargeNone(): Charge {
  return { amount: Decimal.ZERO, bands: [] }
}
