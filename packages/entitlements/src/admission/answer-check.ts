import { fromUnits } from '@tallygate/rating'
import { ageOf, type CustomerSnapshot } from '../customers/customer-snapshot.ts'
import { toSpendStates } from '../money/spend-limits.ts'
import { toScopeStates } from '../scopes/scope-accounts.ts'
import { fitCompletion } from '../store/fit-completion.ts'
import type { StoreAccountState, StoreReadResult, StoreReserveRequest, StoreReserveResult } from '../store/store.ts'
import { type Admission, explainRefusal, toBudgetStates } from './admit.ts'
import type { CheckDecision, ReserveGrant } from './reservation.ts'

/** Returns what reserve() would answer to an admission at these counts; nothing is held. Pure. */
export function answerCheck(
  admission: Admission,
  read: StoreReadResult,
  snapshot: CustomerSnapshot,
  model: string,
  now: number,
  namesScopes: boolean,
): CheckDecision {
  const result = evaluateRead(admission.request, read, now)
  if (result.type !== 'granted') return explainRefusal(result, admission, snapshot, model, now)
  const { accounts } = admission.request
  const { completionTokens: maxCompletionTokens } = result
  const budgets = toBudgetStates(accounts, read.accounts)
  const levels = namesScopes ? { scopes: toScopeStates(accounts, read.accounts) } : {}
  const money = moneyFacts(admission, read.accounts, maxCompletionTokens)
  return { allowed: true, maxCompletionTokens, budgets, ...money, ...levels, ...ageOf(snapshot, now) }
}

/** The most that an attempt may cost, and the limits on money; nothing where there are none. */
export function moneyFacts(
  { money, request }: Admission,
  states: readonly (StoreAccountState | undefined)[],
  completionTokens: number,
): Pick<ReserveGrant, 'maxCost' | 'spend'> {
  const [limit] = money?.limits ?? []
  if (money === undefined || limit === undefined) return {}
  const { fixed, perCompletionToken } = request.accounts.find(({ key }) => key === limit.key) ?? NOTHING
  const amount = fromUnits(fixed + perCompletionToken * completionTokens, limit.scale).toString()
  return { maxCost: { amount, currency: limit.currency }, spend: toSpendStates(money.limits, states) }
}

const NOTHING = { fixed: 0, perCompletionToken: 0 }

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
