import { fitCompletion } from './fit-completion.ts'
import type { StoreReadResult, StoreReserveRequest, StoreReserveResult } from './store.ts'

type Evaluated = Exclude<StoreReserveResult, { readonly type: 'repeated' | 'unknown_accounts' }>

/** What reserve() would answer to these counts, in the same order of checks. Pure. */
export function evaluateRead(request: StoreReserveRequest, read: StoreReadResult): Evaluated {
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
