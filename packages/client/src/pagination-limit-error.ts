const marker = Symbol.for('tallygate.error.PaginationLimitError')

/** A list that still had more when `paginate` reached `maxPages`. The items of the pages before were all handed out. */
export class PaginationLimitError extends Error {
  override readonly name = 'PaginationLimitError'
  readonly code = 'PAGINATION_LIMIT_REACHED'
  readonly [marker] = true
  /** The limit that was reached, in pages. */
  readonly maxPages: number

  constructor(maxPages: number) {
    super(`The list has more than ${maxPages} pages. Narrow the query, raise its limit per page, or raise maxPages.`)
    this.maxPages = maxPages
  }

  /** Returns true for errors of this class, also when a second copy of the package is installed. */
  static isInstance(error: unknown): error is PaginationLimitError {
    return typeof error === 'object' && error !== null && marker in error
  }
}
