import { randomBytes } from 'node:crypto'
import { formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { sqlState, UNIQUE_VIOLATION } from '../database/sql-state.ts'
import { ApiFault, invalidField, invalidOperation, missingField, notFound } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { pageResponse } from '../resources/page-response.ts'
import { withoutUndefined } from '../resources/resource-store.ts'
import type { ServerContext } from '../server-context.ts'
import { WEBHOOK_ACTIONS } from './outbox.ts'
import type { WebhookDeliveries } from './webhook-deliveries.ts'
import type { WebhookTargets } from './webhook-targets.ts'
import {
  findWebhook,
  findWebhookEvent,
  firstPending,
  listWebhookEvents,
  listWebhooks,
  type WebhookEventRow,
  type WebhookRow,
} from './webhooks.store.ts'

/** The only protocol; the API names it in each webhook. */
const SIGNING_PROTOCOL = 'HmacSHA256'
/** Bytes of chance in a secret, as many as the hash has. */
const SECRET_BYTES = 32

type Webhook = Schema<'Webhook'>

/** What is shown of a webhook. Secrets and passwords are not: they are shown when they are made, and never again. */
function toWireWebhook(row: WebhookRow): Webhook {
  const { password: _password, api_key: _apiKey, ...shown } = row.body
  return {
    object_type: 'WEBHOOK',
    id: row.id,
    ...shown,
    signing_protocol: row.secret_key === null ? null : SIGNING_PROTOCOL,
    secret_rolled_at: row.secret_rolled_at && formatInstant(row.secret_rolled_at),
  }
}

async function withPenaltyBox(database: Queryable, row: WebhookRow): Promise<Webhook> {
  const event = await firstPending(database, row.id)
  const wire = toWireWebhook(row)
  if (event === undefined || event.retry_count === 0) return wire
  return {
    ...wire,
    penalty_box: event.id,
    penalty_box_data: {
      retry_count: event.retry_count,
      retry_at: event.retry_at && formatInstant(event.retry_at),
      cause: event.cause,
      payload: event.payload,
    },
  }
}

function toWireEvent(row: WebhookEventRow): Schema<'WebhookEvent'> {
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

/** Webhooks, their secrets, and the log of their deliveries. */
export function webhookRoutes(
  context: ServerContext,
  deliveries: WebhookDeliveries,
  targets: WebhookTargets,
): OperationHandlers {
  const { database, clock } = context
  const get = async (connection: Queryable, id: string): Promise<WebhookRow> => {
    const found = await findWebhook(connection, id)
    if (found === undefined) throw notFound('WEBHOOK', id)
    return found
  }
  const testPayload = (): string =>
    JSON.stringify({
      created_at: formatInstant(clock.date()),
      type: 'WEBHOOK.TEST',
      environment: 'TEST',
      data: { object_type: 'WEBHOOK' },
    })
  const result = (failure: string | undefined): Schema<'WebhookConnectionResponse'> => ({
    successful: failure === undefined,
    message: failure ?? 'delivered',
  })
  return {
    ...webhookResourceRoutes(context, targets, get),
    ...secretRoutes(context, get),
    listWebhookActions: () =>
      Promise.resolve({
        data: Object.entries(WEBHOOK_ACTIONS).map(([objectType, actions]) => ({
          object_type: objectType,
          actions: [...actions],
        })),
      }),
    testWebhookConnection: async ({ body }) => {
      checkWebhook(body, targets)
      const row = { body: { ...body }, secret_key: null, previous_secret_key: null, secret_rolled_at: null }
      return result(await deliveries.send(row, testPayload()))
    },
    sendWebhookTest: async ({ path }) => result(await deliveries.send(await get(database, path.id), testPayload())),
    sendWebhookPenaltyBoxPayload: async ({ path }) => {
      await get(database, path.id)
      return deliveries.deliverNow(path.id)
    },
    listWebhookEvents: async ({ query }) => {
      const request = { page: query.page ?? 1, limit: query.limit ?? 50 }
      const filter = query as { webhook_id?: string; status?: string }
      const found = await listWebhookEvents(database, { webhookId: filter.webhook_id, status: filter.status }, request)
      return pageResponse('/v1/webhook-events', request, { ...found, data: found.data.map(toWireEvent) })
    },
    getWebhookEvent: async ({ path }) => {
      const found = await findWebhookEvent(database, path.id)
      if (found === undefined)
        throw new ApiFault({
          status: 404,
          code: 'RESOURCE_NOT_FOUND',
          message: 'The requested webhook event could not be found',
          resourceId: path.id,
        })
      return toWireEvent(found)
    },
    resendWebhookEvent: async ({ path }) => {
      const found = await findWebhookEvent(database, path.id)
      if (found === undefined)
        throw new ApiFault({
          status: 404,
          code: 'RESOURCE_NOT_FOUND',
          message: 'The requested webhook event could not be found',
          resourceId: path.id,
        })
      await database.query(
        `update webhook_events set status = 'PENDING', retry_at = null, finished_at = null where id = $1`,
        [path.id],
      )
      await deliveries.deliverDue()
      return toWireEvent((await findWebhookEvent(database, path.id)) ?? found)
    },
  }
}

function checkWebhook(body: Partial<Schema<'WebhookUpdateRequest'>>, targets: WebhookTargets): void {
  if (body.url !== undefined) targets.assertAllowed(body.url)
  if (body.signing_protocol != null && body.signing_protocol !== SIGNING_PROTOCOL) {
    throw invalidField('signing_protocol', `value is not ${SIGNING_PROTOCOL}`, 'WEBHOOK')
  }
  if (body.include_previous_data === true) {
    throw invalidField('include_previous_data', 'this server does not send previous data; leave it false', 'WEBHOOK')
  }
  if (body.authentication_type === 'PASSWORD' && body.password == null) throw missingField('password', 'WEBHOOK')
  if (body.authentication_type === 'API_KEY' && body.api_key == null) throw missingField('api_key', 'WEBHOOK')
  if (body.api_header_field != null && !/^[A-Za-z0-9-]+$/.test(body.api_header_field)) {
    throw invalidField('api_header_field', 'value is not the name of a header', 'WEBHOOK')
  }
  for (const member of ['api_key'] as const) {
    if (body[member] != null && !/^[\x20-\x7e]*$/.test(body[member])) {
      throw invalidField(member, 'value cannot be sent in a header', 'WEBHOOK')
    }
  }
}

function webhookResourceRoutes(
  { database, clock, makeId }: ServerContext,
  targets: WebhookTargets,
  get: (connection: Queryable, id: string) => Promise<WebhookRow>,
): OperationHandlers {
  const guarded = async <Result>(
    reference: string | null | undefined,
    work: () => Promise<Result>,
  ): Promise<Result> => {
    try {
      return await work()
    } catch (error) {
      if (sqlState(error) !== UNIQUE_VIOLATION) throw error
      throw new ApiFault({
        status: 409,
        code: 'RESOURCE_ALREADY_EXISTS',
        field: 'reference',
        message: 'A WEBHOOK with this reference exists already',
        resourceType: 'WEBHOOK',
        ...(reference != null && { resourceId: reference }),
        cause: error,
      })
    }
  }
  return {
    listWebhooks: async ({ query }) => {
      const request = { page: query.page ?? 1, limit: query.limit ?? 50 }
      const found = await listWebhooks(database, request)
      const data: Webhook[] = []
      for (const row of found.data) data.push(await withPenaltyBox(database, row))
      return pageResponse('/v1/webhooks', request, { ...found, data })
    },
    createWebhook: ({ body }) =>
      guarded(body.reference, async () => {
        checkWebhook(body, targets)
        const id = makeId('webhooks')
        const stored = { active: true, include_previous_data: false, authentication_type: 'NONE', ...body }
        await database.query('insert into webhooks (id, created_at, updated_at, body) values ($1, $2, $2, $3::jsonb)', [
          id,
          clock.date(),
          JSON.stringify(withoutUndefined(stored)),
        ])
        return toWireWebhook(await get(database, id))
      }),
    getWebhook: async ({ path }) => withPenaltyBox(database, await get(database, path.id)),
    updateWebhook: ({ path, body }) =>
      guarded(body.reference, async () => {
        await get(database, path.id)
        checkWebhook(body, targets)
        if (body.url === null) throw missingField('url', 'WEBHOOK')
        if (body.reference === null) throw missingField('reference', 'WEBHOOK')
        await database.query('update webhooks set body = body || $2::jsonb, updated_at = $3 where id = $1', [
          path.id,
          JSON.stringify(withoutUndefined(body)),
          clock.date(),
        ])
        return toWireWebhook(await get(database, path.id))
      }),
    deleteWebhook: async ({ path }) => {
      const found = await get(database, path.id)
      await database.query('delete from webhooks where id = $1', [path.id])
      return toWireWebhook(found)
    },
  }
}

function secretRoutes(
  { database, clock }: ServerContext,
  get: (connection: Queryable, id: string) => Promise<WebhookRow>,
): OperationHandlers {
  return {
    // Makes a secret, or rolls it: the previous one goes on signing beside it for 24 hours.
    rollWebhookSecretKey: ({ path }) =>
      database.transaction(async (transaction) => {
        await get(transaction, path.id)
        const secret = randomBytes(SECRET_BYTES).toString('base64url')
        await transaction.query(
          `update webhooks set previous_secret_key = secret_key, secret_key = $2,
            secret_rolled_at = case when secret_key is null then null else $3::timestamptz end where id = $1`,
          [path.id, secret, clock.date()],
        )
        return { ...toWireWebhook(await get(transaction, path.id)), secret_key: secret }
      }),
    deleteWebhookSecretKey: ({ path }) =>
      database.transaction(async (transaction) => {
        const found = await get(transaction, path.id)
        if (found.secret_key === null)
          throw invalidOperation('The webhook has no secret', { resourceType: 'WEBHOOK', resourceId: path.id })
        await transaction.query(
          'update webhooks set secret_key = null, previous_secret_key = null, secret_rolled_at = null where id = $1',
          [path.id],
        )
        return toWireWebhook(await get(transaction, path.id))
      }),
  }
}
