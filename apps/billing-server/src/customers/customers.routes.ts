import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { refuseNull, withoutNull } from '../http/null-members.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { requireReferenceIdentifier } from '../http/require-reference-identifier.ts'
import { customFieldFilter } from '../resources/list-filters.ts'
import { pageResponse } from '../resources/page-response.ts'
import { COPIES, renameCopies } from '../resources/rename-copies.store.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { checkTimeZone } from './check-time-zone.ts'
import { dropMembers } from './customers.store.ts'
import { type CustomerStatus, createCustomer, isEnded, updateCustomer } from './write-customer.ts'

/** Members of a customer that say who somebody is. */
const PERSONAL_MEMBERS = [
  'email',
  'individual',
  'organization',
  'custom_fields',
  'notification_preferences',
  'linked_integrations',
]

/** Makes a change by which a customer is billed no more, and ends what bills the customer: the ACTIVE subscriptions. */
export type EndBilling = (
  transaction: Queryable,
  customer: { readonly id: string; readonly reference: string },
  change: () => Promise<Stored<'Customer'>>,
) => Promise<Stored<'Customer'>>

/** Billing entities and customers. `endBilling` runs when a customer is archived or closed. */
export function customerRoutes(
  context: Pick<ServerContext, 'database' | 'stores' | 'makeId'>,
  endBilling: EndBilling,
): OperationHandlers {
  return { ...billingEntityRoutes(context), ...customerResourceRoutes(context, endBilling) }
}

function billingEntityRoutes({ database, stores }: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
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
          : stores.billingEntities.update(transaction, found.id, withoutNull(body, ['status']))
      }),
    getBillingEntity: ({ path }) => stores.billingEntities.get(database, path.idOrRef),
    updateBillingEntity: ({ path, body }) =>
      database.transaction(async (transaction) => {
        refuseNull(body, ['status'], 'BILLING_ENTITY')
        checkTimeZone(body.timezone)
        const found = await stores.billingEntities.lock(transaction, path.idOrRef)
        const id = found.id
        const updated = await stores.billingEntities.update(transaction, id, body)
        if (updated.reference !== undefined && updated.reference !== found.reference) {
          await renameCopies(transaction, COPIES.billingEntity, { id, reference: updated.reference })
        }
        return updated
      }),
  }
}

function customerResourceRoutes(
  context: Pick<ServerContext, 'database' | 'stores' | 'makeId'>,
  endBilling: EndBilling,
): OperationHandlers {
  const { database, stores } = context
  const setStatus = (idOrReference: string, status: CustomerStatus) =>
    database.transaction((transaction) => update(transaction, idOrReference, { status }))
  const update = async (
    transaction: Queryable,
    idOrReference: string,
    body: Schema<'CustomerUpdateRequest'>,
  ): Promise<Stored<'Customer'>> => {
    if (!isEnded(body.status)) return updateCustomer(context, transaction, idOrReference, body)
    const found = await stores.customers.get(transaction, idOrReference)
    const customer = { id: found.id, reference: found.reference }
    return endBilling(transaction, customer, () => updateCustomer(context, transaction, customer.id, body))
  }
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
    createCustomer: ({ body }) => database.transaction((transaction) => createCustomer(context, transaction, body)),
    upsertCustomer: ({ body, query }) =>
      database.transaction(async (transaction) => {
        requireReferenceIdentifier(query.identifier_field)
        const found =
          body.reference === undefined ? undefined : await stores.customers.find(transaction, body.reference)
        return found?.id == null
          ? createCustomer(context, transaction, body)
          : update(transaction, found.id, withoutNull(body, ['status']))
      }),
    getCustomer: ({ path }) => stores.customers.get(database, path.idOrRef),
    updateCustomer: ({ path, body }) => database.transaction((transaction) => update(transaction, path.idOrRef, body)),
    deleteCustomer: ({ path }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.customers.lock(transaction, path.idOrRef)
        return stores.customers.remove(transaction, id)
      }),
    activateCustomer: ({ path }) => setStatus(path.idOrRef, 'ACTIVE'),
    deprecateCustomer: ({ path }) => setStatus(path.idOrRef, 'DEPRECATED'),
    // Personal data goes; the reference, usage and invoices stay, which the law asks to keep.
    forgetCustomer: ({ path }) =>
      database.transaction(async (transaction) => {
        const { id } = await update(transaction, path.idOrRef, { status: 'CLOSED' })
        await dropMembers(transaction, id, PERSONAL_MEMBERS)
        return stores.customers.get(transaction, id)
      }),
    archiveCustomer: ({ path }) => setStatus(path.idOrRef, 'ARCHIVED'),
  }
}
