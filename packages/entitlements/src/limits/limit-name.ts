import { fromUnits } from '@tallygate/rating'
import { featureOf } from '../customers/feature-rules.ts'
import { namesOf } from '../money/cost.ts'
import type { MoneyLimit } from '../money/money.ts'
import { isWalletLimit } from '../money/wallet-limits.ts'
import { isPriced } from '../scopes/priced-scopes.ts'
import type { ScopeState } from '../scopes/scope.ts'
import { showScopeUnits } from '../scopes/scope-accounts.ts'
import { isScopeKey, readScopeKey } from '../scopes/scope-keys.ts'

/** One limit of one level below the customer. */
export type ScopeLevel = Pick<ScopeState, 'kind' | 'id' | 'of' | 'per'>

/** The name of a limit: the feature of the customer, the wallet, or the level below. */
export interface LimitName {
  readonly feature?: string
  readonly scope?: ScopeLevel
  /** Id of the wallet. */
  readonly wallet?: string
  /** ISO 4217 code, where money is limited. */
  readonly currency?: string
  /** Id of the credit type, where credits are limited. */
  readonly creditTypeId?: string
}

/** Names the limit of an account, and writes its units: whole numbers, or decimals of money and credits. */
export function nameLimit(
  key: string,
  moneyLimits: readonly MoneyLimit[],
): { readonly name: LimitName; readonly show: (units: number) => number | string } {
  const limit = moneyLimits.find((one) => one.key === key)
  if (limit !== undefined) {
    const show = (units: number): string => fromUnits(units, limit.scale).toString()
    if (!isWalletLimit(limit)) return { name: { feature: limit.feature, currency: limit.currency }, show }
    const { wallet, unit } = limit
    return { name: { ...(wallet === undefined ? {} : { wallet }), ...namesOf(unit) }, show }
  }
  if (!isScopeKey(key)) return { name: { feature: featureOf(key) }, show: (units) => units }
  const scope = readScopeKey(key)
  return { name: { scope, ...(isPriced(scope.of) ? scope.of : {}) }, show: showScopeUnits(key) }
}
