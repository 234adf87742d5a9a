import type { AttemptRegistry } from '../attempts/attempt-registry.ts'
import type { AccountLoader } from '../customers/account-loader.ts'
import type { CustomerDirectory } from '../customers/customer-directory.ts'
import { ageOf, type CustomerSnapshot } from '../customers/customer-snapshot.ts'
import { isUnavailable } from '../customers/is-unavailable.ts'
import type { Settings } from '../entitlements-options.ts'
import { DuplicateAttemptError } from '../errors/duplicate-attempt-error.ts'
import { StoreUnavailableError } from '../errors/store-unavailable-error.ts'
import { attemptId } from '../journal/attempt-id.ts'
import type { Intent } from '../journal/journal.ts'
import { fitCompletion } from '../store/fit-completion.ts'
import type { StoreReadResult, StoreReserveRequest, StoreReserveResult, StoreTokens } from '../store/store.ts'
import {
  type Admission,
  explainRefusal,
  heldTokens,
  planAdmission,
  toBudgetStates,
  wantedCompletionTokens,
} from './admit.ts'
import type { Denial } from './denial.ts'
import type { Asked, DenialReporter } from './denial-reporter.ts'
import type { CheckDecision, ReserveDecision } from './reservation.ts'
import type { CheckRequest, ReserveRequest } from './reserve-request.ts'

/** A store that forgets what it was just told is not one. */
const MAX_LOAD_ROUNDS = 3

export interface GateParts {
  readonly settings: Settings
  readonly directory: CustomerDirectory
  readonly loader: AccountLoader
  readonly registry: AttemptRegistry
  readonly denials: DenialReporter
}

/** Decides: what the entitlements say, then what the store admits, and the stated policy where neither can be asked. */
export class Gate {
  readonly #settings: Settings
  readonly #directory: CustomerDirectory
  readonly #loader: AccountLoader
  readonly #registry: AttemptRegistry
  readonly #denials: DenialReporter

  constructor({ settings, directory, loader, registry, denials }: GateParts) {
    this.#settings = settings
    this.#directory = directory
    this.#loader = loader
    this.#registry = registry
    this.#denials = denials
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

  async #check(request: CheckRequest, asked: Asked): Promise<CheckDecision> {
    const { store, now } = this.#settings
    const snapshot = this.#directory.current(request.customer) ?? (await this.#directory.read(request.customer))
    const at = now()
    const plan = planAdmission(snapshot, this.#settings, request, { id: '', requestId: '' }, at)
    if ('allowed' in plan) return this.#denials.deny(plan, asked)
    const keys = plan.request.accounts.map(({ key }) => key)
    const read = (): Promise<StoreReadResult> => store.read(request.customer, keys, plan.request.rates)
    let found = await read()
    if (plan.request.accounts.some(({ startsEmpty }, index) => !startsEmpty && found.accounts[index] === undefined)) {
      await this.#loader.load(snapshot, plan.period)
      found = await read()
    }
    const result = evaluateRead(plan.request, found)
    if (result.type !== 'granted')
      return this.#denials.deny(explainRefusal(result, plan, snapshot, request.model, at), asked)
    const budgets = toBudgetStates(plan.request.accounts, found.accounts)
    return { allowed: true, maxCompletionTokens: result.completionTokens, budgets, ...this.#age(snapshot) }
  }

  /** One decision per attempt. No more promises than it needs: every request comes through here. */
  reserve(request: ReserveRequest): Promise<ReserveDecision> {
    const attempt = request.attempt === undefined ? '1' : String(request.attempt)
    const id = attemptId(request.customer, request.requestId, attempt)
    return this.#registry.decided(id) ?? this.#registry.decide(id, () => this.#reserve(request, id, attempt))
  }

  async #reserve(request: ReserveRequest, id: string, attempt: string): Promise<ReserveDecision> {
    const { store, now } = this.#settings
    const askedAt = now()
    try {
      const snapshot = this.#directory.current(request.customer) ?? (await this.#read(request))
      const at = now()
      const plan = planAdmission(snapshot, this.#settings, request, { id, requestId: request.requestId }, at)
      if ('allowed' in plan) return await this.#deny(id, plan, askedAt)
      let result = await store.reserve(plan.request)
      if (result.type === 'unknown_accounts') result = await this.#loadAndReserve(request, snapshot, plan)
      if (result.type === 'repeated') throw duplicate(request, attempt, result.state)
      if (result.type !== 'granted')
        return await this.#deny(id, explainRefusal(result, plan, snapshot, request.model, at), askedAt)
      if (request.signal?.aborted) {
        await store.release(request.customer, id)
        throw request.signal.reason
      }
      this.#loader.reconcileWhenDue(snapshot, plan.period)
      const { completionTokens } = result
      const holds = heldTokens(plan, completionTokens)
      const second = wholeSeconds(at, plan.period.start)
      const intent = toIntent(request, id, attempt, second, completionTokens, holds)
      const reservation = await this.#registry.open(intent, askedAt)
      const budgets = toBudgetStates(plan.request.accounts, result.accounts)
      const { asOf, ageMs } = this.#age(snapshot)
      return { allowed: true, reservation, budgets, asOf, ageMs }
    } catch (error) {
      return await this.#reserveUnasked(request, id, attempt, askedAt, error)
    }
  }

  async #loadAndReserve(
    request: ReserveRequest,
    snapshot: CustomerSnapshot,
    plan: Admission,
  ): Promise<Exclude<StoreReserveResult, { readonly type: 'unknown_accounts' }>> {
    for (let round = 0; round < MAX_LOAD_ROUNDS; round += 1) {
      await waitUnlessAborted(this.#loader.load(snapshot, plan.period), request.signal)
      const result = await this.#settings.store.reserve(plan.request)
      if (result.type !== 'unknown_accounts') return result
    }
    throw new StoreUnavailableError({ message: `The store forgets the accounts of customer "${request.customer}".` })
  }

  #deny(id: string, denial: Denial, askedAt: number): Promise<Denial> {
    this.#registry.undecide(id)
    return this.#denials.deny(denial, { by: 'reserve', at: askedAt })
  }

  /** What the stated policy answers when something could not be asked; every other error is thrown again. */
  async #reserveUnasked(
    request: ReserveRequest,
    id: string,
    attempt: string,
    askedAt: number,
    error: unknown,
  ): Promise<ReserveDecision> {
    let admitted = false
    try {
      const snapshot = this.#directory.peek(request.customer)
      if (this.#refuses(request, error))
        return this.#denials.denyUnavailable(request, snapshot, { by: 'reserve', at: askedAt })
      const at = wholeSeconds(this.#settings.now(), 0)
      const completionTokens = wantedCompletionTokens(this.#settings, request)
      const reservation = await this.#registry.open(toIntent(request, id, attempt, at, completionTokens, []), askedAt)
      admitted = true
      return { allowed: true, reservation, budgets: [], ...this.#age(snapshot), unchecked: true }
    } finally {
      if (!admitted) this.#registry.undecide(id)
    }
  }

  /** Whether the stated policy answers an error with a denial. Throws the error when it is not an outage: a policy must not hide it. */
  #refuses(request: CheckRequest, error: unknown): boolean {
    if (!isUnavailable(error)) throw error
    this.#denials.reportUnavailable(request.customer, error)
    return this.#settings.onUnavailable === 'deny'
  }

  #read(request: ReserveRequest): Promise<CustomerSnapshot> {
    return waitUnlessAborted(this.#directory.read(request.customer), request.signal)
  }

  #age(snapshot: CustomerSnapshot | undefined): { readonly asOf: Date; readonly ageMs: number } {
    return ageOf(snapshot, this.#settings.now())
  }
}

function toIntent(
  { customer, model, requestId, estimate }: ReserveRequest,
  id: string,
  attempt: string,
  at: number,
  completionTokens: number,
  holds: readonly StoreTokens[],
): Intent {
  return { id, customer, model, requestId, attempt, at, promptTokens: estimate.promptTokens, completionTokens, holds }
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

type Evaluated = Exclude<StoreReserveResult, { readonly type: 'repeated' | 'unknown_accounts' }>

/** What reserve() would answer to these counts, in the same order of checks. Pure. */
function evaluateRead(request: StoreReserveRequest, read: StoreReadResult): Evaluated {
  if (request.maxConcurrent !== undefined && read.open >= request.maxConcurrent)
    return { type: 'too_many_concurrent', open: read.open }
  for (const [index, rate] of request.rates.entries()) {
    const window = read.rates[index]
    if (window === undefined || window.count < rate.limit || window.isMember) continue
    const retryAfterMs = window.count === 0 ? rate.windowMs : window.retryAfterMs
    return { type: 'rate_limited', key: rate.key, count: window.count, retryAfterMs }
  }
  const states = new Map(read.accounts.flatMap((state) => (state === undefined ? [] : [[state.key, state] as const])))
  const fit = fitCompletion(request, (key) => {
    const state = states.get(key)
    return state === undefined ? undefined : { used: state.usedTokens, held: state.heldTokens }
  })
  if (typeof fit === 'number') return { type: 'granted', completionTokens: fit, accounts: [...states.values()] }
  const state = states.get(fit.key)
  return { type: 'short', key: fit.key, usedTokens: state?.usedTokens ?? 0, heldTokens: state?.heldTokens ?? 0 }
}

/** Waits for the promise, or throws the signal's reason as soon as it aborts; the promise goes on for whoever else waits for it. */
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
