import type { Denial } from '../admission/denial.ts'

const marker = Symbol.for('tallygate.error.EntitlementDeniedError')

/**
 * LangChain's own mark, registered globally: its retrying middleware and its HTTP callers leave an error alone that has
 * it.
 */
const LANGCHAIN_RETRYABLE = Symbol.for('langchain.errors.retryable')

/** Members in which frameworks keep the error that they wrap: agents of LangChain, and retries of the AI SDK. */
const PLACES = ['cause', 'lastError', 'errors', 'error']

/** Errors that are looked at: frameworks wrap an error a few times at most, and a chain may be a circle. */
const MAX_ERRORS = 64

/**
 * A call was refused before the provider was called: `decision` says why, until when, and which plan would allow it.
 * Frameworks wrap errors, so ask `EntitlementDeniedError.find(error)` rather than `instanceof`. A TypeError, since
 * LangChain's `withRetry` makes a call again after any other error.
 */
export class EntitlementDeniedError extends TypeError {
  override readonly name = 'EntitlementDeniedError'
  readonly code = 'ENTITLEMENT_DENIED'
  readonly decision: Denial
  readonly retryable = false
  readonly [marker] = true

  constructor(facts: { readonly decision: Denial; readonly cause?: unknown }) {
    super(facts.decision.message, facts.cause === undefined ? undefined : { cause: facts.cause })
    this.decision = facts.decision
    Object.defineProperty(this, LANGCHAIN_RETRYABLE, { value: false, configurable: true })
  }

  /** Also true for an instance from another copy of this package. */
  static isInstance(value: unknown): value is EntitlementDeniedError {
    return typeof value === 'object' && value !== null && marker in value
  }

  /**
   * The denial in an error or in what it wraps, or undefined: an agent's MiddlewareError has it as its cause, and the
   * AI SDK's RetryError among its errors.
   */
  static find(error: unknown): EntitlementDeniedError | undefined {
    const open: unknown[] = [error]
    const seen = new Set<unknown>()
    for (let looked = 0; open.length > 0 && looked < MAX_ERRORS; looked += 1) {
      const value = open.shift()
      if (EntitlementDeniedError.isInstance(value)) return value
      if (typeof value !== 'object' || value === null || seen.has(value)) continue
      seen.add(value)
      if (Array.isArray(value)) open.push(...value)
      else
        for (const place of PLACES) if (place in value) open.push((value as Readonly<Record<string, unknown>>)[place])
    }
    return undefined
  }
}
