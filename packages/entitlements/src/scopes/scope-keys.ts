import { creditsUnit, moneyUnit, type WalletUnit } from '@tallygate/rating'
import type { CustomerSnapshot, PeriodMs } from '../customers/customer-snapshot.ts'
import type { PricedQuantity, ScopeQuantity, ScopeTime } from './scope.ts'

/** Our decision: a run is over when nothing was attempted in it for this long. */
const LIFE_MS = 86_400_000
/** Between the unit of what a scope's account counts and its decimals. */
const SCALE_MARK = '~'

/** The subject of a scope's account: a quantity, or a unit in which attempts are priced with its decimals. */
export interface CountedScope {
  readonly kind: string
  readonly id: string
  /** A quantity, or `<unit>~<decimals>`. */
  readonly counts: string
  readonly per: ScopeTime
}

/**
 * Names the account: `<kind> <id> <quantity>@<start of the period or of the day, or life>`; where an amount is limited,
 * the quantity is `<unit>~<decimals>`. Features have no white space in their references, so no feature has such a key.
 */
export function scopeKey(
  { kind, id, counts, per }: CountedScope,
  snapshot: CustomerSnapshot,
  period: PeriodMs,
  at: number,
): { readonly key: string; readonly endsAt: number } {
  const name = `${kind} ${encodeURIComponent(id)} ${counts}`
  if (per === 'period') return { key: snapshot.budgetKey(name, period), endsAt: period.end }
  if (per === 'life') return { key: `${name}@life`, endsAt: at + LIFE_MS }
  const day = snapshot.dayAt(at)
  return { key: `${name}@day-${day.start}`, endsAt: day.end }
}

/** Tells whether an account counts a scope. */
export function isScopeKey(key: string): boolean {
  return key.indexOf(' ') > 0
}

/** Tells whether an account counts what attempts of a scope cost. */
export function isPricedScopeKey(key: string): boolean {
  return isScopeKey(key) && key.includes(SCALE_MARK, key.lastIndexOf(' '))
}

/** Reads a key that {@link scopeKey} wrote. */
export function readScopeKey(key: string): {
  readonly kind: string
  readonly id: string
  readonly of: ScopeQuantity
  readonly per: ScopeTime
} {
  const { kind, id, counts, per } = partsOf(key)
  const priced = readPriced(counts)
  return { kind, id, of: priced === undefined ? (counts as ScopeQuantity) : ofUnit(priced.unit), per }
}

/** Reads the unit and the decimals of an account that counts what attempts cost; undefined for every other account. */
export function readPricedScopeKey(key: string): { readonly unit: WalletUnit; readonly scale: number } | undefined {
  return isPricedScopeKey(key) ? readPriced(partsOf(key).counts) : undefined
}

/** The keys that count the same as a key, each with other decimals; the key itself is among them. */
export function scalesOfScopeKey(
  key: string,
  scales: readonly number[],
): readonly { readonly key: string; readonly scale: number }[] {
  const at = key.lastIndexOf('@')
  const end = key.lastIndexOf(SCALE_MARK, at) + 1
  return scales.map((scale) => ({ key: key.slice(0, end) + scale + key.slice(at), scale }))
}

function partsOf(key: string): CountedScope {
  const at = key.lastIndexOf('@')
  const [kind = '', id = '', counts = 'tokens'] = key.slice(0, at).split(' ')
  const time = key.slice(at + 1)
  const per = time === 'life' ? 'life' : time.startsWith('day-') ? 'day' : 'period'
  return { kind, id: decodeURIComponent(id), counts, per }
}

/** Writes what an account counts: `money:USD~9`. */
export function pricedCounts(of: PricedQuantity, scale: number): string {
  const unit = 'currency' in of ? `money:${of.currency}` : `credits:${encodeURIComponent(of.creditTypeId)}`
  return unit + SCALE_MARK + scale
}

/** The unit in which attempts are priced. */
export function unitOf(of: PricedQuantity): WalletUnit {
  return 'currency' in of ? moneyUnit(of.currency) : creditsUnit(of.creditTypeId)
}

function readPriced(counts: string): { readonly unit: WalletUnit; readonly scale: number } | undefined {
  const mark = counts.indexOf(SCALE_MARK)
  if (mark < 0) return undefined
  const [kind, name = ''] = counts.slice(0, mark).split(':')
  const unit = kind === 'money' ? moneyUnit(name) : creditsUnit(decodeURIComponent(name))
  return { unit, scale: Number(counts.slice(mark + 1)) }
}

function ofUnit(unit: WalletUnit): PricedQuantity {
  const name = unit.slice(unit.indexOf(':') + 1)
  return unit.startsWith('money:') ? { currency: name } : { creditTypeId: name }
}
