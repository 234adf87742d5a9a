import { CONTRACT_ID, contractDocument } from './contract.ts'

interface MemberSchema {
  readonly $ref?: string
  readonly anyOf?: readonly MemberSchema[]
  readonly allOf?: readonly MemberSchema[]
  readonly properties?: Readonly<Record<string, MemberSchema>>
  readonly items?: MemberSchema
}

type Json = Readonly<Record<string, unknown>>

/** What was looked up in the document before: it never changes, and a batch asks for the same schemas a thousand times. */
function remembered<Found>(look: (schema: MemberSchema) => Found): (schema: MemberSchema) => Found {
  const known = new WeakMap<MemberSchema, { readonly found: Found }>()
  return (schema) => {
    let entry = known.get(schema)
    if (entry === undefined) {
      entry = { found: look(schema) }
      known.set(schema, entry)
    }
    return entry.found
  }
}

function followed(schema: MemberSchema): MemberSchema {
  if (schema.$ref === undefined) return schema
  const pointer = schema.$ref.replace(CONTRACT_ID, '').slice(2)
  let found: unknown = contractDocument
  for (const piece of pointer.split('/')) found = (found as Json)[piece.replaceAll('~1', '/').replaceAll('~0', '~')]
  return followed(found as MemberSchema)
}

/** The described members of an object schema, through allOf and the object half of a nullable; undefined when it is open. */
const membersOf = remembered((schema): Readonly<Record<string, MemberSchema>> | undefined => {
  const here = followed(schema)
  if (here.properties !== undefined) return here.properties
  const parts = (here.allOf ?? here.anyOf ?? []).map(membersOf).filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : Object.assign({}, ...parts)
})

const itemsOf = remembered((schema): MemberSchema | undefined => {
  const here = followed(schema)
  return here.items ?? (here.anyOf ?? []).map(itemsOf).find((items) => items !== undefined)
})

/**
 * The value without the members that the contract does not describe. The contract says that they are ignored, so they
 * are not stored either: a member that gets a meaning later must not have been accepted before.
 */
export function knownMembers(schema: MemberSchema, value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = itemsOf(schema)
    return items === undefined ? value : value.map((item) => knownMembers(items, item))
  }
  if (typeof value !== 'object' || value === null) return value
  const members = membersOf(schema)
  if (members === undefined) return value
  const known: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    const described = Object.hasOwn(members, name) ? members[name] : undefined
    if (described !== undefined) known[name] = knownMembers(described, member)
  }
  return known
}
