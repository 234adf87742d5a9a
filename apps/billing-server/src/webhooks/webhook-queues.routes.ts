import { invalidField, invalidOperation, notFound } from '../http/api-fault.ts'
import { readInstant } from '../http/read-instant.ts'
import type { AddRoutes } from '../http/route-family.ts'
import type { ServerContext } from '../server-context.ts'
import type { WebhookDeliveries } from './webhook-deliveries.ts'
import { getWebhookEvent, toWireWebhookEvent } from './webhook-events.routes.ts'
import { discardEvents, skipEvent } from './webhook-events.store.ts'
import { findWebhook } from './webhooks.store.ts'

const SKIPPED = 'skipped by an operator'
const DISCARDED = 'discarded by an operator'

/**
 * The way past an event that a receiver never takes: `POST /operator/webhook-events/{id}/skip` takes one out of its
 * queue, `POST /operator/webhooks/{id}/discard` all that wait, or those `created_before` an instant. They stay in the
 * log as FAILED, and can be sent again.
 */
export function webhookQueueRoutes(
  { database, clock }: Pick<ServerContext, 'database' | 'clock'>,
  deliveries: WebhookDeliveries,
): AddRoutes {
  return (app) => {
    app.post('/operator/webhook-events/:id/skip', async (request, response) => {
      const { id } = request.params
      const event = await getWebhookEvent(database, id)
      if (!(await skipEvent(database, id, SKIPPED, clock.date()))) {
        throw invalidOperation(`Only an event that waits can be skipped; this one is ${event.status}`)
      }
      deliveries.deliverSoon()
      response.json(toWireWebhookEvent(await getWebhookEvent(database, id)))
    })
    app.post('/operator/webhooks/:id/discard', async (request, response) => {
      const { id } = request.params
      const createdBefore = readCreatedBefore(request.body)
      if ((await findWebhook(database, id)) === undefined) throw notFound('WEBHOOK', id)
      const discarded = await discardEvents(database, id, { createdBefore, cause: DISCARDED, at: clock.date() })
      deliveries.deliverSoon()
      response.json({ discarded })
    })
  }
}

function readCreatedBefore(body: unknown): Date | undefined {
  const given = typeof body === 'object' && body !== null && 'created_before' in body ? body.created_before : undefined
  if (given === undefined || given === null) return undefined
  try {
    return readInstant(given as string)
  } catch {
    throw invalidField('created_before', 'value must be an instant; use ISO 8601 such as 2026-02-01T00:00:00Z')
  }
}
