import { resolveTimeZone } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { requireReferenceIdentifier } from '../catalog/catalog.routes.ts'
import { resolveEntitlements } from '../features/resolve-entitlements.ts'
import { invalidField } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { customFieldFilter } from '../resources/list-filters.ts'
import { pageResponse } from '../resources/page-response.ts'
import type { ServerContext } from '../server-context.ts'
import { gatherEntitlements } from './gather-entitlements.ts'

/** Members of a customer that say who somebody is. */
const PERSONAL_MEMBERS = [
  'email',
  'individual',
  'organization',
  'custom_fields',
  'notification_preferences',
  'linked_integrations',
]

type CustomerStatus = NonNullable<Schema<'Customer'>['status']>

/** Billing entities and customers, and what customers are entitled to. */
export function customerRoutes(context: ServerContext): OperationHandlers {
  return { ...billingEntityRoutes(context), ...customerResourceRoutes(context) }
}

/** Throws when a time zone is given that nobody can calculate with. */
function checkTimeZone(timeZone: string | null | undefined): void {
  if (timeZone == null) return
  try {
    resolveTimeZone(timeZone)
  } catch {
    throw invalidField('timezone', 'value is not a known time zone; use an IANA name such as Europe/Amsterdam')
  }
}

function billingEntityRoutes({ database, stores }: ServerContext): OperationHandlers {
  return {
    listBillingEntities: async ({ query }) => {
      const { data } = await stores.billingEntities.list(database, customFieldFilter(query.custom_field))
      return { data }
    },
    createBillingEntity: ({ body }) =>
      database.transaction((transaction) => {
        checkTimeZone(body.timezone)
        return stores.billingEntities.insert(transaction, { ...body, status: body.status ?? 'ACTIVE' })
      }),
    upsertBillingEntity: ({ body, query }) =>
      database.transaction(async (transaction) => {
        requireReferenceIdentifier(query.identifier_field)
        checkTimeZone(body.timezone)
        const found = await stores.billingEntities.find(transaction, body.reference)
        return found?.id == null
          ? stores.billingEntities.insert(transaction, { ...body, status: body.status ?? 'ACTIVE' })
          : stores.billingEntities.update(transaction, found.id, body)
      }),
    getBillingEntity: ({ path }) => stores.billingEntities.get(database, path.idOrRef),
    updateBillingEntity: ({ path, body }) =>
      database.transaction(async (transaction) => {
        checkTimeZone(body.timezone)
        const { id } = await stores.billingEntities.lock(transaction, path.idOrRef)
        return stores.billingEntities.update(transaction, id ?? '', body)
      }),
  }
}

function customerResourceRoutes(context: ServerContext): OperationHandlers {
  const { database, stores, makeId } = context
  const setStatus = (idOrReference: string, status: CustomerStatus) =>
    database.transaction(async (transaction) => {
      const { id } = await stores.customers.lock(transaction, idOrReference)
      return stores.customers.update(transaction, id ?? '', { status })
    })
  const created = (body: Schema<'CustomerCreateRequest'>) => ({
    ...body,
    reference: body.reference ?? makeId('customers'),
    status: body.status ?? ('DRAFT' as const),
  })
  return {
    listCustomers: async ({ query }) => {
      const filters = [{ sql: 'reference', equals: query.reference }, ...customFieldFilter(query.custom_field)]
      const request = {
        page: query.page ?? 1,
        limit: query.limit ?? 50,
        orderBy: query.order_by,
        orderDirection: query.order_direction,
      }
      return pageResponse('/v1/customers', request, await stores.customers.list(database, filters, request))
    },
    createCustomer: ({ body }) =>
      database.transaction((transaction) => {
        checkTimeZone(body.timezone)
        return stores.customers.insert(transaction, created(body))
      }),
    upsertCustomer: ({ body, query }) =>
      database.transaction(async (transaction) => {
        requireReferenceIdentifier(query.identifier_field)
        checkTimeZone(body.timezone)
        const found =
          body.reference === undefined ? undefined : await stores.customers.find(transaction, body.reference)
        return found?.id == null
          ? stores.customers.insert(transaction, created(body))
          : stores.customers.update(transaction, found.id, body)
      }),
    getCustomer: ({ path }) => stores.customers.get(database, path.idOrRef),
    updateCustomer: ({ path, body }) =>
      database.transaction(async (transaction) => {
        checkTimeZone(body.timezone)
        const { id } = await stores.customers.lock(transaction, path.idOrRef)
        return stores.customers.update(transaction, id ?? '', body)
      }),
    deleteCustomer: ({ path }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.customers.lock(transaction, path.idOrRef)
        return stores.customers.remove(transaction, id ?? '')
      }),
    activateCustomer: ({ path }) => setStatus(path.idOrRef, 'ACTIVE'),
    deprecateCustomer: ({ path }) => setStatus(path.idOrRef, 'DEPRECATED'),
    // Personal data goes; the reference, usage and invoices stay, which the law asks to keep.
    forgetCustomer: ({ path }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.customers.lock(transaction, path.idOrRef)
        await transaction.query('update customers set body = body - $2::text[] where id = $1', [id, PERSONAL_MEMBERS])
        return stores.customers.update(transaction, id ?? '', { status: 'CLOSED' })
      }),
    archiveCustomer: ({ path }) => setStatus(path.idOrRef, 'ARCHIVED'),
    getCustomerEntitlements: async ({ path }) => {
      const customer = await stores.customers.get(database, path.idOrRef)
      return resolveEntitlements(await gatherEntitlements(context, customer.id ?? ''))
    },
  }
}
