import { itemsOf, type MemberSchema, membersOf } from './contract-members.ts'

/**
 * The value without the members that the contract does not describe; the value itself where it has none. The contract
 * says that they are ignored, so they are not stored either: a member that gets a meaning later must not have been
 * accepted before.
 */
export function knownMembers(schema: MemberSchema, value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = itemsOf(schema)
    if (items === undefined) return value
    const known = value.map((item) => knownMembers(items, item))
    return known.every((item, index) => item === value[index]) ? value : known
  }
  if (typeof value !== 'object' || value === null) return value
  const members = membersOf(schema)
  if (members === undefined) return value
  const given = value as Readonly<Record<string, unknown>>
  const known: Record<string, unknown> = {}
  let same = true
  for (const name of Object.keys(given)) {
    const described = Object.hasOwn(members, name) ? members[name] : undefined
    if (described !== undefined) known[name] = knownMembers(described, given[name])
    same &&= described !== undefined && known[name] === given[name]
  }
  return same ? value : known
}
