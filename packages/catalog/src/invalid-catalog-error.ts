const MARKER = Symbol.for('tallygate.error.InvalidCatalogError')

/** Something in a catalog that cannot be applied. */
export interface CatalogProblem {
  /** Where it stands: `plans.pro.pricings.agent.rates.completion`. */
  readonly path: string
  /** What is wrong, and the fix. */
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

  /** Whether `error` is one, also when another copy of this package made it. */
  static isInstance(error: unknown): error is InvalidCatalogError {
    return error instanceof Error && MARKER in error
  }
}
