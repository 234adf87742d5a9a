import { Decimal, fromUnits, unitScaleOf, type WalletUnit } from '@tallygate/rating'
import type { CustomerSnapshot, PeriodMs } from '../customers/customer-snapshot.ts'
import type { StoreAccountState } from '../store/store.ts'
import { namesOf } from './cost.ts'
import { spendKey } from './money-keys.ts'
import { boundedUnits, type UnitLimit } from './unit-limits.ts'

/** The wallets of one unit, as far as they limit a customer. */
export interface WalletLimit extends UnitLimit {
  /** Id of the wallet, of several the oldest; undefined where the customer has none. */
  readonly wallet: string | undefined
  /** All that attempts of the period may take: what the wallets had without them. Below zero where usage is owed. */
  readonly available: Decimal
  /** True where the plan sells what the wallets lack: then nothing is denied. */
  readonly isSold: boolean
}

/** Wallets of one unit, with what counts against them. Quantities are decimals. */
export interface WalletState {
  /** Id of the wallet, of several of one unit the oldest; absent where the customer has none. */
  readonly wallet?: string
  /** Id of the credit type; absent for money. */
  readonly creditTypeId?: string
  /** ISO 4217 code; absent for credits. */
  readonly currency?: string
  /** The content, less all that was used; below zero where usage is owed. */
  readonly balance: string
  /** The most that attempts which run, or whose outcome is not known, may take. */
  readonly held: string
  /** `balance - held`. */
  readonly remaining: string
  /** The part of what is used and held that the wallets lack and the plan sells; absent where the plan sells none. */
  readonly overage?: string
}

/**
 * A content to which a wallet is counted in billionths. Our decision: the accounts of smaller wallets have one scale,
 * so that a top-up finds what was counted; beyond it, one that needs another scale has the counts read anew.
 */
const COMMON_CONTENT = Decimal.fromInteger(1_000_000)

/** Makes the limit of the wallets of a unit. */
export function walletLimitOf(
  facts: {
    readonly unit: WalletUnit
    readonly wallet: string | undefined
    readonly available: Decimal
    readonly isSold: boolean
  },
  snapshot: CustomerSnapshot,
  period: PeriodMs,
): WalletLimit {
  const { unit, available, isSold } = facts
  const scale = unitScaleOf(available.max(COMMON_CONTENT))
  const key = spendKey('', unit, scale, snapshot, period)
  // Rounded down: a part of a unit buys nothing.
  const most = -boundedUnits(available.negated(), scale, 'UP')
  return { ...facts, key, scale, units: isSold ? undefined : Math.max(0, most) }
}

export function isWalletLimit(limit: UnitLimit): limit is WalletLimit {
  return 'isSold' in limit
}

/** The states of wallets among those of accounts. */
export function toWalletStates(
  limits: readonly WalletLimit[],
  states: readonly (StoreAccountState | undefined)[],
): WalletState[] {
  return limits.flatMap((limit) => {
    const state = states.find((one) => one?.key === limit.key)
    return state === undefined ? [] : [toWalletState(limit, state)]
  })
}

export function toWalletState(
  { unit, wallet, available, isSold, scale }: WalletLimit,
  { used, held }: Pick<StoreAccountState, 'used' | 'held'>,
): WalletState {
  const balance = available.minus(fromUnits(used, scale))
  const heldAmount = fromUnits(held, scale)
  const remaining = balance.minus(heldAmount)
  return {
    ...(wallet === undefined ? {} : { wallet }),
    ...namesOf(unit),
    balance: balance.toString(),
    held: heldAmount.toString(),
    remaining: remaining.toString(),
    ...(isSold ? { overage: remaining.negated().max(Decimal.ZERO).toString() } : {}),
  }
}
