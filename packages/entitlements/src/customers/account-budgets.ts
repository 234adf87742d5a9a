import type { Intent } from '../journal/journal.ts'
import { isPriceKey } from '../money/money-keys.ts'
import type { QuantityCounts } from '../quantities/quantity-names.ts'
import { scopeCounts } from '../scopes/scope-accounts.ts'
import type { StoreAccountState, StoreUnits } from '../store/store.ts'
import type { BudgetState } from './budget-state.ts'
import type { CustomerDirectory } from './customer-directory.ts'
import type { CustomerSnapshot } from './customer-snapshot.ts'
import { countedTokens, type FeatureRules, featureOf } from './feature-rules.ts'

/** The meaning of the store's accounts: the budgets that they count, and what an attempt counts in each. */
export class AccountBudgets {
  readonly #directory: Pick<CustomerDirectory, 'peek'>
  readonly #rules: FeatureRules
  readonly #features: ReadonlySet<string>

  constructor(directory: Pick<CustomerDirectory, 'peek'>, rules: FeatureRules) {
    this.#directory = directory
    this.#rules = rules
    this.#features = new Set(rules.budgets.map(({ feature }) => feature))
  }

  /** The customer as known now, however old; undefined where attempts belong to another subscription by now. */
  peek({ customer, subscriptionId }: Intent): CustomerSnapshot | undefined {
    const snapshot = this.#directory.peek(customer)
    return subscriptionId === undefined || snapshot?.subscription?.id === subscriptionId ? snapshot : undefined
  }

  /** Account states with the limits of the customer. Token rates are windows, not budgets, and are left out. */
  states(snapshot: CustomerSnapshot, states: readonly StoreAccountState[]): BudgetState[] {
    const budgets: BudgetState[] = []
    for (const { key, used, held, endsAt } of states) {
      const feature = featureOf(key)
      if (!this.#features.has(feature)) continue
      const limit = snapshot.number(feature)
      const remaining = limit === undefined ? undefined : limit - used - held
      budgets.push({ feature, limit, used: used, held, remaining, resetsAt: new Date(endsAt) })
    }
    return budgets
  }

  /** The limit of the budget that an account counts; undefined for every other account. */
  limitOf(snapshot: CustomerSnapshot, key: string): number | undefined {
    const feature = featureOf(key)
    return this.#features.has(feature) ? snapshot.number(feature) : undefined
  }

  /**
   * Returns what each account of the attempt counts of a usage: the accounts of its hold; for an attempt that was
   * admitted unchecked those of its period, once that is known.
   */
  units(intent: Intent, usage: QuantityCounts): StoreUnits[] {
    const units: StoreUnits[] = []
    for (const hold of intent.holds) {
      // Of money the hold says the most that it may be.
      const { key } = hold
      units.push(isPriceKey(key) ? hold : { key, units: countedTokens(this.#rules, key, usage) })
    }
    if (units.length > 0) return units
    const snapshot = this.#directory.peek(intent.customer)
    const period = snapshot?.periodAt(intent.at)
    if (snapshot === undefined || period === undefined) return units
    for (const { feature } of this.#rules.budgets) {
      const key = snapshot.budgetKey(feature, period)
      units.push({ key, units: countedTokens(this.#rules, key, usage) })
    }
    if (intent.scopes !== undefined) units.push(...scopeCounts(intent.scopes, snapshot, period, intent.at, usage))
    return units
  }

  /** Returns what a running attempt holds, or one whose outcome is not known. */
  holds(intent: Intent): readonly StoreUnits[] {
    return intent.holds.length > 0 ? intent.holds : this.units(intent, intent)
  }
}
