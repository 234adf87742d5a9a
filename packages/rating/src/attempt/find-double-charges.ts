import { settledValue } from '../money/settled.ts'
import { type CompiledItem, type CompiledPlan, touches } from '../plan/compiled-plan.ts'
import { type Condition, holds, type PropertyValues, propertiesOf } from '../plan/condition.ts'
import type { PricingRule } from '../plan/pricing-rule.ts'
import { ruleFor } from '../plan/rule-order.ts'

/** A unit that a plan charges twice: as a part of a total, and in a pool of its own. */
export interface DoubleCharge {
  readonly totalMeterId: string
  readonly poolMeterId: string
  /** Ids of the two rules. */
  readonly ruleIds: readonly [total: string, pool: string]
  /** Property values of an event that both rules price. */
  readonly properties: PropertyValues
}

/** Property values that are tried for two items, at most. */
const MAX_TRIED = 10_000

/**
 * Finds totals that a plan charges beside a pool of theirs, such as all prompt tokens beside the cached ones: one for
 * each pair of meters. Rules that price different models do not meet. Property values that no rule names are tried as
 * one.
 *
 * @param pools for each total the meters that its units are counted by too, each unit by one of them
 */
export function findDoubleCharges(
  plan: CompiledPlan,
  pools: ReadonlyMap<string, Iterable<string>>,
): readonly DoubleCharge[] {
  const sold = plan.pricings.flatMap(({ items, enabled }) =>
    items.map(settledValue).map((item) => ({ item, enabled: enabled ?? [{ start: null, end: null }] })),
  )
  const counting = (meterId: string) =>
    sold.filter(({ item }) => item.sources.some(({ calculation }) => calculation.meterId === meterId))
  const found: DoubleCharge[] = []
  for (const [totalMeterId, poolMeterIds] of pools) {
    for (const poolMeterId of poolMeterIds) {
      const pairs = counting(totalMeterId).flatMap((total) =>
        counting(poolMeterId)
          .filter((pool) => total.enabled.some((window) => pool.enabled.some((other) => meets(window, other))))
          .map((pool) => [total.item, pool.item] as const),
      )
      const double = firstOf(pairs, ([total, pool]) => meetingOf(total, totalMeterId, pool, poolMeterId))
      if (double !== undefined) found.push({ totalMeterId, poolMeterId, ...double })
    }
  }
  return found
}

type Window = Parameters<typeof touches>[0]

const meets = (window: Window, other: Window) =>
  touches(window, { start: other.start ?? new Date(-8.64e15), end: other.end ?? new Date(8.64e15) })

function firstOf<Value, Found>(values: readonly Value[], find: (value: Value) => Found | undefined): Found | undefined {
  for (const value of values) {
    const found = find(value)
    if (found !== undefined) return found
  }
  return undefined
}

/** Finds property values with which both items charge. */
function meetingOf(
  total: CompiledItem,
  totalMeterId: string,
  pool: CompiledItem,
  poolMeterId: string,
): Pick<DoubleCharge, 'ruleIds' | 'properties'> | undefined {
  return firstOf(triedValues([total, pool]), (properties) => {
    const ofTotal = chargedBy(total, totalMeterId, properties)
    const ofPool = ofTotal && chargedBy(pool, poolMeterId, properties)
    return ofTotal && ofPool ? { ruleIds: [ofTotal.id, ofPool.id] as const, properties } : undefined
  })
}

/** The rule that charges usage of a meter, where one does. */
function chargedBy(
  { sources, rules }: CompiledItem,
  meterId: string,
  properties: PropertyValues,
): PricingRule | undefined {
  const counts = sources.some(
    ({ calculation, condition }) => calculation.meterId === meterId && holds(condition, properties),
  )
  const rule = counts ? ruleFor(rules, properties) : null
  return rule !== null && charges(rule) ? rule : undefined
}

/** Tells whether a rule charges for usage at all. */
function charges({ model, bands }: PricingRule): boolean {
  if (model === 'NONE' || model === 'FIXED') return false
  if (model === 'PASS_THROUGH') return true
  return bands.some(({ unitPrice, percentage, fixedAmount, minimumAmount }) =>
    [unitPrice, percentage, fixedAmount, minimumAmount].some((each) => each?.isPositive() === true),
  )
}

/** Lists the combinations of the values that conditions name, and of one that none names. */
function triedValues(items: readonly CompiledItem[]): PropertyValues[] {
  const conditions = items.flatMap(({ sources, rules }) => [
    ...sources.map(({ condition }) => condition),
    ...rules.shown.flatMap(({ condition }) => condition ?? []),
  ])
  let tried: PropertyValues[] = [{}]
  for (const property of new Set(conditions.flatMap(propertiesOf))) {
    const values = [...new Set(conditions.flatMap((condition) => valuesNamed(condition, property)))]
    const combined = tried.flatMap((each) => values.map((value) => ({ ...each, [property]: value })))
    tried = [...tried, ...combined].slice(0, MAX_TRIED)
  }
  return tried
}

function valuesNamed(condition: Condition, property: string): string[] {
  if (condition.kind !== 'compare') return condition.of.flatMap((part) => valuesNamed(part, property))
  if (condition.property !== property) return []
  return [...condition.values, ...condition.values.flatMap(besides)]
}

/** Values just beside one that a condition names, for the comparators that leave it out. */
function besides(value: string): string[] {
  const number = /^-?\d{1,15}$/.test(value) ? Number(value) : undefined
  return number === undefined ? [`not ${value}`] : [String(number - 1), String(number + 1)]
}
