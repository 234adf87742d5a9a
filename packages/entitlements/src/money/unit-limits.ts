import { Decimal, fromUnits, toUnits, type WalletUnit } from '@tallygate/rating'
import { readSpendKey } from './money-keys.ts'

/** A limit on what attempts cost in one unit: money of a currency, or credits of a type. */
export interface UnitLimit {
  readonly unit: WalletUnit
  /** Key of the account that counts what was spent in the period, in units of 10^-scale. */
  readonly key: string
  readonly scale: number
  /** The most units that may be spent and held together; undefined where they are counted without a limit. */
  readonly units: number | undefined
}

/** More than any limit: what is beyond it is as good as this. */
const LARGEST = Math.floor(Number.MAX_SAFE_INTEGER / 4)

/** Counts an amount in whole units, and one that is beyond every limit as the most that an account takes. */
export function boundedUnits(amount: Decimal, scale: number, rounding: 'UP' | 'HALF_EVEN'): number {
  const largest = fromUnits(LARGEST, scale)
  return amount.compare(largest) > 0 ? LARGEST : toUnits(amount.max(largest.negated()), scale, rounding)
}

/** Returns the units of an account that counts what was spent, for the amounts that something cost. */
export function spentUnits(key: string, amounts: ReadonlyMap<WalletUnit, Decimal>): number {
  const read = readSpendKey(key)
  const amount = read === undefined ? undefined : amounts.get(read.unit)
  // Our decision: a step that makes a period cheaper takes nothing off until the counts are corrected.
  return Math.max(0, boundedUnits(amount ?? Decimal.ZERO, read?.scale ?? 0, 'HALF_EVEN'))
}

/** Adds amounts to sums. */
export function addAmounts(sums: Map<WalletUnit, Decimal>, amounts: ReadonlyMap<WalletUnit, Decimal>): void {
  for (const [unit, amount] of amounts) sums.set(unit, (sums.get(unit) ?? Decimal.ZERO).plus(amount))
}
