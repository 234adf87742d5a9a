import type { BudgetState, CustomerUsage, ScopeQuantity } from '@tallygate/entitlements'
import type { RecordedAttempt } from '@tallygate/langchain'
import { costToWire, type PricedAttempt, sumOfCosts } from './cost-to-wire.ts'
import { toWireInstant } from './wire-instant.ts'

/** The tokens of a request, and what it cost: in all, and of each attempt at its own model. */
export function usageToWire(attempts: readonly (RecordedAttempt & PricedAttempt)[]) {
  const prompt = attempts.reduce((sum, attempt) => sum + attempt.promptTokens, 0)
  const completion = attempts.reduce((sum, attempt) => sum + attempt.completionTokens, 0)
  const cost = sumOfCosts(attempts)
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    ...(cost === undefined ? {} : costToWire({ cost })),
    attempts: attempts.map((attempt) => ({
      attempt: attempt.attempt,
      model: attempt.model,
      prompt_tokens: attempt.promptTokens,
      completion_tokens: attempt.completionTokens,
      ...detailsToWire(attempt),
      source: attempt.source,
      ...costToWire(attempt),
    })),
  }
}

/** Parts of the totals that have prices of their own; none where the provider stated none. */
function detailsToWire({ details = {} }: Pick<RecordedAttempt, 'details'>): { details?: Record<string, number> } {
  const parts = Object.entries(details).filter(([, count]) => count > 0)
  return parts.length === 0 ? {} : { details: Object.fromEntries(parts.map(([name, count]) => [snake(name), count])) }
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
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
    resets_at: resetToWire(budget.resetsAt),
  }
}

/** The limits beside token budgets, each kind where the customer has any: money, wallets, levels below the customer. */
export function limitsToWire({ spend = [], wallets = [], scopes = [] }: CustomerUsage) {
  return {
    ...(spend.length === 0
      ? {}
      : {
          spend: Object.fromEntries(
            spend.map(({ feature, currency, limit, used, held, remaining, resetsAt }) => [
              feature,
              { currency, limit, used, held, remaining: notNegative(remaining), resets_at: resetToWire(resetsAt) },
            ]),
          ),
        }),
    ...(wallets.length === 0
      ? {}
      : {
          wallets: wallets.map(({ wallet, creditTypeId, currency, balance, held, remaining, overage }) => ({
            id: wallet ?? null,
            ...(currency === undefined ? { credit_type_id: creditTypeId } : { currency }),
            balance,
            held,
            remaining,
            ...(overage === undefined ? {} : { overage }),
          })),
        }),
    ...(scopes.length === 0
      ? {}
      : {
          scopes: scopes.map(({ resetsAt, remaining, of, ...scope }) => ({
            ...scope,
            of: scopeQuantityToWire(of),
            remaining: notNegative(remaining),
            resets_at: resetToWire(resetsAt),
          })),
        }),
  }
}

/** Writes what a level counts: a quantity by its name, or what attempts cost in a unit. */
export function scopeQuantityToWire(of: ScopeQuantity) {
  if (typeof of === 'string') return of
  return 'currency' in of ? { currency: of.currency } : { credit_type_id: of.creditTypeId }
}

function resetToWire(resetsAt: Date): string | null {
  return Number.isNaN(resetsAt.getTime()) ? null : toWireInstant(resetsAt)
}

/** Ends at zero: usage beyond the limit shows in `used`. Money is decimal text. */
export function notNegative<Remaining extends number | string | undefined>(
  remaining: Remaining,
): Remaining | string | number {
  if (typeof remaining === 'string') return remaining.startsWith('-') ? '0' : remaining
  return typeof remaining === 'number' ? Math.max(0, remaining) : remaining
}
