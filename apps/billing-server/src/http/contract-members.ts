import { CONTRACT_ID, contractDocument } from './contract.ts'

/** A JSON Schema of the contract, as far as the members of its objects go. */
export interface MemberSchema {
  readonly $ref?: string
  readonly anyOf?: readonly MemberSchema[]
  readonly allOf?: readonly MemberSchema[]
  readonly properties?: Readonly<Record<string, MemberSchema>>
  readonly required?: readonly string[]
  readonly items?: MemberSchema
}

export type Members = Readonly<Record<string, MemberSchema>>

type Json = Readonly<Record<string, unknown>>

/**
 * Remembers what was looked up in the document: it never changes, and a batch asks for the same schemas a thousand
 * times.
 */
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

/** The schema that a reference leads to. */
export function followed(schema: MemberSchema): MemberSchema {
  if (schema.$ref === undefined) return schema
  const pointer = schema.$ref.replace(CONTRACT_ID, '').slice(2)
  let found: unknown = contractDocument
  for (const piece of pointer.split('/'))
    found = (found as Json | undefined)?.[piece.replaceAll('~1', '/').replaceAll('~0', '~')]
  return found === undefined ? {} : followed(found as MemberSchema)
}

/**
 * The described members of an object schema, through allOf and the object half of a nullable; undefined when it is
 * open.
 */
export const membersOf = remembered((schema): Members | undefined => {
  const here = followed(schema)
  if (here.properties !== undefined) return here.properties
  const parts = (here.allOf ?? here.anyOf ?? []).map(membersOf).filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : Object.assign({}, ...parts)
})

/** The schema of the items of an array schema, through the array half of a nullable; undefined for anything else. */
export const itemsOf = remembered((schema): MemberSchema | undefined => {
  const here = followed(schema)
  return here.items ?? (here.anyOf ?? []).map(itemsOf).find((items) => items !== undefined)
})

/**
 * Name under which the contract keeps the schema, through the object half of a nullable; undefined when it has none.
 */
export function nameOf(schema: MemberSchema): string | undefined {
  if (schema.$ref !== undefined) return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)
  return [...(schema.anyOf ?? []), ...(schema.allOf ?? [])].map(nameOf).find((name) => name !== undefined)
}

/** Returns what an answer is about: the resource itself, or the one that a list holds. */
export function resourceOf(schema: MemberSchema): MemberSchema {
  const data = membersOf(schema)?.['data']
  return (data && itemsOf(data)) ?? schema
}

/** Members that an object of this schema must have, through allOf. */
export function requiredOf(schema: MemberSchema): readonly string[] {
  const here = followed(schema)
  return [...(here.required ?? []), ...(here.allOf ?? []).flatMap(requiredOf)]
}
