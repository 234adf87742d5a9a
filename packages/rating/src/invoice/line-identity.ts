/** What makes a line the same line: planned again with other usage it keeps its id, so it is updated, not doubled. */
export interface LineIdentity {
  readonly subscriptionId: string
  readonly scheduleId: string
  /** Start of the segment that is billed. */
  readonly start: Date
  readonly pricingItemId: string
  /** Id of the pricing rule, or `unpricedRule`. */
  readonly rule: string
}

/**
 * Stands for the rule in the identity of a line whose usage no rule prices, for amounts in another currency with its
 * name.
 */
export function unpricedRule(foreignCurrency: string | null): string {
  return foreignCurrency === null ? 'unpriced' : `unpriced ${foreignCurrency}`
}

/** Writes the identity of a line as one text, which tells it from every other. */
export function lineKey({ subscriptionId, scheduleId, start, pricingItemId, rule }: LineIdentity): string {
  return JSON.stringify([subscriptionId, scheduleId, start.toISOString(), pricingItemId, rule])
}
