import { unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import { PLATFORM_ID } from '../../src/features/platform-entitlements.routes.ts'
import type { ContractResource } from './contract-row.ts'

export const platforms: ContractResource = {
  name: 'platforms',
  type: 'PLATFORM',
  rows: {
    getPlatformEntitlements: [
      'says that nothing limits the one platform there is',
      async (world) => {
        const params = { path: { id: PLATFORM_ID } }
        expect(await unwrap(world.client.GET('/v1/platforms/{id}/entitlements', { params }))).toEqual({
          entitlements: [],
          pricing_plan_subscription_entitlements: [],
        })
      },
    ],
  },
}
