import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { invalidOperation } from '../http/api-fault.ts'
import { refuseNull, withoutNull } from '../http/null-members.ts'
import { COPIES, renameCopies } from '../resources/rename-copies.store.ts'
import { requireExisting, requireParent } from '../resources/require-existing.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { checkTimeZone } from './check-time-zone.ts'
import { findActiveSubscriptionId } from './customers.store.ts'

type Customer = Stored<'Customer'>
export type CustomerStatus = NonNullable<Customer['status']>
type Context = Pick<ServerContext, 'stores' | 'makeId'>

/** Says whether a customer in this state is billed no more: ARCHIVED and CLOSED ones. */
export const isEnded = (status: CustomerStatus | null | undefined): boolean =>
  status === 'ARCHIVED' || status === 'CLOSED'

/** Stores a new customer: a DRAFT with a reference of ours, where nothing else is said. */
export async function createCustomer(
  { stores, makeId }: Context,
  transaction: Queryable,
  body: Schema<'CustomerCreateRequest'>,
): Promise<Customer> {
  await checkCustomer({ stores }, transaction, undefined, body)
  return stores.customers.insert(transaction, {
    ...withoutNull(body, ['status']),
    reference: body.reference ?? makeId('customers'),
    status: body.status ?? 'DRAFT',
  })
}

/** Changes a customer; a new reference is shown wherever the customer is named. */
export async function updateCustomer(
  { stores }: Pick<ServerContext, 'stores'>,
  transaction: Queryable,
  idOrReference: string,
  body: Schema<'CustomerUpdateRequest'>,
): Promise<Customer> {
  refuseNull(body, ['status'], 'CUSTOMER')
  const found = await stores.customers.lock(transaction, idOrReference)
  const id = found.id
  await refuseDraft(transaction, found, body.status)
  await checkCustomer({ stores }, transaction, id, body)
  const updated = await stores.customers.update(transaction, id, body)
  if (updated.reference !== undefined && updated.reference !== found.reference) {
    await renameCopies(transaction, COPIES.customer, { id, reference: updated.reference })
  }
  return updated
}

/** Throws where a customer with an ACTIVE subscription would be a DRAFT, which is never billed. */
async function refuseDraft(
  transaction: Queryable,
  found: Customer,
  status: CustomerStatus | null | undefined,
): Promise<void> {
  if (status !== 'DRAFT' || found.status === 'DRAFT') return
  const running = await findActiveSubscriptionId(transaction, found.id)
  if (running === undefined) return
  const message = `status must stay ACTIVE while the subscription ${running} is; cancel it, or archive the customer`
  throw invalidOperation(message, { field: 'status', resourceType: 'CUSTOMER', resourceId: found.id })
}

async function checkCustomer(
  { stores }: Pick<ServerContext, 'stores'>,
  transaction: Queryable,
  id: string | undefined,
  body: Schema<'CustomerUpdateRequest'>,
): Promise<void> {
  checkTimeZone(body.timezone)
  await requireParent(transaction, stores.customers, id, body.parent_customer_id, 'parent_customer_id')
  const entityId = body.seller_details?.default_billing_entity_id
  await requireExisting(transaction, stores.billingEntities, entityId, 'seller_details.default_billing_entity_id')
}
