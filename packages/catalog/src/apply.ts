import type { BillingClient } from '@tallygate/client'
import { assertFunctionOptions } from './assert-options.ts'
import type { Catalog } from './catalog.ts'
import { CatalogApplyError } from './catalog-apply-error.ts'
import type { CatalogChange } from './catalog-change.ts'
import { CatalogConflictError } from './catalog-conflict-error.ts'
import { performChange } from './perform-change.ts'
import { planChanges } from './plan-changes.ts'
import { readState } from './read-state.ts'

/** Options of `apply`. */
export interface ApplyOptions {
  /** Called after each change that was made. Default: nothing. */
  readonly onChange?: (change: CatalogChange) => void
}

/**
 * Makes the billing API have everything as the catalog says, in dependency order, and answers with the changes that
 * were made: none the second time. An ACTIVE plan version is never edited: when its content differs, the plan gets its
 * next version. Nothing is deleted, and nothing that the catalog does not name is touched.
 *
 * May stop at any point, also killed: the next `apply` continues, because it starts from what the billing API has.
 *
 * @throws BillingConfigurationError for an unknown option
 * @throws CatalogConflictError before the first change, when the catalog cannot be applied
 * @throws CatalogApplyError when a change fails, with the client's error as its cause
 */
export async function apply(
  client: BillingClient,
  catalog: Catalog,
  options: ApplyOptions = {},
): Promise<readonly CatalogChange[]> {
  assertFunctionOptions('apply', options, ['onChange'])
  const state = await readState(client, catalog)
  const { changes, conflicts } = planChanges(catalog, state)
  if (conflicts.length > 0) throw new CatalogConflictError(conflicts)
  const applied: CatalogChange[] = []
  for (const change of changes) {
    try {
      await performChange(client, catalog, change, state)
    } catch (cause) {
      throw new CatalogApplyError(change, applied, cause)
    }
    applied.push(change)
    options.onChange?.(change)
  }
  return applied
}
