import { InvalidRequestError } from '../errors/invalid-request-error.ts'
import type { AppliedScopeLimit, LimitedScope, Scope, ScopeLimit, ScopeOptions } from './scope.ts'

/** Levels of a request, the customer among them: each adds accounts to the one step that admits. */
const LEVELS_MAX = 8
const SCOPES_MAX = LEVELS_MAX - 1
const LIMITS_MAX = 8
const ID_MAX_LENGTH = 200
const KIND = /^[a-z][a-z0-9_-]{0,49}$/i
const ID = /^[^\p{Cc}\p{Cs}]+$/u
const QUANTITIES = ['tokens', 'promptTokens', 'completionTokens', 'requests'] as const
const TIMES = ['period', 'day', 'life'] as const

/**
 * Completes the scopes of a request with the limits of the option. Throws InvalidRequestError naming the field, before
 * anything is held.
 */
export async function readScopes(
  customer: string,
  scopes: readonly Scope[],
  options: ScopeOptions | undefined,
): Promise<readonly LimitedScope[]> {
  if (options === undefined) refuse('scopes', 'be left out where the option `scopes` is not set', 'given')
  assertScopes(scopes)
  const limits: unknown[] = []
  for (const { kind, id, limits: own } of scopes) limits.push(own ?? (await askLimits({ customer, kind, id }, options)))
  return toLimited(scopes, limits)
}

/** Checks scopes that bring their limits with them. Throws InvalidRequestError naming the field. */
export function readLimitedScopes(scopes: readonly Scope[]): readonly LimitedScope[] {
  assertScopes(scopes)
  return toLimited(
    scopes,
    scopes.map(({ limits }) => limits),
  )
}

function toLimited(scopes: readonly Scope[], limits: readonly unknown[]): readonly LimitedScope[] {
  return scopes.map(({ kind, id }, index) => ({
    kind,
    id,
    limits: readScopeLimits(limits[index], `scopes[${index}].limits`),
  }))
}

function assertScopes(scopes: readonly Scope[]): void {
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

/** Fills in the defaults of limits. Throws InvalidRequestError. */
export function readScopeLimits(limits: unknown, field: string): readonly AppliedScopeLimit[] {
  if (!Array.isArray(limits) || limits.length === 0 || limits.length > LIMITS_MAX)
    refuse(field, `be a list of 1 to ${LIMITS_MAX} limits`, show(limits))
  const seen = new Set<string>()
  return limits.map((limit: ScopeLimit, index) => {
    const place = `${field}[${index}]`
    if (typeof limit !== 'object' || limit === null) refuse(place, 'be {limit, of?, per, beyond?}', show(limit))
    const { limit: most, of = 'tokens', per, beyond } = limit
    if (!Number.isSafeInteger(most) || most < 0) refuse(`${place}.limit`, 'be a whole number, 0 or more', show(most))
    if (!QUANTITIES.includes(of)) refuse(`${place}.of`, `be one of ${QUANTITIES.join(', ')}`, show(of))
    if (!TIMES.includes(per)) refuse(`${place}.per`, `be one of ${TIMES.join(', ')}`, show(per))
    if (seen.size === seen.add(`${of} ${per}`).size)
      refuse(place, 'limit something else than those before it', `${of} per ${per} again`)
    if (beyond === undefined) return { limit: most, of, per }
    if (beyond !== 'deny' && beyond !== 'allow') refuse(`${place}.beyond`, 'be deny or allow', show(beyond))
    return { limit: most, of, per, beyond }
  })
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
