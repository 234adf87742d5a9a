import type { Queryable } from '../../database/database.ts'

/** One version in the index of its plan. */
export interface VersionInfo {
  readonly version: number
  readonly id: string
  readonly status: string
}

/** The index of a plan's versions, newest last. */
export async function versionInfos(
  database: Queryable,
  planIds: readonly string[],
): Promise<Map<string, VersionInfo[]>> {
  const rows = await database.query<VersionInfo & { pricing_plan_id: string }>(
    `select pricing_plan_id, version, id, status from pricing_plan_versions
      where pricing_plan_id = any($1::text[]) order by version`,
    [planIds],
  )
  const infos = new Map<string, VersionInfo[]>(planIds.map((id) => [id, []]))
  for (const { pricing_plan_id: planId, version, id, status } of rows) infos.get(planId)?.push({ version, id, status })
  return infos
}
