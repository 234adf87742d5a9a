import type { Charge } from './band.ts'
import { Decimal } from './decimal.ts'

/** NONE: the usage is shown and costs nothing. */
export function chargeNone(): Charge {
  return { amount: Decimal.ZERO, bands: [] }
}
