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

/** Lists the plans that have a version in one of these states. */
export async function planIdsWithVersionIn(database: Queryable, statuses: readonly string[]): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    'select distinct pricing_plan_id as id from pricing_plan_versions where status = any($1::text[])',
    [statuses],
  )
  return rows.map(({ id }) => id)
}

/** Finds the version whose tree has a part with this id. */
export async function findVersionIdOfPart(database: Queryable, partId: string): Promise<string | undefined> {
  const [row] = await database.query<{ id: string }>(
    'select id from pricing_plan_versions where tree_ids @> jsonb_build_array($1::text) limit 1',
    [partId],
  )
  return row?.id
}

/** Finds the version of a plan with this number; `null` finds the newest, a DRAFT too. */
export async function findVersionId(
  database: Queryable,
  planId: string,
  version: number | null,
): Promise<string | undefined> {
  const [row] = await database.query<{ id: string }>(
    `select id from pricing_plan_versions where pricing_plan_id = $1 and ($2::integer is null or version = $2)
      order by version desc limit 1`,
    [planId, version],
  )
  return row?.id
}

/** Finds the newest version of each of these plans. */
export async function findNewestVersionIds(database: Queryable, planReferences: readonly string[]): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `select distinct on (v.pricing_plan_id) v.id from pricing_plan_versions v join pricing_plans p on p.id = v.pricing_plan_id
      where p.reference = any($1::text[]) order by v.pricing_plan_id, v.version desc`,
    [planReferences],
  )
  return rows.map(({ id }) => id)
}

/**
 * Tells whether a version or a schedule prices the resource that this member of a tree names. A tree holds ids, so no
 * foreign key can tell.
 */
export async function isPriced(database: Queryable, member: string, id: string): Promise<boolean> {
  const found = await database.query(
    `select 1 as priced from (select body from pricing_plan_versions union all select body from pricing_plan_schedules) as pricing
      where jsonb_path_exists(body, $1::jsonpath, jsonb_build_object('id', $2::text)) limit 1`,
    [`$.**.${member}[*] ? (@ == $id)`, id],
  )
  return found.length > 0
}

/** Reads parts of versions by their ids: `path` is a JSON path to the parts of a kind. */
export async function findParts(
  database: Queryable,
  path: string,
  ids: readonly string[],
): Promise<{ readonly id: string }[]> {
  const rows = await database.query<{ part: { readonly id: string } }>(
    `select part from pricing_plan_versions,
      jsonb_path_query(body, $1::jsonpath, jsonb_build_object('ids', $2::jsonb)) as part`,
    [`${path} ? (@.id == $ids[*])`, JSON.stringify(ids)],
  )
  return rows.map(({ part }) => part)
}
