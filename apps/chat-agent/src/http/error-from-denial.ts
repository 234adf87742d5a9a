import type { Denial, ShortWallet } from '@tallygate/entitlements'
import { AgentError } from './agent-error.ts'
import { notNegative, scopeQuantityToWire } from './usage-to-wire.ts'
import { toWireInstant } from './wire-instant.ts'

/** Wait before another try when a denial names none: long enough for a request in flight to end. */
const DEFAULT_RETRY_AFTER_MS = 1000

/**
 * A denial as the answer to its request: what, limit, used, remaining, when it resets, and which plan would allow it.
 */
export function errorFromDenial(denial: Denial): AgentError {
  const retryable =
    denial.reason === 'rate_limited' ||
    denial.reason === 'too_many_concurrent' ||
    denial.reason === 'entitlements_unavailable'
  const retryAfterMs = retryable ? (denial.retryAfterMs ?? DEFAULT_RETRY_AFTER_MS) : undefined
  return new AgentError(denial.reason, denial.message, {
    details: {
      feature: denial.feature,
      scope: denial.scope === undefined ? undefined : { ...denial.scope, of: scopeQuantityToWire(denial.scope.of) },
      currency: denial.currency,
      wallet: denial.wallet === undefined ? undefined : toWireWallet(denial.wallet),
      limit: denial.limit,
      used: denial.used,
      held: denial.held,
      remaining: notNegative(denial.remaining),
      resets_at: denial.resetsAt === undefined ? undefined : toWireInstant(denial.resetsAt),
      allowed_models: denial.allowedModels,
      plans: denial.plans,
      as_of: toWireInstant(denial.asOf),
    },
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
}

function toWireWallet({ wallet, creditTypeId, ...facts }: ShortWallet): Record<string, unknown> {
  return { id: wallet, credit_type_id: creditTypeId, ...facts }
}
