import { ageOf, type CustomerSnapshot } from '../customers/customer-snapshot.ts'
import { type LimitStates, toLimitStates } from '../money/limit-states.ts'
import { type MaxCosts, type ToldCosts, withMaxCost } from '../money/told-cost.ts'
import type { LimitedScope } from '../scopes/scope.ts'
import { toScopeStates } from '../scopes/scope-accounts.ts'
import { fitCompletion } from '../store/fit-completion.ts'
import type {
  StoreAccount,
  StoreAccountState,
  StoreReadResult,
  StoreReserveRequest,
  StoreReserveResult,
} from '../store/store.ts'
import { type Admission, explainRefusal, toBudgetStates } from './admit.ts'
import { overagesOf } from './overage.ts'
import type { CheckDecision } from './reservation.ts'

/**
 * Returns what reserve() would answer to an admission at these counts; nothing is held. Pure.
 *
 * @param unlimited the most that it may cost where nothing limits the cost
 */
export function answerCheck(
  admission: Admission,
  read: StoreReadResult,
  snapshot: CustomerSnapshot,
  model: string,
  now: number,
  scopes: readonly LimitedScope[] | undefined,
  unlimited?: (completionTokens: number) => ToldCosts | undefined,
): CheckDecision {
  const result = evaluateRead(admission.request, read, now)
  if (result.type !== 'granted') return explainRefusal(result, admission, snapshot, model, now)
  const { accounts } = admission.request
  const { completionTokens: maxCompletionTokens } = result
  const budgets = toBudgetStates(accounts, read.accounts)
  const levels = scopes === undefined ? {} : { scopes: toScopeStates(scopes, accounts, read.accounts) }
  const after = read.accounts.map((state, index) => withHold(state, accounts[index], maxCompletionTokens))
  const overages = overagesOf(admission, after)
  const beyond = overages.length === 0 ? {} : { beyond: overages }
  const answer = { allowed: true, maxCompletionTokens, budgets, ...levels, ...beyond, ...ageOf(snapshot, now) } as const
  return withMoneyFacts(answer, admission, read.accounts, maxCompletionTokens, unlimited?.(maxCompletionTokens))
}

function withHold(
  state: StoreAccountState | undefined,
  account: StoreAccount | undefined,
  completionTokens: number,
): StoreAccountState | undefined {
  if (state === undefined || account === undefined) return undefined
  return { ...state, held: state.held + account.fixed + account.perCompletionToken * completionTokens }
}

/**
 * Puts the most that an attempt may cost into an answer, and the limits on money and credits.
 *
 * @param unlimited the most that it may cost where the admission has nothing to do with money
 */
export function withMoneyFacts<Answer extends object>(
  answer: Answer,
  { money }: Admission,
  states: readonly (StoreAccountState | undefined)[],
  completionTokens: number,
  unlimited: ToldCosts | undefined,
): Answer & MaxCosts & LimitStates {
  if (money === undefined) return withMaxCost(answer, unlimited)
  const limits = toLimitStates(money.limits, states)
  return withMaxCost({ ...answer, ...limits }, money.maxCosts(completionTokens, states))
}

type Evaluated = Exclude<StoreReserveResult, { readonly type: 'repeated' | 'unknown_accounts' | 'moved' }>

/** Returns what reserve() would answer to these counts, in the same order of checks. Pure. */
function evaluateRead(request: StoreReserveRequest, read: StoreReadResult, now: number): Evaluated {
  if (request.maxConcurrent !== undefined && read.open >= request.maxConcurrent)
    return { type: 'too_many_concurrent', open: read.open }
  for (const [index, rate] of request.rates.entries()) {
    const window = read.rates[index]
    if (window === undefined || window.count < rate.limit || window.isMember) continue
    return { type: 'rate_limited', key: rate.key, count: window.count, retryAfterMs: window.retryAfterMs }
  }
  const states = new Map(request.accounts.map((account, index) => [account, read.accounts[index]]))
  const fit = fitCompletion(request, (account) => {
    const state = states.get(account)
    return state === undefined ? undefined : { used: state.used, held: state.held }
  })
  if (typeof fit === 'number') return { type: 'granted', completionTokens: fit, accounts: [] }
  const { used = 0, held = 0, endsAt = now } = states.get(fit.short) ?? {}
  const short = { type: 'short', key: fit.short.key, used, held } as const
  // Each step of a window is not known here; when the last one has left it, it is empty.
  return fit.short.window === undefined ? short : { ...short, retryAfterMs: Math.max(0, endsAt - now) }
}
