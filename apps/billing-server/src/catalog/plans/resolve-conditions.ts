import type { Schema } from '@tallygate/client'
import type { Queryable } from '../../database/database.ts'
import type { ResourceStores } from '../../resources/resource-stores.ts'
import { meterConditionResolver } from '../resolve-meter-conditions.ts'
import { mapConfigs, type PlacedPricing } from './version-tree.ts'

type Pricing = Schema<'Pricing'>

/**
 * Pricings with the meter properties of their rules' conditions named by id and reference, whichever was given, so that
 * a reader of the version or of an invoice line sees what a rule asks. Throws naming the condition that does not
 * resolve.
 */
export async function resolveConditions(
  database: Queryable,
  stores: ResourceStores,
  pricings: readonly PlacedPricing<Pricing>[],
): Promise<Pricing[]> {
  const resolve = await meterConditionResolver(database, stores)
  return pricings.map(({ pricing, field }) => ({
    ...pricing,
    items: (pricing.items ?? []).map((item, index) =>
      mapConfigs(item, `${field}.items.${index}`, (config, at) => ({
        ...config,
        ...(config.conditions != null && { conditions: resolve(config.conditions, `${at}.conditions`) }),
        ...(config.tiering_conditions != null && {
          tiering_conditions: resolve(config.tiering_conditions, `${at}.tiering_conditions`),
        }),
      })),
    ),
  }))
}
