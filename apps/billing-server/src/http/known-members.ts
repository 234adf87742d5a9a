import { itemsOf, type MemberSchema, membersOf } from './contract-members.ts'

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
