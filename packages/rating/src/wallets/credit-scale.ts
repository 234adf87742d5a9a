import { minorUnitOf } from '../money/money.ts'
import type { WalletUnit } from './wallet-unit.ts'

/** Decimals of a credit. What usage costs in credits is rounded to them, half-even, once for each line. */
export const CREDIT_SCALE = 6

/** Decimals that a wallet of this unit counts in: of a credit, or of the currency's minor unit. */
export function scaleOf(unit: WalletUnit): number {
  return unit.startsWith('credits:') ? CREDIT_SCALE : minorUnitOf(unit.slice('money:'.length))
}
