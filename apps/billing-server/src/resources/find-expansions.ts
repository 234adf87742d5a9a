import { itemsOf, type MemberSchema, membersOf, nameOf } from '../http/contract-members.ts'

/** One place of the contract where an object may stand beside its id. */
export interface Expansion {
  /** The member with the id (`customer_id`), or with the ids (`product_item_ids`). */
  readonly idMember: string
  /** The member for the object (`customer`), or for the objects (`product_items`). */
  readonly objectMember: string
  /** Name of its schema in the contract. */
  readonly kind: string
  readonly schema: MemberSchema
  readonly many: boolean
}

/** Links, whose own `id` is the id of what they link to, and the member that takes the object. */
const LINKS: Readonly<Record<string, string>> = {
  MeterMeterValue: 'object',
  MeterMeterProperty: 'object',
  PricingPlanScheduleInfo: 'pricing_plan_schedule',
}

/**
 * Returns what can be expanded in an object of the contract, read off its members: `foo` beside `foo_id`, `foos` beside
 * `foo_ids`, and the object of a link. So the contract is the table, and what it gains later needs nothing here.
 */
export function findExpansions(schema: MemberSchema): readonly Expansion[] {
  const members = membersOf(schema) ?? {}
  const name = nameOf(schema)
  const link = name === undefined ? undefined : LINKS[name]
  return Object.keys(members).flatMap((idMember): Expansion[] => {
    const many = idMember.endsWith('_ids')
    const objectMember =
      idMember === 'id'
        ? link
        : many
          ? `${idMember.slice(0, -4)}s`
          : idMember.endsWith('_id')
            ? idMember.slice(0, -3)
            : undefined
    const described = objectMember === undefined ? undefined : members[objectMember]
    const target = described && (many ? itemsOf(described) : described)
    const kind = target && nameOf(target)
    if (objectMember === undefined || target === undefined || kind === undefined) return []
    return [{ idMember, objectMember, kind, schema: target, many }]
  })
}
