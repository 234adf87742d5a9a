import type { StoreAccount, StoreReserveRequest } from './store.ts'

/**
 * The completion tokens that fit into every account, at most the wanted ones; or the account that is too short for the
 * minimum. Pure. The Redis store's script computes the same; one conformance suite holds both to it.
 */
export function fitCompletion(
  request: Pick<StoreReserveRequest, 'accounts' | 'wantedTokens' | 'minimumTokens'>,
  countsOf: (account: StoreAccount) => { readonly used: number; readonly held: number } | undefined,
): number | { readonly short: StoreAccount } {
  let fit = request.wantedTokens
  let shortest: StoreAccount | undefined
  for (const account of request.accounts) {
    if (account.limit === undefined) continue
    const counts = countsOf(account)
    const left = account.limit - (counts?.used ?? 0) - (counts?.held ?? 0) - account.fixed
    // An account that does not count completion tokens has room for all of them, or is short by itself.
    if (left < 0) return { short: account }
    const each = account.perCompletionToken
    if (each === 0 || left >= each * fit) continue
    fit = tokensIn(left, each)
    shortest = account
  }
  if (shortest === undefined || fit >= Math.min(request.minimumTokens, request.wantedTokens)) return fit
  return { short: shortest }
}

/** Returns how many completion tokens fit into the units. A quotient of doubles may round up to the next integer. */
function tokensIn(left: number, perCompletionToken: number): number {
  const tokens = Math.floor(left / perCompletionToken)
  return tokens * perCompletionToken > left ? tokens - 1 : tokens
}
