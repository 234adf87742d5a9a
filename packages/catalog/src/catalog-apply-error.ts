import type { CatalogChange } from './catalog-change.ts'

const MARKER = Symbol.for('tallygate.error.CatalogApplyError')

/** A change could not be made. Those before it stay; applying the catalog again continues where it stopped. */
export class CatalogApplyError extends Error {
  override readonly name = 'CatalogApplyError'
  readonly code = 'CATALOG_APPLY_FAILED'
  /** The change that failed. Whether the billing API has carried it out is known only where it answered. */
  readonly change: CatalogChange
  /** The changes that were made before. */
  readonly applied: readonly CatalogChange[]
  readonly [MARKER] = true

  constructor(change: CatalogChange, applied: readonly CatalogChange[], cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(
      `Could not ${change.action} the ${change.kind} ${change.reference}: ${reason}. ` +
        `${applied.length} changes were made before it; applying again continues there.`,
      { cause },
    )
    this.change = change
    this.applied = applied
  }

  /** Returns true for errors of this class, also when another copy of this package made them. */
  static isInstance(error: unknown): error is CatalogApplyError {
    return error instanceof Error && MARKER in error
  }
}
