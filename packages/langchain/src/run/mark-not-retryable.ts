/**
 * LangChain's own mark, registered globally: its retrying middleware and its HTTP callers leave an error alone that has
 * it.
 */
const RETRYABLE = Symbol.for('langchain.errors.retryable')

/** Marks an error as one that comes again however often the call is made. */
export function markNotRetryable(error: Error): void {
  Object.defineProperty(error, RETRYABLE, { value: false, configurable: true })
}
