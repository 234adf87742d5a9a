import type { CatalogKind } from './catalog-kind.ts'

const MARKER = Symbol.for('tallygate.error.CatalogConflictError')

/**
 * Something that the billing API has under a reference of the catalog, and that cannot become what the catalog says.
 */
export interface CatalogConflict {
  readonly kind: CatalogKind
  readonly reference: string
  /** The member at fault: `type`. */
  readonly field: string
  /** The value that the billing API has; undefined: none. */
  readonly existing: unknown
  /** The value that the catalog has. */
  readonly wanted: unknown
}

/**
 * The catalog cannot be applied to this billing account. Nothing was changed. The message names each conflict and the
 * fix.
 */
export class CatalogConflictError extends Error {
  override readonly name = 'CatalogConflictError'
  readonly code = 'CATALOG_CONFLICT'
  readonly conflicts: readonly CatalogConflict[]
  readonly [MARKER] = true

  constructor(conflicts: readonly CatalogConflict[]) {
    super(['The catalog contradicts what the billing API has:', ...conflicts.map(describe)].join('\n  '))
    this.conflicts = conflicts
  }

  /** Returns true for errors of this class, also when another copy of this package made them. */
  static isInstance(error: unknown): error is CatalogConflictError {
    return error instanceof Error && MARKER in error
  }
}

function describe({ kind, reference, field, existing, wanted }: CatalogConflict): string {
  if (kind === 'customer') {
    return `customer ${reference} does not exist: create it, or leave customer out of the plan`
  }
  const has = `${kind} ${reference}: ${field} is ${JSON.stringify(existing) ?? 'not set'}`
  if (field === 'status') return `${has}: make it ACTIVE again, or choose another reference`
  return `${has}, and the catalog says ${JSON.stringify(wanted) ?? 'nothing'}, which cannot change: choose another reference, or adapt the catalog`
}
