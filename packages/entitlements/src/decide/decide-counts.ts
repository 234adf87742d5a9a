import type { Admission } from '../admission/admit.ts'
import { assertCount } from '../admission/reserve-request.ts'
import type { BudgetState } from '../customers/budget-state.ts'
import { featureOf } from '../customers/feature-rules.ts'
import type { ScopeState } from '../scopes/scope.ts'
import { isScopeKey, readScopeKey } from '../scopes/scope-keys.ts'
import type { StoreReadResult } from '../store/store.ts'

/** Units that count against one limit. */
interface Counted {
  readonly used: number
  /** Default 0. */
  readonly held?: number
}

interface CountedScope {
  readonly used: number | string
  readonly held?: number | string
}

/** The counts that a decision is made at. What is not named counts nothing. */
export interface DecideCounts {
  /** Budgets in tokens. */
  readonly budgets?: readonly (Pick<BudgetState, 'feature'> & Counted)[]
  /** Limits of scopes on quantities; those on money and credits are not looked at. */
  readonly scopes?: readonly (Pick<ScopeState, 'kind' | 'id' | 'of' | 'per'> & CountedScope)[]
  /** Requests and tokens in the windows of rates. `retryAfterMs`: until there is room again. Default: the window. */
  readonly rates?: readonly (Counted & { readonly feature: string; readonly retryAfterMs?: number })[]
  /** Attempts that run. Default 0. */
  readonly running?: number
}

/** Answers the questions of an admission from counts, as a store would. */
export function readFrom(counts: DecideCounts, { request }: Admission, at: number): StoreReadResult {
  const { budgets = [], scopes = [], rates = [], running = 0 } = counts
  assertCount(running, 'counts.running')
  const rateOf = (feature: string) => rates.find((rate) => rate.feature === feature)
  return {
    accounts: request.accounts.map(({ key, window, endsAt }) => {
      if (window !== undefined) {
        const rate = rateOf(featureOf(key))
        const lastMs = rate?.retryAfterMs ?? window.stepMs * window.earlier
        return { key, ...countedOf(rate, 'counts.rates'), endsAt: at + lastMs }
      }
      if (!isScopeKey(key)) {
        const budget = budgets.find(({ feature }) => feature === featureOf(key))
        return { key, ...countedOf(budget, 'counts.budgets'), endsAt }
      }
      const level = readScopeKey(key)
      const scope = scopes.find(
        ({ kind, id, of, per }) => kind === level.kind && id === level.id && of === level.of && per === level.per,
      )
      return { key, ...countedOf(scope, 'counts.scopes'), endsAt }
    }),
    rates: request.rates.map(({ key, windowMs }) => {
      const rate = rateOf(key)
      const { used } = countedOf(rate, 'counts.rates')
      return { count: used, retryAfterMs: rate?.retryAfterMs ?? windowMs, isMember: false }
    }),
    open: running,
  }
}

function countedOf(counted: CountedScope | undefined, field: string): { readonly used: number; readonly held: number } {
  const { used = 0, held = 0 } = counted ?? {}
  assertCount(used, `${field}[].used`)
  assertCount(held, `${field}[].held`)
  return { used, held }
}
