import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { conditions } from '../resources/conditions.ts'
import { listOrder } from '../resources/list-order.ts'

/** A webhook as it is stored. */
export interface WebhookRow {
  readonly id: string
  readonly body: Omit<Schema<'Webhook'>, 'id'>
  readonly secret_key: string | null
  readonly previous_secret_key: string | null
  readonly secret_rolled_at: Date | null
}

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

const WEBHOOK = 'id, body, secret_key, previous_secret_key, secret_rolled_at'
const EVENT = 'id, webhook_id, type, status, created_at, retry_count, retry_at, cause, payload'

/** How long the previous secret signs beside a new one (the API's 24 hours). */
export const PREVIOUS_SECRET_MS = 24 * 3_600_000

export async function findWebhook(database: Queryable, id: string): Promise<WebhookRow | undefined> {
  const [row] = await database.query<WebhookRow>(`select ${WEBHOOK} from webhooks where id = $1`, [id])
  return row
}

/** As `findWebhook`, and nobody else changes it until the transaction ends. */
export async function lockWebhook(database: Queryable, id: string): Promise<WebhookRow | undefined> {
  const [row] = await database.query<WebhookRow>(`select ${WEBHOOK} from webhooks where id = $1 for update`, [id])
  return row
}

interface ListQuery {
  readonly order_by?: string
  readonly order_direction?: 'asc' | 'desc'
}

interface PageOf {
  readonly page: number
  readonly limit: number
}

const WEBHOOK_ORDER = {
  created_at: 'created_at',
  updated_at: 'updated_at',
  name: `(body ->> 'name') collate "C"`,
  reference: 'reference',
} as const
// As they were written, which is the order in which they are sent.
const EVENT_ORDER = {
  created_at: 'sequence',
  type: `type collate "C"`,
  status: `status collate "C"`,
  retry_at: 'retry_at',
  retry_count: 'retry_count',
} as const

export async function listWebhooks(
  database: Queryable,
  query: ListQuery,
  { page, limit }: PageOf,
): Promise<{ readonly data: WebhookRow[]; readonly total: number }> {
  const [counted] = await database.query<{ total: number }>('select count(*) as total from webhooks', [])
  const data = await database.query<WebhookRow>(
    `select ${WEBHOOK} from webhooks order by ${listOrder(query, WEBHOOK_ORDER)} limit $1 offset $2`,
    [limit, (page - 1) * limit],
  )
  return { data, total: counted?.total ?? 0 }
}

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

/** Webhooks whose next event is due, whoever may be sending to them. */
export async function webhooksWithDueEvents(database: Queryable, now: Date): Promise<string[]> {
  const rows = await database.query<{ webhook_id: string }>(
    `select e.webhook_id from (
      select distinct on (webhook_id) webhook_id, retry_at from webhook_events where status = 'PENDING' order by webhook_id, sequence
    ) e join webhooks w on w.id = e.webhook_id where w.active and (e.retry_at is null or e.retry_at <= $1)`,
    [now],
  )
  return rows.map(({ webhook_id: id }) => id)
}

/** When the next retry of any webhook is due, if one waits. */
export async function nextRetryAt(database: Queryable): Promise<Date | undefined> {
  const [row] = await database.query<{ retry_at: Date | null }>(
    `select min(e.retry_at) as retry_at from (
      select distinct on (webhook_id) webhook_id, retry_at from webhook_events where status = 'PENDING' order by webhook_id, sequence
    ) e join webhooks w on w.id = e.webhook_id where w.active`,
    [],
  )
  return row?.retry_at ?? undefined
}

/** Takes a webhook for sending; false when another server has it. Times are the system's. */
export async function leaseWebhook(database: Queryable, id: string, now: Date, until: Date): Promise<boolean> {
  const rows = await database.query(
    'update webhooks set leased_until = $3 where id = $1 and (leased_until is null or leased_until <= $2) returning id',
    [id, now, until],
  )
  return rows.length > 0
}

/** Keeps a webhook for longer; undefined when the lease ran out and another server has taken it. */
export async function renewLease(database: Queryable, id: string, held: Date, until: Date): Promise<Date | undefined> {
  const rows = await database.query(
    'update webhooks set leased_until = $3 where id = $1 and leased_until = $2 returning id',
    [id, held, until],
  )
  return rows.length > 0 ? until : undefined
}

/** Gives a webhook free, unless another server has it by now. */
export async function releaseWebhook(database: Queryable, id: string, held: Date): Promise<void> {
  await database.query('update webhooks set leased_until = null where id = $1 and leased_until = $2', [id, held])
}

/** What became of an attempt. `retryAt` keeps the event PENDING. */
export async function recordAttempt(
  database: Queryable,
  id: string,
  outcome:
    | { readonly status: 'SUCCEEDED' | 'FAILED'; readonly cause: string | null; readonly at: Date }
    | { readonly status: 'PENDING'; readonly cause: string; readonly retryAt: Date },
): Promise<void> {
  await database.query(
    `update webhook_events set status = $2, cause = $3, retry_at = $4, finished_at = $5, retry_count = retry_count + $6::integer
      where id = $1`,
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
