import { formatInstant, parseInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { DatabaseUnavailableError } from '../database/database-unavailable-error.ts'
import { ApiFault, invalidField, missingField, notFound } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { conditions } from '../resources/conditions.ts'
import { listOrder } from '../resources/list-order.ts'
import { pageResponse } from '../resources/page-response.ts'
import { searchFilters } from '../resources/search.ts'
import type { ServerContext } from '../server-context.ts'
import type { InvoiceLifecycle } from './invoice-lifecycle.ts'
import { INVOICE_DATE } from './invoices.store.ts'

interface ActionRow {
  readonly id: string
  readonly created_at: Date
  readonly body: Omit<Schema<'BulkActionResponse'>, 'id' | 'created_at'> & { readonly executed_at: string }
}

interface ItemRow {
  readonly id: string
  readonly resource_id: string
  readonly status: string
  readonly error: Schema<'ApiError'> | null
}

// Enough for a person to see whether the right ones are meant, and little enough for an answer that is a count.
const EXAMPLE_COUNT = 10

interface ListQuery {
  readonly page?: number
  readonly limit?: number
  readonly order_by?: string
  readonly order_direction?: 'asc' | 'desc'
}

const ORDER = {
  created_at: 'created_at',
  type: `(body ->> 'type') collate "C"`,
  status: `(body ->> 'status') collate "C"`,
} as const
/** Items in the order in which they were worked on. */
const ITEM_ORDER = {
  created_at: 'id',
  status: 'status collate "C"',
} as const
const BULK_ACTION_SEARCH = { texts: ['id', 'type', 'status'], names: new Set(['id', 'type', 'status']) } as const

const toWire = ({ id, created_at: createdAt, body }: ActionRow): Schema<'BulkActionResponse'> => ({
  id,
  created_at: formatInstant(createdAt),
  ...body,
})

const toResource = (id: string): Schema<'BulkActionItemResource'> => ({ type: 'INVOICE', id })

/** Items are worked on while the action is, so that its instants are theirs. */
const toWireItem = ({ id, resource_id: invoiceId, status, error }: ItemRow, action: ActionRow) => ({
  id,
  created_at: formatInstant(action.created_at),
  updated_at: action.body.executed_at,
  status,
  message: error?.message ?? null,
  target_resource: toResource(invoiceId),
  generated_resource: null,
})

/**
 * FINALIZE_INVOICES closes the drafts with an invoice date up to the given one at once, whatever is left of their
 * grace; those on hold stay. A bulk action is done before it is answered (our decision: the API does it in the
 * background).
 */
export function bulkActionRoutes(context: ServerContext, lifecycle: InvoiceLifecycle): OperationHandlers {
  const { database, clock, makeId } = context
  const list = async (path: string, filters: Parameters<typeof conditions>[0], query: ListQuery) => {
    const request = { page: query.page ?? 1, limit: query.limit ?? 50 }
    const { where, parameters } = conditions(filters, "(to_jsonb(bulk_actions) - 'body' || body)")
    const order = listOrder(query, ORDER)
    const [counted] = await database.query<{ total: number }>(
      `select count(*) as total from bulk_actions ${where}`,
      parameters,
    )
    const rows = await database.query<ActionRow>(
      `select id, created_at, body from bulk_actions ${where} order by ${order} limit $${parameters.length + 1} offset $${parameters.length + 2}`,
      [...parameters, request.limit, (request.page - 1) * request.limit],
    )
    return pageResponse(path, request, { data: rows.map(toWire), total: counted?.total ?? 0 })
  }
  const find = async (id: string): Promise<ActionRow> => {
    const [row] = await database.query<ActionRow>('select id, created_at, body from bulk_actions where id = $1', [id])
    if (row === undefined) throw notFound('BULK_ACTION', id)
    return row
  }
  return {
    createBulkAction: async ({ body }) => {
      const until = readInvoiceDate(body)
      const id = makeId('bulk_actions')
      const due = await draftsUntil(database, until)
      const now = clock.date()
      const results: { id: string; error: Schema<'ApiError'> | null }[] = []
      for (const invoiceId of due) {
        results.push({ id: invoiceId, error: await finaliseOne(context, lifecycle, invoiceId) })
      }
      const stored = {
        type: body.type,
        executed_at: formatInstant(now),
        status: 'COMPLETED',
        number_of_resources: due.length,
        percentage: 100,
        finalize_invoices: body.finalize_invoices,
      }
      await database.transaction(async (transaction) => {
        await transaction.query('insert into bulk_actions (id, created_at, body) values ($1, $2, $3::jsonb)', [
          id,
          now,
          JSON.stringify(stored),
        ])
        await transaction.query(
          `insert into bulk_action_items (id, bulk_action_id, resource_id, status, error)
            select t.id, $1, t.resource_id, case when t.error is null then 'SUCCEEDED' else 'FAILED' end, t.error::jsonb
            from unnest($2::text[], $3::text[], $4::text[]) as t (id, resource_id, error)`,
          [
            id,
            results.map(() => makeId('bulk_actions')),
            results.map((result) => result.id),
            results.map(({ error }) => error && JSON.stringify(error)),
          ],
        )
      })
      return toWire(await find(id))
    },
    checkBulkAction: async ({ body }) => {
      const due = await draftsUntil(database, readInvoiceDate(body))
      return {
        type: body.type,
        number_of_resources: due.length,
        included_example_resources: due.slice(0, EXAMPLE_COUNT).map(toResource),
      }
    },
    listBulkActions: ({ query }) => list('/v1/bulk-actions', [], query),
    searchBulkActions: ({ body, query }) =>
      list('/v1/bulk-actions/search', searchFilters(body, BULK_ACTION_SEARCH), {
        ...query,
        // The contract's default for searches is a member that bulk actions do not have.
        order_by: query.order_by === 'name' || query.order_by === undefined ? 'created_at' : query.order_by,
      }),
    getBulkAction: async ({ path }) => toWire(await find(path.id)),
    listBulkActionItems: async ({ path, query }) => {
      const action = await find(path.id)
      const request = { page: query.page ?? 1, limit: query.limit ?? 50 }
      const { where, parameters } = conditions([
        { sql: 'bulk_action_id', equals: path.id },
        { sql: 'status', in: query['statuses[]'] },
      ])
      const [counted] = await database.query<{ total: number }>(
        `select count(*) as total from bulk_action_items ${where}`,
        parameters,
      )
      const rows = await database.query<ItemRow>(
        `select id, resource_id, status, error from bulk_action_items ${where}
          order by ${listOrder(query, ITEM_ORDER)} limit $${parameters.length + 1} offset $${parameters.length + 2}`,
        [...parameters, request.limit, (request.page - 1) * request.limit],
      )
      const data = rows.map((row) => toWireItem(row, action))
      return pageResponse(`/v1/bulk-actions/${path.id}/items`, request, { data, total: counted?.total ?? 0 })
    },
  }
}

function readInvoiceDate(body: Schema<'BulkActionRequestCreateRequest'>): Date {
  if (body.type !== 'FINALIZE_INVOICES') {
    throw invalidField('type', 'this server only does FINALIZE_INVOICES', 'BULK_ACTION')
  }
  const text = body.finalize_invoices?.invoice_date
  if (text === undefined) throw missingField('finalize_invoices.invoice_date', 'BULK_ACTION')
  try {
    const date = parseInstant(text)
    if (date.getUTCFullYear() < 1) throw new RangeError('the database has no year 0')
    return date
  } catch {
    throw invalidField('finalize_invoices.invoice_date', 'value is not an instant', 'BULK_ACTION')
  }
}

async function draftsUntil(database: Queryable, until: Date): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `select id from invoices where status = 'DRAFT' and not on_hold and ${INVOICE_DATE} <= $1 order by ${INVOICE_DATE}, id`,
    [until],
  )
  return rows.map(({ id }) => id)
}

/** Each invoice in a transaction of its own: one that cannot be closed does not keep the others open. */
async function finaliseOne(
  { database, logger }: ServerContext,
  lifecycle: InvoiceLifecycle,
  id: string,
): Promise<Schema<'ApiError'> | null> {
  try {
    await database.transaction((transaction) => lifecycle.finalise(transaction, id))
    return null
  } catch (error) {
    // The others would only wait for the database too.
    if (DatabaseUnavailableError.isInstance(error)) throw error
    logger.error({ err: error, invoice: id }, 'an invoice could not be closed')
    return ApiFault.isInstance(error)
      ? error.toApiError()
      : { type: 'API_ERROR', code: 'INTERNAL_ERROR', message: 'Something went wrong on the server' }
  }
}
