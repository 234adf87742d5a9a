import type { StoreAccountState } from '../store/store.ts'
import type { MoneyLimit } from './money.ts'
import { type SpendLimit, type SpendState, toSpendStates } from './spend-limits.ts'
import { isWalletLimit, toWalletStates, type WalletState } from './wallet-limits.ts'

/** The limits on what a customer's attempts cost, with what counts against them. */
export interface LimitStates {
  /** The limits on money, where the plan has any. */
  readonly spend?: readonly SpendState[]
  /** The wallets in whose credits the plan prices usage, where it does. */
  readonly wallets?: readonly WalletState[]
}

/** The states of limits among those of accounts; a kind of limit that the customer does not have is absent. */
export function toLimitStates(
  limits: readonly MoneyLimit[],
  states: readonly (StoreAccountState | undefined)[],
): LimitStates {
  const wallets = limits.filter(isWalletLimit)
  const spend = limits.filter((limit): limit is SpendLimit => !isWalletLimit(limit))
  return {
    ...(spend.length === 0 ? {} : { spend: toSpendStates(spend, states) }),
    ...(wallets.length === 0 ? {} : { wallets: toWalletStates(wallets, states) }),
  }
}
