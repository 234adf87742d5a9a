import { BillingApiError, BillingConnectionError } from '@tallygate/client'
import { JournalError, StoreUnavailableError } from '@tallygate/entitlements'
import { AgentError } from './agent-error.ts'

/** Wait before another try when the billing API, the store or the journal does not answer. */
const RETRY_AFTER_MS = 2000

/**
 * Tells whether an error means that what a plan allows cannot be read, or that usage cannot be recorded, at the moment.
 * Where the policy is `allow`, the first is answered by it and does not come here; the second is refused under both,
 * because a call that is not recorded would be free.
 */
export function isUnavailable(error: unknown): error is Error {
  return (
    BillingConnectionError.isInstance(error) ||
    StoreUnavailableError.isInstance(error) ||
    JournalError.isInstance(error) ||
    (BillingApiError.isInstance(error) && error.status >= 500)
  )
}

/** The answer to such an error: 503, and try again. */
export function entitlementsUnavailable(cause: unknown): AgentError {
  const message = JournalError.isInstance(cause)
    ? 'What is used cannot be recorded at the moment'
    : 'What your plan allows cannot be read at the moment'
  return new AgentError('entitlements_unavailable', message, { retryAfterMs: RETRY_AFTER_MS, cause })
}
