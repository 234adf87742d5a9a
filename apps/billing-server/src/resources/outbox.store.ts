import { formatInstant } from '@tallygate/billing-period'
import type { Queryable } from '../database/database.ts'
import type { MakeId } from '../resource-id.ts'
import type { ServerClock } from '../server-clock.ts'

/** Actions beside those that every stored resource has. */
export const WEBHOOK_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  ALERT_RULE: ['CREATED', 'UPDATED', 'DELETED'],
  ALERT: ['CREATED'],
  INVOICE: ['CREATED', 'STATUS_TO_DRAFT', 'STATUS_TO_FINAL', 'STATUS_TO_ARCHIVED', 'PAID'],
}

/**
 * Writes what happened into the outbox, for every webhook that wants to hear of it. Part of the caller's transaction.
 */
export type Publish = (database: Queryable, type: string, data: object) => Promise<void>

export function createPublish(options: {
  readonly makeId: MakeId
  readonly clock: ServerClock
  /** Told after each event, so that it is sent soon. */
  readonly onPublished: () => void
}): Publish {
  return async (database, type, data) => {
    const interested = await database.query<{ id: string }>(
      `select id from webhooks where active
        and (jsonb_array_length(coalesce(nullif(body -> 'included_actions', 'null'), '[]')) = 0 or body -> 'included_actions' ? $1)
        and not coalesce(nullif(body -> 'excluded_actions', 'null'), '[]') ? $1`,
      [type],
    )
    if (interested.length === 0) return
    const now = options.clock.date()
    const payload = JSON.stringify({ created_at: formatInstant(now), type, environment: 'TEST', data })
    await database.query(
      `insert into webhook_events (id, webhook_id, type, status, created_at, payload)
        select t.id, t.webhook_id, $3, 'PENDING', $4::timestamptz, $5 from unnest($1::text[], $2::text[]) as t (id, webhook_id)`,
      [interested.map(() => options.makeId('webhook_events')), interested.map(({ id }) => id), type, now, payload],
    )
    options.onPublished()
  }
}
