import { EntitlementDeniedError } from '@tallygate/langchain'
import { findCause } from '../agent/find-cause.ts'
import { ProviderFailure } from '../agent/provider-failure.ts'
import { isOutOfSteps, type RunFailure } from '../agent/run-failure.ts'
import { AgentError } from './agent-error.ts'
import { entitlementsUnavailable, isUnavailable } from './entitlements-unavailable.ts'
import { errorFromDenial } from './error-from-denial.ts'
import { errorFromProvider } from './error-from-provider.ts'
import { usageToWire } from './usage-to-wire.ts'

/** Makes the answer to a request whose run ended without one; what the run had used by then is in the details. */
export function errorFromRun(failure: RunFailure): AgentError {
  const error = explain(failure.cause)
  return failure.attempts.length === 0 ? error : error.withDetails({ usage: usageToWire(failure.attempts) })
}

function explain(cause: unknown): AgentError {
  const denied = EntitlementDeniedError.find(cause)
  if (denied !== undefined) return errorFromDenial(denied.decision)
  const unavailable = findCause(cause, isUnavailable)
  if (unavailable !== undefined) return entitlementsUnavailable(unavailable)
  const failure = findCause(cause, ProviderFailure.isInstance)
  if (failure !== undefined) return errorFromProvider(failure)
  if (isOutOfSteps(cause))
    return new AgentError('out_of_steps', 'The agent found no answer within its steps; ask for less in one message', {
      cause,
    })
  return new AgentError('internal_error', 'Something went wrong here; the request id finds it in the log', { cause })
}
