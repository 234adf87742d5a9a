import { holds } from '../plan/condition.ts'
import type { PricingRule } from '../plan/pricing-rule.ts'
import type { UsageTotal } from './usage-total.ts'

/** The rules of one pricing item in the order in which they are asked, and the default rate, which is asked last. */
export interface RuleOrder {
  /** Rules with conditions, by `order`, then as written. */
  readonly conditional: readonly PricingRule[]
  /** The rule without conditions that takes the usage which no other takes; `null` for a plan without a default rate. */
  readonly fallback: PricingRule | null
  /** All of them, and fees that take no usage, in the order in which their lines are shown. */
  readonly shown: readonly PricingRule[]
}

/**
 * Orders the rules of an item. The default rate comes last whatever its `order` says: it would hide the others. A FIXED
 * fee without conditions beside a default rate is a fee alone and takes no usage.
 */
export function orderRules(rules: readonly PricingRule[]): RuleOrder {
  const ordered = rules
    .map((rule, index) => ({ rule, index }))
    .sort((left, right) => orderOf(left.rule) - orderOf(right.rule) || left.index - right.index)
    .map(({ rule }) => rule)
  const conditional = ordered.filter(({ condition }) => condition !== null)
  const unconditional = ordered.filter(({ condition }) => condition === null)
  const fallback = unconditional.find(({ model }) => model !== 'FIXED') ?? unconditional[0] ?? null
  return { conditional, fallback, shown: [...conditional, ...unconditional] }
}

function orderOf(rule: PricingRule): number {
  return rule.wire.order ?? Number.MAX_SAFE_INTEGER
}

/** The rule that prices usage with these properties: the first whose conditions hold, else the default; `null` if none. */
export function ruleFor(order: RuleOrder, properties: UsageTotal['properties']): PricingRule | null {
  return order.conditional.find(({ condition }) => condition !== null && holds(condition, properties)) ?? order.fallback
}

/** Each row under the one rule that prices it; rows that no rule takes are under `null`. */
export function assignUsage(order: RuleOrder, rows: Iterable<UsageTotal>): Map<PricingRule | null, UsageTotal[]> {
  const assigned = new Map<PricingRule | null, UsageTotal[]>()
  for (const row of rows) {
    const rule = ruleFor(order, row.properties)
    const taken = assigned.get(rule)
    if (taken) taken.push(row)
    else assigned.set(rule, [row])
  }
  return assigned
}
