import { invalidField } from '../http/api-fault.ts'
import type { Decimal } from '../money/decimal.ts'
import { minorUnitOf } from '../money/money.ts'
import type { WalletUnit } from './wallet-unit.ts'

/** Decimals of a credit. What usage costs in credits is rounded to them, half-even, once for each line. */
export const CREDIT_SCALE = 6

/** Decimals that a wallet of this unit counts in: of a credit, or of the currency's minor unit. */
export function scaleOf(unit: WalletUnit): number {
  return unit.startsWith('credits:') ? CREDIT_SCALE : minorUnitOf(unit.slice('money:'.length))
}

/** Throws naming the member when a quantity is finer than its wallet counts: it could never be used up. */
export function requireWalletScale(quantity: Decimal, unit: WalletUnit, field: string): void {
  const scale = scaleOf(unit)
  if (quantity.roundedTo(scale).equals(quantity)) return
  throw invalidField(field, `a wallet of this kind counts ${scale} decimals`, 'WALLET_GRANT')
}
