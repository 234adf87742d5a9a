import type { Entitlements } from '@tallygate/entitlements'
import type { RequestHandler } from 'express'
import { requestContext } from './request-context.ts'
import { budgetToWire, limitsToWire } from './usage-to-wire.ts'
import { toWireInstant } from './wire-instant.ts'

/** `GET /v1/usage`: the asking customer's own usage of the current billing period, and every limit on it. */
export function usageRoute(entitlements: Pick<Entitlements, 'usage'>): RequestHandler {
  return async (_request, response) => {
    const { customer, scopes } = requestContext(response)
    const usage = await entitlements.usage(customer, scopes === undefined ? {} : { scopes })
    response.json({
      customer,
      period:
        usage.period === undefined
          ? null
          : { start: toWireInstant(usage.period.start), end: toWireInstant(usage.period.end) },
      budgets: Object.fromEntries(usage.budgets.map((budget) => [budget.feature, budgetToWire(budget)])),
      ...limitsToWire(usage),
      as_of: toWireInstant(usage.asOf),
    })
  }
}
