import { type ChargedRule, chargeRules, rolloverAfter } from '../charge/charge-rules.ts'
import { measurePricings } from '../charge/measure-pricings.ts'
import type { ChargeTerms, SoldRule } from '../charge/rule-terms.ts'
import { Decimal } from '../money/decimal.ts'
import type { CompiledPlan, CompiledPricing } from '../plan/compiled-plan.ts'
import type { MeasuredRule } from '../usage/measure-item.ts'
import { NOTHING_STATED, type StatedState, statedOf } from '../usage/stated-state.ts'
import type { UsageTotal } from '../usage/usage-total.ts'
import type { InvoiceInput, InvoiceSegment } from './invoice-input.ts'

/** A pricing with its rules, each with its usage and its price. Every rule is there, due or not. */
export interface ChargedPricing {
  readonly pricing: CompiledPricing
  readonly rules: readonly ChargedRule[]
}

/** A segment with its prices, not rounded. What sells credits is priced last, when the wallets are known. */
export interface ChargedSegment {
  readonly segment: InvoiceSegment
  readonly terms: ChargeTerms
  readonly pricings: readonly ChargedPricing[]
  /** The charges of rules in credits with the usage before each cut. */
  readonly cuts: readonly { readonly until: Date; readonly pricings: readonly ChargedPricing[] }[]
}

/** The segments of an invoice with their prices, and what they leave. */
export interface ChargedSegments {
  readonly segments: readonly ChargedSegment[]
  /** Bought volume that is left for the next period, by the id of its rule. */
  readonly rollover: ReadonlyMap<string, Decimal>
}

/**
 * Charges each rule once for each segment, and each rule in credits once more for each cut. What one segment leaves is
 * handed to the next: bought volume that was not used, under the same rule; what is left of an included volume that was
 * stated; and the usage, where a calculation is a state, to segments of the same schedule.
 */
export function chargeSegments(input: InvoiceInput): ChargedSegments {
  let stated = input.stated ?? NOTHING_STATED
  let rollover = withStatedRollover(input.rollover ?? new Map(), stated)
  let earlier = input.earlierUsage ?? []
  const isPersistent = input.segments.some(({ plan }) => plan.needs.persistentState)
  const segments = input.segments.map((segment): ChargedSegment => {
    const { start, end, plan } = segment
    const terms: ChargeTerms = {
      plan,
      period: { start, end, full: input.period.full },
      billed: input.period,
      timeZone: input.timeZone ?? 'UTC',
      rollover,
      stated: stateWithin(stated, plan),
    }
    const carried = earlier.filter(({ carriedIn }) => carriedIn === undefined || carriedIn === plan.scheduleId)
    const usageWith = (usage: readonly UsageTotal[]) => (carried.length === 0 ? usage : [...usage, ...carried])
    const pricings = chargePricings(terms, usageWith(segment.usage), isSoldLater)
    const cuts = plan.needs.credits
      ? (segment.usageUntil ?? []).map(({ until, usage }) => ({
          until,
          pricings: chargePricings(terms, usageWith(usage), ({ rule }) => rule?.creditTypeId == null),
        }))
      : []
    const rules = pricings.flatMap((pricing) => pricing.rules)
    if (plan.needs.rollover) rollover = rolloverAfter(rules, rollover)
    stated = withoutCovered(stated, rules)
    if (isPersistent) {
      const carriedFrom = input.period.start
      const used = segment.usage.map((row): UsageTotal => ({ ...row, carriedFrom, carriedIn: plan.scheduleId }))
      earlier = [...earlier, ...used]
    }
    return { segment, terms, pricings, cuts }
  })
  return { segments, rollover }
}

/**
 * Charges what waited for the wallets: rules that sell credits, by what the wallets lacked, and rules that fill tiers
 * together with them.
 *
 * @param overage credits that no wallet had, by the id of their type
 */
export function chargeSoldCredits(
  { pricings, terms }: ChargedSegment,
  overage: ReadonlyMap<string, Decimal>,
): readonly ChargedPricing[] {
  const all = pricings.flatMap(({ rules }) => rules)
  const groups = new Set(all.flatMap((each) => (sellsCredits(each) ? (each.rule?.volumeGroup ?? []) : [])))
  const waiting = all.filter((each) => sellsCredits(each) || groups.has(each.rule?.volumeGroup ?? ''))
  if (waiting.length === 0) return pricings
  const measured = waiting.map((each): SoldRule => {
    const sold = each.item.soldCreditTypeId === null ? undefined : overage.get(each.item.soldCreditTypeId)
    return sold === undefined || each.rule === null ? each : { ...each, quantity: each.quantity.plus(sold) }
  })
  const charged = new Map(chargeRules(measured, terms).map((each, index) => [waiting[index], each]))
  return pricings.map(({ pricing, rules }) => ({ pricing, rules: rules.map((each) => charged.get(each) ?? each) }))
}

const sellsCredits = ({ item }: MeasuredRule): boolean => item.modelType === 'CREDITS'

/** Tells whether the price of a rule waits until it is known what the wallets lack. */
export function isSoldLater(each: MeasuredRule, groups: ReadonlySet<string>): boolean {
  return sellsCredits(each) || (each.rule?.creditTypeId == null && groups.has(each.rule?.volumeGroup ?? ''))
}

/** Prices what a segment buys, in the plan's order, but for the rules that wait. */
export function chargePricings(
  terms: ChargeTerms,
  usage: readonly UsageTotal[],
  waits: (each: MeasuredRule, soldGroups: ReadonlySet<string>) => boolean,
): ChargedPricing[] {
  const { plan, period, stated } = terms
  const bought = measurePricings(plan, period, usage, stated)
  const all = bought.flatMap(({ measured }) => measured)
  const groups = new Set(all.flatMap((each) => (sellsCredits(each) ? (each.rule?.volumeGroup ?? []) : [])))
  const charged = chargeRules(all, terms, (each) => waits(each, groups))
  let next = 0
  return bought.map(({ pricing, measured }) => {
    const rules = charged.slice(next, next + measured.length)
    next += measured.length
    return { pricing, rules }
  })
}

/** Takes bought volume as it was stated for the period, where it was. */
function withStatedRollover(rollover: ReadonlyMap<string, Decimal>, stated: StatedState): ReadonlyMap<string, Decimal> {
  if (stated.rollover.size === 0) return rollover
  const volumes = new Map(rollover)
  for (const [ruleId, { quantity, added }] of stated.rollover) {
    volumes.set(ruleId, added ? quantity.plus(rollover.get(ruleId) ?? Decimal.ZERO) : quantity)
  }
  return volumes
}

/**
 * Leaves of stated included volume what the next segment may use: it was stated for the period, not for each segment.
 */
function withoutCovered(stated: StatedState, rules: readonly ChargedRule[]): StatedState {
  if (stated.included.size === 0) return stated
  const included = new Map(stated.included)
  for (const { rule, coveredQuantity } of rules) {
    const volume = rule && statedOf(stated.included, rule)
    if (rule && volume != null) included.set(rule.id, volume.minus(coveredQuantity))
  }
  return { ...stated, included }
}

/** Leaves of stated usage what was stated for a period in which the schedule held: a later schedule starts afresh. */
function stateWithin(stated: StatedState, { scheduleStart: start }: CompiledPlan): StatedState {
  if (start === null || [...stated.usage.values()].every(({ until }) => until > start)) return stated
  return { ...stated, usage: new Map([...stated.usage].filter(([, { until }]) => until > start)) }
}
