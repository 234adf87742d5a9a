import type { StoreAccountState, StoreReserveRequest, StoreReserveResult, StoreTokens } from './store.ts'

interface Account {
  used: number
  held: number
  endsAt: number
}

interface Hold {
  tokens: readonly StoreTokens[]
  /** Infinity for a kept (unsettled) row. */
  expiresAt: number
}

interface RateWindow {
  endsAt: number
  readonly members: Set<string>
}

/** Holds and counts of one customer. */
export interface MemoryCustomer {
  readonly accounts: Map<string, Account>
  readonly holds: Map<string, Hold>
  readonly windows: Map<string, RateWindow>
  /** No live hold expires before this instant, so most operations need not look at the holds. */
  nextExpiry: number
  live: number
  /** Asked for since the store last looked for one to forget. */
  isRecent: boolean
}

/** Accounts of ended periods are dropped when a customer has more than this many; a customer has a handful. */
export const ACCOUNTS_BEFORE_PRUNE = 16

export function newCustomer(): MemoryCustomer {
  return { accounts: new Map(), holds: new Map(), windows: new Map(), nextExpiry: Infinity, live: 0, isRecent: false }
}

export function unknownKeys(customer: MemoryCustomer, request: StoreReserveRequest): string[] | undefined {
  let unknown: string[] | undefined
  for (const account of request.accounts) {
    if (account.startsEmpty || customer.accounts.has(account.key)) continue
    unknown ??= []
    unknown.push(account.key)
  }
  return unknown
}

export function overRate(
  customer: MemoryCustomer,
  request: StoreReserveRequest,
  now: number,
): StoreReserveResult | undefined {
  for (const rate of request.rates) {
    const window = customer.windows.get(rate.key)
    const open = window !== undefined && window.endsAt > now ? window : undefined
    const count = open?.members.size ?? 0
    if (count < rate.limit || open?.members.has(rate.member)) continue
    return { type: 'rate_limited', key: rate.key, count, retryAfterMs: open ? open.endsAt - now : rate.windowMs }
  }
  return undefined
}

export function statesOf(customer: MemoryCustomer, tokens: readonly StoreTokens[]): StoreAccountState[] {
  const states: StoreAccountState[] = []
  for (const { key } of tokens) {
    const account = customer.accounts.get(key)
    if (account !== undefined) states.push(state(key, account))
  }
  return states
}

export function heldOn(customer: MemoryCustomer, key: string): number {
  let held = 0
  for (const hold of customer.holds.values()) {
    for (const row of hold.tokens) if (row.key === key) held += row.tokens
  }
  return held
}

export function prune(customer: MemoryCustomer, now: number): void {
  for (const [key, account] of customer.accounts) {
    if (account.endsAt <= now && account.held === 0) customer.accounts.delete(key)
  }
}

export function state(key: string, account: Account): StoreAccountState {
  return { key, usedTokens: account.used, heldTokens: account.held }
}
