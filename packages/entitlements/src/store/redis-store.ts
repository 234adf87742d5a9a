import { type RedisClient, RedisConnection, type RedisOptions } from './redis-connection.ts'
import { CORRECT, COUNT, KEEP, LOAD, READ, RELEASE, RENEW, RESERVE, SETTLE, TELL } from './redis-store-scripts.ts'
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
  StoreSettleOutcome,
  StoreSettleResult,
  StoreUnits,
} from './store.ts'

/**
 * Holds, counts and rate windows that several processes share. One Lua script per operation, all keys of a customer in
 * one slot, so a cluster works; the server's clock. What Redis loses is read again from the billing API.
 */
export function redisStore(redis: RedisClient, options: RedisOptions = {}): Store {
  return new RedisStore(new RedisConnection(redis, options))
}

/**
 * The format of the keys, a part of each: agents of another format count by themselves at one Redis. Format 1, without
 * a number in its keys, counted tokens alone.
 */
const FORMAT = 2

/** `[key, used, held, end]`, as text: Lua has no other exact form of a large number to answer with. */
type WireState = readonly [string, string, string, string]

class RedisStore implements Store {
  readonly isShared = true
  readonly #connection: RedisConnection

  constructor(connection: RedisConnection) {
    this.#connection = connection
  }

  async reserve(request: StoreReserveRequest): Promise<StoreReserveResult> {
    const args: (string | number)[] = [
      request.id,
      request.leaseMs,
      request.wantedTokens,
      request.minimumTokens,
      request.maxConcurrent ?? -1,
      request.accounts.length,
    ]
    for (const { key, limit, fixed, perCompletionToken, endsAt, window, range } of request.accounts) {
      args.push(key, limit ?? -1, fixed, perCompletionToken, endsAt, ...toWireWindow(window))
      args.push(range?.from ?? -1, range?.to ?? -1)
    }
    args.push(request.rates.length)
    for (const { limit, windowMs, member } of request.rates) args.push(limit, windowMs, member)
    const answer = await this.#connection.run(RESERVE, this.#keys(request.customer, request.rates), args)
    return toReserveResult(answer as readonly [string, ...unknown[]], request)
  }

  async count(customer: string, id: string, used: readonly StoreUnits[]): Promise<StoreCountResult> {
    const answer = await this.#connection.run(COUNT, this.#keys(customer), [id, ...flat(used)])
    const [outcome, before] = answer as [StoreCountResult['outcome'], readonly WireState[]]
    return { outcome, before: before.map(toState) }
  }

  async settle(customer: string, id: string, used: readonly StoreUnits[]): Promise<StoreSettleResult> {
    const answer = await this.#connection.run(SETTLE, this.#keys(customer), [id, ...flat(used)])
    const [outcome, accounts] = answer as [StoreSettleOutcome, readonly WireState[]]
    return { outcome, accounts: accounts.map(toState) }
  }

  async release(customer: string, id: string): Promise<StoreReleaseOutcome> {
    return (await this.#connection.run(RELEASE, this.#keys(customer), [id])) as StoreReleaseOutcome
  }

  async renew(customer: string, id: string, held: readonly StoreUnits[], leaseMs: number): Promise<StoreRenewOutcome> {
    return (await this.#connection.run(RENEW, this.#keys(customer), [id, leaseMs, ...flat(held)])) as StoreRenewOutcome
  }

  async keep(customer: string, id: string, held: readonly StoreUnits[]): Promise<void> {
    await this.#connection.run(KEEP, this.#keys(customer), [id, ...flat(held)])
  }

  async load(customer: string, accounts: readonly StoreLoad[]): Promise<void> {
    await this.#connection.run(LOAD, this.#keys(customer), loadArguments(accounts))
  }

  async correct(customer: string, accounts: readonly StoreLoad[]): Promise<void> {
    await this.#connection.run(CORRECT, this.#keys(customer), loadArguments(accounts))
  }

  async tell(customer: string, marks: readonly StoreMark[]): Promise<readonly (number | undefined)[]> {
    const args = marks.flatMap(({ key, told }) => [key, told])
    const answer = await this.#connection.run(TELL, this.#keys(customer), args)
    return (answer as readonly (string | null)[]).map((before) => (before === null ? undefined : Number(before)))
  }

  async read(
    customer: string,
    accounts: readonly Pick<StoreAccount, 'key' | 'window'>[],
    rates: readonly StoreRate[],
  ): Promise<StoreReadResult> {
    const args: (string | number)[] = [accounts.length]
    for (const { key, window } of accounts) args.push(key, ...toWireWindow(window))
    for (const { limit, windowMs, member } of rates) args.push(limit, windowMs, member)
    const answer = await this.#connection.run(READ, this.#keys(customer, rates), args)
    const [states, windows, open] = answer as [
      readonly (WireState | null)[],
      readonly [number, number, number][],
      number,
    ]
    return {
      accounts: states.map((state) => (state === null ? undefined : toState(state))),
      rates: windows.map(([count, retryAfterMs, isMember]) => ({ count, retryAfterMs, isMember: isMember === 1 })),
      open,
    }
  }

  /** The client is the application's. */
  async close(): Promise<void> {}

  #keys(customer: string, rates: readonly { readonly key: string }[] = []): string[] {
    // What stands in the braces decides the slot, so the customer's own braces must not.
    const base = `${this.#connection.prefix}:${FORMAT}:{${customer.replaceAll(/[%{}]/g, encodeURIComponent)}}`
    return [`${base}:accounts`, `${base}:rows`, `${base}:ends`, ...rates.map(({ key }) => `${base}:window:${key}`)]
  }
}

function toReserveResult(answer: readonly [string, ...unknown[]], request: StoreReserveRequest): StoreReserveResult {
  const [type, ...rest] = answer
  switch (type) {
    case 'granted':
      return { type, completionTokens: Number(rest[0]), accounts: (rest[1] as readonly WireState[]).map(toState) }
    case 'repeated':
      return { type, state: rest[0] === 'held' ? 'held' : 'settled' }
    case 'unknown_accounts':
      return { type, keys: rest as string[] }
    case 'moved':
      return { type, accounts: (rest[0] as readonly WireState[]).map(toState) }
    case 'too_many_concurrent':
      return { type, open: Number(rest[0]) }
    case 'rate_limited':
      return {
        type,
        key: request.rates[Number(rest[0]) - 1]?.key ?? '',
        count: Number(rest[1]),
        retryAfterMs: Number(rest[2]),
      }
    case 'short':
      return {
        type,
        key: String(rest[0]),
        used: Number(rest[1]),
        held: Number(rest[2]),
        ...(rest[3] == null ? {} : { retryAfterMs: Number(rest[3]) }),
      }
    default:
      throw new Error(`the reserve script answered ${JSON.stringify(answer)}`)
  }
}

function toState([key, used, held, endsAt]: WireState): StoreAccountState {
  return { key, used: Number(used), held: Number(held), endsAt: Number(endsAt) }
}

/** Length of a step, and how many earlier ones count with it; no step is longer than 0 where there is no window. */
function toWireWindow(window: StoreAccount['window']): [number, number] {
  return window === undefined ? [0, 0] : [window.stepMs, window.earlier]
}

function loadArguments(accounts: readonly StoreLoad[]): (string | number)[] {
  return accounts.flatMap(({ key, used, endsAt, told = 0 }) => [key, used, endsAt, told])
}

function flat(units: readonly StoreUnits[]): (string | number)[] {
  return units.flatMap(({ key, units: count }) => [key, count])
}
