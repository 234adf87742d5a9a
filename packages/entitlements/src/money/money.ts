import { type AttemptPricing, type Counts, Decimal, type WalletUnit } from '@tallygate/rating'
import type { CheckRequest } from '../admission/reserve-request.ts'
import type { IntentEvents } from '../attempts/attempt-events.ts'
import type { CustomerSnapshot, PeriodMs } from '../customers/customer-snapshot.ts'
import { isUnavailable } from '../customers/is-unavailable.ts'
import { eventProperties } from '../journal/event-properties.ts'
import type { Intent, Settlement, UndeliveredUsage } from '../journal/journal.ts'
import type { AttemptMeters } from '../quantities/quantity-meters.ts'
import type { PricedScopeLimit } from '../scopes/priced-scopes.ts'
import type { Store, StoreAccountState, StoreSettleResult, StoreUnits } from '../store/store.ts'
import type { AttemptPrices, PricedAttempts, PriceReader, UnpricedAttempts } from './attempt-prices.ts'
import { type Cost, toCosts } from './cost.ts'
import { counterKey, isPriceKey, readSpendKey } from './money-keys.ts'
import { MoneyPlan } from './money-plan.ts'
import { type CurrencyMismatch, type SpendLimit, spendLimitsOf } from './spend-limits.ts'
import type { SpentReader } from './spent-reader.ts'
import { LateCosts, type ToldCosts } from './told-cost.ts'
import { spentUnits } from './unit-limits.ts'
import { askedQuantities } from './used-quantities.ts'
import { type WalletLimit, walletLimitOf } from './wallet-limits.ts'

/** A plan whose attempts cannot be priced one by one; told once a plan version. */
export interface PriceUnknown {
  readonly type: 'price_unknown'
  readonly customer: string
  readonly pricingPlanVersionId: string | undefined
  readonly policy: 'deny' | 'allow'
  /** The rule that keeps the price from being told. */
  readonly reason: string
}

export interface MoneySettings {
  readonly store: Store
  readonly meters: AttemptMeters
  /** AMOUNT features that limit what is spent in a period. */
  readonly spendLimits: readonly string[]
  readonly onUnpriceable: 'deny' | 'allow'
  readonly emit: ((event: PriceUnknown) => void) | undefined
}

/** The reason why no price and no limit can be told for a request. */
export type MoneyRefusal =
  | { readonly reason: 'currency_mismatch'; readonly mismatch: CurrencyMismatch }
  /** `feature` is absent where a scope is limited, or wallets limit the customer. */
  | {
      readonly reason: 'price_unknown'
      readonly feature: string | undefined
      readonly scope?: PricedScopeLimit
      readonly why: string
    }

/** The limits on what attempts cost: of features, and of wallets. */
export type MoneyLimit = SpendLimit | WalletLimit

/** The price of a settled attempt; absent where it cannot be told now. */
export interface SettledCost {
  readonly costs?: ToldCosts
}

/** An attempt by what it adds to the counts that its price goes by. */
interface CountedAttempt {
  readonly pricing: AttemptPricing
  readonly added: Counts
  /** The accounts to add to; none where the price is the same whatever was used before. */
  readonly units: readonly StoreUnits[]
  /** The counts before the attempt, from states before or after it; undefined where one is not known. */
  readonly before: (states: readonly StoreAccountState[], when: 'before' | 'after') => Counts | undefined
}

/** The exact price of an attempt, and as it is told. */
export interface PricedAttempt {
  readonly amounts: ReadonlyMap<WalletUnit, Decimal>
  readonly costs: readonly Cost[]
}

/** Customers whose last counts are remembered: a good guess saves a question. */
const GUESSES_MAX = 10_000
/** Plan versions that were reported as unpriceable. */
const REPORTED_MAX = 1_000

/** The limits on money and credits: what attempts hold and cost, and what the period has cost. */
export class Money {
  readonly #settings: MoneySettings
  readonly #prices: PriceReader
  readonly #spent: SpentReader
  readonly #guesses = new Map<string, readonly StoreAccountState[]>()
  readonly #reported = new Set<string>()

  constructor(settings: MoneySettings, prices: PriceReader, spent: SpentReader) {
    this.#settings = settings
    this.#prices = prices
    this.#spent = spent
  }

  /** Tells whether money or credits limit a customer at all. */
  limits({ subscription, values, wallets }: CustomerSnapshot): boolean {
    if (subscription === undefined) return false
    return wallets !== undefined || this.#settings.spendLimits.some((feature) => values.has(feature))
  }

  /**
   * Tells whether the price of a customer's attempts goes by what was used before: then it is counted, also where
   * nothing limits it.
   */
  isMoving(snapshot: CustomerSnapshot, period: PeriodMs, at: number): boolean {
    const prices = this.#prices.known(snapshot, period, at)
    return prices?.type === 'priced' && prices.pricing.moving.size > 0
  }

  /**
   * The most that an attempt may cost that nothing limits, and whose price goes by nothing that was used before;
   * undefined where no plan is known.
   */
  maxCosts(
    snapshot: CustomerSnapshot,
    period: PeriodMs,
    request: CheckRequest & IntentEvents & { readonly wantedTokens: number },
    at: number,
    completionTokens: number,
  ): ToldCosts | undefined {
    const prices = this.#prices.known(snapshot, period, at)
    if (prices?.type !== 'priced') return prices && { unknown: prices.reason }
    return new LateCosts(prices.pricing.units.length > 1, () => {
      const plan = this.#planAt(snapshot, period, [], [], prices, request, at)
      return plan.maxCosts(completionTokens, []).costs ?? toCosts([], new Map(), '')
    })
  }

  /** Tells whether an attempt is settled here: it holds money or credits, or its price goes by what was used before. */
  counts(intent: Intent, snapshot: CustomerSnapshot | undefined): boolean {
    if (intent.holds.some(({ key }) => isPriceKey(key))) return true
    const period = snapshot?.periodAt(intent.at)
    return snapshot !== undefined && period !== undefined && this.isMoving(snapshot, period, intent.at)
  }

  /**
   * The cost of an attempt that was settled just now; undefined where no plan is known, and where it cannot be told
   * now.
   */
  costsOf(
    { intent, events }: Settlement,
    snapshot: CustomerSnapshot | undefined,
    settled: StoreSettleResult & SettledCost,
  ): ToldCosts | undefined {
    if (settled.costs !== undefined || settled.outcome === 'repeated') return settled.costs
    const period = snapshot?.periodAt(intent.at)
    if (snapshot === undefined || period === undefined || this.counts(intent, snapshot)) return undefined
    const prices = this.#prices.known(snapshot, period, intent.at)
    if (prices?.type !== 'priced') return prices && { unknown: prices.reason }
    const { pricing } = prices
    return this.#late(pricing, snapshot, () => pricing.cost(new Map(), this.#added(intent, events, prices)).amounts)
  }

  #late(
    { units }: AttemptPricing,
    { subscription }: CustomerSnapshot,
    amounts: () => ReadonlyMap<WalletUnit, Decimal>,
  ): LateCosts {
    return new LateCosts(units.length > 1, () => toCosts(units, amounts(), subscription?.currency ?? ''))
  }

  /** Limits of the period; none on money where they are in another currency. */
  limitsOf(snapshot: CustomerSnapshot, period: PeriodMs): readonly MoneyLimit[] {
    const limits = spendLimitsOf(snapshot, this.#settings.spendLimits, period)
    return [...(isLimits(limits) ? limits : []), ...walletLimitsOf(snapshot, period)]
  }

  /**
   * Works out what a request holds, and what its price goes by; undefined where neither is known. Throws what the reads
   * threw.
   */
  async plan(
    snapshot: CustomerSnapshot,
    period: PeriodMs,
    request: CheckRequest & IntentEvents & { readonly wantedTokens: number },
    at: number,
    scopeLimits: readonly PricedScopeLimit[] = [],
  ): Promise<MoneyPlan | MoneyRefusal | undefined> {
    const limits = spendLimitsOf(snapshot, this.#settings.spendLimits, period)
    if (!isLimits(limits)) return { reason: 'currency_mismatch', mismatch: limits }
    const foreign = foreignScope(snapshot, scopeLimits)
    if (foreign !== undefined) return { reason: 'currency_mismatch', mismatch: foreign }
    const prices = this.#prices.known(snapshot, period, at) ?? (await this.#prices.at(snapshot, period, at))
    if (prices.type === 'unpriced') {
      const [first] = limits
      const [scope] = scopeLimits
      if (first === undefined && scope === undefined && !prices.drawsWallets) return undefined
      const refusal = this.#unpriced(snapshot, first?.feature, prices)
      return refusal === undefined || first !== undefined || scope === undefined ? refusal : { ...refusal, scope }
    }
    const all = [...limits, ...walletLimitsOf(snapshot, period)]
    return this.#planAt(snapshot, period, all, scopeLimits, prices, request, at)
  }

  #planAt(
    snapshot: CustomerSnapshot,
    period: PeriodMs,
    limits: readonly MoneyLimit[],
    scopeLimits: readonly PricedScopeLimit[],
    prices: PricedAttempts,
    request: CheckRequest & IntentEvents & { readonly wantedTokens: number },
    at: number,
  ): MoneyPlan {
    const { meters } = this.#settings
    const asked = askedQuantities(request, request.meters ?? meters.whenUnknown, meters, prices)
    const facts = { limits, scopeLimits, prices, asked, wantedTokens: request.wantedTokens }
    return new MoneyPlan({ ...facts, at, snapshot, period })
  }

  #unpriced(
    { customer }: CustomerSnapshot,
    feature: string | undefined,
    prices: UnpricedAttempts,
  ): Extract<MoneyRefusal, { readonly reason: 'price_unknown' }> | undefined {
    const { onUnpriceable: policy, emit } = this.#settings
    const { pricingPlanVersionId, reason } = prices
    const version = pricingPlanVersionId ?? ''
    if (!this.#reported.has(version)) {
      if (this.#reported.size >= REPORTED_MAX) this.#reported.clear()
      this.#reported.add(version)
      emit?.({ type: 'price_unknown', customer, pricingPlanVersionId, policy, reason })
    }
    return policy === 'allow' ? undefined : { reason: 'price_unknown', feature, why: reason }
  }

  /** The counts that a customer's next attempt probably begins at. */
  guess(customer: string): readonly StoreAccountState[] {
    return this.#guesses.get(customer) ?? []
  }

  remember(customer: string, states: readonly StoreAccountState[]): void {
    const counters = states.filter(({ key }) => isPriceKey(key) && readSpendKey(key) === undefined)
    const others = this.guess(customer).filter(({ key }) => counters.every((counter) => counter.key !== key))
    const [latest] = counters
    this.#guesses.delete(customer)
    // Counts of an earlier period say nothing of this one.
    this.#guesses.set(customer, [...others.filter(({ endsAt }) => endsAt === latest?.endsAt), ...counters])
    for (const oldest of this.#guesses.keys()) {
      if (this.#guesses.size <= GUESSES_MAX) return
      this.#guesses.delete(oldest)
    }
  }

  /**
   * Settles an attempt that holds money: adds what its price goes by, learns what was there before it, and replaces the
   * hold by its cost. Where the cost cannot be told now, the hold counts as the cost until the counts are corrected.
   */
  async settle(
    { intent, events }: Settlement,
    snapshot: CustomerSnapshot | undefined,
    used: readonly StoreUnits[],
  ): Promise<StoreSettleResult & SettledCost> {
    const { store } = this.#settings
    const { customer, id } = intent
    const plain = used.filter(({ key }) => !isPriceKey(key))
    const held = intent.holds.filter(({ key }) => readSpendKey(key) !== undefined)
    const period = snapshot?.periodAt(intent.at)
    const prices =
      snapshot === undefined || period === undefined ? undefined : await this.#pricesFor(snapshot, period, intent.at)
    const counted =
      snapshot === undefined || period === undefined || prices?.type !== 'priced'
        ? undefined
        : this.#countsOf(intent, events, prices, snapshot, period)
    if (snapshot === undefined || counted === undefined) {
      const result = await store.settle(customer, id, [...plain, ...held])
      return prices?.type === 'unpriced' ? { ...result, costs: { unknown: prices.reason } } : result
    }
    const { pricing, added, units, before } = counted
    const costs = (counts: Counts): LateCosts =>
      this.#late(pricing, snapshot, () => pricing.cost(counts, added).amounts)
    if (held.length === 0) {
      // Nothing waits for the cost: what was there before is what is there after, less what was added.
      const result = await store.settle(customer, id, [...plain, ...units])
      const counts = result.outcome === 'repeated' ? undefined : before(result.accounts, 'after')
      return counts === undefined ? result : { ...result, costs: costs(counts) }
    }
    const counts = await this.#count(intent, counted)
    if (counts === undefined) return store.settle(customer, id, [...plain, ...held])
    const { amounts } = pricing.cost(counts, added)
    const spent = held.map(({ key }) => ({ key, units: spentUnits(key, amounts) }))
    const result = await store.settle(customer, id, [...plain, ...spent])
    if (result.outcome === 'repeated') return result
    return { ...result, costs: this.#late(pricing, snapshot, () => amounts) }
  }

  /**
   * Prices an attempt that is about to be settled, and adds it to what its price goes by: settle() finds it there.
   * Undefined where the price cannot be told now.
   */
  async priceOf(
    { intent, events }: Settlement,
    snapshot: CustomerSnapshot | undefined,
  ): Promise<PricedAttempt | undefined> {
    const period = snapshot?.periodAt(intent.at)
    if (snapshot === undefined || period === undefined) return undefined
    const prices = await this.#pricesFor(snapshot, period, intent.at)
    if (prices?.type !== 'priced') return undefined
    const counted = this.#countsOf(intent, events, prices, snapshot, period)
    const counts = counted && (await this.#count(intent, counted))
    if (counted === undefined || counts === undefined) return undefined
    const { pricing, added } = counted
    const { amounts } = pricing.cost(counts, added)
    return { amounts, costs: toCosts(pricing.units, amounts, snapshot.subscription?.currency ?? '') }
  }

  /** Adds the attempt to what its price goes by, and answers what was there before. */
  async #count({ customer, id }: Intent, { units, before }: CountedAttempt): Promise<Counts | undefined> {
    // Without a count that moves the price there is nothing to ask for.
    if (units.length === 0) return new Map()
    const result = await this.#settings.store.count(customer, id, units)
    const counts = result.outcome === 'repeated' ? undefined : before(result.before, 'before')
    if (counts === undefined) return undefined
    const after = result.before.map((state, index) => ({ ...state, used: state.used + (units[index]?.units ?? 0) }))
    this.remember(customer, after)
    return counts
  }

  /** Names what an attempt adds to the counts that its price goes by; undefined where that is not whole. */
  #countsOf(
    intent: Intent,
    events: Settlement['events'],
    prices: PricedAttempts,
    snapshot: CustomerSnapshot,
    period: PeriodMs,
  ): CountedAttempt | undefined {
    const { pricing } = prices
    const added = this.#added(intent, events, prices)
    const units: StoreUnits[] = []
    const names: string[] = []
    for (const [name, quantity] of added) {
      if (!pricing.moving.has(name)) continue
      if (typeof quantity !== 'number') return undefined
      names.push(name)
      units.push({ key: counterKey(name, snapshot, period), units: quantity })
    }
    const before: CountedAttempt['before'] = (states, when) => {
      const known = new Map(states.map((state) => [state.key, state.used]))
      const counts = new Map<string, number>()
      for (const [index, { key, units: own }] of units.entries()) {
        const count = known.get(key)
        // Accounts that the store lost are read again by the next request.
        if (count === undefined) return undefined
        counts.set(names[index] ?? '', when === 'after' ? count - own : count)
      }
      return counts
    }
    return { pricing, added, units, before }
  }

  #added(intent: Intent, events: Settlement['events'], prices: PricedAttempts): Counts {
    const counts = events.map(({ meter, quantity, body }) => ({ meter, quantity, properties: eventProperties(body) }))
    return prices.pricing.count(this.#spent.used(counts, prices), new Date(intent.at))
  }

  async #pricesFor(snapshot: CustomerSnapshot, period: PeriodMs, at: number): Promise<AttemptPrices | undefined> {
    try {
      return this.#prices.known(snapshot, period, at) ?? (await this.#prices.at(snapshot, period, at))
    } catch (error) {
      // The usage is known and recorded: a billing API that is away costs the exactness of a count for a while.
      if (!isUnavailable(error)) throw error
      return undefined
    }
  }

  /**
   * Reads what the accounts of a period count: what was spent, and what prices go by, with the usage that the billing
   * API does not have yet. None where money does not limit the customer, unless they are asked for. Throws what the
   * reads threw.
   */
  async read(
    snapshot: CustomerSnapshot,
    period: PeriodMs,
    undelivered: readonly UndeliveredUsage[],
    isAsked = true,
  ): Promise<readonly { readonly key: string; readonly used: number; readonly endsAt: number }[]> {
    const limits = this.limitsOf(snapshot, period)
    const parts = await this.#spent.partsOf(snapshot, period)
    if (parts.length === 0) return []
    if (limits.length === 0 && !isAsked && parts.every(({ pricing }) => pricing.moving.size === 0)) return []
    const { amounts, counts } = await this.#spent.read(snapshot, period, parts, undelivered)
    const { end: endsAt } = period
    return [
      ...limits.map(({ key }) => ({ key, used: spentUnits(key, amounts), endsAt })),
      ...counts.map((count) => ({ ...count, endsAt })),
    ]
  }
}

export function isMoneyRefusal(plan: MoneyPlan | MoneyRefusal): plan is MoneyRefusal {
  return 'reason' in plan
}

/** A scope that is limited in another currency than the subscription's. */
function foreignScope(
  { subscription }: CustomerSnapshot,
  scopeLimits: readonly PricedScopeLimit[],
): CurrencyMismatch | undefined {
  const currency = subscription?.currency ?? ''
  const foreign = scopeLimits.find((limit) => limit.currency !== undefined && limit.currency !== currency)
  if (foreign === undefined) return undefined
  return { scopeKey: foreign.key, currency, limits: [foreign.currency ?? ''] }
}

function isLimits(limits: readonly SpendLimit[] | CurrencyMismatch): limits is readonly SpendLimit[] {
  return Array.isArray(limits)
}

function walletLimitsOf(snapshot: CustomerSnapshot, period: PeriodMs): WalletLimit[] {
  const { wallets: read } = snapshot
  if (read === undefined) return []
  const isOfPeriod = read.periodStart === period.start
  // Of another period nothing is known: before it is denied, the customer is read again.
  return read.wallets.map((one) =>
    walletLimitOf(isOfPeriod ? one : { ...one, available: Decimal.ZERO }, snapshot, period),
  )
}
