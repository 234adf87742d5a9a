import { fromUnits } from '@tallygate/rating'
import type { CustomerSnapshot, PeriodMs } from '../customers/customer-snapshot.ts'
import { type Beyond, soften } from '../limits/beyond.ts'
import { type QuantityCounts, quantityOf, totalOf } from '../quantities/quantity-names.ts'
import type { StoreAccount, StoreAccountState, StoreUnits } from '../store/store.ts'
import { isPriced, pricedLimit } from './priced-scopes.ts'
import type { LimitedScope, ScopeState } from './scope.ts'
import { isPricedScopeKey, isScopeKey, readPricedScopeKey, readScopeKey, scopeKey } from './scope-keys.ts'

/** The accounts of scopes that count quantities, in their order, for an attempt that is made at an instant. */
export function scopeAccounts(
  scopes: readonly LimitedScope[],
  snapshot: CustomerSnapshot,
  period: PeriodMs,
  asked: QuantityCounts,
  at: number,
  beyond: Beyond = 'deny',
): StoreAccount[] {
  const accounts: StoreAccount[] = []
  for (const { kind, id, limits } of scopes) {
    for (const { limit, of, per, beyond: own = beyond } of limits) {
      if (isPriced(of)) continue
      const { key, endsAt } = scopeKey({ kind, id, counts: of, per }, snapshot, period, at)
      const fixed = heldUnits(of, asked)
      const account = { key, limit: Number(limit), fixed, perCompletionToken: countsCompletion(of) ? 1 : 0, endsAt }
      accounts.push(own === 'allow' ? soften(account) : account)
    }
  }
  return accounts
}

/** Returns what the accounts of an intent's scopes count of a usage. Costs are not known here. */
export function scopeCounts(
  scopes: readonly LimitedScope[],
  snapshot: CustomerSnapshot,
  period: PeriodMs,
  at: number,
  usage: QuantityCounts,
): StoreUnits[] {
  return scopes.flatMap(({ kind, id, limits }) =>
    limits.flatMap(({ of, per }) => {
      if (isPriced(of)) return []
      const { key } = scopeKey({ kind, id, counts: of, per }, snapshot, period, at)
      return [{ key, units: scopeUnits(of, usage) }]
    }),
  )
}

/** Returns what an account of a scope counts of a usage. */
export function scopeUnitsOf(key: string, usage: QuantityCounts): number {
  const { of } = readScopeKey(key)
  return isPriced(of) ? 0 : scopeUnits(of, usage)
}

function scopeUnits(of: string, usage: QuantityCounts): number {
  return of === 'tokens' ? usage.promptTokens + usage.completionTokens : quantityOf(usage, of)
}

/** The units that do not depend on the completion: how a total is shared out over its pools is not known yet. */
function heldUnits(of: string, asked: QuantityCounts): number {
  const total = totalOf(of)
  return total === undefined ? scopeUnits(of, asked) : quantityOf(asked, total)
}

function countsCompletion(of: string): boolean {
  return of === 'tokens' || (totalOf(of) ?? of) === 'completionTokens'
}

/** The states of scopes among those of accounts, in the order of the scopes, with the limits that hold. */
export function toScopeStates(
  scopes: readonly LimitedScope[],
  accounts: readonly Pick<StoreAccount, 'key' | 'limit' | 'softLimit'>[],
  states: readonly (StoreAccountState | undefined)[],
): ScopeState[] {
  const known = new Map(states.flatMap((state) => (state === undefined ? [] : [[state.key, state] as const])))
  const found: ScopeState[] = []
  for (const { key, softLimit = 0, limit = softLimit } of inOrder(scopes, accounts)) {
    const state = known.get(key)
    if (state === undefined) continue
    const { used, held, endsAt } = state
    const show = showScopeUnits(key)
    const remaining = show(limit - used - held)
    const counts = { limit: show(limit), used: show(used), held: show(held), remaining }
    found.push({ ...readScopeKey(key), ...counts, resetsAt: new Date(endsAt) })
  }
  return found
}

/** Writes units of a scope's account: whole numbers, or decimals of money and credits. */
export function showScopeUnits(key: string): (units: number) => number | string {
  const priced = readPricedScopeKey(key)
  return priced === undefined ? (units) => units : (units) => fromUnits(units, priced.scale).toString()
}

/** The accounts of scopes that an intent holds in, with the limits that it was admitted by. */
export function heldScopeAccounts(
  scopes: readonly LimitedScope[],
  holds: readonly StoreUnits[],
): readonly Pick<StoreAccount, 'key' | 'limit'>[] {
  return inOrder(scopes, holds).map(({ key, scopeLimit: { of, limit } }) => ({
    key,
    limit: isPriced(of) ? pricedLimit(of, limit).units : Number(limit),
  }))
}

/** The accounts of scopes, in the order of the scopes and of their limits. */
function inOrder<T extends { readonly key: string }>(scopes: readonly LimitedScope[], accounts: readonly T[]) {
  const byName = new Map<string, T>()
  for (const account of accounts) {
    if (!isScopeKey(account.key)) continue
    const { kind, id, of, per } = readScopeKey(account.key)
    byName.set(nameOf(kind, id, of, per), account)
  }
  return scopes.flatMap(({ kind, id, limits }) =>
    limits.flatMap((scopeLimit) => {
      const account = byName.get(nameOf(kind, id, scopeLimit.of, scopeLimit.per))
      return account === undefined ? [] : [{ ...account, scopeLimit }]
    }),
  )
}

function nameOf(...parts: readonly unknown[]): string {
  return JSON.stringify(parts)
}

/** Tells whether a scope's account holds what attempts may cost. */
export function holdsPricedScope(holds: readonly StoreUnits[]): boolean {
  return holds.some(({ key }) => isPricedScopeKey(key))
}
