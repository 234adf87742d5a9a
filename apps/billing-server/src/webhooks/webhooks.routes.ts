import { randomBytes } from 'node:crypto'
import { formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { sqlState, UNIQUE_VIOLATION } from '../database/sql-state.ts'
import { ApiFault, invalidField, invalidOperation, missingField, notFound } from '../http/api-fault.ts'
import { withoutNull } from '../http/null-members.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { pageResponse } from '../resources/page-response.ts'
import { withoutUndefined } from '../resources/resource.store.ts'
import type { ServerContext } from '../server-context.ts'
import { checkWebhook, SIGNING_PROTOCOL, type WebhookRules } from './check-webhook.ts'
import { webhookActions } from './webhook-actions.ts'
import type { WebhookDeliveries } from './webhook-deliveries.ts'
import { firstPending } from './webhook-events.store.ts'
import type { WebhookTargets } from './webhook-targets.ts'
import {
  deleteSecrets,
  deleteWebhook,
  findWebhook,
  insertWebhook,
  listWebhooks,
  lockWebhook,
  rollSecret,
  updateWebhook,
  type WebhookRow,
} from './webhooks.store.ts'

/** Bytes of chance in a secret, as many as the hash has. */
const SECRET_BYTES = 32

/** Members that a webhook has whatever was said. */
const NEVER_NULL = ['url', 'name', 'reference'] as const

type Webhook = Schema<'Webhook'>

/**
 * Returns what is shown of a webhook. Secrets and passwords are not: they are shown when they are made, and never
 * again.
 */
function toWireWebhook(row: WebhookRow): Webhook {
  const { password: _password, api_key: _apiKey, ...shown } = row.body
  return {
    object_type: 'WEBHOOK',
    id: row.id,
    ...shown,
    signing_protocol: row.secret_key === null ? (row.body.signing_protocol ?? null) : SIGNING_PROTOCOL,
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

/** Webhooks, their secrets, and what they can hear of. */
export function webhookRoutes(
  context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'makeId'>,
  deliveries: WebhookDeliveries,
  targets: WebhookTargets,
): OperationHandlers {
  const { database, clock, stores } = context
  const rules = (): WebhookRules => ({
    targets,
    actions: new Set(
      webhookActions(stores).flatMap((one) => one.actions.map((action) => `${one.object_type}.${action}`)),
    ),
  })
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
    ...webhookResourceRoutes(context, rules, get),
    ...secretRoutes(context, get),
    listWebhookActions: ({ query }) => {
      const { page = 1, limit = 50, order_by: orderBy, order_direction: direction } = query
      if (orderBy !== undefined && orderBy !== 'object_type') throw invalidField('order_by', 'value is not object_type')
      const sorted = webhookActions(stores).toSorted((one, other) => (one.object_type < other.object_type ? -1 : 1))
      // Without an order of its own: by the alphabet, since there is nothing newer or older in it.
      if (orderBy !== undefined && direction !== 'asc') sorted.reverse()
      return Promise.resolve({ data: sorted.slice((page - 1) * limit, page * limit) })
    },
    testWebhookConnection: async ({ body }) => {
      checkWebhook(body, rules())
      const row = { body: { ...body }, secret_key: null, previous_secret_key: null, secret_rolled_at: null }
      return result(await deliveries.send(row, testPayload()))
    },
    sendWebhookTest: async ({ path }) => result(await deliveries.send(await get(database, path.id), testPayload())),
    sendWebhookPenaltyBoxPayload: async ({ path }) => {
      await get(database, path.id)
      return deliveries.deliverNow(path.id)
    },
  }
}

function webhookResourceRoutes(
  { database, clock, makeId }: Pick<ServerContext, 'database' | 'clock' | 'makeId'>,
  rules: () => WebhookRules,
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
      const found = await listWebhooks(database, query, request)
      const data: Webhook[] = []
      for (const row of found.data) data.push(await withPenaltyBox(database, row))
      return pageResponse('/v1/webhooks', request, { ...found, data })
    },
    createWebhook: ({ body }) =>
      guarded(body.reference, async () => {
        checkWebhook(body, rules())
        const id = makeId('webhooks')
        const stored = { active: true, include_previous_data: false, authentication_type: 'NONE', ...body }
        await insertWebhook(database, id, withoutUndefined(stored), clock.date())
        return toWireWebhook(await get(database, id))
      }),
    getWebhook: async ({ path }) => withPenaltyBox(database, await get(database, path.id)),
    updateWebhook: ({ path, body }) =>
      guarded(body.reference, () =>
        database.transaction(async (transaction) => {
          const found = await lockWebhook(transaction, path.id)
          if (found === undefined) throw notFound('WEBHOOK', path.id)
          for (const member of NEVER_NULL) {
            if (body[member] === null) throw missingField(member, 'WEBHOOK')
          }
          checkWebhook({ ...found.body, ...withoutNull(body, NEVER_NULL) }, rules())
          await updateWebhook(transaction, path.id, withoutUndefined(body), clock.date())
          return toWireWebhook(await get(transaction, path.id))
        }),
      ),
    deleteWebhook: async ({ path }) => {
      const found = await get(database, path.id)
      await deleteWebhook(database, path.id)
      return toWireWebhook(found)
    },
  }
}

function secretRoutes(
  { database, clock }: Pick<ServerContext, 'database' | 'clock'>,
  get: (connection: Queryable, id: string) => Promise<WebhookRow>,
): OperationHandlers {
  return {
    // Makes a secret, or rolls it: the previous one goes on signing beside it for 24 hours.
    rollWebhookSecretKey: ({ path }) =>
      database.transaction(async (transaction) => {
        if ((await lockWebhook(transaction, path.id)) === undefined) throw notFound('WEBHOOK', path.id)
        const secret = randomBytes(SECRET_BYTES).toString('base64url')
        await rollSecret(transaction, path.id, secret, clock.date())
        return { ...toWireWebhook(await get(transaction, path.id)), secret_key: secret }
      }),
    deleteWebhookSecretKey: ({ path }) =>
      database.transaction(async (transaction) => {
        const found = await get(transaction, path.id)
        if (found.secret_key === null)
          throw invalidOperation('The webhook has no secret', { resourceType: 'WEBHOOK', resourceId: path.id })
        await deleteSecrets(transaction, path.id)
        return toWireWebhook(await get(transaction, path.id))
      }),
  }
}
