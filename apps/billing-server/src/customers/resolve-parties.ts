import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { referenceNotFound } from '../http/api-fault.ts'
import { requireExisting } from '../resources/require-existing.ts'
import type { ServerContext } from '../server-context.ts'

/** Finds who is billed by whom: the customer and the billing entity, each with id and reference. */
export async function resolveParties(
  { stores }: Pick<ServerContext, 'stores'>,
  database: Queryable,
  body: Schema<'PricingPlanSubscriptionUpdateRequest'>,
) {
  const customerKey = body.customer_id ?? body.customer_reference
  const customerField = body.customer_id === undefined ? 'customer_reference' : 'customer_id'
  const customer = customerKey === undefined ? undefined : await stores.customers.find(database, customerKey)
  if (customerKey !== undefined && customer === undefined)
    throw referenceNotFound(customerField, 'CUSTOMER', customerKey)
  const entityKey = body.billing_entity_id ?? body.billing_entity_reference
  const entity = entityKey == null ? undefined : await stores.billingEntities.find(database, entityKey)
  if (entityKey != null && entity === undefined) {
    const field = body.billing_entity_id == null ? 'billing_entity_reference' : 'billing_entity_id'
    throw referenceNotFound(field, 'BILLING_ENTITY', entityKey)
  }
  await requireExisting(database, stores.customers, body.forward_customer_id, 'forward_customer_id')
  const sellerId = body.seller_details?.seller_customer_id
  await requireExisting(database, stores.customers, sellerId, 'seller_details.seller_customer_id')
  return { customer, entity }
}
