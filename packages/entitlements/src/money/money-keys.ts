import { creditsUnit, moneyUnit, type WalletUnit } from '@tallygate/rating'
import type { CustomerSnapshot, PeriodMs } from '../customers/customer-snapshot.ts'
import { isPricedScopeKey, readPricedScopeKey } from '../scopes/scope-keys.ts'

/**
 * Accounts that prices are worked out with. Their keys begin with a space, which no feature and no scope does:
 * ` spend <unit> <scale> <limit>@<period>` counts what was spent in units of 10^-scale, for the limit of a feature or,
 * where it is empty, of the wallets; ` count <counter>@<period>` counts what prices go by.
 */
export function spendKey(
  limit: string,
  unit: WalletUnit,
  scale: number,
  snapshot: CustomerSnapshot,
  period: PeriodMs,
): string {
  return snapshot.budgetKey(` spend ${unit} ${scale} ${limit}`, period)
}

export function counterKey(counter: string, snapshot: CustomerSnapshot, period: PeriodMs): string {
  return snapshot.budgetKey(` count ${encodeURIComponent(counter)}`, period)
}

/** Tells whether an account takes part in prices: it counts money or credits, or what prices go by. */
export function isPriceKey(key: string): boolean {
  return key.startsWith(' ') || isPricedScopeKey(key)
}

/** Reads the key of what was spent, by a customer or in a scope; undefined for every other account. */
export function readSpendKey(key: string): { readonly unit: WalletUnit; readonly scale: number } | undefined {
  if (!key.startsWith(' ')) return readPricedScopeKey(key)
  const [, kind, unit = '', scale] = key.slice(0, key.lastIndexOf('@')).split(' ')
  return kind === 'spend' ? { unit: readUnit(unit), scale: Number(scale) } : undefined
}

function readUnit(text: string): WalletUnit {
  if (text.startsWith('credits:')) return creditsUnit(text.slice('credits:'.length))
  // Holds in a journal may name the currency alone.
  return moneyUnit(text.startsWith('money:') ? text.slice('money:'.length) : text)
}
