import { followed, itemsOf, type MemberSchema, membersOf } from '../http/contract-members.ts'
import { findExpansions } from './find-expansions.ts'

/** Objects inside objects that a search looks into: organization.legal_address.city. */
const MAX_DEPTH = 4

/** The members that a resource can be searched by, by dotted path, read off its schema in the contract. */
export interface SearchMembers {
  /** Every text: where a search without a name looks. */
  readonly texts: readonly string[]
  /** Texts, numbers and switches: what a name may say. */
  readonly names: ReadonlySet<string>
}

interface LeafSchema extends MemberSchema {
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly enum?: readonly unknown[]
}

/**
 * Members of the kind of resource that has this schema. Times are left out: they are stored in another form than they
 * are shown.
 */
export function searchMembers(schema: MemberSchema): SearchMembers {
  const texts: string[] = []
  const names = new Set<string>()
  const visit = (holder: MemberSchema, prefix: string, depth: number): void => {
    const expanded = new Set(findExpansions(holder).map(({ objectMember }) => objectMember))
    for (const [name, member] of Object.entries(membersOf(holder) ?? {})) {
      // What an expansion adds is not stored with the resource.
      if (expanded.has(name)) continue
      const path = `${prefix}${name}`
      if (membersOf(member) !== undefined) {
        if (depth < MAX_DEPTH) visit(member, `${path}.`, depth + 1)
      } else if (itemsOf(member) === undefined) {
        const leaves = leavesOf(member)
        if (leaves.length === 0 || leaves.some(({ format }) => format === 'date-time')) continue
        names.add(path)
        if (leaves.some((leaf) => isText(leaf))) texts.push(path)
      }
    }
  }
  visit(schema, '', 0)
  return { texts, names }
}

const isText = ({ type, enum: values }: LeafSchema): boolean =>
  values === undefined && (type === 'string' || (Array.isArray(type) && type.includes('string')))

/** The scalar schemas that a value may have. */
function leavesOf(schema: MemberSchema): readonly LeafSchema[] {
  const here = followed(schema) as LeafSchema
  const parts = here.anyOf ?? here.allOf
  if (parts !== undefined) return parts.flatMap(leavesOf)
  const types = typeof here.type === 'string' ? [here.type] : (here.type ?? [])
  return types.some((type) => ['string', 'integer', 'number', 'boolean'].includes(type)) ? [here] : []
}
