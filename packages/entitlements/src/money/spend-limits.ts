import { Decimal, fromUnits, moneyUnit, toUnits, unitScaleOf } from '@tallygate/rating'
import type { CustomerSnapshot, PeriodMs } from '../customers/customer-snapshot.ts'
import type { EntitlementValue } from '../customers/entitlement-value.ts'
import type { StoreAccountState } from '../store/store.ts'
import { spendKey } from './money-keys.ts'
import type { UnitLimit } from './unit-limits.ts'

/** Money that a feature lets a customer spend in a period. */
export interface SpendLimit extends UnitLimit {
  readonly feature: string
  /** ISO 4217 code. */
  readonly currency: string
  /** Decimal, in the currency's major unit. */
  readonly limit: string
  readonly units: number
}

/** A limit in a currency that the subscription is not billed in. */
export interface CurrencyMismatch {
  /** Reference of the feature; absent where a scope is limited. */
  readonly feature?: string
  /** Key of the scope's account. */
  readonly scopeKey?: string
  readonly limits: readonly string[]
  readonly currency: string
}

/** One limit on money, with what counts against it. Amounts are decimals in the currency's major unit. */
export interface SpendState {
  /** Reference of the feature. */
  readonly feature: string
  readonly currency: string
  readonly limit: string
  /** The exact cost of what was used, to the unit that the store counts. */
  readonly used: string
  /** The most that attempts which run, or whose outcome is not known, may cost. */
  readonly held: string
  /** `limit - used - held`, negative when more was used than allowed. */
  readonly remaining: string
  /** End of the billing period. */
  readonly resetsAt: Date
}

/** Reads the limits that a customer's plan has, or the first one that is in another currency. */
export function spendLimitsOf(
  snapshot: CustomerSnapshot,
  features: readonly string[],
  period: PeriodMs,
): readonly SpendLimit[] | CurrencyMismatch {
  const { subscription } = snapshot
  const limits: SpendLimit[] = []
  if (subscription === undefined) return limits
  const { currency } = subscription
  for (const feature of features) {
    const value = snapshot.values.get(feature)
    if (value === undefined) continue
    const amounts = amountsOf(value)
    const quantity = amounts.find((amount) => amount.currency === currency)?.quantity
    if (quantity === undefined) {
      if (amounts.length === 0) continue
      return { feature, currency, limits: amounts.map((amount) => `${amount.quantity} ${amount.currency}`) }
    }
    const limit = Decimal.parse(quantity, feature).max(Decimal.ZERO)
    const scale = unitScaleOf(limit)
    const unit = moneyUnit(currency)
    const key = spendKey(feature, unit, scale, snapshot, period)
    const units = toUnits(limit, scale, 'HALF_EVEN')
    limits.push({ feature, currency, limit: limit.toString(), unit, key, scale, units })
  }
  return limits
}

function amountsOf(value: EntitlementValue): readonly { readonly quantity: string; readonly currency: string }[] {
  if (value.type === 'amounts') return value.amounts
  return value.type === 'amount' ? [value] : []
}

/** The states of limits on money among those of accounts. */
export function toSpendStates(
  limits: readonly SpendLimit[],
  states: readonly (StoreAccountState | undefined)[],
): SpendState[] {
  return limits.flatMap(({ feature, currency, limit, key, scale, units }) => {
    const state = states.find((one) => one?.key === key)
    if (state === undefined) return []
    const { used, held, endsAt } = state
    const amount = (count: number): string => fromUnits(count, scale).toString()
    return [
      {
        feature,
        currency,
        limit,
        used: amount(used),
        held: amount(held),
        remaining: amount(units - used - held),
        resetsAt: new Date(endsAt),
      },
    ]
  })
}
