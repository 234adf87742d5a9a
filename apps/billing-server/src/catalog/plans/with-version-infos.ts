import type { Queryable } from '../../database/database.ts'
import type { Stored } from '../../resources/stored.ts'
import { versionInfos } from './versions.store.ts'

/** The plans with the index of their versions, as the API shows them. One statement for all. */
export async function withVersionInfos(
  database: Queryable,
  plans: readonly Stored<'PricingPlan'>[],
): Promise<Stored<'PricingPlan'>[]> {
  const infos = await versionInfos(
    database,
    plans.map(({ id }) => id),
  )
  return plans.map((plan) => ({ ...plan, pricing_plan_version_infos: infos.get(plan.id) ?? [] }))
}
