import { type Counts, Decimal } from '@tallygate/rating'
import type { CheckRequest } from '../admission/reserve-request.ts'
import type { IntentEvents } from '../attempts/attempt-events.ts'
import type { CustomerSnapshot, PeriodMs } from '../customers/customer-snapshot.ts'
import { isUnavailable } from '../customers/is-unavailable.ts'
import type { UsageReader } from '../customers/read-usage.ts'
import { eventProperties } from '../journal/event-properties.ts'
import type { Intent, Settlement, UndeliveredUsage } from '../journal/journal.ts'
import { type AttemptMeters, valueOfMeter } from '../quantities/quantity-meters.ts'
import type { Store, StoreAccountState, StoreSettleResult, StoreUnits } from '../store/store.ts'
import type { PricedAttempts, PriceReader, UnpricedAttempts } from './attempt-prices.ts'
import { counterKey, isPriceKey, readSpendKey } from './money-keys.ts'
import { MoneyPlan } from './money-plan.ts'
import { addCounts, readCounts } from './read-counts.ts'
import { type CurrencyMismatch, type SpendLimit, spendLimitsOf, spentUnits } from './spend-limits.ts'
import { askedQuantities, toUsedQuantities } from './used-quantities.ts'

/** The price of an attempt: a decimal of at most 12 places, rounded half-even, in the currency's major unit. */
export interface Cost {
  readonly amount: string
  /** ISO 4217 code. */
  readonly currency: string
}

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
  | { readonly reason: 'price_unknown'; readonly feature: string; readonly why: string }

/** Decimals of a cost. */
const COST_SCALE = 12
/** Customers whose last counts are remembered: a good guess saves a question. */
const GUESSES_MAX = 10_000
/** Plan versions that were reported as unpriceable. */
const REPORTED_MAX = 1_000

/** The limits on money: what attempts hold and cost, and what the period has cost. */
export class Money {
  readonly #settings: MoneySettings
  readonly #prices: PriceReader
  readonly #reader: UsageReader
  /** References of the meters that attempts report. */
  readonly #meters: readonly string[]
  readonly #guesses = new Map<string, readonly StoreAccountState[]>()
  readonly #reported = new Set<string>()

  constructor(settings: MoneySettings, prices: PriceReader, reader: UsageReader, meters: readonly string[]) {
    this.#settings = settings
    this.#prices = prices
    this.#reader = reader
    this.#meters = meters
  }

  /** Tells whether money limits a customer at all. */
  limits({ subscription, values }: CustomerSnapshot): boolean {
    return subscription !== undefined && this.#settings.spendLimits.some((feature) => values.has(feature))
  }

  /** Limits of the period; none where they are in another currency. */
  limitsOf(snapshot: CustomerSnapshot, period: PeriodMs): readonly SpendLimit[] {
    const limits = spendLimitsOf(snapshot, this.#settings.spendLimits, period)
    return 'feature' in limits ? [] : limits
  }

  /**
   * Works out what a request holds; undefined where money does not limit it. Throws what the reads threw.
   */
  async plan(
    snapshot: CustomerSnapshot,
    period: PeriodMs,
    request: CheckRequest & IntentEvents & { readonly wantedTokens: number },
    at: number,
  ): Promise<MoneyPlan | MoneyRefusal | undefined> {
    const limits = spendLimitsOf(snapshot, this.#settings.spendLimits, period)
    if ('feature' in limits) return { reason: 'currency_mismatch', mismatch: limits }
    const [first] = limits
    if (first === undefined) return undefined
    const prices = this.#prices.known(snapshot, period, at) ?? (await this.#prices.at(snapshot, period, at))
    if (prices.type === 'unpriced') return this.#unpriced(snapshot, first.feature, prices)
    const { meters } = this.#settings
    const asked = askedQuantities(request, request.meters ?? meters.whenUnknown, meters, prices)
    return new MoneyPlan({ limits, prices, asked, wantedTokens: request.wantedTokens, at, snapshot, period })
  }

  #unpriced({ customer }: CustomerSnapshot, feature: string, prices: UnpricedAttempts): MoneyRefusal | undefined {
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
  ): Promise<StoreSettleResult & { readonly cost?: Cost }> {
    const { store } = this.#settings
    const { customer, id } = intent
    const plain = used.filter(({ key }) => !isPriceKey(key))
    const held = intent.holds.filter(({ key }) => readSpendKey(key) !== undefined)
    const counted = await this.#count(intent, events, snapshot)
    if (counted === undefined) return store.settle(customer, id, [...plain, ...held])
    const spent = held.map(({ key }) => ({ key, units: spentUnits(key, counted.cost) }))
    const result = await store.settle(customer, id, [...plain, ...spent])
    if (result.outcome === 'repeated') return result
    const amount = counted.cost.roundedTo(COST_SCALE).toString()
    return { ...result, cost: { amount, currency: counted.currency } }
  }

  /** Adds the attempt to what prices go by, and prices it by what was there before. */
  async #count(
    intent: Intent,
    events: Settlement['events'],
    snapshot: CustomerSnapshot | undefined,
  ): Promise<{ readonly cost: Decimal; readonly currency: string } | undefined> {
    const period = snapshot?.periodAt(intent.at)
    if (snapshot === undefined || period === undefined) return undefined
    const prices = await this.#pricesFor(snapshot, period, intent.at)
    if (prices === undefined) return undefined
    const { pricing, unit, currency } = prices
    const counts = events.map(({ meter, quantity, body }) => ({ meter, quantity, properties: eventProperties(body) }))
    const added = pricing.count(this.#used(counts, prices), new Date(intent.at))
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
    return { cost: pricing.cost(countsBefore, added).amounts.get(unit) ?? Decimal.ZERO, currency }
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

  #used(
    counts: readonly {
      readonly meter: string
      readonly quantity: number
      readonly properties: Record<string, string>
    }[],
    prices: PricedAttempts,
  ) {
    return toUsedQuantities(counts, prices, (meter) => valueOfMeter(this.#settings.meters, meter))
  }

  /**
   * Reads what the accounts of a period count: what was spent, and what prices go by, with the usage that the billing
   * API does not have yet. None where money does not limit the customer. Throws what the reads threw.
   */
  async read(
    snapshot: CustomerSnapshot,
    period: PeriodMs,
    undelivered: readonly UndeliveredUsage[],
  ): Promise<readonly { readonly key: string; readonly used: number; readonly endsAt: number }[]> {
    const limits = this.limitsOf(snapshot, period)
    if (limits.length === 0) return []
    const parts = (await this.#prices.ofPeriod(snapshot, period)).filter((part) => part.type === 'priced')
    const now = parts.at(-1)
    if (now === undefined) return []
    const counts = await readCounts(this.#reader, snapshot, period, parts, this.#meters)
    const endsAt = period.end
    const accounts: { key: string; used: number; endsAt: number }[] = []
    let spent = Decimal.ZERO
    for (const part of parts) {
      const sums = new Map(counts.get(part) ?? [])
      // Where a plan changed in the period, what is not delivered yet belongs to its last part.
      if (part === now) addCounts(sums, part.pricing.count(this.#used(undelivered, part)))
      spent = spent.plus(part.pricing.spent(sums).get(part.unit) ?? Decimal.ZERO)
      for (const { name } of part.pricing.counters)
        accounts.push({ key: counterKey(name, snapshot, period), used: wholeUnits(sums.get(name)), endsAt })
    }
    for (const { key } of limits) accounts.push({ key, used: spentUnits(key, spent), endsAt })
    return accounts
  }
}

/** Our decision: a part of a unit counts as a whole one. Negative events take back what was reported, and no more. */
function wholeUnits(sum: Decimal | undefined): number {
  if (sum === undefined || !sum.isPositive()) return 0
  return Number(sum.toUnits(0, 'UP'))
}

export function isMoneyRefusal(plan: MoneyPlan | MoneyRefusal): plan is MoneyRefusal {
  return 'reason' in plan
}
