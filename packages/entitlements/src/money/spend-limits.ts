import { Decimal, fromUnits, toUnits, unitScaleOf } from '@tallygate/rating'
import type { CustomerSnapshot, PeriodMs } from '../customers/customer-snapshot.ts'
import type { EntitlementValue } from '../customers/entitlement-value.ts'
import type { StoreAccountState } from '../store/store.ts'
import { readSpendKey, spendKey } from './money-keys.ts'

/** Money that a feature lets a customer spend in a period. */
export interface SpendLimit {
  readonly feature: string
  /** ISO 4217 code. */
  readonly currency: string
  /** Decimal, in the currency's major unit. */
  readonly limit: string
  /** Key of the account that counts it, in units of 10^-scale. */
  readonly key: string
  readonly scale: number
  readonly units: number
}

/** A limit in a currency that the subscription is not billed in. */
export interface CurrencyMismatch {
  readonly feature: string
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
    const key = spendKey(feature, currency, scale, snapshot, period)
    limits.push({ feature, currency, limit: limit.toString(), key, scale, units: toUnits(limit, scale, 'HALF_EVEN') })
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
  const known = new Map(states.flatMap((state) => (state === undefined ? [] : [[state.key, state] as const])))
  return limits.flatMap(({ feature, currency, limit, key, scale, units }) => {
    const state = known.get(key)
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

/** Returns the units of an account that counts what was spent, for an amount in its currency. */
export function spentUnits(key: string, amount: Decimal): number {
  const scale = readSpendKey(key)?.scale ?? 0
  // Our decision: a step that makes a period cheaper takes nothing off until the counts are corrected.
  return Math.max(0, boundedUnits(amount, scale, 'HALF_EVEN'))
}

/** More than any limit: what is beyond it is as good as this. */
const LARGEST = Math.floor(Number.MAX_SAFE_INTEGER / 4)

/** Counts an amount in whole units, and one that is beyond every limit as the most that an account takes. */
export function boundedUnits(amount: Decimal, scale: number, rounding: 'UP' | 'HALF_EVEN'): number {
  const largest = fromUnits(LARGEST, scale)
  return amount.compare(largest) > 0 ? LARGEST : toUnits(amount.max(largest.negated()), scale, rounding)
}
