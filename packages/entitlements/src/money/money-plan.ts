import { type Counts, Decimal, type LinearHold, type WalletUnit } from '@tallygate/rating'
import type { CustomerSnapshot, PeriodMs } from '../customers/customer-snapshot.ts'
import type { PricedScopeLimit } from '../scopes/priced-scopes.ts'
import type { StoreAccount, StoreAccountState } from '../store/store.ts'
import type { PricedAttempts } from './attempt-prices.ts'
import { toCosts } from './cost.ts'
import { counterKey } from './money-keys.ts'
import type { SpendLimit } from './spend-limits.ts'
import { LateCosts } from './told-cost.ts'
import { boundedUnits } from './unit-limits.ts'
import { type AskedQuantities, allOf } from './used-quantities.ts'
import type { WalletLimit } from './wallet-limits.ts'

/**
 * Attempts of this size that may come in between before a hold is worked out anew: more of them hold by a price that
 * may begin later.
 */
const ATTEMPTS_BETWEEN = 64
/** Count of units that no period reaches: a hold up to here is short for nobody. */
const NEVER_REACHED = 1_000_000_000_000_000

/** The accounts that an attempt holds in for the sake of money and credits. */
export class MoneyPlan {
  readonly limits: readonly (SpendLimit | WalletLimit)[]
  readonly scopeLimits: readonly PricedScopeLimit[]
  readonly prices: PricedAttempts
  readonly #asked: AskedQuantities
  readonly #wantedTokens: number
  readonly #at: Date
  readonly #period: PeriodMs
  readonly #currency: string
  #holds: ReadonlyMap<WalletUnit, LinearHold> | undefined
  readonly #keys: ReadonlyMap<string, string>
  readonly #fixed: Counts
  readonly #perToken: Counts

  constructor(facts: {
    readonly limits: readonly (SpendLimit | WalletLimit)[]
    readonly scopeLimits: readonly PricedScopeLimit[]
    readonly prices: PricedAttempts
    readonly asked: AskedQuantities
    readonly wantedTokens: number
    readonly at: number
    readonly snapshot: CustomerSnapshot
    readonly period: PeriodMs
  }) {
    const { pricing } = facts.prices
    this.limits = facts.limits
    this.scopeLimits = facts.scopeLimits
    this.prices = facts.prices
    this.#asked = facts.asked
    this.#wantedTokens = facts.wantedTokens
    this.#at = new Date(facts.at)
    this.#period = facts.period
    this.#currency = facts.snapshot.subscription?.currency ?? ''
    this.#fixed = pricing.count(allOf(facts.asked.fixed), this.#at)
    this.#perToken = pricing.count(allOf(facts.asked.perCompletionToken), this.#at)
    const touched = new Set([...this.#fixed.keys(), ...this.#perToken.keys()])
    const moving = [...touched].filter((name) => pricing.moving.has(name))
    this.#keys = new Map(moving.map((name) => [name, counterKey(name, facts.snapshot, facts.period)]))
  }

  /** Tells whether something limits what the attempt costs. */
  get isLimited(): boolean {
    return this.limits.length > 0 || this.scopeLimits.length > 0
  }

  /** Keys of the counts that the price goes by. */
  get counterKeys(): readonly string[] {
    return [...this.#keys.values()]
  }

  /**
   * The accounts for an attempt that begins at the counts, or a little later. `exactly`: at no other counts.
   * `anywhere`: whatever comes in between.
   */
  accounts(states: readonly StoreAccountState[], where: 'near' | 'exactly' | 'anywhere' = 'near'): StoreAccount[] {
    const { end: endsAt } = this.#period
    // Without a limit nothing is held for the price: the accounts are only counted, and known when it is told.
    if (!this.isLimited)
      return [...this.#keys.values()].map((key) => ({ key, limit: undefined, fixed: 0, perCompletionToken: 0, endsAt }))
    const known = new Map(states.map((state) => [state.key, state]))
    const low = new Map<string, number>()
    const high = new Map<string, number>()
    const counters: StoreAccount[] = []
    for (const [name, key] of this.#keys) {
      const { used = 0, held = 0 } = known.get(key) ?? {}
      const fixed = wholeOf(this.#fixed, name)
      const perCompletionToken = wholeOf(this.#perToken, name)
      const asked = fixed + perCompletionToken * this.#wantedTokens
      const last =
        where === 'anywhere' ? NEVER_REACHED : used + held + (where === 'near' ? ATTEMPTS_BETWEEN * asked : 0)
      low.set(name, used)
      high.set(name, last)
      const range = { from: used, to: Math.min(last + asked, Number.MAX_SAFE_INTEGER) }
      counters.push({ key, limit: undefined, fixed, perCompletionToken, endsAt, range })
    }
    const holds = this.#holdsBetween(low, high)
    this.#holds = holds
    const ofCustomer = this.limits.map((limit) => ({ ...limit, endsAt }))
    const limited = [...ofCustomer, ...this.scopeLimits].map(({ key, unit, units, scale, endsAt: limitEndsAt }) => {
      const hold = holds.get(unit)
      return {
        key,
        limit: units,
        fixed: hold === undefined ? 0 : boundedUnits(hold.fixed, scale, 'UP'),
        perCompletionToken: hold === undefined ? 0 : boundedUnits(hold.perCompletionToken, scale, 'UP'),
        endsAt: limitEndsAt,
      }
    })
    return [...limited, ...counters]
  }

  #holdsBetween(low: Counts, high: Counts): ReadonlyMap<WalletUnit, LinearHold> {
    const range = { between: [low, high] as const, maxCompletionTokens: this.#wantedTokens, at: this.#at }
    return this.prices.pricing.hold({ ...range, ...this.#asked })
  }

  /**
   * The most that the attempt may cost with so many tokens of completion, from where its accounts were worked out;
   * where nothing is held, from the counts of its accounts. Worked out when it is looked at.
   */
  maxCosts(completionTokens: number, states: readonly (StoreAccountState | undefined)[]): LateCosts {
    const { units } = this.prices.pricing
    const holds = this.#holds
    return new LateCosts(units.length > 1, () => {
      const tokens = Decimal.fromInteger(completionTokens)
      const most = new Map<WalletUnit, Decimal>()
      for (const [unit, { fixed, perCompletionToken }] of holds ?? this.#holdsAt(states))
        most.set(unit, fixed.plus(perCompletionToken.times(tokens)))
      return toCosts(units, most, this.#currency)
    })
  }

  #holdsAt(states: readonly (StoreAccountState | undefined)[]): ReadonlyMap<WalletUnit, LinearHold> {
    const used = new Map(states.flatMap((state) => (state === undefined ? [] : [[state.key, state.used] as const])))
    const counts = new Map([...this.#keys].map(([name, key]) => [name, used.get(key) ?? 0]))
    return this.#holdsBetween(counts, counts)
  }
}

function wholeOf(counts: Counts, name: string): number {
  const quantity = counts.get(name) ?? 0
  // What a request asks for is whole, and so is every part of it that is counted.
  return typeof quantity === 'number' ? quantity : Math.ceil(Number(quantity.toString()))
}
