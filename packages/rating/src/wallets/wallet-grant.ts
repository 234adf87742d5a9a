import type { Decimal } from '../money/decimal.ts'

/**
 * A deposit into a wallet, as far as drawing from it needs. All in one unit: credits of one type, or money of one
 * currency.
 */
export interface WalletGrant {
  readonly id: string
  readonly walletId: string
  /** A gift. It is used before what was paid. */
  readonly promotional: boolean
  /** The deposit: more than zero. */
  readonly quantity: Decimal
  /** The part that FINAL invoices have taken. */
  readonly drawn: Decimal
  /** First instant at which it can be used, inclusive. */
  readonly startAt: Date
  /** First instant at which it can no longer be used; `null` for one that never expires. */
  readonly expireAt: Date | null
  readonly createdAt: Date
}

/** Tells whether the grant can be used at an instant. */
export function isUsableAt({ startAt, expireAt }: WalletGrant, instant: Date): boolean {
  return startAt <= instant && (expireAt === null || instant < expireAt)
}

/** The order in which grants are used up: earliest expiry first, then promotional before paid, then the oldest. */
export function inBurnOrder(left: WalletGrant, right: WalletGrant): number {
  return (
    (left.expireAt?.getTime() ?? Number.POSITIVE_INFINITY) - (right.expireAt?.getTime() ?? Number.POSITIVE_INFINITY) ||
    Number(right.promotional) - Number(left.promotional) ||
    left.createdAt.getTime() - right.createdAt.getTime() ||
    (left.id < right.id ? -1 : 1)
  )
}
