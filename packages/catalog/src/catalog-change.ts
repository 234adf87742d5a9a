import type { CatalogKind } from './catalog-kind.ts'

/** One member that differs between the billing API and the catalog. */
export interface Difference {
  /** Path within the resource: `status`, `pricings.agent.items.completion.rules.0.bands.0.amount.quantity`. */
  readonly path: string
  /** The value that the billing API has; undefined: none. */
  readonly from: unknown
  /** The value that the catalog has; undefined: none. */
  readonly to: unknown
}

/**
 * One step from what the billing API has to what the catalog says: one request (two, where creating needs activating).
 */
export interface CatalogChange {
  readonly action: 'create' | 'update' | 'activate'
  readonly kind: CatalogKind
  /** Reference of the resource; of its plan, for a plan version. */
  readonly reference: string
  /** The members that it changes; empty for `activate`. */
  readonly differences: readonly Difference[]
}
