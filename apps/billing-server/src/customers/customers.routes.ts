import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { withoutNull } from '../http/null-members.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { requireReferenceIdentifier } from '../http/require-reference-identifier.ts'
import { resourceRoutes } from '../resources/resource-routes.ts'
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

function billingEntityRoutes(context: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
  return resourceRoutes(context, 'billingEntities', {
    create: async (_transaction, body) => {
      checkTimeZone(body.timezone)
      return body
    },
    update: async (_transaction, _found, body) => {
      checkTimeZone(body.timezone)
      return body
    },
  })
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
    ...resourceRoutes(context, 'customers'),
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
    updateCustomer: ({ path, body }) => database.transaction((transaction) => update(transaction, path.idOrRef, body)),
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
