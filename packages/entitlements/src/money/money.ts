import { type Counts, Decimal, type WalletUnit } from '@tallygate/rating'
import type { CheckRequest } from '../admission/reserve-request.ts'
import type { IntentEvents } from '../attempts/attempt-events.ts'
import type { CustomerSnapshot, PeriodMs } from '../customers/customer-snapshot.ts'
import { isUnavailable } from '../customers/is-unavailable.ts'
import { eventProperties } from '../journal/event-properties.ts'
import type { Intent, Settlement, UndeliveredUsage } from '../journal/journal.ts'
import type { AttemptMeters } from '../quantities/quantity-meters.ts'
import type { PricedScopeLimit } from '../scopes/priced-scopes.ts'
import type { Store, StoreAccountState, StoreSettleResult, StoreUnits } from '../store/store.ts'
import type { PricedAttempts, PriceReader, UnpricedAttempts } from './attempt-prices.ts'
import { type Cost, toCosts } from './cost.ts'
import { counterKey, isPriceKey, readSpendKey } from './money-keys.ts'
import { MoneyPlan } from './money-plan.ts'
import { type CurrencyMismatch, type SpendLimit, spendLimitsOf } from './spend-limits.ts'
import type { SpentReader } from './spent-reader.ts'
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

/** The price of a settled attempt, in every unit that the plan prices usage in. */
export interface SettledCost {
  readonly costs?: readonly [Cost, ...Cost[]]
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

  /** Limits of the period; none on money where they are in another currency. */
  limitsOf(snapshot: CustomerSnapshot, period: PeriodMs): readonly MoneyLimit[] {
    const limits = spendLimitsOf(snapshot, this.#settings.spendLimits, period)
    return [...(isLimits(limits) ? limits : []), ...walletLimitsOf(snapshot, period)]
  }

  /**
   * Works out what a request holds; undefined where money does not limit it. Throws what the reads threw.
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
    if (!this.limits(snapshot) && scopeLimits.length === 0) return undefined
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
    const { meters } = this.#settings
    const asked = askedQuantities(request, request.meters ?? meters.whenUnknown, meters, prices)
    const all = [...limits, ...walletLimitsOf(snapshot, period)]
    const facts = { limits: all, scopeLimits, prices, asked, wantedTokens: request.wantedTokens }
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
    const counted = await this.#count(intent, events, snapshot)
    if (counted === undefined) return store.settle(customer, id, [...plain, ...held])
    const spent = held.map(({ key }) => ({ key, units: spentUnits(key, counted.amounts) }))
    const result = await store.settle(customer, id, [...plain, ...spent])
    if (result.outcome === 'repeated') return result
    return { ...result, costs: toCosts(counted.units, counted.amounts, snapshot?.subscription?.currency ?? '') }
  }

  /**
   * Prices an attempt that is about to be settled, and adds it to what its price goes by: settle() finds it there.
   * Undefined where the price cannot be told now.
   */
  async priceOf(
    { intent, events }: Settlement,
    snapshot: CustomerSnapshot | undefined,
  ): Promise<PricedAttempt | undefined> {
    const counted = await this.#count(intent, events, snapshot)
    if (counted === undefined) return undefined
    const { amounts, units } = counted
    return { amounts, costs: toCosts(units, amounts, snapshot?.subscription?.currency ?? '') }
  }

  /** Adds the attempt to what prices go by, and prices it by what was there before. */
  async #count(
    intent: Intent,
    events: Settlement['events'],
    snapshot: CustomerSnapshot | undefined,
  ): Promise<
    { readonly amounts: ReadonlyMap<WalletUnit, Decimal>; readonly units: readonly WalletUnit[] } | undefined
  > {
    const period = snapshot?.periodAt(intent.at)
    if (snapshot === undefined || period === undefined) return undefined
    const prices = await this.#pricesFor(snapshot, period, intent.at)
    if (prices === undefined) return undefined
    const { pricing } = prices
    const counts = events.map(({ meter, quantity, body }) => ({ meter, quantity, properties: eventProperties(body) }))
    const added = pricing.count(this.#spent.used(counts, prices), new Date(intent.at))
    const units: StoreUnits[] = []
    for (const [name, quantity] of added) {
      if (typeof quantity !== 'number') return undefined
      units.push({ key: counterKey(name, snapshot, period), units: quantity })
    }
    const { outcome, before } = await this.#settings.store.count(intent.customer, intent.id, units)
    // Accounts that the store lost are read again by the next request.
    if (outcome === 'repeated' || before.length < units.length) return undefined
    const states = new Map(before.map((state) => [state.key, state.used]))
    const names = [...added.keys()]
    const countsBefore: Counts = new Map(
      names.map((name) => [name, states.get(counterKey(name, snapshot, period)) ?? 0]),
    )
    const after = before.map((state, index) => ({ ...state, used: state.used + (units[index]?.units ?? 0) }))
    this.remember(intent.customer, after)
    return { amounts: pricing.cost(countsBefore, added).amounts, units: pricing.units }
  }

  async #pricesFor(snapshot: CustomerSnapshot, period: PeriodMs, at: number): Promise<PricedAttempts | undefined> {
    try {
      const prices = this.#prices.known(snapshot, period, at) ?? (await this.#prices.at(snapshot, period, at))
      return prices.type === 'priced' ? prices : undefined
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
    if (limits.length === 0 && !isAsked) return []
    const parts = await this.#spent.partsOf(snapshot, period)
    if (parts.length === 0) return []
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
