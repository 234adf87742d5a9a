import { knownOptions, wholeNumber } from '../errors/check-option.ts'
import { EndedIds } from './ended-ids.ts'
import { fitCompletion } from './fit-completion.ts'
import {
  addToRate,
  countsOf,
  heldOn,
  type MemoryCustomer,
  movedAccounts,
  newCustomer,
  overRate,
  prune,
  readRate,
  roomAfterMs,
  state,
  statesOf,
  unknownKeys,
} from './memory-customer.ts'
import type {
  Store,
  StoreAccount,
  StoreAccountState,
  StoreCountResult,
  StoreLoad,
  StoreMark,
  StoreRate,
  StoreReadResult,
  StoreReleaseOutcome,
  StoreRenewOutcome,
  StoreReserveRequest,
  StoreReserveResult,
  StoreSettleResult,
  StoreUnits,
} from './store.ts'

export interface MemoryStoreOptions {
  /**
   * Most customers whose counts are kept, 1 to 10,000,000. The least recently used one without a hold is forgotten
   * first; its counts are read again from the billing API and the journal when it comes back. Default 100,000 (about 1
   * kB each).
   */
  readonly maxCustomers?: number
  /** Epoch milliseconds. Default `Date.now`. */
  readonly now?: () => number
}

const DEFAULT_MAX_CUSTOMERS = 100_000
/** Holds, counts and rate windows of one process. Nothing survives the process: the journal and the billing API do. */
export function memoryStore(options: MemoryStoreOptions = {}): Store {
  knownOptions(options, ['maxCustomers', 'now'])
  const maxCustomers = wholeNumber(options.maxCustomers ?? DEFAULT_MAX_CUSTOMERS, 'maxCustomers', 1, 10_000_000)
  return new MemoryStore(maxCustomers, options.now ?? Date.now)
}

class MemoryStore implements Store {
  readonly #customers = new Map<string, MemoryCustomer>()
  readonly #ended = new EndedIds()
  readonly #maxCustomers: number
  readonly #now: () => number

  constructor(maxCustomers: number, now: () => number) {
    this.#maxCustomers = maxCustomers
    this.#now = now
  }

  // No async functions: what they would wait for is here, and each costs as much as the rest of its step.
  reserve(request: StoreReserveRequest): Promise<StoreReserveResult> {
    return Promise.resolve(this.#reserve(request))
  }

  #reserve(request: StoreReserveRequest): StoreReserveResult {
    const now = this.#now()
    const customer = this.#customer(request.customer)
    this.#expire(customer, now)
    if (customer.holds.has(request.id)) return { type: 'repeated', state: 'held' }
    const ended = this.#ended.get(request.customer, request.id)
    if (ended === 'settled') return { type: 'repeated', state: 'settled' }

    const unknown = unknownKeys(customer, request)
    if (unknown !== undefined) return { type: 'unknown_accounts', keys: unknown }
    if (request.maxConcurrent !== undefined && customer.live >= request.maxConcurrent)
      return { type: 'too_many_concurrent', open: customer.live }
    const limited = overRate(customer, request, now)
    if (limited !== undefined) return limited
    const fit = fitCompletion(request, (account) => countsOf(customer, account))
    if (typeof fit !== 'number') return toShort(customer, request, fit.short, now)

    const moved = movedAccounts(customer, request.accounts, fit)
    if (moved !== undefined) return { type: 'moved', accounts: moved }

    for (const rate of request.rates) addToRate(customer, rate, now)
    // A released attempt that is made again is open again: its lease may be renewed, and its end is no repeat.
    if (ended === 'released') this.#ended.delete(request.customer, request.id)
    return { type: 'granted', completionTokens: fit, accounts: this.#hold(customer, request, fit, now) }
  }

  count(customerKey: string, id: string, used: readonly StoreUnits[]): Promise<StoreCountResult> {
    return Promise.resolve(this.#count(customerKey, id, used))
  }

  #count(customerKey: string, id: string, used: readonly StoreUnits[]): StoreCountResult {
    const customer = this.#customer(customerKey)
    this.#expire(customer, this.#now())
    const known = customer.counted.get(id)
    if (known !== undefined) return { outcome: 'counted', before: known }
    const before = statesOf(customer, used)
    if (!customer.holds.has(id) && this.#ended.get(customerKey, id) === 'settled')
      return { outcome: 'repeated', before }
    add(customer, used)
    customer.counted.set(id, before)
    return { outcome: 'counted', before }
  }

  settle(customerKey: string, id: string, used: readonly StoreUnits[]): Promise<StoreSettleResult> {
    return Promise.resolve(this.#settle(customerKey, id, used))
  }

  #settle(customerKey: string, id: string, used: readonly StoreUnits[]): StoreSettleResult {
    const customer = this.#customer(customerKey)
    this.#expire(customer, this.#now())
    // What is held has not ended, so only the rare rest is looked up.
    const had = this.#drop(customer, id)
    const ended = had ? undefined : this.#ended.get(customerKey, id)
    if (ended === 'settled') return { outcome: 'repeated', accounts: statesOf(customer, used) }
    add(customer, used)
    if (customer.counted.size > 0) customer.counted.delete(id)
    this.#ended.set(customerKey, id, 'settled')
    const outcome = had ? 'settled' : ended === 'released' ? 'after_release' : 'late'
    return { outcome, accounts: statesOf(customer, used) }
  }

  async release(customerKey: string, id: string): Promise<StoreReleaseOutcome> {
    const customer = this.#customer(customerKey)
    this.#expire(customer, this.#now())
    const ended = this.#ended.get(customerKey, id)
    if (this.#drop(customer, id)) {
      this.#ended.set(customerKey, id, 'released')
      return 'released'
    }
    if (ended === 'settled') return 'after_settle'
    if (ended === 'released') return 'repeated'
    this.#ended.set(customerKey, id, 'released')
    return 'unknown'
  }

  async renew(
    customerKey: string,
    id: string,
    held: readonly StoreUnits[],
    leaseMs: number,
  ): Promise<StoreRenewOutcome> {
    const now = this.#now()
    const customer = this.#customer(customerKey)
    this.#expire(customer, now)
    const hold = customer.holds.get(id)
    if (hold !== undefined && hold.expiresAt !== Infinity) {
      hold.expiresAt = now + leaseMs
      customer.nextExpiry = Math.min(customer.nextExpiry, hold.expiresAt)
      return 'renewed'
    }
    if (this.#ended.get(customerKey, id) !== undefined) return 'ended'
    this.#drop(customer, id)
    this.#place(customer, id, held, now + leaseMs)
    return 'revived'
  }

  async keep(customerKey: string, id: string, held: readonly StoreUnits[]): Promise<void> {
    const customer = this.#customer(customerKey)
    this.#expire(customer, this.#now())
    if (this.#ended.get(customerKey, id) !== undefined) return
    this.#drop(customer, id)
    this.#place(customer, id, held, Infinity)
  }

  async load(customerKey: string, accounts: readonly StoreLoad[]): Promise<void> {
    const customer = this.#customer(customerKey)
    for (const { key, used, endsAt, told = 0 } of accounts) {
      const account = customer.accounts.get(key)
      if (account !== undefined) {
        account.used = Math.max(account.used, used)
        account.endsAt = Math.max(account.endsAt, endsAt)
      } else customer.accounts.set(key, { used, held: heldOn(customer, key), endsAt, told })
    }
    prune(customer, this.#now())
  }

  async correct(customerKey: string, accounts: readonly StoreLoad[]): Promise<void> {
    const customer = this.#customer(customerKey)
    for (const { key, used, endsAt, told = 0 } of accounts) {
      const known = customer.accounts.get(key)
      const held = known?.held ?? heldOn(customer, key)
      customer.accounts.set(key, { used, held, endsAt, told: known?.told ?? told })
    }
  }

  async tell(customerKey: string, marks: readonly StoreMark[]): Promise<readonly (number | undefined)[]> {
    const { accounts } = this.#customer(customerKey)
    return marks.map(({ key, told }) => {
      const account = accounts.get(key)
      if (account === undefined) return undefined
      const before = account.told
      account.told = Math.max(before, told)
      return before
    })
  }

  async read(
    customerKey: string,
    accounts: readonly Pick<StoreAccount, 'key' | 'window'>[],
    rates: readonly StoreRate[],
  ): Promise<StoreReadResult> {
    const now = this.#now()
    const customer = this.#customers.get(customerKey) ?? newCustomer()
    this.#expire(customer, now)
    return {
      accounts: accounts.map((account) => {
        const counts = countsOf(customer, account)
        return counts === undefined ? undefined : state(account.key, counts)
      }),
      rates: rates.map((rate) => readRate(customer, rate, now)),
      open: customer.live,
    }
  }

  async close(): Promise<void> {
    this.#customers.clear()
  }

  /** The customer's row; where there is none yet, the oldest one makes room that nobody asked for lately. */
  #customer(key: string): MemoryCustomer {
    const known = this.#customers.get(key)
    if (known !== undefined) {
      known.isRecent = true
      return known
    }
    if (this.#customers.size >= this.#maxCustomers) this.#evict()
    const customer = newCustomer()
    this.#customers.set(key, customer)
    return customer
  }

  /** Whoever was asked for since the last look gets another round, so that using a row need not move it. */
  #evict(): void {
    for (const [key, customer] of this.#customers) {
      if (customer.holds.size > 0) continue
      this.#customers.delete(key)
      if (!customer.isRecent) return
      customer.isRecent = false
      this.#customers.set(key, customer)
    }
  }

  #hold(
    customer: MemoryCustomer,
    request: StoreReserveRequest,
    completionTokens: number,
    now: number,
  ): StoreAccountState[] {
    const units: StoreUnits[] = []
    for (const account of request.accounts) {
      const known = customer.accounts.get(account.key)
      if (known === undefined) customer.accounts.set(account.key, newAccount(account.endsAt))
      else if (known.endsAt < account.endsAt) known.endsAt = account.endsAt
      units.push({
        key: account.key,
        units: account.fixed + account.perCompletionToken * completionTokens,
      })
    }
    this.#place(customer, request.id, units, now + request.leaseMs)
    const states = statesOf(customer, units)
    prune(customer, now)
    return states
  }

  #place(customer: MemoryCustomer, id: string, units: readonly StoreUnits[], expiresAt: number): void {
    customer.holds.set(id, { units, expiresAt })
    for (const held of units) {
      const account = customer.accounts.get(held.key)
      if (account !== undefined) account.held += held.units
    }
    if (expiresAt === Infinity) return
    customer.live += 1
    if (expiresAt < customer.nextExpiry) customer.nextExpiry = expiresAt
  }

  #drop(customer: MemoryCustomer, id: string): boolean {
    const hold = customer.holds.get(id)
    if (hold === undefined) return false
    customer.holds.delete(id)
    if (hold.expiresAt !== Infinity) customer.live -= 1
    for (const held of hold.units) {
      const account = customer.accounts.get(held.key)
      if (account !== undefined) account.held -= held.units
    }
    return true
  }

  #expire(customer: MemoryCustomer, now: number): void {
    if (now < customer.nextExpiry) return
    let next = Infinity
    for (const [id, hold] of customer.holds) {
      if (hold.expiresAt <= now) this.#drop(customer, id)
      else if (hold.expiresAt < next) next = hold.expiresAt
    }
    customer.nextExpiry = next
  }
}

function newAccount(endsAt: number) {
  return { used: 0, held: 0, endsAt, told: 0 }
}

function add(customer: MemoryCustomer, used: readonly StoreUnits[]): void {
  for (const { key, units } of used) {
    const account = customer.accounts.get(key)
    if (account !== undefined) account.used += units
  }
}

function toShort(
  customer: MemoryCustomer,
  request: StoreReserveRequest,
  account: StoreAccount,
  now: number,
): StoreReserveResult {
  const counts = countsOf(customer, account)
  const short = {
    type: 'short',
    key: account.key,
    used: counts?.used ?? 0,
    held: counts?.held ?? 0,
  } as const
  const completion = account.perCompletionToken * Math.min(request.minimumTokens, request.wantedTokens)
  const retryAfterMs =
    account.window === undefined ? undefined : roomAfterMs(customer, account, account.fixed + completion, now)
  return retryAfterMs === undefined ? short : { ...short, retryAfterMs }
}
