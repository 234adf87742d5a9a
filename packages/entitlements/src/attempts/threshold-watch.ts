import type { AccountBudgets } from '../customers/account-budgets.ts'
import type { CustomerSnapshot } from '../customers/customer-snapshot.ts'
import type { BackgroundFailed } from '../errors/background-failed.ts'
import { StoreUnavailableError } from '../errors/store-unavailable-error.ts'
import type { Intent } from '../journal/journal.ts'
import type { LimitEvent } from '../limits/limit-event.ts'
import { nameLimit } from '../limits/limit-name.ts'
import { reachedThreshold } from '../limits/thresholds.ts'
import type { Money, MoneyLimit } from '../money/money.ts'
import { isPriceKey } from '../money/money-keys.ts'
import { heldScopeAccounts } from '../scopes/scope-accounts.ts'
import { isScopeKey } from '../scopes/scope-keys.ts'
import type { Store, StoreAccountState } from '../store/store.ts'

export interface ThresholdSettings {
  readonly store: Store
  /** In percent, the lowest first. */
  readonly thresholds: readonly number[]
  readonly emit: ((event: LimitEvent | BackgroundFailed) => void) | undefined
}

interface Reached extends StoreAccountState {
  readonly limit: number
  readonly told: number
}

/** Accounts whose mark is remembered, so that the store is not asked for it again. */
const REMEMBERED_MAX = 10_000

/**
 * Reports thresholds of limits when settled attempts reach them. The store keeps the mark up to which each account was
 * told: of all processes that share it, and over all restarts that it outlives, one reports.
 */
export class ThresholdWatch {
  readonly #settings: ThresholdSettings
  readonly #budgets: AccountBudgets
  readonly #money: Pick<Money, 'limitsOf'>
  readonly #told = new Map<string, number>()

  constructor(settings: ThresholdSettings, budgets: AccountBudgets, money: Pick<Money, 'limitsOf'>) {
    this.#settings = settings
    this.#budgets = budgets
    this.#money = money
  }

  /** Looks at the accounts of a settled attempt; undefined where there is nothing to report: the common case. */
  settled(
    intent: Intent,
    admitted: CustomerSnapshot | undefined,
    states: readonly StoreAccountState[],
  ): Promise<void> | undefined {
    const { thresholds, emit } = this.#settings
    if (emit === undefined || thresholds.length === 0 || states.length === 0) return undefined
    const snapshot = this.#budgets.peek(intent) ?? admitted
    const spend = this.#spendLimits(intent, snapshot, states)
    let reached: Reached[] | undefined
    for (const state of states) {
      const limit = this.#limitOf(state.key, intent, snapshot, spend)
      const told = reachedThreshold(thresholds, state.used, limit)
      if (told === 0 || limit === undefined || told <= (this.#told.get(`${intent.customer} ${state.key}`) ?? 0))
        continue
      reached ??= []
      reached.push({ ...state, limit, told })
    }
    return reached === undefined ? undefined : this.#report(intent.customer, reached, spend)
  }

  async #report(customer: string, reached: readonly Reached[], spend: readonly MoneyLimit[]): Promise<void> {
    const { store, thresholds, emit } = this.#settings
    let before: readonly (number | undefined)[]
    try {
      before = await store.tell(customer, reached)
    } catch (error) {
      if (!StoreUnavailableError.isInstance(error)) throw error
      // The next attempt that settles asks again.
      emit?.({ type: 'background_failed', what: 'reporting a threshold', customer, error })
      return
    }
    for (const [index, { key, used, limit, told, endsAt }] of reached.entries()) {
      const mark = before[index]
      // An account that the store has lost is read again by the next request.
      if (mark === undefined) continue
      this.#remember(`${customer} ${key}`, Math.max(mark, told))
      const { name, show } = nameLimit(key, spend)
      const facts = { ...name, customer, used: show(used), limit: show(limit), resetsAt: new Date(endsAt) }
      for (const threshold of thresholds)
        if (threshold > mark && threshold <= told) emit?.({ type: 'threshold_reached', ...facts, threshold })
    }
  }

  #spendLimits(
    { at }: Intent,
    snapshot: CustomerSnapshot | undefined,
    states: readonly StoreAccountState[],
  ): readonly MoneyLimit[] {
    const period = states.some(({ key }) => isPriceKey(key)) ? snapshot?.periodAt(at) : undefined
    return snapshot === undefined || period === undefined ? [] : this.#money.limitsOf(snapshot, period)
  }

  #limitOf(
    key: string,
    { scopes = [], holds }: Intent,
    snapshot: CustomerSnapshot | undefined,
    spend: readonly MoneyLimit[],
  ): number | undefined {
    if (isScopeKey(key)) return heldScopeAccounts(scopes, holds).find((account) => account.key === key)?.limit
    if (isPriceKey(key)) return spend.find((limit) => limit.key === key)?.units
    return snapshot === undefined ? undefined : this.#budgets.limitOf(snapshot, key)
  }

  #remember(account: string, mark: number): void {
    this.#told.delete(account)
    this.#told.set(account, mark)
    for (const oldest of this.#told.keys()) {
      if (this.#told.size <= REMEMBERED_MAX) return
      this.#told.delete(oldest)
    }
  }
}
