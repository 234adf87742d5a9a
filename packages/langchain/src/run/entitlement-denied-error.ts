import type { Denial } from '@tallygate/entitlements'
import { markNotRetryable } from './mark-not-retryable.ts'

const marker = Symbol.for('tallygate.error.EntitlementDeniedError')

/**
 * The longest chain of causes that is followed: LangChain wraps an error a few times at most, and a chain may be a
 * circle.
 */
const MAX_CAUSES = 16

/**
 * A model call was refused before the provider was called: `decision` says why, until when, and which plan would allow
 * it. LangChain and its agents wrap errors, so ask `EntitlementDeniedError.find(error)` rather than `instanceof`. A
 * TypeError, since `withRetry` makes a call again after any other error.
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
    markNotRetryable(this)
  }

  /** Also true for an instance from another copy of this package. */
  static isInstance(value: unknown): value is EntitlementDeniedError {
    return typeof value === 'object' && value !== null && marker in value
  }

  /** The denial in an error or in one of its causes (an agent's MiddlewareError has it as its cause), or undefined. */
  static find(error: unknown): EntitlementDeniedError | undefined {
    let current = error
    for (let depth = 0; depth < MAX_CAUSES; depth += 1) {
      if (EntitlementDeniedError.isInstance(current)) return current
      if (typeof current !== 'object' || current === null || !('cause' in current)) return undefined
      current = current.cause
    }
    return undefined
  }
}
