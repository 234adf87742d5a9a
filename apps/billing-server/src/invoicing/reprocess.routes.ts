import { formatInstant, parseInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { invalidField, invalidOperation, missingField, notFound, referenceNotFound } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { holdCustomer } from '../metering/customer-lock.store.ts'
import { rebook, rebuildTotals } from '../metering/rebook.ts'
import { knownValues } from '../resources/list-filters.ts'
import { pageResponse } from '../resources/page-response.ts'
import type { ServerContext } from '../server-context.ts'
import { findInvoice } from './invoices.store.ts'
import {
  findReprocess,
  insertReprocess,
  listReprocesses,
  REPROCESS_STATUSES,
  type ReprocessRow,
} from './reprocess.store.ts'

const toWire = ({ id, created_at: createdAt, body }: ReprocessRow): Schema<'Reprocess'> => ({
  object_type: 'REPROCESS',
  id,
  created_at: formatInstant(createdAt),
  ...body,
})

/**
 * Runs that book stored events again. A run is done before it is answered. NOT_MATCHED books events that counted
 * nowhere (those of a FINAL period move to the next open one); CUSTOMER books those that count, and INVOICE those of
 * one period. A range is half-open and speaks of the events' own times.
 */
export function reprocessRoutes(
  context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'makeId' | 'readSoldUsage'>,
): OperationHandlers {
  const { database } = context
  return {
    createReprocess: ({ body }) => database.transaction((transaction) => run(context, transaction, body)),
    listReprocesses: async ({ query }) => {
      const request = { page: query.page ?? 1, limit: query.limit ?? 50 }
      knownValues('status', query.status, REPROCESS_STATUSES)
      const found = await listReprocesses(database, query, request)
      return pageResponse('/v1/reprocess', request, { ...found, data: found.data.map(toWire) })
    },
    getReprocess: async ({ path }) => {
      const row = await findReprocess(database, path.id)
      if (row === undefined) throw notFound('REPROCESS', path.id)
      return toWire(row)
    },
  }
}

async function run(
  context: Pick<ServerContext, 'stores' | 'clock' | 'makeId' | 'readSoldUsage'>,
  transaction: Queryable,
  body: Schema<'ReprocessCreateRequest'>,
): Promise<Schema<'Reprocess'>> {
  const { makeId, clock, stores } = context
  const hold = async (customerId: string | undefined, field: string): Promise<string> => {
    if (customerId === undefined) throw missingField(field, 'REPROCESS')
    const customer = await stores.customers.find(transaction, customerId)
    if (customer?.id == null) throw referenceNotFound(field, 'CUSTOMER', customerId)
    await holdCustomer(transaction, { id: customer.id, reference: customer.reference })
    return customer.id
  }
  const range = (given: { readonly start_at?: string | null; readonly end_at?: string | null }, field: string) => {
    const from = given.start_at == null ? undefined : parseInstant(given.start_at)
    const to = given.end_at == null ? undefined : parseInstant(given.end_at)
    if (from !== undefined && to !== undefined && to <= from) {
      throw invalidField(`${field}.end_at`, 'value is not after start_at', 'REPROCESS')
    }
    return { ...(from && { from }), ...(to && { to }) }
  }
  switch (body.type) {
    case 'NOT_MATCHED': {
      const given = body.not_matched ?? {}
      const id = await hold(given.customer_id, 'not_matched.customer_id')
      await rebook(context, transaction, id, { kind: 'not-matched', ...range(given, 'not_matched') })
      break
    }
    case 'CUSTOMER': {
      const given = body.customer ?? {}
      const id = await hold(given.customer_id ?? given.id, 'customer.customer_id')
      await rebook(context, transaction, id, { kind: 'booked', ...range(given, 'customer') })
      break
    }
    case 'INVOICE': {
      const invoiceId = body.invoice?.invoice_id ?? body.invoice?.id
      if (invoiceId === undefined) throw missingField('invoice.invoice_id', 'REPROCESS')
      const invoice = await findInvoice(transaction, invoiceId)
      if (invoice === undefined) throw referenceNotFound('invoice.invoice_id', 'INVOICE', invoiceId)
      if (invoice.type !== 'STANDARD') {
        const facts = { field: 'invoice.invoice_id', resourceType: 'INVOICE' as const, resourceId: invoiceId }
        throw invalidOperation(`The invoice is a ${invoice.type}: it has no events`, facts)
      }
      if (invoice.status === 'FINAL') {
        const facts = { field: 'invoice.invoice_id', resourceType: 'INVOICE' as const, resourceId: invoiceId }
        throw invalidOperation('The invoice is FINAL and never changes', facts)
      }
      await rebook(context, transaction, await hold(invoice.customer_id, 'invoice.invoice_id'), { kind: 'booked' })
      await rebuildTotals(transaction, invoice.customer_id, [invoice.subscription_id])
    }
  }
  const row = {
    id: makeId('reprocess'),
    created_at: clock.date(),
    body: { ...body, status: 'COMPLETED' as const, percentage: 100 },
  }
  await insertReprocess(transaction, row)
  return toWire(row)
}
