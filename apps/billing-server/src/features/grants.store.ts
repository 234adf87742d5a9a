import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'

/**
 * The grants of a feature: in plan versions that are or were sold, and in schedules. A DRAFT version grants nothing
 * yet. Trees hold ids, so no foreign key can keep what they name.
 */
export async function findGrants(database: Queryable, featureId: string): Promise<Schema<'Entitlement'>[]> {
  const rows = await database.query<{ entitlement: Schema<'Entitlement'> }>(
    `select distinct jsonb_path_query(body, 'strict $.**.entitlements[*] ? (@.feature_id == $id)',
        jsonb_build_object('id', $1::text), true) as entitlement
      from (select body from pricing_plan_versions where status <> 'DRAFT'
        union all select body from pricing_plan_schedules) as granting`,
    [featureId],
  )
  return rows.map(({ entitlement }) => entitlement)
}
