import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { refuseNull, withoutNull } from '../http/null-members.ts'
import { COPIES, renameCopies } from '../resources/rename-copies.ts'
import { requireExisting, requireParent } from '../resources/require-existing.ts'
import type { ServerContext } from '../server-context.ts'
import { checkTimeZone } from './check-time-zone.ts'

type Customer = Schema<'Customer'>
type Context = Pick<ServerContext, 'stores' | 'makeId'>

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
  const id = found.id ?? ''
  await checkCustomer({ stores }, transaction, id, body)
  const updated = await stores.customers.update(transaction, id, body)
  if (updated.reference !== undefined && updated.reference !== found.reference) {
    await renameCopies(transaction, COPIES.customer, { id, reference: updated.reference })
  }
  return updated
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
