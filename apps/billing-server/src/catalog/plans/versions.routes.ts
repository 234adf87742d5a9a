import { invalidOperation } from '../../http/api-fault.ts'
import { withoutNull } from '../../http/null-members.ts'
import type { OperationHandlers } from '../../http/operation-handlers.ts'
import type { ServerContext } from '../../server-context.ts'
import { versionInfos } from './versions.store.ts'
import { createVersion, updateVersion } from './write-version.ts'

/** Versions of pricing plans: what a plan costs and grants, from one number to the next. */
export function versionRoutes(context: Pick<ServerContext, 'database' | 'stores' | 'makeId'>): OperationHandlers {
  const { database, stores } = context
  return {
    createPricingPlanVersion: ({ body }) =>
      database.transaction((transaction) => createVersion(context, transaction, body)),
    // Found by plan and number. Without a number there is nothing to find, and it is a new version.
    upsertPricingPlanVersion: ({ body }) =>
      database.transaction(async (transaction) => {
        const infos = await versionInfos(transaction, [body.pricing_plan_id])
        const found = infos.get(body.pricing_plan_id)?.find(({ version }) => version === body.version)
        if (found === undefined) return createVersion(context, transaction, body)
        const locked = await stores.versions.lock(transaction, found.id)
        return updateVersion(context, transaction, locked, withoutNull(body, ['status']))
      }),
    getPricingPlanVersion: ({ path }) => stores.versions.get(database, path.id),
    updatePricingPlanVersion: ({ path, body }) =>
      database.transaction(async (transaction) =>
        updateVersion(context, transaction, await stores.versions.lock(transaction, path.id), body),
      ),
    deletePricingPlanVersion: ({ path }) =>
      database.transaction(async (transaction) => {
        const found = await stores.versions.lock(transaction, path.id)
        if (found.status !== 'DRAFT') {
          const message = 'Only a DRAFT version can be deleted; archive this one'
          throw invalidOperation(message, { resourceType: 'PRICING_PLAN_VERSION', resourceId: path.id })
        }
        return stores.versions.remove(transaction, path.id)
      }),
  }
}
