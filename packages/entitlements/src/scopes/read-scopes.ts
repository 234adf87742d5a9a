import { InvalidRequestError } from '../errors/invalid-request-error.ts'
import { COMMON_QUANTITIES, type KnownQuantities, POOLS, TOTALS } from '../quantities/quantity-names.ts'
import { isPriced } from './priced-scopes.ts'
import type { AppliedScopeLimit, LimitedScope, Scope, ScopeLimit, ScopeOptions, ScopeQuantity } from './scope.ts'

/** Levels of a request, the customer among them: each adds accounts to the one step that admits. */
const LEVELS_MAX = 8
const SCOPES_MAX = LEVELS_MAX - 1
const LIMITS_MAX = 8
const ID_MAX_LENGTH = 200
const KIND = /^[a-z][a-z0-9_-]{0,49}$/i
const ID = /^[^\p{Cc}\p{Cs}]+$/u
const QUANTITIES: readonly string[] = [
  ...['tokens', ...TOTALS, 'requests', ...TOTALS.flatMap((total) => POOLS[total])],
  ...COMMON_QUANTITIES,
]
/** ISO 4217. */
const CURRENCY = /^[A-Z]{3}$/
/** More decimals than an account counts. */
const AMOUNT = /^\d{1,15}(\.\d{1,9})?$/
const TIMES = ['period', 'day', 'life'] as const

/**
 * Completes the scopes of a request with the limits of the option. Throws InvalidRequestError naming the field, before
 * anything is held.
 */
export async function readScopes(
  customer: string,
  scopes: readonly Scope[],
  options: ScopeOptions | undefined,
  known: KnownQuantities,
): Promise<readonly LimitedScope[]> {
  if (options === undefined) refuse('scopes', 'be left out where the option `scopes` is not set', 'given')
  assertNamed(scopes)
  const limits: unknown[] = []
  for (const { kind, id, limits: own } of scopes) limits.push(own ?? (await askLimits({ customer, kind, id }, options)))
  return toLimited(scopes, limits, known)
}

/** Checks scopes that bring their limits with them. Throws InvalidRequestError naming the field. */
export function readLimitedScopes(scopes: readonly Scope[], known: KnownQuantities): readonly LimitedScope[] {
  assertNamed(scopes)
  return toLimited(
    scopes,
    scopes.map(({ limits }) => limits),
    known,
  )
}

/**
 * Checks scopes that bring their limits with them, as reserve() does: for an application that reads them from a file.
 * `quantities` are names that the option maps. Throws InvalidRequestError naming the field.
 */
export function assertScopes(scopes: readonly Scope[], quantities: readonly string[] = []): void {
  readLimitedScopes(scopes, new Map(quantities.map((name) => [name, name])))
}

function toLimited(
  scopes: readonly Scope[],
  limits: readonly unknown[],
  known: KnownQuantities,
): readonly LimitedScope[] {
  return scopes.map(({ kind, id }, index) => ({
    kind,
    id,
    limits: readScopeLimits(limits[index], `scopes[${index}].limits`, known),
  }))
}

function assertNamed(scopes: readonly Scope[]): void {
  if (!Array.isArray(scopes) || scopes.length > SCOPES_MAX)
    refuse('scopes', `be a list of at most ${SCOPES_MAX}: with the customer ${LEVELS_MAX} levels`, show(scopes))
  const seen = new Set<string>()
  for (const [index, scope] of scopes.entries()) {
    const field = `scopes[${index}]`
    assertScope(scope, field)
    const { kind, id } = scope
    if (seen.size === seen.add(`${kind} ${id}`).size)
      refuse(field, 'be named once', `${kind} ${JSON.stringify(id)} again`)
  }
}

/** Fills in the defaults of limits. Throws InvalidRequestError. `known` are the names that the application mapped. */
export function readScopeLimits(limits: unknown, field: string, known: KnownQuantities): readonly AppliedScopeLimit[] {
  if (!Array.isArray(limits) || limits.length === 0 || limits.length > LIMITS_MAX)
    refuse(field, `be a list of 1 to ${LIMITS_MAX} limits`, show(limits))
  const seen = new Set<string>()
  return limits.map((given: ScopeLimit, index) => {
    const place = `${field}[${index}]`
    if (typeof given !== 'object' || given === null) refuse(place, 'be {limit, of?, per, beyond?}', show(given))
    const { per, beyond } = given
    const of = readQuantity(given.of ?? 'tokens', `${place}.of`, known)
    const limit = isPriced(of) ? readAmount(given.limit, `${place}.limit`) : readCount(given.limit, `${place}.limit`)
    if (!TIMES.includes(per)) refuse(`${place}.per`, `be one of ${TIMES.join(', ')}`, show(per))
    const what = typeof of === 'string' ? of : Object.values(of).join()
    if (seen.size === seen.add(`${what} ${per}`).size)
      refuse(place, 'limit something else than those before it', `${what} per ${per} again`)
    if (beyond === undefined) return { limit, of, per }
    if (beyond !== 'deny' && beyond !== 'allow') refuse(`${place}.beyond`, 'be deny or allow', show(beyond))
    return { limit, of, per, beyond }
  })
}

function readQuantity(of: unknown, field: string, known: KnownQuantities): ScopeQuantity {
  if (typeof of === 'string') {
    if (QUANTITIES.includes(of) || known.has(of)) return of
    const own = [...known.keys()].filter((name) => !QUANTITIES.includes(name))
    refuse(field, `be {currency}, {creditTypeId}, or one of ${[...QUANTITIES, ...own].join(', ')}`, show(of))
  }
  const { currency, creditTypeId, ...others } = (of ?? {}) as Record<string, unknown>
  const isOne = typeof of === 'object' && Object.keys(others).length === 0
  if (isOne && creditTypeId === undefined && typeof currency === 'string' && CURRENCY.test(currency))
    return { currency }
  if (isOne && currency === undefined && typeof creditTypeId === 'string' && /^\S{1,256}$/.test(creditTypeId))
    return { creditTypeId }
  return refuse(
    field,
    'be a quantity, {currency: an ISO 4217 code} or {creditTypeId: an id}',
    JSON.stringify(of) ?? 'null',
  )
}

function readCount(limit: unknown, field: string): number {
  if (typeof limit === 'number' && Number.isSafeInteger(limit) && limit >= 0) return limit
  return refuse(field, 'be a whole number, 0 or more', show(limit))
}

function readAmount(limit: unknown, field: string): string {
  const text = typeof limit === 'number' ? String(limit) : limit
  if (typeof text === 'string' && AMOUNT.test(text)) return text
  return refuse(field, 'be a decimal of at most 9 places, 0 or more', show(limit))
}

function askLimits(
  question: { readonly customer: string; readonly kind: string; readonly id: string },
  { limits }: ScopeOptions,
): readonly ScopeLimit[] | undefined | Promise<readonly ScopeLimit[] | undefined> {
  return typeof limits === 'function' ? limits(question) : limits?.[question.kind]
}

function assertScope(scope: Scope, field: string): void {
  if (typeof scope !== 'object' || scope === null) refuse(field, 'be {kind, id, limits?}', show(scope))
  if (typeof scope.kind !== 'string' || !KIND.test(scope.kind))
    refuse(`${field}.kind`, 'be a letter, then letters, digits, - and _, at most 50 characters', show(scope.kind))
  if (typeof scope.id !== 'string' || scope.id.length > ID_MAX_LENGTH || !ID.test(scope.id))
    refuse(`${field}.id`, `be printable text of 1 to ${ID_MAX_LENGTH} characters`, show(scope.id))
}

function refuse(field: string, rule: string, value: string): never {
  throw new InvalidRequestError({ message: `${field} must ${rule}; it is ${value}.`, field })
}

function show(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : String(value)
}
