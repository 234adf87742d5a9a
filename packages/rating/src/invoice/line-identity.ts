/** The facts that identify a line. Planned again with other usage, it keeps its id: it is updated, not doubled. */
export interface LineIdentity {
  readonly subscriptionId: string
  readonly scheduleId: string
  /** Start of the segment that is billed. */
  readonly start: Date
  /** For usage that came late: start of the later period whose invoice bills it. */
  readonly billedIn?: Date
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
export function lineKey({ subscriptionId, scheduleId, start, billedIn, pricingItemId, rule }: LineIdentity): string {
  const late = billedIn === undefined ? [] : [billedIn.toISOString()]
  return JSON.stringify([subscriptionId, scheduleId, start.toISOString(), pricingItemId, rule, ...late])
}
