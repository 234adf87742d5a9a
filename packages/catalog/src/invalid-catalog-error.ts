const MARKER = Symbol.for('tallygate.error.InvalidCatalogError')

/** Something in a catalog that cannot be applied. */
export interface CatalogProblem {
  /** The place of the problem: `plans.pro.pricings.agent.rates.completion`. */
  readonly path: string
  /** The problem, and the fix. */
  readonly problem: string
}

/** A catalog that contradicts itself. The message lists every problem with its path. */
export class InvalidCatalogError extends Error {
  override readonly name = 'InvalidCatalogError'
  readonly code = 'INVALID_CATALOG'
  readonly problems: readonly CatalogProblem[]
  readonly [MARKER] = true

  constructor(problems: readonly CatalogProblem[]) {
    super(['Invalid catalog:', ...problems.map(({ path, problem }) => `${path} ${problem}`)].join('\n  '))
    this.problems = problems
  }

  /** Returns true for errors of this class, also when another copy of this package made them. */
  static isInstance(error: unknown): error is InvalidCatalogError {
    return error instanceof Error && MARKER in error
  }
}
