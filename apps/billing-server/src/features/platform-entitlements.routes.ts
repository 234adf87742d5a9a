import { notFound } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'

/** The one platform of this server. The contract has no operation that names it, so its id never changes. */
export const PLATFORM_ID = 'plat_TallygateLocalServer'

/** Returns what the platform itself may do: nothing is sold to it here, so nothing grants or limits it. */
export function platformEntitlementRoutes(): OperationHandlers {
  return {
    getPlatformEntitlements: async ({ path }) => {
      if (path.id !== PLATFORM_ID) throw notFound('PLATFORM', path.id)
      return { entitlements: [], pricing_plan_subscription_entitlements: [] }
    },
  }
}
