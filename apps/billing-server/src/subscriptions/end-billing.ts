import type { Queryable } from '../database/database.ts'
import type { ServerContext } from '../server-context.ts'
import { loadTerms } from '../terms/subscription-terms.ts'
import { cancelSubscription } from './cancel-subscription.ts'

/**
 * Cancels the ACTIVE subscriptions of a customer at once, for one that is archived or closed: what was used until then is
 * invoiced, nothing after it. They stay CANCELLED when the customer is activated again. Our decision: the vendor's words
 * are only that a customer must be ACTIVE to be billed.
 */
export async function endBilling(context: ServerContext, transaction: Queryable, customerId: string): Promise<void> {
  for (const terms of await loadTerms(transaction, { customerId })) {
    if (terms.status !== 'ACTIVE') continue
    const subscription = await context.stores.subscriptions.lock(transaction, terms.id)
    await cancelSubscription(context, transaction, subscription, terms, { type: 'NOW' })
  }
}
