import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { invalidField, missingField, notFound, referenceNotFound } from '../http/api-fault.ts'
import type { ServerContext } from '../server-context.ts'

/** Finds the plan version that a schedule means. Only one that is ACTIVE can be subscribed to. */
export async function resolveVersion(
  { stores }: Pick<ServerContext, 'stores'>,
  database: Queryable,
  body: Schema<'PricingPlanScheduleCreateRequest'>,
) {
  const selector = body.pricing_plan_version_selector
  if (body.pricing_plan_version_id != null) {
    const version = await stores.versions.find(database, body.pricing_plan_version_id)
    if (version === undefined) {
      throw referenceNotFound('pricing_plan_version_id', 'PRICING_PLAN_VERSION', body.pricing_plan_version_id)
    }
    if (version.status !== 'ACTIVE') {
      throw invalidField(
        'pricing_plan_version_id',
        `the version is ${String(version.status)}; only an ACTIVE one can be subscribed to`,
        'PRICING_PLAN_VERSION',
      )
    }
    return version
  }
  const planKey = selector?.pricing_plan_id ?? selector?.pricing_plan_reference ?? body.pricing_plan_id
  if (planKey == null) throw missingField('pricing_plan_version_id', 'PRICING_PLAN_SCHEDULE')
  const plan = await stores.plans.find(database, planKey)
  if (plan?.id == null) throw referenceNotFound('pricing_plan_version_selector', 'PRICING_PLAN', planKey)
  const versions = await stores.versions.list(
    database,
    [
      { sql: 'pricing_plan_id', equals: plan.id },
      { sql: 'status', equals: 'ACTIVE' },
      { sql: 'version', equals: selector?.type === 'VERSION' ? (selector.version ?? undefined) : undefined },
    ],
    { limit: 1000, orderDirection: 'desc' },
  )
  const newest = versions.data.toSorted((one, other) => (other.version ?? 0) - (one.version ?? 0))[0]
  // The API's own answer to a plan whose versions are only DRAFT.
  if (newest === undefined) throw notFound('PRICING_PLAN_VERSION', planKey)
  return newest
}

/** Throws when a request names another plan than the one whose version the schedule follows. */
export function requirePlanOf(
  version: { readonly pricing_plan_id?: string | null },
  planId: string | null | undefined,
): void {
  if (planId == null || planId === version.pricing_plan_id) return
  throw invalidField('pricing_plan_id', 'value is not the plan of the version', 'PRICING_PLAN_SCHEDULE')
}
