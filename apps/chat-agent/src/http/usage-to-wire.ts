import type { BudgetState } from '@tallygate/entitlements'
import type { RecordedAttempt } from '@tallygate/langchain'
import { toWireInstant } from './wire-instant.ts'

/** The tokens of a request: in all, and of each attempt at its own model. */
export function usageToWire(attempts: readonly RecordedAttempt[]) {
  const prompt = attempts.reduce((sum, attempt) => sum + attempt.promptTokens, 0)
  const completion = attempts.reduce((sum, attempt) => sum + attempt.completionTokens, 0)
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    attempts: attempts.map((attempt) => ({
      attempt: attempt.attempt,
      model: attempt.model,
      prompt_tokens: attempt.promptTokens,
      completion_tokens: attempt.completionTokens,
      source: attempt.source,
    })),
  }
}

/**
 * A budget as answers carry it, in tokens. `limit` and `remaining` are null when there is no limit; `remaining` ends at
 * 0: what was used beyond the limit shows in `used`.
 */
export function budgetToWire(budget: BudgetState) {
  return {
    limit: budget.limit ?? null,
    used: budget.used,
    held: budget.held,
    remaining: budget.remaining === undefined ? null : Math.max(0, budget.remaining),
    // Not known when the customer's subscription has ended meanwhile, or was not read yet: an answer that is paid for
    // must not fail over it.
    resets_at: Number.isNaN(budget.resetsAt.getTime()) ? null : toWireInstant(budget.resetsAt),
  }
}
