const marker = Symbol.for('tallygate.error.PaginationLimitError')

/** `paginate` reached `maxPages` and the list still had more. The items of the pages before were all handed out. */
export class PaginationLimitError extends Error {
  override readonly name = 'PaginationLimitError'
  readonly code = 'PAGINATION_LIMIT_REACHED'
  readonly [marker] = true
  /** The limit that was reached, in pages. */
  readonly maxPages: number

  constructor(maxPages: number) {
    super(`the list has more than ${maxPages} pages: narrow the query, raise its limit per page, or raise maxPages`)
    this.maxPages = maxPages
  }

  /** True for errors of this class, also when a second copy of the package is installed. */
  static isInstance(error: unknown): error is PaginationLimitError {
    return typeof error === 'object' && error !== null && marker in error
  }
}
