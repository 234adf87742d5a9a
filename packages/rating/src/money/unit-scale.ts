import { Decimal } from './decimal.ts'
import { PricingError } from './pricing-error.ts'

/** Most decimals that an account counts in whole units: a billionth of a dollar, of a credit, of a token. */
export const MAX_UNIT_SCALE = 9

/**
 * The number of times that a limit fits into what an account can count, at least: usage beyond the limit is counted
 * too, and so are holds beside it.
 */
const HEADROOM = 4n

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER)

/**
 * Chooses the decimals in which an account with this limit counts whole units: as many as leave room for four times the
 * limit in a safe integer, at most 9. A limit beyond that room has fewer than none: `-3` counts thousands.
 */
export function unitScaleOf(limit: Decimal): number {
  const most = limit.isNegative() ? limit.negated() : limit
  let scale = MAX_UNIT_SCALE
  while (most.toUnits(scale, 'UP') * HEADROOM > LARGEST) scale -= 1
  return scale
}

/**
 * Counts an amount in whole units of a power of ten: at scale 9 in billionths. A hold is rounded `UP`, so that it is
 * never short; what was used is rounded `HALF_EVEN`.
 *
 * @throws PricingError `TOO_LARGE` beyond what a safe integer holds
 */
export function toUnits(amount: Decimal, scale: number, rounding: 'UP' | 'HALF_EVEN'): number {
  const units = amount.toUnits(scale, rounding)
  if (units > LARGEST || units < -LARGEST) {
    throw new PricingError('TOO_LARGE', `${amount} must fit into a safe integer at scale ${scale}`, 'amount')
  }
  return Number(units)
}

/** Returns the amount that so many units of a power of ten are. @throws PricingError `INVALID_DECIMAL` */
export function fromUnits(units: number, scale: number): Decimal {
  const power = Decimal.parse(`1${'0'.repeat(Math.abs(scale))}`)
  const whole = Decimal.fromInteger(units)
  return scale < 0 ? whole.times(power) : whole.dividedBy(power)
}
