import type { Queryable } from '../database/database.ts'
import { invalidField } from '../http/api-fault.ts'
import type { Expansion } from './find-expansions.ts'
import type { ExpandPlan } from './read-expand.ts'

type Wire = Record<string, unknown>

/** Reads the wire forms of all with one of these ids, in as many statements however many there are. */
export type ExpansionSource = (database: Queryable, ids: readonly string[]) => Promise<ReadonlyMap<string, object>>

/** The sources of the objects, by the name of their schema. */
export type ExpansionSources = ReadonlyMap<string, ExpansionSource>

/**
 * Objects that one answer may gain. A page of 100 with ten each is far below; beyond, an answer grows without sense.
 */
const MAX_EXPANDED = 10_000

interface Wanted {
  readonly holder: Wire
  readonly expansion: Expansion
  readonly inside: ExpandPlan
}

/**
 * Puts the objects beside their ids, in place. Each kind is read once for all of the answer at each depth, never once
 * an entry. What an id names and is not there any more stays away.
 */
export async function expand(
  database: Queryable,
  sources: ExpansionSources,
  plan: ExpandPlan,
  roots: readonly unknown[],
): Promise<void> {
  let count = 0
  let frontier: readonly { readonly plan: ExpandPlan; readonly value: unknown }[] = roots.map((value) => ({
    plan,
    value,
  }))
  while (frontier.length > 0) {
    const wanted = frontier.flatMap((one) => collect(one.plan, one.value))
    const found = await readAll(database, sources, wanted)
    const next: { plan: ExpandPlan; value: unknown }[] = []
    for (const { holder, expansion, inside } of wanted) {
      const objects = idsOf(holder, expansion).flatMap((id) => {
        const object = found.get(expansion.kind)?.get(id)
        // A copy: the same object may be wanted in two places with different things inside.
        return object === undefined ? [] : [structuredClone(object)]
      })
      count += objects.length
      if (count > MAX_EXPANDED) {
        throw invalidField('expand[]', `more than ${MAX_EXPANDED} objects would be added; ask for a smaller page`)
      }
      if (expansion.many) holder[expansion.objectMember] = objects
      else if (objects[0] !== undefined) holder[expansion.objectMember] = objects[0]
      for (const value of objects) next.push({ plan: inside, value })
    }
    frontier = next
  }
}

/** Every id below a value that the plan wants expanded. */
function collect(plan: ExpandPlan, value: unknown): Wanted[] {
  if (Array.isArray(value)) return value.flatMap((item) => collect(plan, item))
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Wire
  return [
    ...[...plan.expansions.values()].map((one) => ({ holder, ...one })),
    ...[...plan.members].flatMap(([name, inside]) => collect(inside, holder[name])),
  ]
}

function idsOf(holder: Wire, { idMember, many }: Expansion): string[] {
  const ids = holder[idMember]
  return (many && Array.isArray(ids) ? ids : [ids]).filter((id) => typeof id === 'string')
}

async function readAll(
  database: Queryable,
  sources: ExpansionSources,
  wanted: readonly Wanted[],
): Promise<Map<string, ReadonlyMap<string, object>>> {
  const idsByKind = new Map<string, Set<string>>()
  for (const { holder, expansion } of wanted) {
    const ids = idsByKind.get(expansion.kind) ?? new Set()
    for (const id of idsOf(holder, expansion)) ids.add(id)
    idsByKind.set(expansion.kind, ids)
  }
  const found = new Map<string, ReadonlyMap<string, object>>()
  for (const [kind, ids] of idsByKind) {
    const read = sources.get(kind)
    if (ids.size > 0 && read !== undefined) found.set(kind, await read(database, [...ids]))
  }
  return found
}
