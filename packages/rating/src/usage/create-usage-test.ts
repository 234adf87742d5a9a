import { isTieredApart } from '../plan/check-rule.ts'
import type { CompiledItem, CompiledPlan } from '../plan/compiled-plan.ts'
import { type Condition, holds, type PropertyValues, propertiesOf } from '../plan/condition.ts'
import { ruleFor } from '../plan/rule-order.ts'
import type { Calculation } from './calculation.ts'

/** The usage of one event, without its quantities. */
export interface ReportedUsage {
  readonly meterId: string
  /** The meter values that it has; empty for an event without values. */
  readonly meterValueIds: readonly string[]
  /** Property values by reference. */
  readonly properties: PropertyValues
}

/** Tells whether a plan takes usage. */
export type UsageTest = (usage: ReportedUsage) => boolean

/** Answers that are remembered for one meter; beyond that all are forgotten. Property values may have no end. */
const MAX_REMEMBERED_ANSWERS = 10_000

/** The items that count a meter, with the answers that are known. */
interface TestedMeter {
  readonly items: readonly CompiledItem[]
  /** References of the properties that decide. */
  readonly asked: readonly string[]
  readonly known: Map<string, boolean>
}

/**
 * Makes a test of the usage that a plan takes: a rule prices it, or it chooses the tier of one. Usage that it does not
 * take changes no amount. An add-on takes usage whether or not it is sold (our decision): so buying one books nothing
 * anew. A plan with an item that cannot be read takes everything, and is refused when it is billed.
 */
export function createUsageTest(plan: CompiledPlan): UsageTest {
  const compiled = plan.pricings.flatMap(({ items }) => items)
  if (compiled.some((item) => 'error' in item)) return () => true
  const metered = compiled.flatMap((item) => ('value' in item && item.value.sources.length > 0 ? [item.value] : []))
  const meters = new Map<string, TestedMeter>()
  for (const id of plan.needs.meterIds) {
    const items = metered.filter(({ sources }) =>
      sources.some((source) => source.calculation.meterId === id || source.tieringCalculation?.meterId === id),
    )
    meters.set(id, { items, asked: decidingProperties(items), known: new Map() })
  }
  return (usage) => {
    const meter = meters.get(usage.meterId)
    if (meter === undefined) return false
    const key = keyOf(usage, meter.asked)
    const known = meter.known.get(key)
    if (known !== undefined) return known
    const taken = meter.items.some((item) => prices(item, usage) || choosesTier(item, usage))
    if (meter.known.size >= MAX_REMEMBERED_ANSWERS) meter.known.clear()
    meter.known.set(key, taken)
    return taken
  }
}

/** Lists the references of the properties by which usage goes to a rule of these items, or chooses its tier. */
export function decidingProperties(items: readonly CompiledItem[]): string[] {
  const conditions: (Condition | null)[] = items.flatMap(({ sources, rules }) => [
    ...sources.map(({ condition }) => condition),
    ...rules.shown.map(({ tieringCondition }) => tieringCondition),
  ])
  const asked = [
    ...items.flatMap(({ askedProperties }) => askedProperties),
    ...conditions.flatMap((condition) => (condition === null ? [] : propertiesOf(condition))),
  ]
  return [...new Set(asked)].sort()
}

function keyOf({ meterValueIds, properties }: ReportedUsage, asked: readonly string[]): string {
  let key = meterValueIds.join(' ')
  for (const reference of asked) {
    const value = Object.hasOwn(properties, reference) ? (properties[reference] ?? '') : ''
    key += ` ${value.length}:${value}`
  }
  return key
}

function prices({ sources, rules }: CompiledItem, usage: ReportedUsage): boolean {
  return (
    sources.some(({ calculation, condition }) => counts(calculation, usage) && holds(condition, usage.properties)) &&
    ruleFor(rules, usage.properties) !== null
  )
}

function choosesTier({ sources, rules }: CompiledItem, usage: ReportedUsage): boolean {
  return rules.shown.some(
    (rule) =>
      isTieredApart(rule, sources) &&
      sources.some(
        ({ calculation, tieringCalculation, condition }) =>
          counts(tieringCalculation ?? calculation, usage) &&
          holds(rule.tieringCondition ?? condition, usage.properties),
      ),
  )
}

function counts({ meterId, meterValueId }: Calculation, usage: ReportedUsage): boolean {
  return meterId === usage.meterId && (meterValueId === null || usage.meterValueIds.includes(meterValueId))
}
