import type { AccountBudgets } from '../customers/account-budgets.ts'
import type { BudgetState } from '../customers/budget-state.ts'
import type { CustomerSnapshot } from '../customers/customer-snapshot.ts'
import type { Intent, Settlement } from '../journal/journal.ts'
import { type LimitStates, toLimitStates } from '../money/limit-states.ts'
import type { Money, SettledCost } from '../money/money.ts'
import type { ToldCosts } from '../money/told-cost.ts'
import { spentUnits } from '../money/unit-limits.ts'
import { holdsPricedScope } from '../scopes/scope-accounts.ts'
import { isPricedScopeKey } from '../scopes/scope-keys.ts'
import type { Store, StoreSettleResult, StoreUnits } from '../store/store.ts'
import { withinTime } from '../within-time.ts'
import type { AttemptHandle } from './attempt-handle.ts'
import type { BackgroundWork } from './background-work.ts'

/** The longest time that a usage waits for its price before it is recorded: what is known is to be durable. */
const PRICE_WAIT_MS = 2_000

/** The counts after an attempt, and its cost. */
export type CountedAttempt = StoreSettleResult & SettledCost

export interface AttemptCounterParts {
  readonly store: Store
  readonly budgets: AccountBudgets
  readonly money: Money
  /** Returns what is known of a customer, read where it has left the cache. */
  readonly snapshotOf: (customer: string) => Promise<CustomerSnapshot>
  readonly background: BackgroundWork
}

/** Counts settled attempts in the store, and says what they cost and what is left after them. */
export class AttemptCounter {
  readonly #parts: AttemptCounterParts

  constructor(parts: AttemptCounterParts) {
    this.#parts = parts
  }

  /**
   * Puts the cost of an attempt into what the journal records of it: what its scopes have spent outlives the process.
   * Where the cost cannot be told now, the hold counts as the cost.
   */
  async price(settlement: Settlement, admitted: CustomerSnapshot | undefined): Promise<Settlement> {
    const { intent, usage, scopeCounts = [] } = settlement
    if (usage.costs !== undefined || !holdsPricedScope(intent.holds)) return settlement
    const { background, budgets, money } = this.#parts
    const pricing = background.try('pricing an attempt', async () =>
      money.priceOf(settlement, admitted ?? budgets.peek(intent) ?? (await this.#readCustomer(intent))),
    )
    const price = await withinTime(pricing, PRICE_WAIT_MS)
    if (price === undefined) return settlement
    const { amounts, costs } = price
    const counts = scopeCounts.map(({ key, units }) => ({
      key,
      units: isPricedScopeKey(key) ? spentUnits(key, amounts) : units,
    }))
    return { ...settlement, usage: { ...usage, costs }, scopeCounts: counts }
  }

  /**
   * Counts an attempt. Also for a repeat: the process may have died, or the journal's answer been lost, between the
   * two. The store counts an id once.
   */
  count(settlement: Settlement, admitted?: CustomerSnapshot): Promise<CountedAttempt> {
    const { intent, usage } = settlement
    const { budgets, money, store } = this.#parts
    const units = budgets.units(intent, usage)
    const known = admitted ?? budgets.peek(intent)
    if (!money.counts(intent, known)) return store.settle(intent.customer, intent.id, units)
    return this.#countMoney(settlement, known, units)
  }

  async #countMoney(
    settlement: Settlement,
    known: CustomerSnapshot | undefined,
    units: readonly StoreUnits[],
  ): Promise<CountedAttempt> {
    const snapshot = known ?? (await this.#readCustomer(settlement.intent))
    return this.#parts.money.settle(settlement, snapshot, units)
  }

  /** Of an attempt of another process whose customer has left the cache; undefined where it cannot be read. */
  async #readCustomer({ customer }: Intent): Promise<CustomerSnapshot | undefined> {
    const { background, snapshotOf } = this.#parts
    try {
      return await snapshotOf(customer)
    } catch (error) {
      background.failed('reading the customer of a settled attempt', error)
      return undefined
    }
  }

  costs(
    settlement: Settlement,
    admitted: CustomerSnapshot | undefined,
    counted: CountedAttempt | undefined,
  ): ToldCosts | undefined {
    const { budgets, money } = this.#parts
    return counted && money.costsOf(settlement, admitted ?? budgets.peek(settlement.intent), counted)
  }

  /** Returns the limits on money and credits after the attempt. */
  limits({ intent, snapshot: admitted }: AttemptHandle, counted: CountedAttempt | undefined): LimitStates {
    const { budgets, money } = this.#parts
    const snapshot = budgets.peek(intent) ?? admitted
    const period = snapshot?.periodAt(intent.at)
    const limits = snapshot === undefined || period === undefined ? [] : money.limitsOf(snapshot, period)
    return toLimitStates(limits, counted?.accounts ?? [])
  }

  /**
   * Returns the budgets after the attempt, by what is known of the customer now, else by what was known when it was
   * admitted; undefined where its customer has left the cache.
   */
  knownBudgets(
    { intent, snapshot }: AttemptHandle,
    accounts: StoreSettleResult['accounts'],
  ): readonly BudgetState[] | undefined {
    if (accounts.length === 0) return []
    const { budgets } = this.#parts
    const known = budgets.peek(intent) ?? snapshot
    return known === undefined ? undefined : budgets.states(known, accounts)
  }

  /** Reads the customer for the budgets after an attempt of another process. Empty where that fails. */
  async readBudgets({ customer }: Intent, accounts: StoreSettleResult['accounts']): Promise<readonly BudgetState[]> {
    const { background, budgets, snapshotOf } = this.#parts
    try {
      return budgets.states(await snapshotOf(customer), accounts)
    } catch (error) {
      background.failed('reading the limits of a settled attempt', error)
      return []
    }
  }
}
