import { formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { ApiFault } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { pageResponse } from '../resources/page-response.ts'
import type { ServerContext } from '../server-context.ts'
import type { WebhookDeliveries } from './webhook-deliveries.ts'
import { findWebhookEvent, listWebhookEvents, requeueEvent, type WebhookEventRow } from './webhook-events.store.ts'

/** The wire form of an event of a webhook. */
export function toWireWebhookEvent(row: WebhookEventRow): Schema<'WebhookEvent'> {
  return {
    object_type: 'WEBHOOK',
    id: row.id,
    webhook_id: row.webhook_id,
    type: row.type,
    status: row.status,
    created_at: formatInstant(row.created_at),
    retry_count: row.retry_count,
    retry_at: row.retry_at && formatInstant(row.retry_at),
    cause: row.cause,
    payload: JSON.parse(row.payload) as Schema<'WebhookPayload'>,
  }
}

/** The event of this id, or 404. */
export async function getWebhookEvent(database: Queryable, id: string): Promise<WebhookEventRow> {
  const found = await findWebhookEvent(database, id)
  if (found !== undefined) return found
  // The API has no name for this kind of resource.
  const message = 'The requested webhook event could not be found'
  throw new ApiFault({ status: 404, code: 'RESOURCE_NOT_FOUND', message, resourceId: id })
}

/** The log of the deliveries, and sending one again. */
export function webhookEventRoutes(
  { database }: Pick<ServerContext, 'database'>,
  deliveries: WebhookDeliveries,
): OperationHandlers {
  const get = (id: string): Promise<WebhookEventRow> => getWebhookEvent(database, id)
  return {
    listWebhookEvents: async ({ query }) => {
      const request = { page: query.page ?? 1, limit: query.limit ?? 50 }
      const found = await listWebhookEvents(database, query, request)
      return pageResponse('/v1/webhook-events', request, { ...found, data: found.data.map(toWireWebhookEvent) })
    },
    getWebhookEvent: async ({ path }) => toWireWebhookEvent(await get(path.id)),
    resendWebhookEvent: async ({ path }) => {
      const found = await get(path.id)
      await requeueEvent(database, path.id)
      await deliveries.deliverDue()
      return toWireWebhookEvent((await findWebhookEvent(database, path.id)) ?? found)
    },
  }
}
