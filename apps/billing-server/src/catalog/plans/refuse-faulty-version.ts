import type { Schema } from '@tallygate/client'
import { findPricingFaults } from '@tallygate/rating'
import type { Queryable } from '../../database/database.ts'
import { ApiFault } from '../../http/api-fault.ts'
import type { ResourceStores } from '../../resources/resource-stores.ts'
import { loadPricingCatalog } from '../pricing-catalog.store.ts'

/** A version that could not be priced as it says is never sold: throws naming the first member at fault. */
export async function refuseFaultyVersion(
  database: Queryable,
  stores: ResourceStores,
  version: Pick<Schema<'PricingPlanVersion'>, 'pricing_categories'>,
): Promise<void> {
  const catalog = await loadPricingCatalog(stores, database, [version])
  const [fault, ...others] = findPricingFaults(version, catalog)
  if (fault === undefined) return
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  throw new ApiFault({
    status: 400,
    code: 'INVALID_FIELD',
    field: fault.field,
    message: `${fault.message}${more}`,
    resourceType: 'PRICING_PLAN_VERSION',
  })
}
