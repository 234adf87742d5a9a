import type { AttemptEvents, IntentEvents } from '../attempts/attempt-events.ts'
import type { AccountLoader } from '../customers/account-loader.ts'
import type { CustomerDirectory } from '../customers/customer-directory.ts'
import { CustomerRereads } from '../customers/customer-rereads.ts'
import { ageOf, type CustomerSnapshot } from '../customers/customer-snapshot.ts'
import { isUnavailable } from '../customers/is-unavailable.ts'
import { DuplicateAttemptError } from '../errors/duplicate-attempt-error.ts'
import { StoreUnavailableError } from '../errors/store-unavailable-error.ts'
import { attemptId } from '../journal/attempt-id.ts'
import type { Intent } from '../journal/journal.ts'
import type { LimitEvent } from '../limits/limit-event.ts'
import { isMoneyRefusal, type Money } from '../money/money.ts'
import type { ToldCosts } from '../money/told-cost.ts'
import type { AttemptMeters } from '../quantities/quantity-meters.ts'
import { havePrices, pricedScopeLimits } from '../scopes/priced-scopes.ts'
import { readScopes } from '../scopes/read-scopes.ts'
import type { LimitedScope, ScopeOptions } from '../scopes/scope.ts'
import { toScopeStates } from '../scopes/scope-accounts.ts'
import type { Store, StoreAccountState, StoreReadResult, StoreReserveResult, StoreUnits } from '../store/store.ts'
import {
  type Admission,
  type AdmissionSettings,
  explainMoney,
  explainRefusal,
  heldUnits,
  planAdmission,
  toBudgetStates,
  wantedCompletionTokens,
  withMoney,
} from './admit.ts'
import { answerCheck, withMoneyFacts } from './answer-check.ts'
import type { Denial } from './denial.ts'
import type { Asked, DenialReporter } from './denial-reporter.ts'
import { type Overage, overagesOf } from './overage.ts'
import type { CheckDecision, Reservation, ReserveDecision } from './reservation.ts'
import type { CheckRequest, ReserveRequest } from './reserve-request.ts'

/** A store that forgets what it was just told is not one. */
const MAX_LOAD_ROUNDS = 3
/** After so many times that others came in between, a hold is worked out for wherever it begins. */
const MAX_MOVES = 4

export interface GateSettings extends AdmissionSettings {
  readonly store: Store
  readonly scopes: ScopeOptions | undefined
  readonly meters: Pick<AttemptMeters, 'byQuantity'>
  readonly onUnavailable: 'deny' | 'allow'
  readonly emit: ((event: LimitEvent) => void) | undefined
  readonly now: () => number
}

/** The part of this process's attempts that the gate calls. */
export interface DecidedAttempts {
  decide(id: string, request: ReserveRequest, decide: () => Promise<ReserveDecision>): Promise<ReserveDecision>
  undecide(id: string): void
}

/** Makes an admitted attempt durable. */
export interface AttemptOpener {
  open(intent: Intent, askedAt: number, snapshot: CustomerSnapshot | undefined): Promise<Reservation>
}

export interface GateParts {
  readonly settings: GateSettings
  readonly directory: CustomerDirectory
  readonly loader: AccountLoader
  readonly attempts: DecidedAttempts
  readonly registry: AttemptOpener
  readonly denials: DenialReporter
  readonly events: AttemptEvents
  readonly money: Money
}

/** Decides: what the entitlements say, then what the store admits, and the stated policy where neither can be asked. */
export class Gate {
  readonly #settings: GateSettings
  readonly #directory: CustomerDirectory
  readonly #loader: AccountLoader
  readonly #attempts: DecidedAttempts
  readonly #registry: AttemptOpener
  readonly #denials: DenialReporter
  readonly #events: AttemptEvents
  readonly #money: Money
  readonly #rereads: CustomerRereads

  constructor({ settings, directory, loader, attempts, registry, denials, events, money }: GateParts) {
    this.#settings = settings
    this.#directory = directory
    this.#loader = loader
    this.#attempts = attempts
    this.#registry = registry
    this.#denials = denials
    this.#events = events
    this.#money = money
    this.#rereads = new CustomerRereads(directory, settings.now)
  }

  async check(request: CheckRequest): Promise<CheckDecision> {
    const asked = { by: 'check', at: this.#settings.now() } as const
    try {
      return await this.#check(request, asked)
    } catch (error) {
      const snapshot = this.#directory.peek(request.customer)
      if (this.#refuses(request, error)) return this.#denials.denyUnavailable(request, snapshot, asked)
      const maxCompletionTokens = wantedCompletionTokens(this.#settings, request)
      return { allowed: true, maxCompletionTokens, budgets: [], ...this.#age(snapshot), unchecked: true }
    }
  }

  async #check(request: CheckRequest, asked: Asked, isAgain: boolean = false): Promise<CheckDecision> {
    const { store, now } = this.#settings
    const scopes = await this.#scopesOf(request)
    const snapshot = this.#directory.current(request.customer) ?? (await this.#directory.read(request.customer))
    const at = now()
    const bare = planAdmission(snapshot, this.#settings, request, { id: '', requestId: '' }, at, scopes)
    if ('allowed' in bare) return this.#denials.deny(bare, asked)
    const events = this.#events.of(snapshot, at)
    const plan = this.#isPriced(snapshot, scopes, bare, at)
      ? await this.#withMoney(bare, snapshot, request, events, at, scopes)
      : bare
    if ('allowed' in plan) return this.#denials.deny(plan, asked)
    const { accounts, rates } = plan.request
    const read = (): Promise<StoreReadResult> => store.read(request.customer, accounts, rates)
    let found = await read()
    const unknown = accounts.filter(({ window }, index) => window === undefined && found.accounts[index] === undefined)
    if (unknown.length > 0) {
      await this.#loader.loadAccounts(snapshot, plan.period, unknown)
      found = await read()
    }
    const exact =
      plan.money === undefined ? plan : withMoney(bare, plan.money, plan.money.accounts(statesOf(found), 'exactly'))
    const decision = answerCheck(exact, found, snapshot, request.model ?? '', at, scopes, (tokens) =>
      this.#maxCosts(bare, snapshot, request, events, at, tokens),
    )
    if (decision.allowed) return decision
    if (!isAgain && isDeniedForMoney(decision) && (await this.#rereads.again(snapshot)))
      return this.#check(request, asked, true)
    return this.#denials.deny(decision, asked)
  }

  /** One decision per attempt. No more promises than it needs: every request comes through here. */
  reserve(request: ReserveRequest): Promise<ReserveDecision> {
    const attempt = request.attempt === undefined ? '1' : String(request.attempt)
    const id = attemptId(request.customer, request.requestId, attempt)
    return this.#attempts.decide(id, request, () => this.#reserve(request, id, attempt, false))
  }

  async #reserve(request: ReserveRequest, id: string, attempt: string, isAgain: boolean): Promise<ReserveDecision> {
    const { store, now } = this.#settings
    const askedAt = now()
    let scopes: readonly LimitedScope[] | undefined
    try {
      if (request.scopes !== undefined) scopes = await this.#scopesOf(request)
      const snapshot = this.#directory.current(request.customer) ?? (await this.#read(request))
      const at = now()
      const bare = planAdmission(snapshot, this.#settings, request, { id, requestId: request.requestId }, at, scopes)
      if ('allowed' in bare) return await this.#deny(id, bare, askedAt)
      const { properties } = request
      const events =
        properties === undefined
          ? this.#events.of(snapshot, at)
          : await this.#events.withProperties(snapshot, at, properties)
      let plan = bare
      if (this.#isPriced(snapshot, scopes, bare, at)) {
        const priced = await this.#withMoney(bare, snapshot, request, events, at, scopes)
        if ('allowed' in priced) return await this.#deny(id, priced, askedAt)
        plan = priced
      }
      let result = await store.reserve(plan.request)
      if (result.type === 'unknown_accounts' || result.type === 'moved')
        ({ plan, result } = await this.#askAgain(request, snapshot, bare, plan, result))
      if (result.type === 'repeated') throw duplicate(request, attempt, result.state)
      if (result.type !== 'granted') {
        // Who has just paid is served: before money or credits deny, balances and limits are read again.
        if (!isAgain && isShortOfMoney(result, plan) && (await this.#rereads.again(snapshot)))
          return await this.#reserve(request, id, attempt, true)
        return await this.#deny(id, explainRefusal(result, plan, snapshot, request.model ?? '', at), askedAt)
      }
      if (plan.money?.isLimited === true) this.#money.remember(request.customer, result.accounts)
      if (request.signal?.aborted) {
        await store.release(request.customer, id)
        throw request.signal.reason
      }
      this.#loader.reconcileWhenDue(snapshot, plan.period)
      const { completionTokens } = result
      const holds = heldUnits(plan, completionTokens)
      const second = wholeSeconds(at, plan.period.start)
      const facts = { subscriptionId: snapshot.subscription?.id, scopes, ...events }
      const intent = toIntent(request, id, attempt, second, completionTokens, holds, facts)
      const reservation = await this.#registry.open(intent, askedAt, snapshot)
      const budgets = toBudgetStates(plan.request.accounts, result.accounts)
      const { asOf, ageMs } = this.#age(snapshot)
      const overages = overagesOf(plan, result.accounts)
      const bareGrant = { allowed: true, reservation, budgets, asOf, ageMs } as const
      const levels =
        scopes === undefined ? {} : { scopes: toScopeStates(scopes, plan.request.accounts, result.accounts) }
      const beyond = overages.length === 0 ? {} : { beyond: overages }
      this.#reportBeyond(reservation, overages)
      const grant = scopes === undefined && overages.length === 0 ? bareGrant : { ...bareGrant, ...levels, ...beyond }
      const most =
        plan.money === undefined ? this.#maxCosts(bare, snapshot, request, events, at, completionTokens) : undefined
      return withMoneyFacts(grant, plan, result.accounts, completionTokens, most)
    } catch (error) {
      return await this.#reserveUnasked(request, id, attempt, askedAt, error, scopes)
    }
  }

  /** Tells whether the store has a part in the price: something limits it, or it goes by what was used before. */
  #isPriced(
    snapshot: CustomerSnapshot,
    scopes: readonly LimitedScope[] | undefined,
    { period }: Admission,
    at: number,
  ): boolean {
    return this.#money.limits(snapshot) || havePrices(scopes) || this.#money.isMoving(snapshot, period, at)
  }

  /** The most that an attempt may cost in whose price the store has no part. */
  #maxCosts(
    { period, request: { wantedTokens } }: Admission,
    snapshot: CustomerSnapshot,
    request: CheckRequest,
    events: IntentEvents,
    at: number,
    completionTokens: number,
  ): ToldCosts | undefined {
    return this.#money.maxCosts(snapshot, period, { ...request, ...events, wantedTokens }, at, completionTokens)
  }

  /** The admission with what money adds to it, or the denial for which there is no need to ask the store. */
  async #withMoney(
    bare: Admission,
    snapshot: CustomerSnapshot,
    request: CheckRequest,
    events: IntentEvents,
    at: number,
    scopes: readonly LimitedScope[] = [],
  ): Promise<Admission | Denial> {
    const { wantedTokens } = bare.request
    const levels = pricedScopeLimits(scopes, snapshot, bare.period, at, this.#settings.beyond.otherwise)
    const money = await this.#money.plan(snapshot, bare.period, { ...request, ...events, wantedTokens }, at, levels)
    if (money === undefined) return bare
    if (isMoneyRefusal(money)) return explainMoney(money, snapshot, request.model ?? '', at)
    return withMoney(bare, money, money.accounts(this.#money.guess(request.customer)))
  }

  /** Asks the store until it knows all accounts, and the counts that prices were worked out for. */
  async #askAgain(
    request: ReserveRequest,
    snapshot: CustomerSnapshot,
    bare: Admission,
    first: Admission,
    answer: StoreReserveResult,
  ): Promise<{
    plan: Admission
    result: Exclude<StoreReserveResult, { readonly type: 'unknown_accounts' | 'moved' }>
  }> {
    let plan = first
    let result = answer
    let loads = 0
    let moves = 0
    while (result.type === 'unknown_accounts' || result.type === 'moved') {
      if (result.type === 'unknown_accounts') {
        if (loads === MAX_LOAD_ROUNDS)
          throw new StoreUnavailableError({
            message: `The store forgets the accounts of customer "${request.customer}".`,
          })
        loads += 1
        const { keys } = result
        const accounts = plan.request.accounts.filter(({ key }) => keys.includes(key))
        await waitUnlessAborted(this.#loader.loadAccounts(snapshot, plan.period, accounts), request.signal)
      } else if (plan.money !== undefined) {
        moves += 1
        const where = moves < MAX_MOVES ? 'near' : 'anywhere'
        plan = withMoney(bare, plan.money, plan.money.accounts(result.accounts, where))
      }
      result = await this.#settings.store.reserve(plan.request)
    }
    return { plan, result }
  }

  #reportBeyond({ customer, id, model }: Reservation, overages: readonly Overage[]): void {
    for (const overage of overages) this.#settings.emit?.({ type: 'limit_passed', customer, id, model, ...overage })
  }

  #deny(id: string, denial: Denial, askedAt: number): Promise<Denial> {
    this.#attempts.undecide(id)
    return this.#denials.deny(denial, { by: 'reserve', at: askedAt })
  }

  /** Returns what the stated policy answers when something could not be asked; every other error is thrown again. */
  async #reserveUnasked(
    request: ReserveRequest,
    id: string,
    attempt: string,
    askedAt: number,
    error: unknown,
    scopes: readonly LimitedScope[] | undefined,
  ): Promise<ReserveDecision> {
    let admitted = false
    try {
      const snapshot = this.#directory.peek(request.customer)
      if (this.#refuses(request, error))
        return this.#denials.denyUnavailable(request, snapshot, { by: 'reserve', at: askedAt })
      const at = wholeSeconds(this.#settings.now(), 0)
      const completionTokens = wantedCompletionTokens(this.#settings, request)
      const { properties } = request
      const known = this.#events.of(this.#directory.peek(request.customer), at)
      const facts = { scopes, ...known, ...(properties === undefined ? {} : { properties: { ...properties } }) }
      // What nobody could check names no subscription: the billing API books its events on the latest that counts them.
      const intent = toIntent(request, id, attempt, at, completionTokens, [], facts)
      const reservation = await this.#registry.open(intent, askedAt, undefined)
      admitted = true
      return { allowed: true, reservation, budgets: [], ...this.#age(snapshot), unchecked: true }
    } finally {
      if (!admitted) this.#attempts.undecide(id)
    }
  }

  /**
   * Tells whether the stated policy answers an error with a denial. Throws the error when it is not an outage: a policy
   * must not hide it.
   */
  #refuses(request: CheckRequest, error: unknown): boolean {
    if (!isUnavailable(error)) throw error
    this.#denials.reportUnavailable(request.customer, error)
    return this.#settings.onUnavailable === 'deny'
  }

  async #scopesOf({ customer, scopes }: CheckRequest): Promise<readonly LimitedScope[] | undefined> {
    return scopes === undefined
      ? undefined
      : readScopes(customer, scopes, this.#settings.scopes, this.#settings.meters.byQuantity)
  }

  #read(request: ReserveRequest): Promise<CustomerSnapshot> {
    return waitUnlessAborted(this.#directory.read(request.customer), request.signal)
  }

  #age(snapshot: CustomerSnapshot | undefined): { readonly asOf: Date; readonly ageMs: number } {
    return ageOf(snapshot, this.#settings.now())
  }
}

function toIntent(
  { customer, model = '', requestId, estimate }: ReserveRequest,
  id: string,
  attempt: string,
  at: number,
  completionTokens: number,
  holds: readonly StoreUnits[],
  facts: IntentEvents & {
    readonly subscriptionId?: string | undefined
    readonly scopes: readonly LimitedScope[] | undefined
  },
): Intent {
  const { promptTokens = 0, quantities } = estimate
  const { subscriptionId, scopes = [], ...events } = facts
  return {
    id,
    customer,
    model,
    requestId,
    attempt,
    at,
    promptTokens,
    completionTokens,
    // A copy: the application's object may change later.
    ...(quantities === undefined ? {} : { quantities: { ...quantities } }),
    ...events,
    holds,
    ...(subscriptionId === undefined ? {} : { subscriptionId }),
    ...(scopes.length === 0 ? {} : { scopes }),
  }
}

function duplicate(request: ReserveRequest, attempt: string, state: string): DuplicateAttemptError {
  const { customer, requestId } = request
  return new DuplicateAttemptError({
    message: `Attempt "${attempt}" of request "${requestId}" is ${state} already: give each call to the provider an attempt of its own.`,
    customer,
    requestId,
    attempt,
  })
}

/** API fact: timestamps have no milliseconds. Rounded down, but never out of the period that admitted the attempt. */
function wholeSeconds(at: number, periodStart: number): number {
  return Math.max(Math.floor(at / 1_000), Math.ceil(periodStart / 1_000)) * 1_000
}

function isShortOfMoney(result: StoreReserveResult, { money }: Admission): boolean {
  return result.type === 'short' && (money?.limits.some(({ key }) => key === result.key) ?? false)
}

function isDeniedForMoney({ reason, currency }: Denial): boolean {
  return reason === 'credits_exhausted' || (reason === 'budget_exhausted' && currency !== undefined)
}

function statesOf({ accounts }: StoreReadResult): readonly StoreAccountState[] {
  return accounts.filter((state) => state !== undefined)
}

/**
 * Waits for the promise, or throws the signal's reason as soon as it aborts; the promise goes on for whoever else waits
 * for it.
 */
async function waitUnlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise
  // Whoever stops waiting must not leave the failure of the promise unhandled.
  promise.catch(() => undefined)
  signal.throwIfAborted()
  let abort: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    if (abort !== undefined) signal.removeEventListener('abort', abort)
  }
}
