import { type Condition, holds, type PropertyValues } from './condition.ts'

/** The rules of one pricing item in the order in which they are asked, and the default rate, which is asked last. */
export interface RuleOrder<Rule> {
  /** Rules with conditions, by `order`, then as written. */
  readonly conditional: readonly Rule[]
  /**
   * The rule without conditions that takes the usage which no other takes; `null` for a plan without a default rate.
   */
  readonly fallback: Rule | null
  /** All of them, and fees that take no usage, in the order in which their lines are shown. */
  readonly shown: readonly Rule[]
}

/** The members of a rule from which its place follows. */
interface Ordered {
  readonly model: string
  readonly condition: Condition | null
  readonly order: number
}

/**
 * Orders the rules of an item. The default rate comes last whatever its `order` says: it would hide the others. A FIXED
 * fee without conditions beside a default rate is a fee alone and takes no usage.
 */
export function orderRules<Rule extends Ordered>(rules: readonly Rule[]): RuleOrder<Rule> {
  const ordered = rules
    .map((rule, index) => ({ rule, index }))
    .sort((left, right) => left.rule.order - right.rule.order || left.index - right.index)
    .map(({ rule }) => rule)
  const conditional = ordered.filter(({ condition }) => condition !== null)
  const unconditional = ordered.filter(({ condition }) => condition === null)
  const fallback = unconditional.find(({ model }) => model !== 'FIXED') ?? unconditional[0] ?? null
  return { conditional, fallback, shown: [...conditional, ...unconditional] }
}

/**
 * Finds the rule that prices usage with these properties: the first whose conditions hold, else the default; `null` if
 * none.
 */
export function ruleFor<Rule extends Pick<Ordered, 'condition'>>(
  order: RuleOrder<Rule>,
  properties: PropertyValues,
): Rule | null {
  return order.conditional.find(({ condition }) => condition !== null && holds(condition, properties)) ?? order.fallback
}
