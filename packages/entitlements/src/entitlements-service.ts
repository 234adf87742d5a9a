import { DenialReporter } from './admission/denial-reporter.ts'
import { Gate } from './admission/gate.ts'
import type { CheckDecision, ReserveDecision } from './admission/reservation.ts'
import {
  assertCheckRequest,
  assertReserveRequest,
  type CheckRequest,
  type ReserveRequest,
} from './admission/reserve-request.ts'
import { AttemptEvents } from './attempts/attempt-events.ts'
import { AttemptRegistry } from './attempts/attempt-registry.ts'
import { KnownAttempts } from './attempts/known-attempts.ts'
import { nextAttempt } from './attempts/next-attempt.ts'
import type { UnsettledAttempt } from './attempts/unsettled-attempt.ts'
import { AccountBudgets } from './customers/account-budgets.ts'
import { AccountLoader } from './customers/account-loader.ts'
import { CustomerDirectory } from './customers/customer-directory.ts'
import { ageOf, type CustomerSnapshot, type PeriodMs } from './customers/customer-snapshot.ts'
import { isUnavailable } from './customers/is-unavailable.ts'
import { loadCustomer } from './customers/load-customer.ts'
import { MeterCatalog } from './customers/meter-catalog.ts'
import { PlanReader } from './customers/plan-reader.ts'
import { readPlanWith } from './customers/read-plan-with.ts'
import { readUsage } from './customers/read-usage.ts'
import { Delivery } from './delivery/delivery.ts'
import { sendEvents } from './delivery/send-events.ts'
import type {
  CloseReport,
  CustomerFeatures,
  CustomerUsage,
  Entitlements,
  EntitlementsCounts,
  RefusedUsage,
} from './entitlements.ts'
import type { Settings } from './entitlements-options.ts'
import { EntitlementsClosedError } from './errors/entitlements-closed-error.ts'
import { eventProperties } from './journal/event-properties.ts'
import type { RefusedEvent } from './journal/journal.ts'
import { PriceReader } from './money/attempt-prices.ts'
import { toLimitStates } from './money/limit-states.ts'
import { Money } from './money/money.ts'
import { readWalletFacts } from './money/read-wallet-facts.ts'
import { SpentReader } from './money/spent-reader.ts'
import { valueOfMeter } from './quantities/quantity-meters.ts'
import { TOTALS } from './quantities/quantity-names.ts'
import { Reports } from './reports/reports.ts'
import { pricedScopeLimits } from './scopes/priced-scopes.ts'
import { readScopes } from './scopes/read-scopes.ts'
import type { LimitedScope, Scope } from './scopes/scope.ts'
import { scopeAccounts, toScopeStates } from './scopes/scope-accounts.ts'
import { withinTime } from './within-time.ts'

/** The longest wait of flush() and close() when the caller gives none. */
const DEFAULT_DEADLINE_MS = 10_000
/** The longest time that the first read of a customer's usage waits for the API to acknowledge the pending events. */
const DELIVER_FIRST_MS = 1_000
/** Refused events that one call lists. */
const REFUSED_LIST_MAX = 1_000

/**
 * The joined parts: directory (entitlements), loader (counts), store (holds), attempts and their registry (journal),
 * gate (decisions), delivery.
 */
export class EntitlementsService implements Entitlements {
  readonly #settings: Settings
  readonly #directory: CustomerDirectory
  readonly #loader: AccountLoader
  readonly #attempts: KnownAttempts
  readonly #registry: AttemptRegistry
  readonly #delivery: Delivery
  readonly #gate: Gate
  readonly #budgets: AccountBudgets
  readonly #money: Money
  readonly #reports: Reports | undefined
  #isReady = false
  #opening: Promise<void> | undefined
  #closing: Promise<CloseReport> | undefined

  constructor(given: Settings) {
    this.#reports = this.#reportsOf(given)
    const settings = this.#reports === undefined ? given : { ...given, emit: this.#reports.counting(given.emit) }
    const { client, store, journal, now, emit, meters, rules } = settings
    const valueFor = (meter: string): string | undefined => valueOfMeter(meters, meter)
    const catalog = new MeterCatalog(client, valueFor, now)
    const reader = { client, catalog, valueFor }
    const mapped = [...new Set([...meters.byQuantity.values()].map(({ meter }) => meter))]
    const counted = [...new Set(TOTALS.flatMap((total) => meters.byQuantity.get(total)?.meter ?? []))]
    const plans = new PlanReader(client, now)
    const prices = new PriceReader(plans, mapped)
    const spent = new SpentReader(prices, reader, meters, mapped)
    const customers = {
      client,
      catalog,
      meters: mapped,
      modelsFeature: rules.models,
      freeTier: settings.freeTier,
      readPlan: readPlanWith(plans, meters, emit),
      readWallets: (snapshot: CustomerSnapshot) => readWalletFacts(client, spent, snapshot, now),
      now,
    }
    const { propertyValues } = settings
    this.#settings = settings
    this.#delivery = new Delivery({
      journal,
      send: (bodies) => sendEvents(client, bodies),
      options: settings.delivery,
      now,
      random: settings.random,
      emit,
      acknowledged: this.#reports?.attempts.acknowledged.bind(this.#reports.attempts),
    })
    this.#directory = new CustomerDirectory({
      load: (customer) => loadCustomer(customer, customers),
      ...settings.cache,
      now,
      emit,
    })
    this.#money = new Money({ ...settings, spendLimits: rules.spendLimits }, prices, spent)
    this.#loader = new AccountLoader({
      store,
      journal,
      rules,
      meters,
      readUsage: (snapshot, period) => readUsage(reader, snapshot, period, counted),
      readMoney: (...asked) => this.#money.read(...asked),
      running: (customer) => this.#registry.holding(customer),
      spendLimits: (snapshot, period) => this.#money.limitsOf(snapshot, period),
      thresholds: settings.thresholds,
      leaseMs: settings.leaseMs,
      deliverFirst: () => this.#delivery.drain(DELIVER_FIRST_MS).catch(() => undefined),
      reconcileMs: settings.reconcileMs,
      now,
      emit,
    })
    this.#budgets = new AccountBudgets(this.#directory, rules)
    this.#attempts = new KnownAttempts(settings.maxOpenReservations)
    this.#registry = new AttemptRegistry({
      settings,
      attempts: this.#attempts,
      budgets: this.#budgets,
      money: this.#money,
      snapshotOf: (customer) => this.#snapshot(customer),
      settled: () => this.#delivery.notify(),
      listener: this.#reports?.attempts,
    })
    this.#gate = new Gate({
      settings,
      directory: this.#directory,
      loader: this.#loader,
      attempts: this.#attempts,
      registry: this.#registry,
      denials: new DenialReporter(settings),
      events: new AttemptEvents({ meters, rules, catalog, propertyValues, emit }),
      money: this.#money,
    })
    // Each call awaits it and throws what it threw; without a call it is nobody's unhandled rejection.
    this.#ready().catch(() => undefined)
  }

  #reportsOf({ client, now, emit, reports }: Settings): Reports | undefined {
    if (reports === undefined) return undefined
    return new Reports({
      client,
      settings: reports,
      now,
      emit,
      journalCounts: () => this.counts(),
      held: () => this.#attempts.held,
    })
  }

  /** Resolves when the journal is open. One that could not be opened is tried again by the next call. */
  #ready(): Promise<void> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = undefined
      throw error
    })
    return this.#opening
  }

  async #open(): Promise<void> {
    await this.#settings.journal.open()
    await this.#registry.start()
    this.#isReady = true
    this.#delivery.notify()
    this.#reports?.start()
  }

  async check(request: CheckRequest): Promise<CheckDecision> {
    this.#assertOpen()
    assertCheckRequest(request, this.#settings.meters.byQuantity)
    if (!this.#isReady) await this.#ready()
    return this.#gate.check(request)
  }

  reserve(request: ReserveRequest): Promise<ReserveDecision> {
    try {
      this.#assertOpen()
      assertReserveRequest(request, this.#settings.meters.byQuantity)
    } catch (error) {
      return Promise.reject(error)
    }
    return this.#isReady ? this.#gate.reserve(request) : this.#ready().then(() => this.#gate.reserve(request))
  }

  async usage(customer: string, options: { readonly scopes?: readonly Scope[] } = {}): Promise<CustomerUsage> {
    this.#assertOpen()
    await this.#ready()
    const { meters, now, rules, scopes: scopeOptions, store } = this.#settings
    const scopes =
      options.scopes === undefined
        ? undefined
        : await readScopes(customer, options.scopes, scopeOptions, meters.byQuantity)
    const snapshot = await this.#snapshotOrOlder(customer)
    const { asOf, ageMs } = this.#age(snapshot)
    const at = now()
    const period = snapshot.periodAt(at)
    if (period === undefined) return { customer, budgets: [], asOf, ageMs }
    const { end: endsAt } = period
    const levels = scopesOf(scopes ?? [], snapshot, period, at)
    const budgets = rules.budgets.map(({ feature }) => ({ key: snapshot.budgetKey(feature, period), endsAt }))
    const limits = this.#money.limitsOf(snapshot, period)
    const accounts = [...budgets, ...limits.map(({ key }) => ({ key, endsAt })), ...levels]
    let read = await store.read(customer, accounts, [])
    if (read.accounts.includes(undefined)) {
      const unknown = accounts.filter((_, index) => read.accounts[index] === undefined)
      await this.#loader.loadAccounts(snapshot, period, unknown)
      read = await store.read(customer, accounts, [])
    } else {
      this.#loader.reconcileWhenDue(snapshot, period)
    }
    const states = read.accounts.filter((state) => state !== undefined)
    return {
      customer,
      period: { start: new Date(period.start), end: new Date(period.end) },
      budgets: this.#budgets.states(snapshot, states),
      ...toLimitStates(limits, read.accounts),
      ...(scopes === undefined ? {} : { scopes: toScopeStates(scopes, levels, read.accounts) }),
      asOf,
      ageMs,
    }
  }

  async correct(customer: string): Promise<void> {
    this.#assertOpen()
    await this.#ready()
    const snapshot = await this.#directory.read(customer)
    const period = snapshot.periodAt(this.#settings.now())
    if (period !== undefined) await this.#loader.correct(snapshot, period)
  }

  invalidate(customer: string): void {
    this.#directory.forget(customer)
  }

  async features(customer: string): Promise<CustomerFeatures> {
    this.#assertOpen()
    const snapshot = await this.#snapshotOrOlder(customer)
    const subscribed = snapshot.subscription !== undefined
    const values = Object.fromEntries(snapshot.values)
    return { customer, subscribed, values, merged: Object.fromEntries(snapshot.merged), ...this.#age(snapshot) }
  }

  async unsettled(customer?: string): Promise<readonly UnsettledAttempt[]> {
    await this.#ready()
    return this.#registry.unsettled(customer)
  }

  async nextAttempt(customer: string, requestId: string): Promise<number> {
    this.#assertOpen()
    await this.#ready()
    const { journal } = this.#settings
    return nextAttempt(customer, requestId, async (id) => this.#attempts.has(id) || journal.has(id))
  }

  async counts(): Promise<EntitlementsCounts> {
    await this.#ready()
    return { ...(await this.#settings.journal.counts()), unrecorded: this.#registry.unrecorded }
  }

  async refused(): Promise<readonly RefusedUsage[]> {
    await this.#ready()
    return (await this.#settings.journal.refused(REFUSED_LIST_MAX)).map(toRefusedUsage)
  }

  async retryRefused(references?: readonly string[]): Promise<number> {
    await this.#ready()
    const count = await this.#settings.journal.retryRefused(references)
    this.#delivery.notify()
    return count
  }

  async flush(options: { readonly deadlineMs?: number } = {}): Promise<void> {
    await this.#ready()
    await this.#delivery.flush(options.deadlineMs ?? DEFAULT_DEADLINE_MS)
  }

  close(options: { readonly deadlineMs?: number } = {}): Promise<CloseReport> {
    this.#closing ??= this.#close(options.deadlineMs ?? DEFAULT_DEADLINE_MS)
    return this.#closing
  }

  async #close(deadlineMs: number): Promise<CloseReport> {
    const { journal, store, now } = this.#settings
    const endsAt = now() + deadlineMs
    try {
      await this.#ready()
      await this.#registry.stop(deadlineMs)
      await this.#delivery.flush(Math.max(0, endsAt - now())).catch(() => undefined)
      await withinTime(this.#delivery.stop(), Math.max(0, endsAt - now()))
      await this.#reports?.stop(endsAt - now())
      const counts = { ...(await journal.counts()), unrecorded: this.#registry.unrecorded }
      const { pending, postponed, rejected, unrecorded } = counts
      return { ...counts, drained: pending + postponed + rejected + unrecorded === 0 }
    } catch {
      // The journal never opened: nothing was admitted, and nothing is known about what it holds.
      return { open: 0, unsettled: 0, pending: 0, postponed: 0, rejected: 0, unrecorded: 0, drained: false }
    } finally {
      await this.#reports?.stop(0)
      await journal.close()
      await store.close()
    }
  }

  async #snapshot(customer: string): Promise<CustomerSnapshot> {
    return this.#directory.current(customer) ?? (await this.#directory.read(customer))
  }

  /** For answers that say how old they are: an old one is better than none. */
  async #snapshotOrOlder(customer: string): Promise<CustomerSnapshot> {
    try {
      return await this.#snapshot(customer)
    } catch (error) {
      const older = this.#directory.peek(customer)
      if (older === undefined || !isUnavailable(error)) throw error
      return older
    }
  }

  #age(snapshot: CustomerSnapshot | undefined): { readonly asOf: Date; readonly ageMs: number } {
    return ageOf(snapshot, this.#settings.now())
  }

  #assertOpen(): void {
    if (this.#closing !== undefined)
      throw new EntitlementsClosedError({
        message: 'close() was called; make a new createEntitlements() to admit requests.',
      })
  }
}

/** The accounts of scopes, of quantities and of what attempts cost. */
function scopesOf(scopes: readonly LimitedScope[], snapshot: CustomerSnapshot, period: PeriodMs, at: number) {
  const priced = pricedScopeLimits(scopes, snapshot, period, at)
  return [
    ...scopeAccounts(scopes, snapshot, period, { promptTokens: 0, completionTokens: 0 }, at),
    ...priced.map(({ key, units, endsAt }) => ({ key, limit: units, endsAt })),
  ]
}

function toRefusedUsage({ at, until, body, subscriptionId, ...facts }: RefusedEvent): RefusedUsage {
  return {
    ...facts,
    properties: eventProperties(body),
    at: new Date(at),
    ...(subscriptionId === undefined ? {} : { subscriptionId }),
    ...(until === undefined ? {} : { nextTryAt: new Date(until) }),
  }
}
