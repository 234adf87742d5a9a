import type { Denial } from '../admission/denial.ts'
import type { ReserveGrant } from '../admission/reservation.ts'

/** Makes the denial of a request that asks for more than was granted, and cannot be kept to less. */
export function tooSmall(askedModel: string, { reservation, budgets, asOf, ageMs }: ReserveGrant): Denial {
  const { customer, model, maxCompletionTokens } = reservation
  const [budget] = budgets
  return {
    allowed: false,
    reason: 'budget_exhausted',
    message: `${customer} has ${maxCompletionTokens} completion tokens left, too few for what is asked of ${askedModel}.`,
    customer,
    model,
    remaining: maxCompletionTokens,
    ...(budget === undefined ? {} : { feature: budget.feature, used: budget.used, resetsAt: budget.resetsAt }),
    ...(budget?.limit === undefined ? {} : { limit: budget.limit }),
    asOf,
    ageMs,
  }
}
