import { Decimal } from '../money/decimal.ts'
import type { DrawnWallet, WalletDemand } from './draw-grants.ts'
import type { WalletGrant } from './wallet-grant.ts'

/** The state of a wallet at an instant: `granted = used + expired + left`, always. */
export interface WalletTally {
  /** All that has started by then. */
  readonly granted: Decimal
  /** The usage, of FINAL invoices and of running periods. */
  readonly used: Decimal
  /** The rest of grants when they expired. */
  readonly expired: Decimal
  /** The rest of grants that can be used. */
  readonly left: Decimal
  /** Usage that no grant has covered and no plan bills. */
  readonly owed: Decimal
  /** The part of `used` and `owed` that running periods account for: it may still change. */
  readonly reserved: Decimal
}

/** The balances of the API: `open_balance = balance − reserved_balance`. Signed: below zero where usage is owed. */
export interface WalletBalance {
  readonly balance: Decimal
  readonly reservedBalance: Decimal
  readonly openBalance: Decimal
}

/**
 * Adds up a wallet, or several of one unit, at an instant.
 *
 * @param grants those that have started by the instant
 * @param drawn what was drawn by then, of these grants and perhaps of others
 * @param isReserved whether a demand is of a running period
 */
export function tallyWallet(
  grants: readonly WalletGrant[],
  drawn: DrawnWallet,
  at: Date,
  isReserved: (demand: WalletDemand) => boolean,
): WalletTally {
  const ids = new Set(grants.map(({ id }) => id))
  const draws = drawn.draws.filter(({ grantId }) => ids.has(grantId))
  const byGrant = new Map<string, Decimal>()
  for (const { grantId, quantity } of draws) byGrant.set(grantId, (byGrant.get(grantId) ?? Decimal.ZERO).plus(quantity))
  let [granted, used, expired] = [Decimal.ZERO, Decimal.ZERO, Decimal.ZERO]
  for (const grant of grants) {
    const usedOfGrant = grant.drawn.plus(byGrant.get(grant.id) ?? Decimal.ZERO)
    granted = granted.plus(grant.quantity)
    used = used.plus(usedOfGrant)
    if (grant.expireAt !== null && grant.expireAt <= at) expired = expired.plus(grant.quantity.minus(usedOfGrant))
  }
  const owed = drawn.overages.filter(({ demand }) => demand.overage === 'OWED')
  const sum = (parts: readonly { readonly quantity: Decimal }[]) => Decimal.sum(parts.map(({ quantity }) => quantity))
  return {
    granted,
    used,
    expired,
    left: granted.minus(used).minus(expired),
    owed: sum(owed),
    reserved: sum([...draws, ...owed].filter(({ demand }) => isReserved(demand))),
  }
}

/** The API's three balances. */
export function balanceOf({ left, owed, reserved }: WalletTally): WalletBalance {
  const openBalance = left.minus(owed)
  return { balance: openBalance.plus(reserved), reservedBalance: reserved, openBalance }
}
