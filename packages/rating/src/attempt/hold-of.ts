import { Decimal } from '../money/decimal.ts'
import type { PropertyValues } from '../plan/condition.ts'
import type { WalletUnit } from '../wallets/wallet-unit.ts'
import type { AttemptCluster, AttemptCounter } from './attempt-rules.ts'
import {
  addQuantities,
  type Counts,
  decimalOf,
  type Quantity,
  timesQuantity,
  type UsedQuantity,
} from './attempt-usage.ts'
import { boundOf, type CountRange } from './price-bound.ts'
import type { FindRoute, RouteEntry } from './usage-routes.ts'

/** A quantity that is asked for; of several it is not known yet which of them it will be, or how it is shared out. */
export type HeldQuantity = UsedQuantity | { readonly oneOf: readonly UsedQuantity[] }

/** An attempt that is not made yet. */
export interface HoldRequest {
  /** The least and the most that the attempt may start at: what is used, and what is used and held. */
  readonly between: readonly [low: Counts, high: Counts]
  /** The quantities that it uses whatever the completion: those of its prompt, its request. */
  readonly fixed: readonly HeldQuantity[]
  /** The quantities that one token of the completion adds. */
  readonly perCompletionToken: readonly HeldQuantity[]
  /**
   * The property values that it may end with, one set for each model that it may reach; those of a set win over the
   * quantities' own. Default: one without values.
   */
  readonly reachable?: readonly PropertyValues[]
  /** The most completion tokens that it may have. Default: no end, then every later tier counts. */
  readonly maxCompletionTokens?: number
  /** The time of the attempt. Default: any time of the segment. */
  readonly at?: Date
}

/** The most that an attempt may cost: `fixed`, and so much for each token of its completion. Neither is below zero. */
export interface LinearHold {
  readonly fixed: Decimal
  readonly perCompletionToken: Decimal
}

/** A quantity that an attempt may add to a counter. */
interface Ask {
  readonly counter: AttemptCounter
  fixed: Quantity
  perToken: Quantity
}

/** The most that one more unit of a counter costs. */
interface Slope {
  readonly counter: AttemptCounter
  readonly unit: WalletUnit
  readonly each: Decimal
}

/** A quantity with the counters that it goes to; of several alternatives the dearest counts. */
type Routed = readonly { readonly used: UsedQuantity; readonly route: readonly RouteEntry[] }[]

/** Bounds the cost of an attempt: for each model that it may reach, and of those the most. */
export function holdOf(request: HoldRequest, routesOf: FindRoute): ReadonlyMap<WalletUnit, LinearHold> {
  const holds = new Map<WalletUnit, LinearHold>()
  for (const values of request.reachable ?? [undefined]) {
    for (const [unit, hold] of holdUnder(values, request, routesOf)) {
      const other = holds.get(unit)
      holds.set(unit, other === undefined ? hold : dearer(hold, other))
    }
  }
  return holds
}

const dearer = (left: LinearHold, right: LinearHold): LinearHold => ({
  fixed: left.fixed.max(right.fixed),
  perCompletionToken: left.perCompletionToken.max(right.perCompletionToken),
})

function holdUnder(
  values: PropertyValues | undefined,
  { between: [low, high], fixed, perCompletionToken, maxCompletionTokens, at }: HoldRequest,
  routesOf: FindRoute,
): ReadonlyMap<WalletUnit, LinearHold> {
  const routed = (held: HeldQuantity): Routed =>
    'oneOf' in held
      ? held.oneOf.map((used) => ({ used, route: routesOf(used, values, at) }))
      : [{ used: held, route: routesOf(held, values, at) }]
  const [ofPrompt, ofToken] = [fixed.map(routed), perCompletionToken.map(routed)]
  const asks: Ask[] = []
  const clusters: AttemptCluster[] = []
  for (const each of ofPrompt) ask(each, 'fixed', asks, clusters)
  for (const each of ofToken) ask(each, 'perToken', asks, clusters)
  const rangeOf = (counter: AttemptCounter): CountRange => {
    const most = high.get(counter.name) ?? 0
    const asked = askFor(counter, asks)
    const added = asked === undefined ? 0 : mostAsked(asked, maxCompletionTokens)
    return { low: low.get(counter.name) ?? 0, high: most, end: added === null ? null : addQuantities(most, added) }
  }
  const sums = new Map<WalletUnit, { fixed: Decimal; perCompletionToken: Decimal }>()
  const sumOf = (unit: WalletUnit) => {
    const found = sums.get(unit) ?? { fixed: Decimal.ZERO, perCompletionToken: Decimal.ZERO }
    sums.set(unit, found)
    return found
  }
  const slopes: Slope[] = []
  for (const cluster of clusters) {
    for (const rule of cluster.rules) {
      if (rule.unit === null) continue
      const bound = boundOf(cluster, rule, rangeOf)
      const sum = sumOf(rule.unit)
      sum.fixed = sum.fixed.plus(bound.fixed)
      for (const [counter, each] of bound.slopes) slopes.push({ counter, unit: rule.unit, each })
    }
  }
  for (const [unit, sum] of sums) {
    for (const each of ofPrompt) sum.fixed = sum.fixed.plus(dearestOf(each, unit, slopes))
    for (const each of ofToken) sum.perCompletionToken = sum.perCompletionToken.plus(dearestOf(each, unit, slopes))
  }
  return sums
}

type AskedPart = 'fixed' | 'perToken'

/** Adds to what is asked of each counter, of alternatives the most. */
function ask(alternatives: Routed, part: AskedPart, asks: Ask[], clusters: AttemptCluster[]): void {
  const [only, second] = alternatives
  if (only !== undefined && second === undefined) {
    for (const entry of only.route) askOf(entry, only.used, part, asks, clusters)
    return
  }
  const most = alternatives.map(({ used, route }) => {
    const own: Ask[] = []
    for (const entry of route) askOf(entry, used, part, own, clusters)
    return own
  })
  for (const counter of new Set(most.flat().map((each) => each.counter))) {
    const all = most.flatMap((own) => own.filter((each) => each.counter === counter).map((each) => each[part]))
    const largest = all.reduce((left, right) => (decimalOf(left).compare(decimalOf(right)) < 0 ? right : left), 0)
    addAsk(counter, largest, part, asks)
  }
}

function askOf(
  { counter, cluster, times }: RouteEntry,
  { quantity }: UsedQuantity,
  part: AskedPart,
  asks: Ask[],
  clusters: AttemptCluster[],
): void {
  if (!clusters.includes(cluster)) clusters.push(cluster)
  if (times !== 0) addAsk(counter, timesQuantity(quantity, times), part, asks)
}

function addAsk(counter: AttemptCounter, quantity: Quantity, part: AskedPart, asks: Ask[]): void {
  const found = askFor(counter, asks)
  if (found !== undefined) found[part] = addQuantities(found[part], quantity)
  else if (part === 'fixed') asks.push({ counter, fixed: quantity, perToken: 0 })
  else asks.push({ counter, fixed: 0, perToken: quantity })
}

/** A list: an attempt asks of few counters. */
function askFor(counter: AttemptCounter, asks: readonly Ask[]): Ask | undefined {
  for (const each of asks) if (each.counter === counter) return each
  return undefined
}

/** The most that an attempt may add to a counter; `null` for no end. */
function mostAsked({ fixed, perToken }: Ask, maxCompletionTokens: number | undefined): Quantity | null {
  if (perToken === 0) return fixed
  return maxCompletionTokens === undefined ? null : addQuantities(fixed, timesQuantity(perToken, maxCompletionTokens))
}

/** Finds the most that a quantity adds in a unit, by the dearest of its alternatives. */
function dearestOf(alternatives: Routed, unit: WalletUnit, slopes: readonly Slope[]): Decimal {
  let dearest = Decimal.ZERO
  for (const { used, route } of alternatives) {
    let sum = Decimal.ZERO
    for (const { counter, times } of route) {
      if (times === 0) continue
      for (const slope of slopes) {
        if (slope.unit !== unit || slope.counter !== counter || slope.each.isZero()) continue
        const quantity = timesQuantity(used.quantity, times)
        sum = sum.plus(quantity === 1 ? slope.each : slope.each.times(decimalOf(quantity)))
      }
    }
    dearest = dearest.max(sum)
  }
  return dearest
}
