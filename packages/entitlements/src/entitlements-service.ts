import { AccountLoader } from './account-loader.ts'
import {
  countedTokens,
  explainRefusal,
  featureOf,
  heldTokens,
  planAdmission,
  toBudgetStates,
  wantedCompletionTokens,
} from './admit.ts'
import { attemptId } from './attempt-id.ts'
import { AttemptRegistry } from './attempt-registry.ts'
import type { BudgetState } from './budget-state.ts'
import { CustomerDirectory } from './customer-directory.ts'
import type { CustomerSnapshot } from './customer-snapshot.ts'
import { Delivery } from './delivery.ts'
import { DenialReporter } from './denial-reporter.ts'
import type { CloseReport, CustomerFeatures, CustomerUsage, Entitlements, UnsettledAttempt } from './entitlements.ts'
import type { Settings } from './entitlements-options.ts'
import { DuplicateAttemptError } from './errors/duplicate-attempt-error.ts'
import { EntitlementsClosedError } from './errors/entitlements-closed-error.ts'
import { StoreUnavailableError } from './errors/store-unavailable-error.ts'
import { evaluateRead } from './evaluate-read.ts'
import { isUnavailable } from './is-unavailable.ts'
import type { Intent, JournalCounts } from './journal.ts'
import { loadCustomer } from './load-customer.ts'
import { MeterCatalog } from './meter-catalog.ts'
import { readUsage } from './read-usage.ts'
import type { CheckDecision, ReserveDecision } from './reservation.ts'
import { assertCheckRequest, assertReserveRequest, type CheckRequest, type ReserveRequest } from './reserve-request.ts'
import { sendEvents } from './send-events.ts'
import { ageOf } from './snapshot-age.ts'
import type { StoreAccountState, StoreReadResult } from './store.ts'
import { waitUnlessAborted } from './wait-unless-aborted.ts'

/** How long flush() and close() wait when nothing else is said. */
const DEFAULT_DEADLINE_MS = 10_000
/** How long the first read of a customer's usage waits for the customer's pending events to be acknowledged. */
const DELIVER_FIRST_MS = 1_000
/** A store that forgets what it was just told is not one. */
const MAX_LOAD_ROUNDS = 3

/** Joins the parts: directory (entitlements), loader (counts), store (holds), registry (attempts and journal), delivery. */
export class EntitlementsService implements Entitlements {
  readonly #settings: Settings
  readonly #directory: CustomerDirectory
  readonly #loader: AccountLoader
  readonly #registry: AttemptRegistry
  readonly #delivery: Delivery
  readonly #denials: DenialReporter
  #isReady = false
  #opening: Promise<void> | undefined
  #closing: Promise<CloseReport> | undefined

  constructor(settings: Settings) {
    const { client, store, journal, now, emit, meters, rules } = settings
    const catalog = new MeterCatalog(client, meters.value, now)
    const reader = { client, catalog, valueReference: meters.value }
    this.#settings = settings
    this.#denials = new DenialReporter(settings)
    this.#delivery = new Delivery({
      journal,
      send: (bodies) => sendEvents(client, bodies),
      options: settings.delivery,
      now,
      random: settings.random,
      emit,
    })
    this.#directory = new CustomerDirectory({
      load: (customer) =>
        loadCustomer(customer, { client, modelsFeature: rules.models, freeTier: settings.freeTier, now }),
      ...settings.cache,
      now,
      emit,
    })
    this.#loader = new AccountLoader({
      store,
      journal,
      rules,
      meters,
      readUsage: (snapshot, period) => readUsage(reader, snapshot, period, [meters.prompt, meters.completion]),
      deliverFirst: () => this.#delivery.flush(DELIVER_FIRST_MS).catch(() => undefined),
      reconcileMs: settings.reconcileMs,
      now,
      emit,
    })
    this.#registry = new AttemptRegistry(settings, {
      settled: () => this.#delivery.notify(),
      budgets: (customer, states) => this.#budgets(customer, states),
      tokens: (intent, usage) =>
        this.#accountsOf(intent).map((key) => ({ key, tokens: countedTokens(rules, key, usage) })),
    })
    // Each call awaits it and throws what it threw; without a call it is nobody's unhandled rejection.
    this.#ready().catch(() => undefined)
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
  }

  async check(request: CheckRequest): Promise<CheckDecision> {
    this.#assertOpen()
    assertCheckRequest(request)
    if (!this.#isReady) await this.#ready()
    try {
      return await this.#check(request)
    } catch (error) {
      if (!isUnavailable(error)) throw error
      this.#denials.reportUnavailable(request.customer, error)
      if (this.#settings.onUnavailable === 'deny')
        return this.#denials.denyUnavailable(request, this.#directory.peek(request.customer))
      const { asOf, ageMs } = this.#age(this.#directory.peek(request.customer))
      const maxCompletionTokens = wantedCompletionTokens(this.#settings, request)
      return { allowed: true, maxCompletionTokens, budgets: [], asOf, ageMs, unchecked: true }
    }
  }

  async reserve(request: ReserveRequest): Promise<ReserveDecision> {
    this.#assertOpen()
    assertReserveRequest(request)
    if (!this.#isReady) await this.#ready()
    const attempt = String(request.attempt ?? 1)
    const id = attemptId(request.customer, request.requestId, attempt)
    return this.#registry.once(id, () => this.#reserve(request, id, attempt))
  }

  async usage(customer: string): Promise<CustomerUsage> {
    this.#assertOpen()
    await this.#ready()
    const snapshot = await this.#snapshotOrOlder(customer)
    const { asOf, ageMs } = this.#age(snapshot)
    const period = snapshot.periodAt(this.#settings.now())
    if (period === undefined) return { customer, budgets: [], asOf, ageMs }
    const keys = this.#settings.rules.budgets.map(({ feature }) => `${feature}@${period.start}`)
    let read = await this.#settings.store.read(customer, keys, [])
    if (read.accounts.includes(undefined)) {
      await this.#loader.load(snapshot, period)
      read = await this.#settings.store.read(customer, keys, [])
    } else {
      this.#loader.reconcileWhenDue(snapshot, period)
    }
    const states = read.accounts.filter((state) => state !== undefined)
    return {
      customer,
      period: { start: new Date(period.start), end: new Date(period.end) },
      budgets: this.#budgets(customer, states),
      asOf,
      ageMs,
    }
  }

  async features(customer: string): Promise<CustomerFeatures> {
    this.#assertOpen()
    const snapshot = await this.#snapshotOrOlder(customer)
    const subscribed = snapshot.subscription !== undefined
    return { customer, subscribed, values: Object.fromEntries(snapshot.values), ...this.#age(snapshot) }
  }

  async unsettled(): Promise<readonly UnsettledAttempt[]> {
    await this.#ready()
    return this.#registry.unsettled()
  }

  async counts(): Promise<JournalCounts> {
    await this.#ready()
    return this.#settings.journal.counts()
  }

  async retryRejected(): Promise<number> {
    await this.#ready()
    const count = await this.#settings.journal.retryRejected()
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
      this.#registry.stop()
      await this.#delivery.flush(deadlineMs).catch(() => undefined)
      const left = Math.max(0, endsAt - now())
      await Promise.race([this.#delivery.stop(), new Promise((resolve) => setTimeout(resolve, left))])
      const counts = await journal.counts()
      return { ...counts, drained: counts.pending === 0 && counts.rejected === 0 }
    } catch {
      // The journal never opened: nothing was admitted, and nothing is known about what it holds.
      return { open: 0, unsettled: 0, pending: 0, rejected: 0, drained: false }
    } finally {
      await journal.close()
      await store.close()
    }
  }

  async #check(request: CheckRequest): Promise<CheckDecision> {
    const snapshot = await this.#snapshot(request.customer)
    const now = this.#settings.now()
    const plan = planAdmission(snapshot, this.#settings, request, { id: '', requestId: '' }, now)
    if ('allowed' in plan) return this.#denials.deny(plan)
    const keys = plan.request.accounts.map(({ key }) => key)
    const read = (): Promise<StoreReadResult> => this.#settings.store.read(request.customer, keys, plan.request.rates)
    let found = await read()
    if (plan.request.accounts.some(({ startsEmpty }, index) => !startsEmpty && found.accounts[index] === undefined)) {
      await this.#loader.load(snapshot, plan.period)
      found = await read()
    }
    const result = evaluateRead(plan.request, found)
    if (result.type !== 'granted') return this.#denials.deny(explainRefusal(result, plan, snapshot, request.model, now))
    const budgets = toBudgetStates(plan.request.accounts, found.accounts)
    return { allowed: true, maxCompletionTokens: result.completionTokens, budgets, ...this.#age(snapshot) }
  }

  async #reserve(request: ReserveRequest, id: string, attempt: string): Promise<ReserveDecision> {
    try {
      return await this.#admit(request, id, attempt)
    } catch (error) {
      if (!isUnavailable(error)) throw error
      this.#denials.reportUnavailable(request.customer, error)
      if (this.#settings.onUnavailable === 'deny')
        return this.#denials.denyUnavailable(request, this.#directory.peek(request.customer))
      const snapshot = this.#directory.peek(request.customer)
      const reservation = await this.#registry.open({
        id,
        ...facts(request, attempt),
        at: wholeSeconds(this.#settings.now(), 0),
        completionTokens: wantedCompletionTokens(this.#settings, request),
        holds: [],
      })
      return { allowed: true, reservation, budgets: [], ...this.#age(snapshot), unchecked: true }
    }
  }

  async #admit(request: ReserveRequest, id: string, attempt: string): Promise<ReserveDecision> {
    const { store, now } = this.#settings
    const snapshot = this.#directory.current(request.customer) ?? (await this.#read(request))
    const at = now()
    const plan = planAdmission(snapshot, this.#settings, request, { id, requestId: request.requestId }, at)
    if ('allowed' in plan) return this.#denials.deny(plan)
    for (let round = 0; round < MAX_LOAD_ROUNDS; round += 1) {
      const result = await store.reserve(plan.request)
      if (result.type === 'granted') {
        if (request.signal?.aborted) {
          await store.release(request.customer, id)
          throw request.signal.reason
        }
        this.#loader.reconcileWhenDue(snapshot, plan.period)
        const reservation = await this.#registry.open({
          id,
          ...facts(request, attempt),
          at: wholeSeconds(at, plan.period.start),
          completionTokens: result.completionTokens,
          holds: heldTokens(plan, result.completionTokens),
        })
        return {
          allowed: true,
          reservation,
          budgets: toBudgetStates(plan.request.accounts, result.accounts),
          ...this.#age(snapshot),
        }
      }
      if (result.type === 'repeated')
        throw new DuplicateAttemptError({
          message: `Attempt "${attempt}" of request "${request.requestId}" is ${result.state} already: give each call to the provider an attempt of its own.`,
          customer: request.customer,
          requestId: request.requestId,
          attempt,
        })
      if (result.type !== 'unknown_accounts')
        return this.#denials.deny(explainRefusal(result, plan, snapshot, request.model, at))
      await waitUnlessAborted(this.#loader.load(snapshot, plan.period), request.signal)
    }
    throw new StoreUnavailableError({ message: `The store forgets the accounts of customer "${request.customer}".` })
  }

  #read(request: ReserveRequest): Promise<CustomerSnapshot> {
    return waitUnlessAborted(this.#directory.read(request.customer), request.signal)
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

  /** Accounts that an attempt counts in: those of its hold; for one that was admitted unchecked those of its period, once that is known. */
  #accountsOf(intent: Intent): readonly string[] {
    if (intent.holds.length > 0) return intent.holds.map(({ key }) => key)
    const period = this.#directory.peek(intent.customer)?.periodAt(intent.at)
    return period === undefined ? [] : this.#settings.rules.budgets.map(({ feature }) => `${feature}@${period.start}`)
  }

  /** Account states with the limits and periods of the customer as known now. */
  #budgets(customer: string, states: readonly StoreAccountState[]): BudgetState[] {
    const snapshot = this.#directory.peek(customer)
    const budgets: BudgetState[] = []
    for (const { key, usedTokens, heldTokens: held } of states) {
      const feature = featureOf(key)
      if (!this.#settings.rules.budgets.some((rule) => rule.feature === feature)) continue
      const limit = snapshot?.number(feature)
      const end = snapshot?.periodAt(Number(key.slice(feature.length + 1)))?.end
      const remaining = limit === undefined ? undefined : limit - usedTokens - held
      budgets.push({ feature, limit, used: usedTokens, held, remaining, resetsAt: new Date(end ?? Number.NaN) })
    }
    return budgets
  }

  #assertOpen(): void {
    if (this.#closing !== undefined)
      throw new EntitlementsClosedError({
        message: 'close() was called; make a new createEntitlements() to admit requests.',
      })
  }
}

function facts(
  request: ReserveRequest,
  attempt: string,
): Pick<Intent, 'customer' | 'model' | 'requestId' | 'attempt' | 'promptTokens'> {
  const { customer, model, requestId, estimate } = request
  return { customer, model, requestId, attempt, promptTokens: estimate.promptTokens }
}

/** API fact: timestamps have no milliseconds. Rounded down, but never out of the period that admitted the attempt. */
function wholeSeconds(at: number, periodStart: number): number {
  return Math.max(Math.floor(at / 1_000), Math.ceil(periodStart / 1_000)) * 1_000
}
