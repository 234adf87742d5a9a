import type { ProviderFailure } from '../agent/provider-failure.ts'
import { AgentError } from './agent-error.ts'

/** Wait before another try where the provider names none. */
const DEFAULT_RETRY_AFTER_MS = 1000
const TOO_MANY_REQUESTS = 429

/**
 * A provider's failure as the answer to the caller. What the provider said may quote the prompt or name an account: it
 * goes to the log only. How long it asks to wait is passed on.
 */
export function errorFromProvider(failure: ProviderFailure): AgentError {
  const { status, timedOut, retryAfterMs } = failure
  if (timedOut) return new AgentError('provider_timeout', 'The model did not answer in time', { cause: failure })
  if (status === TOO_MANY_REQUESTS)
    return new AgentError('provider_rate_limited', 'The provider takes no more requests at the moment', {
      cause: failure,
      retryAfterMs: retryAfterMs ?? DEFAULT_RETRY_AFTER_MS,
    })
  return new AgentError('provider_error', 'The model could not answer; try again, or another model', {
    cause: failure,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
}
