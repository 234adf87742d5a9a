import type { CustomerSnapshot, PeriodMs } from '../customers/customer-snapshot.ts'
import { type Beyond, soften } from '../limits/beyond.ts'
import type { StoreAccount, StoreAccountState, StoreUnits } from '../store/store.ts'
import type { AppliedScopeLimit, LimitedScope, ScopeQuantity, ScopeState, ScopeTime } from './scope.ts'

/** Our decision: a run is over when nothing was attempted in it for this long. */
const LIFE_MS = 86_400_000

/** The tokens of an attempt, or of the part of it that is known. */
interface Tokens {
  readonly promptTokens: number
  readonly completionTokens: number
}

/** The accounts of scopes, in their order, for an attempt that is made at an instant. */
export function scopeAccounts(
  scopes: readonly LimitedScope[],
  snapshot: CustomerSnapshot,
  period: PeriodMs,
  promptTokens: number,
  at: number,
  beyond: Beyond = 'deny',
): StoreAccount[] {
  const accounts: StoreAccount[] = []
  for (const scope of scopes) {
    for (const { limit, of, per, beyond: own = beyond } of scope.limits) {
      const { key, endsAt } = scopeKey(scope, { of, per }, snapshot, period, at)
      const fixed = scopeUnits(of, { promptTokens, completionTokens: 0 })
      const account = { key, limit, fixed, perCompletionToken: countsCompletion(of) ? 1 : 0, endsAt }
      accounts.push(own === 'allow' ? soften(account) : account)
    }
  }
  return accounts
}

/** Returns what the accounts of an intent's scopes count of a usage. */
export function scopeCounts(
  scopes: readonly LimitedScope[],
  snapshot: CustomerSnapshot,
  period: PeriodMs,
  at: number,
  usage: Tokens,
): StoreUnits[] {
  return scopes.flatMap((scope) =>
    scope.limits.map((counted) => ({
      key: scopeKey(scope, counted, snapshot, period, at).key,
      units: scopeUnits(counted.of, usage),
    })),
  )
}

/**
 * Names the account: `<kind> <id> <quantity>@<start of the period or of the day, or life>`. Features have no white
 * space in their references, so no feature has such a key.
 */
function scopeKey(
  { kind, id }: Pick<LimitedScope, 'kind' | 'id'>,
  { of, per }: Pick<AppliedScopeLimit, 'of' | 'per'>,
  snapshot: CustomerSnapshot,
  period: PeriodMs,
  at: number,
): { readonly key: string; readonly endsAt: number } {
  const name = `${kind} ${encodeURIComponent(id)} ${of}`
  if (per === 'period') return { key: snapshot.budgetKey(name, period), endsAt: period.end }
  if (per === 'life') return { key: `${name}@life`, endsAt: at + LIFE_MS }
  const day = snapshot.dayAt(at)
  return { key: `${name}@day-${day.start}`, endsAt: day.end }
}

/** Tells whether an account counts a scope. */
export function isScopeKey(key: string): boolean {
  return key.indexOf(' ') > 0
}

/** Returns what an account of a scope counts of a usage. */
export function scopeUnitsOf(key: string, usage: Tokens): number {
  return scopeUnits(readScopeKey(key).of, usage)
}

function scopeUnits(of: ScopeQuantity, { promptTokens, completionTokens }: Tokens): number {
  if (of === 'requests') return 1
  return (of === 'completionTokens' ? 0 : promptTokens) + (of === 'promptTokens' ? 0 : completionTokens)
}

function countsCompletion(of: ScopeQuantity): boolean {
  return of === 'tokens' || of === 'completionTokens'
}

/** Reads a key that {@link scopeKey} wrote. */
export function readScopeKey(key: string): {
  readonly kind: string
  readonly id: string
  readonly of: ScopeQuantity
  readonly per: ScopeTime
} {
  const at = key.lastIndexOf('@')
  const [kind = '', id = '', of = 'tokens'] = key.slice(0, at).split(' ')
  const time = key.slice(at + 1)
  const per = time === 'life' ? 'life' : time.startsWith('day-') ? 'day' : 'period'
  return { kind, id: decodeURIComponent(id), of: of as ScopeQuantity, per }
}

/** The states of scopes among those of accounts, with the limits that hold. */
export function toScopeStates(
  accounts: readonly Pick<StoreAccount, 'key' | 'limit' | 'softLimit'>[],
  states: readonly (StoreAccountState | undefined)[],
): ScopeState[] {
  const known = new Map(states.flatMap((state) => (state === undefined ? [] : [[state.key, state] as const])))
  const found: ScopeState[] = []
  for (const { key, softLimit = 0, limit = softLimit } of accounts) {
    const state = isScopeKey(key) ? known.get(key) : undefined
    if (state === undefined) continue
    const { used, held, endsAt } = state
    const remaining = limit - used - held
    found.push({ ...readScopeKey(key), limit, used, held, remaining, resetsAt: new Date(endsAt) })
  }
  return found
}

/** The accounts of scopes that an intent holds in, with the limits that it was admitted by. */
export function heldScopeAccounts(
  scopes: readonly LimitedScope[],
  holds: readonly StoreUnits[],
): readonly Pick<StoreAccount, 'key' | 'limit'>[] {
  const limits = scopes.flatMap((scope) => scope.limits)
  return holds.filter(({ key }) => isScopeKey(key)).map(({ key }, index) => ({ key, limit: limits[index]?.limit }))
}
