import { findPricingNotices } from '@tallygate/rating'
import { loadPricingCatalog } from '../catalog/pricing-catalog.store.ts'
import { invalidField } from '../http/api-fault.ts'
import { type AddRoutes, requireQueryNames } from '../http/route-family.ts'
import { findDroppedStates } from '../invoicing/persist-data/find-dropped-states.ts'
import type { ServerContext } from '../server-context.ts'

/** The notice of a schedule that starts without the state of the one before. */
const DROPPED_STATE =
  'what was counted with persist starts afresh with the schedule: POST /v1/ingest/persist-data states what it brings along'

/** Versions that one answer looks at. */
const MAX_VERSIONS = 1_000

/**
 * `GET /operator/pricing-notices`: what ACTIVE versions allow and their authors should know, such as usage without a
 * default rate. With `pricing_plan_version_id` of that version alone, a DRAFT too. With `pricing_plan_subscription_id`
 * which schedules of it start without the state of the one before.
 */
export function pricingNoticeRoutes({ database, stores }: Pick<ServerContext, 'database' | 'stores'>): AddRoutes {
  return (app) => {
    app.get('/operator/pricing-notices', async (request, response) => {
      requireQueryNames(request, ['pricing_plan_version_id', 'pricing_plan_subscription_id'])
      const subscriptionId = request.query['pricing_plan_subscription_id']
      if (subscriptionId !== undefined) {
        if (typeof subscriptionId !== 'string') {
          throw invalidField('pricing_plan_subscription_id', 'value is given more than once')
        }
        const { id: found } = await stores.subscriptions.get(database, subscriptionId)
        const dropped = await findDroppedStates({ stores }, database, found)
        response.json({
          data: dropped.map(({ subscriptionId: of, scheduleId }) => ({
            pricing_plan_subscription_id: of,
            pricing_plan_schedule_id: scheduleId,
            field: 'start_at',
            message: DROPPED_STATE,
          })),
        })
        return
      }
      const id = request.query['pricing_plan_version_id']
      if (id !== undefined && typeof id !== 'string') {
        throw invalidField('pricing_plan_version_id', 'value is given more than once')
      }
      const versions =
        id === undefined
          ? (await stores.versions.list(database, [{ sql: 'status', equals: 'ACTIVE' }], { limit: MAX_VERSIONS })).data
          : [await stores.versions.get(database, id)]
      const catalog = await loadPricingCatalog(stores, database, versions)
      const data = versions.flatMap((version) =>
        findPricingNotices(version, catalog).map(({ field, message }) => ({
          pricing_plan_version_id: version.id,
          pricing_plan_id: version.pricing_plan_id,
          field,
          message,
        })),
      )
      response.json({ data })
    })
  }
}
