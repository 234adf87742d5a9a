import type {
  StoreAccount,
  StoreAccountState,
  StoreRate,
  StoreReserveRequest,
  StoreReserveResult,
  StoreUnits,
} from './store.ts'

interface Account {
  used: number
  held: number
  endsAt: number
  /** See Store.tell. */
  told: number
}

interface Hold {
  units: readonly StoreUnits[]
  /** Infinity for a kept (unsettled) row. */
  expiresAt: number
}

/** Holds and counts of one customer. */
export interface MemoryCustomer {
  readonly accounts: Map<string, Account>
  readonly holds: Map<string, Hold>
  /** By rate: when each member came, epoch ms, the oldest first. */
  readonly windows: Map<string, Map<string, number>>
  /** By id of an attempt that is counted and not settled yet: the counts before it. */
  readonly counted: Map<string, readonly StoreAccountState[]>
  /** No live hold expires before this instant, so most operations need not look at the holds. */
  nextExpiry: number
  live: number
  /** Accounts of ended periods are dropped when there are more than this many. */
  pruneAbove: number
  /** Asked for since the store last looked for one to forget. */
  isRecent: boolean
}

/** A customer has a handful of accounts; one with many scopes is looked through when they are twice as many again. */
const ACCOUNTS_BEFORE_PRUNE = 16

export function newCustomer(): MemoryCustomer {
  return {
    accounts: new Map(),
    holds: new Map(),
    counted: new Map(),
    windows: new Map(),
    nextExpiry: Infinity,
    live: 0,
    pruneAbove: ACCOUNTS_BEFORE_PRUNE,
    isRecent: false,
  }
}

export function unknownKeys(customer: MemoryCustomer, request: StoreReserveRequest): string[] | undefined {
  let unknown: string[] | undefined
  for (const account of request.accounts) {
    if (account.window !== undefined || customer.accounts.has(account.key)) continue
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
    const { count, retryAfterMs, isMember } = readRate(customer, rate, now)
    if (count >= rate.limit && !isMember) return { type: 'rate_limited', key: rate.key, count, retryAfterMs }
  }
  return undefined
}

/** The members of the window that ends now; those before it are forgotten. */
export function readRate(
  customer: MemoryCustomer,
  { key, limit, windowMs, member }: StoreRate,
  now: number,
): { readonly count: number; readonly retryAfterMs: number; readonly isMember: boolean } {
  const members = customer.windows.get(key)
  if (members === undefined) return { count: 0, retryAfterMs: windowMs, isMember: false }
  for (const [oldest, at] of members) {
    if (at > now - windowMs) break
    members.delete(oldest)
  }
  if (members.size < limit) return { count: members.size, retryAfterMs: 0, isMember: members.has(member) }
  // There is room again when so many have left that one fewer than the limit are there.
  let leaves = members.size - limit
  let retryAfterMs = windowMs
  for (const at of members.values()) {
    if (leaves === 0) retryAfterMs = at + windowMs - now
    leaves -= 1
    if (leaves < 0) break
  }
  return { count: members.size, retryAfterMs, isMember: members.has(member) }
}

export function addToRate(customer: MemoryCustomer, { key, member }: StoreRate, now: number): void {
  const members = customer.windows.get(key)
  if (members === undefined) customer.windows.set(key, new Map([[member, now]]))
  else if (!members.has(member)) members.set(member, now)
}

/** Returns what an account counts: of a step of a window all that counts with it. */
export function countsOf(customer: MemoryCustomer, account: Pick<StoreAccount, 'key' | 'window'>): Account | undefined {
  if (account.window === undefined) return customer.accounts.get(account.key)
  const sum = { used: 0, held: 0, endsAt: 0, told: 0 }
  for (const counts of stepsOf(customer, account)) {
    sum.used += counts.used
    sum.held += counts.held
    sum.endsAt = Math.max(sum.endsAt, counts.endsAt)
  }
  return sum
}

/** Tells how long until a window has room for the units; undefined when it never has. */
export function roomAfterMs(
  customer: MemoryCustomer,
  account: StoreAccount,
  units: number,
  now: number,
): number | undefined {
  const { limit } = account
  if (limit === undefined || units > limit) return undefined
  const steps = stepsOf(customer, account)
  let left = limit - steps.reduce((sum, { used, held }) => sum + used + held, 0)
  for (const counts of steps) {
    left += counts.used + counts.held
    if (left >= units) return Math.max(0, counts.endsAt - now)
  }
  return undefined
}

/** The known steps of the window, the oldest first. */
function stepsOf(customer: MemoryCustomer, { key, window }: Pick<StoreAccount, 'key' | 'window'>): Account[] {
  const at = key.lastIndexOf('@') + 1
  const [feature, start] = [key.slice(0, at), Number(key.slice(at))]
  const { earlier, stepMs } = window ?? { earlier: 0, stepMs: 0 }
  const found: Account[] = []
  for (let step = earlier; step >= 0; step -= 1) {
    const counts = customer.accounts.get(`${feature}${start - step * stepMs}`)
    if (counts !== undefined) found.push(counts)
  }
  return found
}

export function statesOf(customer: MemoryCustomer, units: readonly Pick<StoreUnits, 'key'>[]): StoreAccountState[] {
  const states: StoreAccountState[] = []
  for (const { key } of units) {
    const account = customer.accounts.get(key)
    if (account !== undefined) states.push(state(key, account))
  }
  return states
}

export function heldOn(customer: MemoryCustomer, key: string): number {
  let held = 0
  for (const hold of customer.holds.values()) {
    for (const row of hold.units) if (row.key === key) held += row.units
  }
  return held
}

/** Returns the states of accounts with a range, where one of them has left it or would leave it with the request. */
export function movedAccounts(
  customer: MemoryCustomer,
  accounts: readonly StoreAccount[],
  completionTokens: number,
): StoreAccountState[] | undefined {
  let moved = false
  for (const { key, fixed, perCompletionToken, range } of accounts) {
    if (range === undefined) continue
    const { used = 0, held = 0 } = customer.accounts.get(key) ?? {}
    if (used < range.from || used + held + fixed + perCompletionToken * completionTokens > range.to) moved = true
  }
  return moved
    ? statesOf(
        customer,
        accounts.filter(({ range }) => range !== undefined),
      )
    : undefined
}

/** Drops accounts of ended periods, from time to time. */
export function prune(customer: MemoryCustomer, now: number): void {
  if (customer.accounts.size <= customer.pruneAbove) return
  for (const [key, account] of customer.accounts) {
    if (account.endsAt <= now && account.held === 0) customer.accounts.delete(key)
  }
  customer.pruneAbove = Math.max(ACCOUNTS_BEFORE_PRUNE, 2 * customer.accounts.size)
}

export function state(key: string, account: Account): StoreAccountState {
  return { key, used: account.used, held: account.held, endsAt: account.endsAt }
}
