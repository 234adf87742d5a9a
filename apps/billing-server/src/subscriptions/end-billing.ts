import { loadTerms } from '../customers/subscription-terms.store.ts'
import type { Queryable } from '../database/database.ts'
import { holdCustomer } from '../metering/customer-lock.store.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { cancelSubscription } from './cancel-subscription.ts'

/**
 * Makes a change that archives or closes a customer, and cancels the ACTIVE subscriptions at once: what was used until
 * then is invoiced, nothing after it. They stay CANCELLED when the customer is activated again. Our decision: the
 * vendor's words are only that a customer must be ACTIVE to be billed.
 */
export async function endBilling(
  context: Pick<ServerContext, 'stores' | 'clock' | 'makeId' | 'publish' | 'readSoldUsage'>,
  transaction: Queryable,
  customer: { readonly id: string; readonly reference: string },
  change: () => Promise<Stored<'Customer'>>,
): Promise<Stored<'Customer'>> {
  // Before any row is locked: events of the customer are taken in under the same order of locks.
  await holdCustomer(transaction, customer)
  const changed = await change()
  for (const terms of await loadTerms(transaction, { customerId: customer.id })) {
    if (terms.status !== 'ACTIVE') continue
    const subscription = await context.stores.subscriptions.lock(transaction, terms.id)
    await cancelSubscription(context, transaction, subscription, terms, { type: 'NOW' })
  }
  return changed
}
