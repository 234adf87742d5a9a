import { type EffectiveSchema, effectiveSchema } from './effective-schema.ts'
import { isNode, type OpenApiDocument } from './open-api-document.ts'

export type BreakingChange = { readonly where: string; readonly what: string }

/** A request breaks when less is accepted than before, a response when something else comes than before. */
export type Direction = 'request' | 'response'

export type Comparison = {
  readonly base: OpenApiDocument
  readonly current: OpenApiDocument
  readonly report: (change: BreakingChange) => void
  /** Pairs of schemas that were compared, so that recursion ends and a shared schema is reported once. */
  readonly seen: Set<string>
  /** Names for schemas that have none. */
  readonly numbers: Map<unknown, number>
}

export function compareSchemas(
  comparison: Comparison,
  direction: Direction,
  where: string,
  before: unknown,
  after: unknown,
): void {
  const old = effectiveSchema(comparison.base, before)
  const now = effectiveSchema(comparison.current, after)
  const key = [direction, identity(comparison, before), old.nullable, identity(comparison, after), now.nullable].join(
    ' ',
  )
  if (comparison.seen.has(key)) return
  comparison.seen.add(key)
  const report = (what: string) => comparison.report({ where, what })

  compareNull(direction, old, now, report)
  if (!compareTypes(direction, old, now, report)) return
  if (direction === 'request') {
    compareValues(old, now, report)
    compareLimits(old, now, report)
  }
  compareProperties(comparison, direction, where, old, now)
  if (old.items !== undefined && now.items !== undefined)
    compareSchemas(comparison, direction, `${where}[]`, old.items, now.items)
  if (old.alternatives.length !== now.alternatives.length) {
    const fewer = now.alternatives.length < old.alternatives.length
    if (fewer === (direction === 'request'))
      report(`${fewer ? 'fewer' : 'more'} alternatives: ${old.alternatives.length} became ${now.alternatives.length}`)
  }
  old.alternatives.forEach((alternative, index) => {
    const other = now.alternatives[index]
    if (other !== undefined) compareSchemas(comparison, direction, `${where}(${index + 1})`, alternative, other)
  })
}

/** The component behind a schema, also where it is wrapped to be nullable; otherwise a number for the object itself. */
function identity(comparison: Comparison, schema: unknown): string {
  if (!isNode(schema)) return 'none'
  if (typeof schema['$ref'] === 'string') return schema['$ref']
  const wrapped = [schema['anyOf'], schema['oneOf'], schema['allOf']].find(Array.isArray)
  const references = (wrapped ?? []).filter((one) => isNode(one) && one['type'] !== 'null')
  if (references.length === 1) return identity(comparison, references[0])
  const number = comparison.numbers.get(schema) ?? comparison.numbers.size + 1
  comparison.numbers.set(schema, number)
  return String(number)
}

function compareNull(
  direction: Direction,
  old: EffectiveSchema,
  now: EffectiveSchema,
  report: (what: string) => void,
): void {
  if (direction === 'request' && old.nullable && !now.nullable && now.types.size > 0) report('no longer accepts null')
  if (direction === 'response' && !old.nullable && now.nullable) report('may now be null')
}

function compareTypes(
  direction: Direction,
  old: EffectiveSchema,
  now: EffectiveSchema,
  report: (what: string) => void,
): boolean {
  const [from, to] = direction === 'request' ? [old, now] : [now, old]
  // No type at all means any: it accepts everything, and promises nothing.
  if (to.types.size === 0) return true
  const uncovered = from.types.size === 0 || [...from.types].some((type) => !covers(to.types, type))
  if (uncovered) report(`type changed from ${names(old)} to ${names(now)}`)
  return !uncovered
}

function covers(types: ReadonlySet<string>, type: string): boolean {
  return types.has(type) || (type === 'integer' && types.has('number'))
}

function names(schema: EffectiveSchema): string {
  return schema.types.size === 0 ? 'any' : [...schema.types].join(' or ')
}

function compareValues(old: EffectiveSchema, now: EffectiveSchema, report: (what: string) => void): void {
  if (now.values === undefined) return
  if (old.values === undefined) {
    report(`now accepts only ${now.values.map(String).join(', ')}`)
    return
  }
  const accepted = new Set(now.values)
  const lost = old.values.filter((value) => !accepted.has(value))
  if (lost.length > 0) report(`no longer accepts ${lost.map(String).join(', ')}`)
}

const upperLimits = ['maxLength', 'maxItems', 'maximum', 'maxProperties'] as const
const lowerLimits = ['minLength', 'minItems', 'minimum', 'minProperties'] as const

function compareLimits(old: EffectiveSchema, now: EffectiveSchema, report: (what: string) => void): void {
  for (const name of upperLimits) {
    const limit = now.node[name]
    if (typeof limit === 'number' && limit < numberOr(old.node[name], Number.POSITIVE_INFINITY))
      report(`${name} is now ${limit}`)
  }
  for (const name of lowerLimits) {
    const limit = now.node[name]
    const least = name === 'minimum' ? Number.NEGATIVE_INFINITY : 0
    if (typeof limit === 'number' && limit > numberOr(old.node[name], least)) report(`${name} is now ${limit}`)
  }
  const pattern = now.node['pattern']
  if (typeof pattern === 'string' && pattern !== old.node['pattern']) report(`must now match ${pattern}`)
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}

function compareProperties(
  comparison: Comparison,
  direction: Direction,
  where: string,
  old: EffectiveSchema,
  now: EffectiveSchema,
): void {
  for (const [name, before] of Object.entries(old.properties)) {
    const place = `${where}.${name}`
    const after = now.properties[name]
    if (after === undefined) comparison.report({ where: place, what: `${direction} field removed` })
    else compareSchemas(comparison, direction, place, before, after)
  }
  if (direction === 'request') {
    for (const name of now.required) {
      if (!old.required.has(name))
        comparison.report({ where: `${where}.${name}`, what: 'request field is now required' })
    }
    return
  }
  for (const name of old.required) {
    if (!now.required.has(name) && name in now.properties)
      comparison.report({ where: `${where}.${name}`, what: 'response field is no longer always there' })
  }
}
