import type { BillingClient } from '@tallygate/client'
import type { Catalog } from './catalog.ts'
import type { CatalogChange } from './catalog-change.ts'
import { CatalogConflictError } from './catalog-conflict-error.ts'
import { planChanges } from './plan-changes.ts'
import { readState } from './read-state.ts'

/**
 * Lists the changes that `apply` would make, in its order; empty when the billing API has everything as the catalog
 * says. Reads, and changes nothing. What the billing API has beside the catalog is not looked at.
 *
 * @throws CatalogConflictError when the catalog cannot be applied; BillingApiError and BillingConnectionError of the
 * client
 */
export async function plan(client: BillingClient, catalog: Catalog): Promise<readonly CatalogChange[]> {
  const { changes, conflicts } = planChanges(catalog, await readState(client, catalog))
  if (conflicts.length > 0) throw new CatalogConflictError(conflicts)
  return changes
}
