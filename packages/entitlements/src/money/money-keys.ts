import type { CustomerSnapshot, PeriodMs } from '../customers/customer-snapshot.ts'

/**
 * Accounts that prices are worked out with. Their keys begin with a space, which no feature and no scope does:
 * ` spend <currency> <scale> <feature>@<period>` counts what was spent in units of 10^-scale; ` count
 * <counter>@<period>` counts what prices go by.
 */
export function spendKey(
  feature: string,
  currency: string,
  scale: number,
  snapshot: CustomerSnapshot,
  period: PeriodMs,
): string {
  return snapshot.budgetKey(` spend ${currency} ${scale} ${feature}`, period)
}

export function counterKey(counter: string, snapshot: CustomerSnapshot, period: PeriodMs): string {
  return snapshot.budgetKey(` count ${encodeURIComponent(counter)}`, period)
}

/** Tells whether an account takes part in prices: it counts money, or what prices go by. */
export function isPriceKey(key: string): boolean {
  return key.startsWith(' ')
}

/** Reads the key of what was spent; undefined for every other account. */
export function readSpendKey(
  key: string,
): { readonly feature: string; readonly currency: string; readonly scale: number } | undefined {
  const [, kind, currency, scale, feature] = key.slice(0, key.lastIndexOf('@')).split(' ')
  if (!isPriceKey(key) || kind !== 'spend' || currency === undefined || feature === undefined) return undefined
  return { feature, currency, scale: Number(scale) }
}
