import type { Intent } from '../journal/journal.ts'
import type { StoreAccountState, StoreTokens } from '../store/store.ts'
import type { BudgetState } from './budget-state.ts'
import type { CustomerDirectory } from './customer-directory.ts'
import { countedTokens, type FeatureRules, featureOf } from './feature-rules.ts'

/** What the store's accounts mean to a customer: the budgets that they count, and what an attempt counts in each. */
export class AccountBudgets {
  readonly #directory: Pick<CustomerDirectory, 'peek'>
  readonly #rules: FeatureRules
  readonly #features: ReadonlySet<string>

  constructor(directory: Pick<CustomerDirectory, 'peek'>, rules: FeatureRules) {
    this.#directory = directory
    this.#rules = rules
    this.#features = new Set(rules.budgets.map(({ feature }) => feature))
  }

  /** Account states with the limits and periods of the customer as known now. Token rates are windows, not budgets, and are left out. */
  states(customer: string, states: readonly StoreAccountState[]): BudgetState[] {
    const snapshot = this.#directory.peek(customer)
    const budgets: BudgetState[] = []
    for (const { key, usedTokens, heldTokens: held } of states) {
      const feature = featureOf(key)
      if (!this.#features.has(feature)) continue
      const limit = snapshot?.number(feature)
      const end = snapshot?.periodAt(Number(key.slice(feature.length + 1)))?.end
      const remaining = limit === undefined ? undefined : limit - usedTokens - held
      budgets.push({ feature, limit, used: usedTokens, held, remaining, resetsAt: new Date(end ?? Number.NaN) })
    }
    return budgets
  }

  /**
   * What each account of the attempt counts of a usage: the accounts of its hold; for an attempt that was admitted unchecked those of its
   * period, once that is known.
   */
  tokens(intent: Intent, usage: { readonly promptTokens: number; readonly completionTokens: number }): StoreTokens[] {
    const tokens: StoreTokens[] = []
    for (const { key } of intent.holds) tokens.push({ key, tokens: countedTokens(this.#rules, key, usage) })
    if (tokens.length > 0) return tokens
    const period = this.#directory.peek(intent.customer)?.periodAt(intent.at)
    if (period === undefined) return tokens
    for (const { feature } of this.#rules.budgets) {
      const key = `${feature}@${period.start}`
      tokens.push({ key, tokens: countedTokens(this.#rules, key, usage) })
    }
    return tokens
  }
}
