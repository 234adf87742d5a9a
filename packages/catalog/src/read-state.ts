import type { BillingClient } from '@tallygate/client'
import type { Catalog } from './catalog.ts'
import { CatalogState } from './catalog-state.ts'
import { ALL_KINDS } from './resources/all-kinds.ts'
import { readVersions } from './version/plan-versions.ts'

/** Reads everything of the catalog that the billing API has. Changes nothing. */
export async function readState(client: BillingClient, catalog: Catalog): Promise<CatalogState> {
  const state = new CatalogState()
  for (const kind of ALL_KINDS) {
    const found = await kind.find?.(client, kind.references(catalog))
    for (const [reference, wire] of found ?? []) state.set(kind.kind, reference, wire)
  }
  await readVersions(client, Object.keys(catalog.plans), state)
  return state
}
