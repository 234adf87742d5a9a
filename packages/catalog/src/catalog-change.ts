import type { CatalogKind } from './catalog-kind.ts'

/** One member that differs between the billing API and the catalog. */
export interface Difference {
  /** Path within the resource: `status`, `pricings.agent.items.completion.rules.0.bands.0.amount.quantity`. */
  readonly path: string
  /** What the billing API has; undefined: nothing. */
  readonly from: unknown
  /** What the catalog says; undefined: nothing. */
  readonly to: unknown
}

/** One step from what the billing API has to what the catalog says: one request (two, where creating needs activating). */
export interface CatalogChange {
  readonly action: 'create' | 'update' | 'activate'
  readonly kind: CatalogKind
  /** Reference of the resource; of its plan, for a plan version. */
  readonly reference: string
  /** What it changes; empty for `activate`. */
  readonly differences: readonly Difference[]
}
