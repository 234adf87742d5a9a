import type { PricingRule } from '../plan/pricing-rule.ts'
import { type RuleOrder, ruleFor } from '../plan/rule-order.ts'
import type { UsageTotal } from './usage-total.ts'

/** Puts each row under the one rule that prices it; rows that no rule takes are under `null`. */
export function assignUsage(
  order: RuleOrder<PricingRule>,
  rows: Iterable<UsageTotal>,
): Map<PricingRule | null, UsageTotal[]> {
  const assigned = new Map<PricingRule | null, UsageTotal[]>()
  for (const row of rows) {
    const rule = ruleFor(order, row.properties)
    const taken = assigned.get(rule)
    if (taken) taken.push(row)
    else assigned.set(rule, [row])
  }
  return assigned
}
