import type { Schema } from '@tallygate/client'
import { withoutTrace } from '../../database/without-trace.ts'
import type { OperationHandlers } from '../../http/operation-handlers.ts'
import { readInstant } from '../../http/read-instant.ts'
import type { ServerContext } from '../../server-context.ts'
import type { InvoiceLifecycle } from '../invoice-lifecycle.ts'
import { presentInvoice } from '../present-invoice.ts'
import { chargeItems } from './charge-on-demand.ts'
import { onDemandCategories } from './sold-on-demand.ts'

/** Makes the operations on what schedules sell on demand: its list, its preview and its charge. */
export function onDemandRoutes(
  context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'makeId' | 'readCuts' | 'publish' | 'gracePeriod'>,
  lifecycle: InvoiceLifecycle,
): OperationHandlers {
  const { database, stores, clock } = context
  return {
    getOnDemandPricingItems: async ({ path, query }) => {
      const schedule = await stores.schedules.get(database, path.id)
      const version = await stores.versions.get(database, schedule.pricing_plan_version_id)
      const at = query.timestamp === undefined ? clock.date() : readInstant(query.timestamp)
      return {
        pricing_plan_subscription_id: schedule.pricing_plan_subscription_id,
        pricing_plan_schedule_id: schedule.id,
        pricing_plan_version_id: version.id,
        pricing_categories: onDemandCategories(version, schedule, at),
      }
    },
    chargeOnDemandPricingItems: ({ body }) => {
      if (body.preview === true)
        return withoutTrace(database, async (transaction) => {
          const row = await chargeItems(context, transaction, body)
          const { id: _id, ...invoice } = await presentInvoice(context, transaction, row)
          return { ...invoice, invoice_number: 'PREVIEW' }
        })
      return database.transaction(async (transaction): Promise<Schema<'Invoice'>> => {
        const row = await chargeItems(context, transaction, body)
        return body.finalize_immediately === true
          ? lifecycle.finalise(transaction, row.id)
          : presentInvoice(context, transaction, row)
      })
    },
  }
}
