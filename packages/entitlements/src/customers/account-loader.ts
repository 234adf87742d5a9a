import type { BackgroundFailed } from '../errors/background-failed.ts'
import type { Intent, Journal, UndeliveredUsage, UnsettledIntent } from '../journal/journal.ts'
import { reachedThreshold } from '../limits/thresholds.ts'
import { isPriceKey } from '../money/money-keys.ts'
import type { AttemptMeters } from '../quantities/quantity-meters.ts'
import { journalKeysOf, sumScales } from '../scopes/priced-scopes.ts'
import { isScopeKey } from '../scopes/scope-keys.ts'
import type { Store, StoreAccount, StoreLoad, StoreUnits } from '../store/store.ts'
import type { CustomerSnapshot, PeriodMs } from './customer-snapshot.ts'
import { countedTokens, type FeatureRules } from './feature-rules.ts'

export interface AccountLoaderOptions {
  readonly store: Store
  readonly journal: Journal
  readonly rules: FeatureRules
  readonly meters: Pick<AttemptMeters, 'byQuantity'>
  /** Tokens by meter, as the billing API has them. */
  readonly readUsage: (snapshot: CustomerSnapshot, period: PeriodMs) => Promise<ReadonlyMap<string, number>>
  /**
   * Counts of the accounts of money, as the billing API has them, and what it does not have yet. `isAsked`: also where
   * money limits a scope alone.
   */
  readonly readMoney: (
    snapshot: CustomerSnapshot,
    period: PeriodMs,
    undelivered: readonly UndeliveredUsage[],
    isAsked: boolean,
  ) => Promise<readonly { readonly key: string; readonly used: number; readonly endsAt: number }[]>
  /** Attempts of the customer that run in this process. */
  readonly running: (customer: string) => readonly Intent[]
  /** Limits on money in units of their accounts. */
  readonly spendLimits: (
    snapshot: CustomerSnapshot,
    period: PeriodMs,
  ) => readonly { readonly key: string; readonly units: number | undefined }[]
  /** Shares of limits that are told, in percent. */
  readonly thresholds: readonly number[]
  readonly leaseMs: number
  /** Gives the customer's pending events a moment to be acknowledged, so that none of them is counted twice. */
  readonly deliverFirst: () => Promise<void>
  readonly reconcileMs: number
  readonly now: () => number
  readonly emit: ((event: BackgroundFailed) => void) | undefined
}

/** An account that is to be made known. */
type UnknownAccount = Pick<StoreAccount, 'key' | 'endsAt' | 'softLimit'> & Partial<Pick<StoreAccount, 'limit'>>

/** Attempts of one customer, unsettled ones and running ones, that are put back as holds. */
const HOLDS_MAX = 10_000
/** Customers whose last comparison with the billing API is remembered. */
const RECONCILED_MAX = 100_000

/** Makes a customer's accounts known to the store, and compares them with the billing API from time to time. */
export class AccountLoader {
  readonly #options: AccountLoaderOptions
  readonly #loads = new Map<string, Promise<void>>()
  readonly #reconciledAt = new Map<string, number>()

  constructor(options: AccountLoaderOptions) {
    this.#options = options
  }

  /** Reads what the period's usage is, once for all who wait for it. Throws what the reads threw. */
  load(snapshot: CustomerSnapshot, period: PeriodMs, asksMoney = false): Promise<void> {
    const what = asksMoney ? 'load money' : 'load'
    return this.#once(what, snapshot, period, () => this.#load(snapshot, period, asksMoney))
  }

  /**
   * Makes accounts known that the store does not know: budgets by what the billing API has, scopes by what the journal
   * has. Throws what the reads threw.
   */
  async loadAccounts(snapshot: CustomerSnapshot, period: PeriodMs, accounts: readonly UnknownAccount[]): Promise<void> {
    const scopes = accounts.filter(({ key }) => isScopeKey(key))
    const others = accounts.filter(({ key }) => !isScopeKey(key))
    const asksMoney = others.some(({ key }) => isPriceKey(key))
    if (others.length > 0) await this.load(snapshot, period, asksMoney)
    if (scopes.length > 0) await this.#loadScopes(snapshot.customer, scopes)
  }

  async #loadScopes(customer: string, accounts: readonly UnknownAccount[]): Promise<void> {
    const { journal, store, thresholds } = this.#options
    const keys = accounts.map(({ key }) => journalKeysOf(key))
    const counts =
      (await journal.scopes?.read(
        customer,
        keys.flatMap((all) => all.map(({ key }) => key)),
      )) ?? []
    let position = 0
    await store.load(
      customer,
      accounts.map(({ key, endsAt, softLimit, limit = softLimit }, index) => {
        const parts = (keys[index] ?? []).map(({ scale }) => ({ scale, units: counts[position++] ?? 0 }))
        const used = sumScales(key, parts)
        return { key, used, endsAt, told: reachedThreshold(thresholds, used, limit) }
      }),
    )
  }

  /** Sets the counts to what the billing API and the journal have, up or down. Throws what the reads threw. */
  correct(snapshot: CustomerSnapshot, period: PeriodMs): Promise<void> {
    return this.#once('correct', snapshot, period, async () => {
      const { journal, store } = this.#options
      const { customer } = snapshot
      const before = await journal.undelivered(customer, period.start, period.end)
      if (before.length > 0) await this.#options.deliverFirst()
      const undelivered = await journal.undelivered(customer, period.start, period.end)
      await store.correct(customer, await this.#read(snapshot, period, undelivered))
    })
  }

  /**
   * Starts a comparison in the background when the last one is long ago. The larger count wins: theirs may know other
   * applications.
   */
  reconcileWhenDue(snapshot: CustomerSnapshot, period: PeriodMs): void {
    const last = this.#reconciledAt.get(snapshot.customer)
    if (last === undefined || this.#options.now() - last < this.#options.reconcileMs) return
    this.#remember(snapshot.customer)
    this.#once('reconcile', snapshot, period, () => this.#raise(snapshot, period, [])).catch((error: unknown) => {
      this.#options.emit?.({
        type: 'background_failed',
        what: 'comparing the usage with the billing API',
        customer: snapshot.customer,
        error,
      })
    })
  }

  async #load(snapshot: CustomerSnapshot, period: PeriodMs, asksMoney: boolean): Promise<void> {
    const { journal } = this.#options
    const { customer } = snapshot
    const before = await journal.undelivered(customer, period.start, period.end)
    if (before.length > 0) await this.#options.deliverFirst()
    // Read before the billing API is: an event that is delivered in between is then counted twice rather than never.
    const undelivered = await journal.undelivered(customer, period.start, period.end)
    // Before the accounts are known, so that nothing is admitted without them.
    await this.#holdAgain(snapshot, period)
    await this.#raise(snapshot, period, undelivered, asksMoney)
    this.#remember(customer)
  }

  /**
   * Puts holds back that the store may have lost, or never had: of unsettled attempts, and of those that run, here or
   * in another process.
   */
  async #holdAgain(snapshot: CustomerSnapshot, period: PeriodMs): Promise<void> {
    const { journal, store, leaseMs } = this.#options
    const { customer } = snapshot
    for (const intent of await journal.unsettled(HOLDS_MAX, customer)) {
      const holds = this.#holdsOf(intent, snapshot, period, intent.estimate)
      if (holds.length > 0) await store.keep(customer, intent.id, holds)
    }
    const running = new Map((await journal.running(HOLDS_MAX, customer)).map((intent) => [intent.id, intent]))
    for (const intent of this.#options.running(customer)) running.set(intent.id, intent)
    for (const intent of running.values()) {
      const holds = this.#holdsOf(intent, snapshot, period)
      if (holds.length > 0) await store.renew(customer, intent.id, holds, leaseMs)
    }
  }

  /**
   * Returns what an attempt holds; one that was admitted unchecked holds in the budgets of the period that it falls
   * into.
   */
  #holdsOf(
    intent: Intent,
    snapshot: CustomerSnapshot,
    period: PeriodMs,
    estimate?: UnsettledIntent['estimate'],
  ): readonly StoreUnits[] {
    const { rules } = this.#options
    if (intent.holds.length > 0) {
      if (estimate === undefined) return intent.holds
      return intent.holds.map((hold) => {
        const { key } = hold
        return isPriceKey(key) ? hold : { key, units: countedTokens(rules, key, estimate) }
      })
    }
    if (intent.at < period.start || intent.at >= period.end) return []
    return rules.budgets.map(({ feature }) => {
      const key = snapshot.budgetKey(feature, period)
      return { key, units: countedTokens(rules, key, estimate ?? intent) }
    })
  }

  async #raise(
    snapshot: CustomerSnapshot,
    period: PeriodMs,
    undelivered: readonly UndeliveredUsage[],
    asksMoney = false,
  ): Promise<void> {
    await this.#options.store.load(snapshot.customer, await this.#read(snapshot, period, undelivered, asksMoney))
  }

  /** The counts of the period's accounts, as the billing API and the journal have them. */
  async #read(
    snapshot: CustomerSnapshot,
    period: PeriodMs,
    undelivered: readonly UndeliveredUsage[],
    asksMoney = false,
  ): Promise<readonly StoreLoad[]> {
    const { rules, meters, thresholds } = this.#options
    const waiting = undelivered.filter(
      ({ subscriptionId }) => subscriptionId === undefined || subscriptionId === snapshot.subscription?.id,
    )
    const [delivered, money] = await Promise.all([
      this.#options.readUsage(snapshot, period),
      this.#options.readMoney(snapshot, period, waiting, asksMoney),
    ])
    const total = (meter: string | undefined): number =>
      waiting.reduce((sum, one) => (one.meter === meter ? sum + one.quantity : sum), delivered.get(meter ?? '') ?? 0)
    const prompt = meters.byQuantity.get('promptTokens')?.meter
    const completion = meters.byQuantity.get('completionTokens')?.meter
    // One meter for both kinds of token tells only their sum.
    const usage = { promptTokens: total(prompt), completionTokens: completion === prompt ? 0 : total(completion) }
    const budgets = rules.budgets.map(({ feature }) => {
      const key = snapshot.budgetKey(feature, period)
      const used = countedTokens(rules, key, usage)
      const told = reachedThreshold(thresholds, used, snapshot.number(feature))
      return { key, used, endsAt: period.end, told }
    })
    const limits = new Map(this.#options.spendLimits(snapshot, period).map(({ key, units }) => [key, units]))
    const spent = money.map((account) => ({
      ...account,
      told: reachedThreshold(thresholds, account.used, limits.get(account.key)),
    }))
    return [...budgets, ...spent]
  }

  #once(what: string, snapshot: CustomerSnapshot, period: PeriodMs, work: () => Promise<void>): Promise<void> {
    const key = `${what}:${period.start}:${snapshot.subscription?.id ?? ''}:${snapshot.customer}`
    let running = this.#loads.get(key)
    if (running === undefined) {
      running = work().finally(() => this.#loads.delete(key))
      this.#loads.set(key, running)
    }
    return running
  }

  #remember(customer: string): void {
    this.#reconciledAt.delete(customer)
    this.#reconciledAt.set(customer, this.#options.now())
    for (const oldest of this.#reconciledAt.keys()) {
      if (this.#reconciledAt.size <= RECONCILED_MAX) return
      this.#reconciledAt.delete(oldest)
    }
  }
}
