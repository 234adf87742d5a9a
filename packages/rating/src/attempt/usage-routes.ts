import { measureOnSale } from '../charge/measure-pricings.ts'
import type { ChargeTerms } from '../charge/rule-terms.ts'
import type { Decimal } from '../money/decimal.ts'
import { type CompiledItem, type CompiledPricing, pricingsIn, usageBoundsIn } from '../plan/compiled-plan.ts'
import type { PropertyValues } from '../plan/condition.ts'
import { decidingProperties } from '../usage/create-usage-test.ts'
import { NOTHING_STATED } from '../usage/stated-state.ts'
import type { UsageTotal } from '../usage/usage-total.ts'
import type { AttemptCluster, AttemptCounter, AttemptRule } from './attempt-rules.ts'
import type { UsedQuantity } from './attempt-usage.ts'

/** A counter with the rule that it belongs to. */
export interface PlacedCounter {
  readonly counter: AttemptCounter
  readonly rule: AttemptRule
  readonly cluster: AttemptCluster
}

/** A counter that a quantity is added to. */
export interface RouteEntry extends PlacedCounter {
  /** The number of times that the quantity counts: zero for a counter that prices go by and that it adds nothing to. */
  readonly times: number
}

/**
 * Finds the counters of a quantity.
 *
 * @param values property values that win over the quantity's own
 * @param at when it was used
 */
export type FindRoute = (used: UsedQuantity, values?: PropertyValues, at?: Date) => readonly RouteEntry[]

/** Routes that are remembered for one meter; beyond that all are forgotten. Property values may have no end. */
const MAX_REMEMBERED_ROUTES = 10_000

/** An item that counts a meter, and the rules of it that price attempts. */
interface CountingItem {
  readonly item: CompiledItem
  readonly pricing: CompiledPricing
}

/** The items and calculations that count a meter. */
interface MeterRoutes {
  readonly items: readonly CountingItem[]
  /** References of the properties that decide where its usage goes. */
  readonly asked: readonly string[]
  readonly known: Map<string, readonly RouteEntry[]>
}

/**
 * Makes a search for the counters of quantities. One unit is measured as the usage of an invoice is, and what it came
 * to is remembered for the values of those properties that decide.
 */
export function createRoutes(terms: ChargeTerms, counters: readonly PlacedCounter[]): FindRoute {
  const { plan, period } = terms
  const bounds = usageBoundsIn(plan, period)
  const byRule = new Map(counters.map((each) => [each.rule.rule, each]))
  const items = pricingsIn(plan, period).flatMap((pricing) =>
    pricing.items.flatMap((item): CountingItem[] =>
      'value' in item && item.value.rules.shown.some((rule) => byRule.has(rule)) ? [{ item: item.value, pricing }] : [],
    ),
  )
  const meters = new Map<string, MeterRoutes>()
  const meterOf = (meterId: string): MeterRoutes => {
    const found = meters.get(meterId)
    if (found !== undefined) return found
    const counting = items.filter(({ item: { sources } }) =>
      sources.some(
        ({ calculation, tieringCalculation }) =>
          calculation.meterId === meterId || tieringCalculation?.meterId === meterId,
      ),
    )
    const asked = decidingProperties(counting.map(({ item }) => item))
    const made: MeterRoutes = { items: counting, asked, known: new Map() }
    if (counting.length > 0) meters.set(meterId, made)
    return made
  }
  return (used, values, at) => {
    const meter = meterOf(used.meterId)
    if (meter.items.length === 0) return []
    const part = at === undefined || bounds.length === 0 ? -1 : bounds.filter((bound) => bound <= at).length
    let key = `${part} ${used.meterValueId} ${used.currency ?? ''}`
    for (const reference of meter.asked) {
      const value = propertyValue(reference, used, values)
      key += ` ${value.length}:${value}`
    }
    const known = meter.known.get(key)
    if (known !== undefined) return known
    const usedIn = part === -1 ? undefined : partOf(bounds, part, period)
    const route = measureOne(meter, used, values, usedIn, plan.currency, byRule)
    if (meter.known.size >= MAX_REMEMBERED_ROUTES) meter.known.clear()
    meter.known.set(key, route)
    return route
  }
}

function propertyValue(reference: string, { properties }: UsedQuantity, values: PropertyValues | undefined): string {
  if (values !== undefined && Object.hasOwn(values, reference)) return values[reference] ?? ''
  return properties !== undefined && Object.hasOwn(properties, reference) ? (properties[reference] ?? '') : ''
}

function partOf(bounds: readonly Date[], part: number, { start, end }: { readonly start: Date; readonly end: Date }) {
  return { start: bounds[part - 1] ?? start, end: bounds[part] ?? end }
}

/** Measures one unit: where it goes, and how often it counts there. */
function measureOne(
  { items }: MeterRoutes,
  { meterId, meterValueId, properties = {}, currency = null }: UsedQuantity,
  values: PropertyValues = {},
  usedIn: UsageTotal['usedIn'],
  billed: string,
  byRule: ReadonlyMap<AttemptRule['rule'], PlacedCounter>,
): RouteEntry[] {
  const row: UsageTotal = {
    meterId,
    meterValueId,
    properties: { ...properties, ...values },
    currency,
    sum: '1',
    count: 1,
    min: '1',
    max: '1',
    ...(usedIn !== undefined && { usedIn }),
  }
  const entries = new Map<AttemptCounter, RouteEntry>()
  const clusters = new Set<AttemptCluster>()
  for (const { item, pricing } of items) {
    for (const { rule, quantity, tierQuantity } of measureOnSale(item, pricing, billed, [row], NOTHING_STATED)) {
      const placed = rule === null ? undefined : byRule.get(rule)
      if (placed === undefined) continue
      const { rule: attempt, cluster } = placed
      const add = (counter: AttemptCounter | null, times: Decimal | null) => {
        if (counter === null || times === null || times.isZero()) return
        entries.set(counter, { counter, rule: attempt, cluster, times: Number(times.toString()) })
        clusters.add(cluster)
      }
      add(attempt.units, quantity)
      add(attempt.tier, tierQuantity)
    }
  }
  for (const cluster of clusters) {
    for (const rule of cluster.rules) {
      for (const counter of [rule.units, rule.tier]) {
        if (counter !== null && !entries.has(counter)) entries.set(counter, { counter, rule, cluster, times: 0 })
      }
    }
  }
  return [...entries.values()]
}
