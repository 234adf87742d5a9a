import type { BillingPeriod } from '@tallygate/billing-period'
import { measurePricings } from '../charge/measure-pricings.ts'
import type { ChargeTerms } from '../charge/rule-terms.ts'
import { Decimal } from '../money/decimal.ts'
import type { CompiledPlan } from '../plan/compiled-plan.ts'
import { soldCreditTypesIn } from '../plan/sold-credits.ts'
import { NOTHING_STATED, type StatedState } from '../usage/stated-state.ts'
import type { UsageTotal } from '../usage/usage-total.ts'
import { creditsUnit, type WalletUnit } from '../wallets/wallet-unit.ts'
import {
  type AttemptCluster,
  type AttemptCounter,
  type AttemptRule,
  chargeCluster,
  isFlat,
  isPricedAlone,
  readAttemptRules,
} from './attempt-rules.ts'
import {
  addQuantities,
  type Counts,
  decimalOf,
  type Quantity,
  timesQuantity,
  type UsedQuantity,
} from './attempt-usage.ts'
import { type HoldRequest, holdOf, type LinearHold } from './hold-of.ts'
import { priceOfMore } from './price-curve.ts'
import { createRoutes, type PlacedCounter } from './usage-routes.ts'

/** The terms under which attempts are priced: a part of a billing period under one schedule. */
export interface AttemptTerms {
  /** First instant of the segment, inclusive. */
  readonly start: Date
  /** First instant after it, exclusive. */
  readonly end: Date
  /** The billed period; `full` is the unclipped one. */
  readonly period: BillingPeriod
  /** IANA time zone whose days are counted. Default `UTC`. */
  readonly timeZone?: string
  /** Bought volume that earlier periods and segments left, by the id of its rule. Default: unknown. */
  readonly rollover?: ReadonlyMap<string, Decimal>
  /** Statements of the state that rules bring into the period. Default: none. */
  readonly stated?: StatedState
  /**
   * The meters that attempts report. Items that count none of them are left out, also where they could not be priced.
   * Default: all.
   */
  readonly meterIds?: ReadonlySet<string>
}

/** The cost of an attempt. */
export interface AttemptCost {
  /** The change of the price, not rounded, by what it is counted in. It may be zero, or below. */
  readonly amounts: ReadonlyMap<WalletUnit, Decimal>
  /** The same, rule by rule. */
  readonly parts: readonly AttemptCostPart[]
}

/** The cost of an attempt under one rule. */
export interface AttemptCostPart {
  readonly unit: WalletUnit
  readonly counter: AttemptCounter
  /** Units that the attempt adds. */
  readonly quantity: Quantity
  readonly amount: Decimal
}

/** The price of single attempts under a plan. */
export interface AttemptPricing {
  /** The units in which the plan charges usage. */
  readonly units: readonly WalletUnit[]
  /** The credits that the plan sells: usage beyond the wallets is billed there, and owed elsewhere. */
  readonly soldUnits: ReadonlySet<WalletUnit>
  /** The counts that prices go by. */
  readonly counters: readonly AttemptCounter[]
  /**
   * Names of the counters whose count before an attempt changes its price. The others may be left out of `before` and
   * `between`.
   */
  readonly moving: ReadonlySet<string>
  /**
   * Counts what an attempt adds, by the names of counters. Counters that it adds nothing to, and that its price goes
   * by, are there with zero.
   *
   * @param at when it was used. Default: at any time of the segment
   */
  count(used: readonly UsedQuantity[], at?: Date): Counts
  /** Counts the usage of a segment. */
  countTotals(usage: readonly UsageTotal[]): Counts
  /**
   * Prices an attempt: what the period costs with it less what it costs without it, exactly.
   *
   * @param before counts before it; the counters of `added` are looked at
   */
  cost(before: Counts, added: Counts): AttemptCost
  /**
   * Prices all counts: what rules with usage charge after included volume, tiers, minimum, maximum and percentages of
   * the schedule; without fees, seats, amounts of the schedule, commitments and tax.
   */
  spent(counts: Counts): ReadonlyMap<WalletUnit, Decimal>
  /** Bounds the cost of an attempt that is not made yet: linear in the completion, and never short. */
  hold(request: HoldRequest): ReadonlyMap<WalletUnit, LinearHold>
}

/**
 * Prepares the prices of single attempts under a plan, by the code that plans its invoices. Keep it as long as the plan
 * and the segment stay the same.
 *
 * @throws PricingError naming the rule where the price of an attempt cannot be told: usage that does not add up, a
 * state that goes on, a discount of an amount
 */
export function attemptPricing(plan: CompiledPlan, terms: AttemptTerms): AttemptPricing {
  const { start, end, period, timeZone = 'UTC', stated = NOTHING_STATED, meterIds } = terms
  const chargeTerms: ChargeTerms = {
    plan,
    period: { start, end, full: period.full },
    billed: period,
    timeZone,
    rollover: terms.rollover ?? new Map(),
    stated,
  }
  const clusters = readAttemptRules(chargeTerms, (meterId) => meterIds === undefined || meterIds.has(meterId))
  const placed = new Map<string, PlacedCounter>()
  for (const cluster of clusters) {
    for (const rule of cluster.rules) {
      placed.set(rule.units.name, { counter: rule.units, rule, cluster })
      if (rule.tier !== null) placed.set(rule.tier.name, { counter: rule.tier, rule, cluster })
    }
  }
  let moving: ReadonlySet<string> | undefined
  const routesOf = createRoutes(chargeTerms, [...placed.values()])
  return {
    units: [...new Set(clusters.flatMap(({ rules }) => rules.flatMap(({ unit }) => unit ?? [])))],
    soldUnits: new Set([...soldCreditTypesIn(plan, { start, end })].map(creditsUnit)),
    counters: clusters.flatMap(({ counters }) => counters),
    get moving() {
      moving ??= new Set(
        clusters.flatMap((cluster) => (isFlat(cluster) ? [] : cluster.counters.map(({ name }) => name))),
      )
      return moving
    },
    count: (used, at) => {
      const counts = new Map<string, Quantity>()
      for (const each of used) {
        for (const { counter, times } of routesOf(each, undefined, at)) {
          const before = counts.get(counter.name)
          const added = times === 0 ? 0 : timesQuantity(each.quantity, times)
          counts.set(counter.name, before === undefined ? added : addQuantities(before, added))
        }
      }
      return counts
    },
    countTotals: (usage) => countTotals(chargeTerms, placed, usage),
    cost: (before, added) => costOf(placed, before, added),
    spent: (counts) => spentOf(clusters, counts),
    hold: (request) => holdOf(request, routesOf),
  }
}

function countTotals(
  { plan, period, stated }: ChargeTerms,
  placed: ReadonlyMap<string, PlacedCounter>,
  usage: readonly UsageTotal[],
): Counts {
  const counts = new Map<string, Quantity>()
  const counters = countersByRule(placed.values())
  for (const { measured } of measurePricings(plan, period, usage, stated)) {
    for (const { rule, quantity, tierQuantity } of measured) {
      const attempt = rule === null ? undefined : counters.get(rule)
      if (attempt === undefined) continue
      counts.set(attempt.units.name, quantity)
      if (attempt.tier !== null) counts.set(attempt.tier.name, tierQuantity ?? Decimal.ZERO)
    }
  }
  return counts
}

const countersByRule = (placed: Iterable<PlacedCounter>) =>
  new Map([...placed].map(({ rule }) => [rule.rule, rule] as const))

function costOf(placed: ReadonlyMap<string, PlacedCounter>, before: Counts, added: Counts): AttemptCost {
  const amounts = new Map<WalletUnit, Decimal>()
  const parts: AttemptCostPart[] = []
  const charge = (rule: AttemptRule, amount: Decimal) => {
    const { unit, units } = rule
    if (unit === null) return
    const sum = amounts.get(unit)
    amounts.set(unit, sum === undefined ? amount : sum.plus(amount))
    parts.push({ unit, counter: units, quantity: added.get(units.name) ?? 0, amount })
  }
  let together: Set<AttemptCluster> | undefined
  for (const [name, quantity] of added) {
    const found = placed.get(name)
    if (found === undefined) throw new RangeError(`added must name counters of the plan; it names ${name}.`)
    const { rule, cluster } = found
    const curve = isPricedAlone(cluster, rule) ? rule.curve() : null
    if (curve === null) {
      together ??= new Set()
      together.add(cluster)
    } else {
      charge(rule, priceOfMore(curve, before.get(name) ?? 0, quantity))
    }
  }
  for (const cluster of together ?? []) chargeTogether(cluster, before, added, charge)
  return { amounts, parts }
}

/** Prices a cluster twice. Rules whose price goes by their own units alone are priced already. */
function chargeTogether(
  cluster: AttemptCluster,
  before: Counts,
  added: Counts,
  charge: (rule: AttemptRule, amount: Decimal) => void,
): void {
  const countBefore = ({ name }: AttemptCounter) => decimalOf(before.get(name) ?? 0)
  const without = chargeCluster(cluster, countBefore)
  const withAdded = chargeCluster(cluster, (counter) =>
    countBefore(counter).plus(decimalOf(added.get(counter.name) ?? 0)),
  )
  cluster.rules.forEach((rule, index) => {
    if (isPricedAlone(cluster, rule) && rule.curve() !== null) return
    charge(rule, (withAdded[index] ?? Decimal.ZERO).minus(without[index] ?? Decimal.ZERO))
  })
}

function spentOf(clusters: readonly AttemptCluster[], counts: Counts): ReadonlyMap<WalletUnit, Decimal> {
  const amounts = new Map<WalletUnit, Decimal>()
  for (const cluster of clusters) {
    const charged = chargeCluster(cluster, ({ name }) => decimalOf(counts.get(name) ?? 0))
    cluster.rules.forEach(({ unit }, index) => {
      if (unit !== null) amounts.set(unit, (amounts.get(unit) ?? Decimal.ZERO).plus(charged[index] ?? Decimal.ZERO))
    })
  }
  return amounts
}
