import { invalidField } from '../http/api-fault.ts'
import { itemsOf, type MemberSchema, membersOf, nameOf } from '../http/contract-members.ts'
import { type Expansion, findExpansions } from './find-expansions.ts'

/** The members to expand in one object: which of its ids, and which further members inside. */
export interface ExpandPlan {
  /** By the member with the id; with what is wanted inside of the object that comes. */
  readonly expansions: Map<string, { readonly expansion: Expansion; readonly inside: ExpandPlan }>
  /** By the name of a member that is there already. */
  readonly members: Map<string, ExpandPlan>
}

const PARAMETER = 'expand[]'
/** Expanded objects inside expanded objects: further down lies nothing but what was further up. */
const MAX_DEPTH = 5

/**
 * Reads the values of `expand[]` for an answer of this schema. Throws naming the parameter. `kinds` are those that the
 * server keeps.
 */
export function readExpand(schema: MemberSchema, values: readonly string[], kinds: ReadonlySet<string>): ExpandPlan {
  const plan = emptyPlan()
  for (const value of values) {
    if (value === 'ALL') addAll(plan, schema, kinds, new Set())
    else addPath(plan, schema, value, kinds)
  }
  return plan
}

const emptyPlan = (): ExpandPlan => ({ expansions: new Map(), members: new Map() })

const isWorthless = ({ expansions, members }: ExpandPlan): boolean => expansions.size === 0 && members.size === 0

function insideOf(plan: ExpandPlan, expansion: Expansion): ExpandPlan {
  const known = plan.expansions.get(expansion.idMember)
  if (known !== undefined) return known.inside
  const inside = emptyPlan()
  plan.expansions.set(expansion.idMember, { expansion, inside })
  return inside
}

function memberOf(plan: ExpandPlan, name: string): ExpandPlan {
  const known = plan.members.get(name) ?? emptyPlan()
  plan.members.set(name, known)
  return known
}

/** Everything whose id the answer itself holds; not what is inside of the objects that come. */
function addAll(plan: ExpandPlan, schema: MemberSchema, kinds: ReadonlySet<string>, within: ReadonlySet<string>): void {
  const name = nameOf(schema)
  if (name !== undefined && within.has(name)) return
  const here = name === undefined ? within : new Set([...within, name])
  const expansions = findExpansions(schema)
  for (const expansion of expansions) if (kinds.has(expansion.kind)) insideOf(plan, expansion)
  for (const [member, described] of Object.entries(membersOf(schema) ?? {})) {
    if (expansions.some(({ objectMember }) => objectMember === member)) continue
    const inside = emptyPlan()
    addAll(inside, itemsOf(described) ?? described, kinds, here)
    if (!isWorthless(inside)) plan.members.set(member, inside)
  }
}

function addPath(start: ExpandPlan, root: MemberSchema, value: string, kinds: ReadonlySet<string>): void {
  const pieces = value.split('.')
  let plan = start
  let schema = root
  let depth = 0
  for (const [index, piece] of pieces.entries()) {
    const isLast = index === pieces.length - 1
    const expansions = findExpansions(schema)
    // On the way the object may be named as well as its id; at the end only the id, as the API has it.
    const expansion = expansions.find(
      ({ idMember, objectMember }) => idMember === piece || (!isLast && objectMember === piece),
    )
    const described = membersOf(schema)?.[piece]
    if (expansion !== undefined) {
      depth += 1
      if (!kinds.has(expansion.kind)) {
        throw invalidField(PARAMETER, `this server keeps nothing that ${value} could expand`)
      }
      if (depth > MAX_DEPTH) throw invalidField(PARAMETER, `${value} expands more than ${MAX_DEPTH} times on its way`)
      plan = insideOf(plan, expansion)
      schema = expansion.schema
    } else if (described !== undefined && Object.hasOwn(membersOf(schema) ?? {}, piece)) {
      schema = itemsOf(described) ?? described
      plan = memberOf(plan, piece)
      // A list of links says all by its name: meter_values is meter_values.id.
      const link = isLast ? findExpansions(schema).find(({ idMember }) => idMember === 'id') : undefined
      if (link !== undefined) insideOf(plan, link)
      else if (isLast || membersOf(schema) === undefined) throw unknown(value, root, kinds)
    } else {
      throw unknown(value, root, kinds)
    }
  }
}

function unknown(value: string, schema: MemberSchema, kinds: ReadonlySet<string>) {
  const all = emptyPlan()
  addAll(all, schema, kinds, new Set())
  const known = pathsOf(all)
  const allowed = known.length === 0 ? 'there is nothing to expand here' : `here are ALL, ${known.join(', ')}`
  return invalidField(PARAMETER, `${value} is not an id field that can be expanded; ${allowed}`)
}

/** The id fields of a plan as a caller writes them. */
function pathsOf({ expansions, members }: ExpandPlan): string[] {
  return [
    ...expansions.keys(),
    ...[...members].flatMap(([name, inside]) => pathsOf(inside).map((path) => `${name}.${path}`)),
  ]
}
