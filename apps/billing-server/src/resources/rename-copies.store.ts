import type { Queryable } from '../database/database.ts'

/** A place where the reference of a resource stands beside its id in the bodies of other resources. */
export interface CopyPlace {
  /** Tables whose bodies hold copies. Names come from the code, never from a request. */
  readonly tables: readonly string[]
  readonly idMember: string
  readonly referenceMember: string
}

/** The copies of references, by whose they are. */
export const COPIES = {
  customer: {
    tables: ['pricing_plan_subscriptions'],
    idMember: 'customer_id',
    referenceMember: 'customer_reference',
  },
  billingEntity: {
    tables: ['pricing_plan_subscriptions'],
    idMember: 'billing_entity_id',
    referenceMember: 'billing_entity_reference',
  },
  feature: {
    tables: ['pricing_plan_versions', 'pricing_plan_schedules'],
    idMember: 'feature_id',
    referenceMember: 'feature_reference',
  },
  meterProperty: {
    tables: ['meters', 'product_items', 'pricing_plan_versions', 'pricing_plan_schedules'],
    idMember: 'id',
    referenceMember: 'reference',
  },
  meterValue: { tables: ['meters'], idMember: 'id', referenceMember: 'reference' },
  featureOfProduct: { tables: ['products'], idMember: 'id', referenceMember: 'reference' },
} as const satisfies Readonly<Record<string, CopyPlace>>

/**
 * Writes the new reference of a resource wherever it was copied beside its id, so that one name is shown everywhere.
 * What is decided goes by the id; a version that is sold says the same after it. FINAL invoices keep what they said.
 */
export async function renameCopies(
  database: Queryable,
  { tables, idMember, referenceMember }: CopyPlace,
  { id, reference }: { readonly id: string; readonly reference: string },
): Promise<void> {
  for (const table of tables) {
    const rows = await database.query<{ id: string; body: unknown }>(
      `select id, body from ${table} where jsonb_path_exists(body, $1::jsonpath, jsonb_build_object('id', $2::text)) for update`,
      [`$.** ? (@.${idMember} == $id)`, id],
    )
    const renamed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(renamed)
      if (typeof value !== 'object' || value === null) return value
      const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, renamed(member)]))
      return members[idMember] === id ? { ...members, [referenceMember]: reference } : members
    }
    for (const row of rows) {
      await database.query(`update ${table} set body = $2::jsonb where id = $1`, [
        row.id,
        JSON.stringify(renamed(row.body)),
      ])
    }
  }
}
