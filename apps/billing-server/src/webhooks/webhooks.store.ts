import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { listOrder } from '../resources/list-order.ts'
import type { Having } from '../resources/stored.ts'

/** A webhook as it is stored. */
export interface WebhookRow {
  readonly id: string
  readonly body: Having<Omit<Schema<'Webhook'>, 'id'>, 'url'>
  readonly secret_key: string | null
  readonly previous_secret_key: string | null
  readonly secret_rolled_at: Date | null
}

const WEBHOOK = 'id, body, secret_key, previous_secret_key, secret_rolled_at'

/** The time that the previous secret signs beside a new one (the API's 24 hours). */
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

export interface ListQuery {
  readonly order_by?: string
  readonly order_direction?: 'asc' | 'desc'
}

export interface PageOf {
  readonly page: number
  readonly limit: number
}

const WEBHOOK_ORDER = {
  created_at: 'created_at',
  updated_at: 'updated_at',
  name: `(body ->> 'name') collate "C"`,
  reference: 'reference',
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

/** Stores a new webhook. */
export async function insertWebhook(database: Queryable, id: string, body: object, now: Date): Promise<void> {
  await database.query('insert into webhooks (id, created_at, updated_at, body) values ($1, $2, $2, $3::jsonb)', [
    id,
    now,
    JSON.stringify(body),
  ])
}

/** Writes these members over those that are stored. */
export async function updateWebhook(database: Queryable, id: string, changes: object, now: Date): Promise<void> {
  await database.query('update webhooks set body = body || $2::jsonb, updated_at = $3 where id = $1', [
    id,
    JSON.stringify(changes),
    now,
  ])
}

/** Removes a webhook with all that it received or was to receive. */
export async function deleteWebhook(database: Queryable, id: string): Promise<void> {
  await database.query('delete from webhooks where id = $1', [id])
}

/** Gives a webhook a secret. The one before goes on beside it, as the secret that was rolled now. */
export async function rollSecret(database: Queryable, id: string, secret: string, now: Date): Promise<void> {
  await database.query(
    `update webhooks set previous_secret_key = secret_key, secret_key = $2,
      secret_rolled_at = case when secret_key is null then null else $3::timestamptz end where id = $1`,
    [id, secret, now],
  )
}

/** Removes all secrets of a webhook. */
export async function deleteSecrets(database: Queryable, id: string): Promise<void> {
  await database.query(
    'update webhooks set secret_key = null, previous_secret_key = null, secret_rolled_at = null where id = $1',
    [id],
  )
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
