import type { Queryable } from '../database/database.ts'
import { conditions } from '../resources/conditions.store.ts'
import { listOrder } from '../resources/list-order.ts'
import type { ListQuery, PageOf } from './webhooks.store.ts'

export interface WebhookEventRow {
  readonly id: string
  readonly webhook_id: string
  readonly type: string
  readonly status: 'PENDING' | 'SUCCEEDED' | 'FAILED'
  readonly created_at: Date
  readonly retry_count: number
  readonly retry_at: Date | null
  readonly cause: string | null
  readonly payload: string
}

/** The event that an active webhook has to receive next. */
export interface QueueHead {
  readonly webhook_id: string
  readonly event_id: string
  readonly created_at: Date
  readonly retry_at: Date | null
  readonly retry_count: number
  readonly cause: string | null
}

const EVENT = 'id, webhook_id, type, status, created_at, retry_count, retry_at, cause, payload'

// As they were written, which is the order in which they are sent.
const EVENT_ORDER = {
  created_at: 'sequence',
  type: `type collate "C"`,
  status: `status collate "C"`,
  retry_at: 'retry_at',
  retry_count: 'retry_count',
} as const

/** The heads of all queues: one look into the index for each webhook, however long its queue is. */
const QUEUE_HEADS = `select w.id as webhook_id, e.id as event_id, e.created_at, e.retry_at, e.retry_count, e.cause from webhooks w
  cross join lateral (select * from webhook_events where webhook_id = w.id and status = 'PENDING' order by sequence limit 1) e
  where w.active`

export async function findWebhookEvent(database: Queryable, id: string): Promise<WebhookEventRow | undefined> {
  const [row] = await database.query<WebhookEventRow>(`select ${EVENT} from webhook_events where id = $1`, [id])
  return row
}

export async function listWebhookEvents(
  database: Queryable,
  query: ListQuery & { readonly webhook_id?: string; readonly status?: string },
  { page, limit }: PageOf,
): Promise<{ readonly data: WebhookEventRow[]; readonly total: number }> {
  const { where, parameters } = conditions([
    { sql: 'webhook_id', equals: query.webhook_id },
    { sql: 'status', equals: query.status },
  ])
  const [counted] = await database.query<{ total: number }>(
    `select count(*) as total from webhook_events ${where}`,
    parameters,
  )
  const data = await database.query<WebhookEventRow>(
    `select ${EVENT} from webhook_events ${where} order by ${listOrder(query, EVENT_ORDER)}
      limit $${parameters.length + 1} offset $${parameters.length + 2}`,
    [...parameters, limit, (page - 1) * limit],
  )
  return { data, total: counted?.total ?? 0 }
}

/** The event that a webhook has to receive next, whenever it is due: later ones wait for it. */
export async function firstPending(database: Queryable, webhookId: string): Promise<WebhookEventRow | undefined> {
  const [row] = await database.query<WebhookEventRow>(
    `select ${EVENT} from webhook_events where webhook_id = $1 and status = 'PENDING' order by sequence limit 1`,
    [webhookId],
  )
  return row
}

/** Returns what each active webhook has to receive next, whoever may be sending to it. */
export function queueHeads(database: Queryable): Promise<QueueHead[]> {
  return database.query<QueueHead>(QUEUE_HEADS, [])
}

/** Webhooks whose next event is due, whoever may be sending to them. */
export async function webhooksWithDueEvents(database: Queryable, now: Date): Promise<string[]> {
  const rows = await database.query<{ webhook_id: string }>(
    `select webhook_id from (${QUEUE_HEADS}) as heads where retry_at is null or retry_at <= $1`,
    [now],
  )
  return rows.map(({ webhook_id: id }) => id)
}

/** Returns the time at which the next retry of any webhook is due, if one waits. */
export async function nextRetryAt(database: Queryable): Promise<Date | undefined> {
  const [row] = await database.query<{ retry_at: Date | null }>(
    `select min(retry_at) as retry_at from (${QUEUE_HEADS}) as heads`,
    [],
  )
  return row?.retry_at ?? undefined
}

/** Puts an event back into its queue, at its place, due now. */
export async function requeueEvent(database: Queryable, id: string): Promise<void> {
  await database.query(
    `update webhook_events set status = 'PENDING', retry_at = null, finished_at = null where id = $1`,
    [id],
  )
}

/** Takes an event out of its queue. False where it does not wait. */
export async function skipEvent(database: Queryable, id: string, cause: string, at: Date): Promise<boolean> {
  const skipped = await database.query(
    `update webhook_events set status = 'FAILED', cause = $2, retry_at = null, finished_at = $3
      where id = $1 and status = 'PENDING' returning id`,
    [id, cause, at],
  )
  return skipped.length > 0
}

/** Takes all events of a webhook out of its queue, or those from before an instant. Resolves with how many. */
export async function discardEvents(
  database: Queryable,
  webhookId: string,
  { createdBefore, cause, at }: { readonly createdBefore: Date | undefined; readonly cause: string; readonly at: Date },
): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `with discarded as (
      update webhook_events set status = 'FAILED', cause = $2, retry_at = null, finished_at = $3
        where webhook_id = $1 and status = 'PENDING' and ($4::timestamptz is null or created_at < $4) returning 1
    ) select count(*) as count from discarded`,
    [webhookId, cause, at, createdBefore ?? null],
  )
  return row?.count ?? 0
}

/** Writes down what became of an attempt. `retryAt` keeps the event PENDING, unless it was skipped meanwhile. */
export async function recordAttempt(
  database: Queryable,
  id: string,
  outcome:
    | { readonly status: 'SUCCEEDED' | 'FAILED'; readonly cause: string | null; readonly at: Date }
    | { readonly status: 'PENDING'; readonly cause: string; readonly retryAt: Date },
): Promise<void> {
  await database.query(
    `update webhook_events set status = $2, cause = $3, retry_at = $4, finished_at = $5, retry_count = retry_count + $6::integer
      where id = $1 and (status = 'PENDING' or $2 = 'SUCCEEDED')`,
    [
      id,
      outcome.status,
      outcome.cause,
      outcome.status === 'PENDING' ? outcome.retryAt : null,
      outcome.status === 'PENDING' ? null : outcome.at,
      outcome.status === 'SUCCEEDED' ? 0 : 1,
    ],
  )
}
