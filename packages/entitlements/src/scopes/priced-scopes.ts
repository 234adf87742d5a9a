import { Decimal, fromUnits, toUnits, unitScaleOf, type WalletUnit } from '@tallygate/rating'
import type { CustomerSnapshot, PeriodMs } from '../customers/customer-snapshot.ts'
import type { Beyond } from '../limits/beyond.ts'
import type { LimitedScope, PricedQuantity, ScopeQuantity } from './scope.ts'
import { pricedCounts, readPricedScopeKey, scalesOfScopeKey, scopeKey, unitOf } from './scope-keys.ts'

/** The limit of a scope on what its attempts cost. */
export interface PricedScopeLimit {
  readonly unit: WalletUnit
  readonly key: string
  readonly scale: number
  readonly units: number
  readonly endsAt: number
  readonly beyond: Beyond
  /** ISO 4217 code; absent for credits. */
  readonly currency?: string
}

/**
 * A limit up to which an account counts billionths. Our decision: the accounts of smaller limits have one scale, so
 * that another limit finds what was counted.
 */
const COMMON_LIMIT = Decimal.fromInteger(1_000_000)
/** Decimals that an account may count in. */
const SCALES = Array.from({ length: 16 }, (_, index) => 9 - index)

/** Tells whether a limit is on what attempts cost. */
export function isPriced(of: ScopeQuantity): of is PricedQuantity {
  return typeof of === 'object'
}

/** Tells whether a scope is limited in what its attempts cost. */
export function havePrices(scopes: readonly LimitedScope[] | undefined): boolean {
  return scopes?.some(({ limits }) => limits.some(({ of }) => isPriced(of))) ?? false
}

/** A limit in units of its account. */
export function pricedLimit(
  of: PricedQuantity,
  limit: number | string,
): { readonly scale: number; readonly units: number; readonly counts: string } {
  const most = Decimal.parse(String(limit), 'limit')
  const scale = unitScaleOf(most.max(COMMON_LIMIT))
  return { scale, units: toUnits(most, scale, 'HALF_EVEN'), counts: pricedCounts(of, scale) }
}

/** The limits of scopes on what attempts cost, in their order, for an attempt that is made at an instant. */
export function pricedScopeLimits(
  scopes: readonly LimitedScope[],
  snapshot: CustomerSnapshot,
  period: PeriodMs,
  at: number,
  otherwise: Beyond = 'deny',
): PricedScopeLimit[] {
  return scopes.flatMap(({ kind, id, limits }) =>
    limits.flatMap(({ limit, of, per, beyond = otherwise }) => {
      if (!isPriced(of)) return []
      const { scale, units, counts } = pricedLimit(of, limit)
      const currency = 'currency' in of ? { currency: of.currency } : {}
      return [
        {
          unit: unitOf(of),
          scale,
          units,
          beyond,
          ...currency,
          ...scopeKey({ kind, id, counts, per }, snapshot, period, at),
        },
      ]
    }),
  )
}

/**
 * The keys under which a journal may have counted what an account counts: with its decimals, and with those of other
 * limits that the scope had.
 */
export function journalKeysOf(key: string): readonly { readonly key: string; readonly scale: number }[] {
  return readPricedScopeKey(key) === undefined ? [{ key, scale: 0 }] : scalesOfScopeKey(key, SCALES)
}

/** Adds up counts of several decimals in those of the account's. Rounded up: a restart gives nothing back. */
export function sumScales(key: string, counts: readonly { readonly scale: number; readonly units: number }[]): number {
  const priced = readPricedScopeKey(key)
  if (priced === undefined) return counts.reduce((sum, { units }) => sum + units, 0)
  const sum = Decimal.sum(counts.filter(({ units }) => units > 0).map(({ scale, units }) => fromUnits(units, scale)))
  return toUnits(sum, priced.scale, 'UP')
}
