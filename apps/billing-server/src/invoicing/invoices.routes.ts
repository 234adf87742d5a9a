import type { Schema } from '@tallygate/client'
import { loadTerms } from '../customers/subscription-terms.store.ts'
import { notFound } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import type { Filter } from '../resources/conditions.store.ts'
import { knownValues, rangeFilter } from '../resources/list-filters.ts'
import { pageResponse } from '../resources/page-response.ts'
import { searchFilters } from '../resources/search.ts'
import type { ServerContext } from '../server-context.ts'
import { ensureInvoices } from './ensure-invoices.ts'
import type { InvoiceLifecycle } from './invoice-lifecycle.ts'
import {
  findInvoice,
  INVOICE_DATE,
  INVOICE_SEARCH,
  INVOICE_STATUSES,
  INVOICE_SUBSCRIPTION,
  IS_PAID,
  listInvoices,
  lockInvoice,
} from './invoices.store.ts'
import { presentInvoice, presentInvoices, withDetail } from './present-invoice.ts'
import { refreshInvoice } from './refresh-invoice.ts'
import { updateInvoice } from './update-invoice.ts'

/** Invoices. */
export function invoiceRoutes(
  context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'makeId' | 'readCuts' | 'publish' | 'gracePeriod'>,
  lifecycle: InvoiceLifecycle,
): OperationHandlers {
  const { database } = context
  const present = async (
    path: string,
    filters: readonly Filter[],
    query: ListQuery,
  ): Promise<Schema<'InvoiceResponseWrapper'>> => {
    const request = {
      page: query.page ?? 1,
      limit: query.limit ?? 50,
      orderBy: query.order_by,
      orderDirection: query.order_direction,
    }
    const found = await listInvoices(database, filters, request)
    const detail = { periods: query.include_periods ?? false, lines: query.include_lines ?? false }
    const invoices = await presentInvoices(context, database, found.data, detail.lines)
    return pageResponse(path, request, {
      data: invoices.map((invoice) => withDetail(invoice, detail)),
      total: found.total,
    })
  }
  return {
    listInvoices: async ({ query }) => {
      if (query.customer_id !== undefined) {
        for (const terms of await loadTerms(database, { customerId: query.customer_id })) {
          await database.transaction((transaction) => ensureInvoices(context, transaction, terms))
        }
      }
      const filters = [
        { sql: 'customer_id', equals: query.customer_id },
        { sql: INVOICE_SUBSCRIPTION, equals: query.pricing_plan_subscription_id },
        { sql: 'status', in: knownValues('statuses[]', query['statuses[]'], INVOICE_STATUSES) },
        { sql: 'on_hold', equals: query.on_hold === undefined ? undefined : query.on_hold === 'true' },
        { sql: IS_PAID, equals: query.paid === undefined ? undefined : query.paid === 'true' },
        ...rangeFilter('invoice_date', query.invoice_date, INVOICE_DATE),
      ]
      return present('/v1/invoices', filters, query)
    },
    getInvoice: async ({ path }) => {
      const row = await findInvoice(database, path.id)
      if (row === undefined) throw notFound('INVOICE', path.id)
      return presentInvoice(context, database, row)
    },
    searchInvoices: ({ body, query }) =>
      present('/v1/invoices/search', searchFilters(body, INVOICE_SEARCH), {
        ...query,
        // The contract's default for searches is a member that invoices do not have.
        order_by: query.order_by === 'name' ? 'created_at' : (query.order_by ?? 'created_at'),
      }),
    refreshInvoice: ({ path, body }) =>
      database.transaction((transaction) => refreshInvoice(context, transaction, path.id, body)),
    updateInvoice: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const row = await lockInvoice(transaction, path.id)
        if (row === undefined) throw notFound('INVOICE', path.id)
        return updateInvoice(context, lifecycle, transaction, row, body)
      }),
  }
}

interface ListQuery {
  readonly page?: number
  readonly limit?: number
  readonly order_by?: string
  readonly order_direction?: 'asc' | 'desc'
  readonly include_periods?: boolean
  readonly include_lines?: boolean
}
