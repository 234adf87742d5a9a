import type { OperationHandlers } from '../http/operation-handlers.ts'
import type { ServerContext } from '../server-context.ts'
import { gatherEntitlements } from './gather-entitlements.ts'
import { resolveEntitlements } from './resolve-entitlements.ts'

/** The entitlements of customers. */
export function customerEntitlementRoutes(
  context: Pick<ServerContext, 'database' | 'stores' | 'clock'>,
): OperationHandlers {
  const { database, stores } = context
  return {
    getCustomerEntitlements: async ({ path }) => {
      const customer = await stores.customers.get(database, path.idOrRef)
      return resolveEntitlements(await gatherEntitlements(context, customer.id))
    },
  }
}
