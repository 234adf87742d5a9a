import { formatInstant, parseInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { DatabaseUnavailableError } from '../database/database-unavailable-error.ts'
import { ApiFault, invalidField, missingField, notFound } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import type { Filter } from '../resources/conditions.store.ts'
import { knownValues } from '../resources/list-filters.ts'
import type { ListOrder } from '../resources/list-order.ts'
import { pageResponse } from '../resources/page-response.ts'
import { searchFilters } from '../resources/search.ts'
import type { ServerContext } from '../server-context.ts'
import {
  type BulkActionItemRow,
  type BulkActionRow,
  findBulkAction,
  ITEM_STATUSES,
  insertBulkAction,
  listBulkActionItems,
  listBulkActions,
} from './bulk-actions.store.ts'
import type { InvoiceLifecycle } from './invoice-lifecycle.ts'
import { findDraftsUntil } from './invoices.store.ts'

// Enough for a person to see whether the right ones are meant, and little enough for an answer that is a count.
const EXAMPLE_COUNT = 10

interface PageQuery {
  readonly page?: number
  readonly limit?: number
}

const pageOf = ({ page = 1, limit = 50 }: PageQuery) => ({ page, limit })

const BULK_ACTION_SEARCH = { texts: ['id', 'type', 'status'], names: new Set(['id', 'type', 'status']) } as const

const toWire = ({ id, created_at: createdAt, body }: BulkActionRow): Schema<'BulkActionResponse'> => ({
  id,
  created_at: formatInstant(createdAt),
  ...body,
})

const toResource = (id: string): Schema<'BulkActionItemResource'> => ({ type: 'INVOICE', id })

/** Items are worked on while the action is, so that its instants are theirs. */
const toWireItem = ({ id, resource_id: invoiceId, status, error }: BulkActionItemRow, action: BulkActionRow) => ({
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
export function bulkActionRoutes(
  context: Pick<ServerContext, 'database' | 'clock' | 'makeId' | 'logger'>,
  lifecycle: InvoiceLifecycle,
): OperationHandlers {
  const { database, clock, makeId } = context
  const list = async (path: string, filters: readonly Filter[], query: ListOrder & PageQuery) => {
    const request = pageOf(query)
    const found = await listBulkActions(database, filters, query, request)
    return pageResponse(path, request, { ...found, data: found.data.map(toWire) })
  }
  const find = async (id: string): Promise<BulkActionRow> => {
    const row = await findBulkAction(database, id)
    if (row === undefined) throw notFound('BULK_ACTION', id)
    return row
  }
  return {
    createBulkAction: async ({ body }) => {
      const until = readInvoiceDate(body)
      const due = await findDraftsUntil(database, until)
      const items: Parameters<typeof insertBulkAction>[2][number][] = []
      const now = clock.date()
      for (const invoiceId of due) {
        const error = await finaliseOne(context, lifecycle, invoiceId)
        items.push({ id: makeId('bulk_actions'), invoiceId, error })
      }
      const action: BulkActionRow = {
        id: makeId('bulk_actions'),
        created_at: now,
        body: {
          type: body.type,
          executed_at: formatInstant(now),
          status: 'COMPLETED',
          number_of_resources: due.length,
          percentage: 100,
          ...(body.finalize_invoices && { finalize_invoices: body.finalize_invoices }),
        },
      }
      await database.transaction((transaction) => insertBulkAction(transaction, action, items))
      return toWire(await find(action.id))
    },
    checkBulkAction: async ({ body }) => {
      const due = await findDraftsUntil(database, readInvoiceDate(body))
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
      const request = pageOf(query)
      const statuses = knownValues('statuses[]', query['statuses[]'], ITEM_STATUSES)
      const found = await listBulkActionItems(database, path.id, statuses, query, request)
      const data = found.data.map((row) => toWireItem(row, action))
      return pageResponse(`/v1/bulk-actions/${path.id}/items`, request, { ...found, data })
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

/** Each invoice in a transaction of its own: one that cannot be closed does not keep the others open. */
async function finaliseOne(
  { database, logger }: Pick<ServerContext, 'database' | 'logger'>,
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
