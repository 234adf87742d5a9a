import { chargeUnder } from '../charge/charge-rules.ts'
import { type ChargeTerms, type RuleTerms, ruleTermsOf, type SoldRule } from '../charge/rule-terms.ts'
import { percentOf } from '../models/band.ts'
import { bendsOf } from '../models/bends.ts'
import { Decimal } from '../money/decimal.ts'
import { PricingError } from '../money/pricing-error.ts'
import { settledValue } from '../money/settled.ts'
import { type Adjustment, isInForce } from '../plan/adjustment.ts'
import { isTieredApart } from '../plan/check-rule.ts'
import { type CompiledItem, type CompiledPricing, pricingsIn } from '../plan/compiled-plan.ts'
import { isMeant } from '../plan/is-meant.ts'
import type { PricingRule } from '../plan/pricing-rule.ts'
import { creditsUnit, moneyUnit, type WalletUnit } from '../wallets/wallet-unit.ts'
import { curveOf, type PriceCurve } from './price-curve.ts'

/** A count that the price of attempts goes by. */
export interface AttemptCounter {
  /**
   * Names it among the counters of a billing period: the same for the same version and schedule, in every process.
   */
  readonly name: string
  /** Id of the pricing item; empty where it has none. */
  readonly pricingItemId: string
  /** Id of the rule. */
  readonly ruleId: string
  /** The units that the rule prices, or those that choose its tier where the plan counts them apart. */
  readonly role: 'units' | 'tier'
}

/** A rule whose price goes by counters. */
export interface AttemptRule {
  readonly rule: PricingRule
  readonly item: CompiledItem
  /** The terms of the rule; its shares are worked out once. */
  readonly terms: RuleTerms
  /** The unit of its price; `null` for a rule that only fills its volume group. */
  readonly unit: WalletUnit | null
  /** The factor of its price by the adjustments of the schedule; below zero for what is taken off. */
  readonly factor: Decimal
  readonly units: AttemptCounter
  /** `null` where the units choose the tier. */
  readonly tier: AttemptCounter | null
  /** Units that cost nothing: included, or bought before. */
  readonly freeQuantity: Decimal
  /** Its price alone, by the units that were used; worked out when it is first asked for. */
  readonly curve: () => PriceCurve | null
  /** Template of the usage that it takes. */
  readonly unused: SoldRule
}

/** Rules that are priced together: one, or those of a volume group, in the plan's order. */
export interface AttemptCluster {
  readonly rules: readonly AttemptRule[]
  /** Every counter that their prices go by. */
  readonly counters: readonly AttemptCounter[]
}

/** Prices the rules of a cluster, as their lines of an invoice do before they round. */
export function chargeCluster({ rules }: AttemptCluster, countOf: (counter: AttemptCounter) => Decimal): Decimal[] {
  const used = rules.map((each) => ({
    ...each.unused,
    quantity: countOf(each.units),
    tierQuantity: each.tier === null ? null : countOf(each.tier),
    terms: each.terms,
  }))
  return chargeUnder(
    used,
    ({ terms }) => terms,
    ({ rule }) => rule?.model === 'FIXED',
  ).map(({ charge }, index) => charge.amount.times(rules[index]?.factor ?? Decimal.ONE))
}

/** Tells whether the price of a rule goes by its own units alone. */
export function isPricedAlone({ rules }: AttemptCluster, { rule, tier }: AttemptRule): boolean {
  if (tier !== null) return false
  return rules.length === 1 || !(rule.model === 'TIERED' || rule.model === 'TOP_TIERED' || rule.model === 'STAIR_STEP')
}

/** Tells whether every unit of a cluster costs the same, whatever was used before: then no count is needed. */
export function isFlat(cluster: AttemptCluster): boolean {
  return cluster.rules.every((rule) => {
    const piece = isPricedAlone(cluster, rule) ? rule.curve()?.at(-1) : undefined
    return piece?.atZero.isZero() === true && piece.after?.isPositive() !== true
  })
}

/**
 * Reads the rules that price attempts: those of metered items that charge for what was used.
 *
 * @param isCounted which meters attempts report; items that count none of them are left out, but for volume groups
 * @throws PricingError naming the rule whose price cannot be told from counters
 */
export function readAttemptRules(terms: ChargeTerms, isCounted: (meterId: string) => boolean): AttemptCluster[] {
  const placed = placedRules(terms)
  const charges = ({ item, rule }: Placed) =>
    !terms.plan.isTrial && rule.model !== 'NONE' && rule.model !== 'FIXED' && metersOf(item).some(isCounted)
  const groups = new Set(placed.filter(charges).flatMap(({ rule }) => rule.volumeGroup ?? []))
  const kept = placed.filter((each) => charges(each) || groups.has(each.rule.volumeGroup ?? ''))
  refuseSoldCredits(kept)
  const adjustments = adjustmentsOfUsage(terms, placed, new Set(kept.map(({ rule }) => rule)))
  const rules = kept.map((each) => ({ each, read: readRule(each, terms, adjustments) }))
  const clusters = Map.groupBy(rules, ({ each: { rule } }, index) => rule.volumeGroup ?? index)
  return [...clusters.values()].map((together) => {
    const read = together.map((one) => one.read)
    return {
      rules: read,
      counters: read.flatMap(({ units, tier }) => (tier === null ? [units] : [units, tier])),
    }
  })
}

/** A rule of a metered item, where the plan sells it. */
interface Placed {
  readonly rule: PricingRule
  readonly item: CompiledItem
  readonly pricing: CompiledPricing
}

function placedRules({ plan, period }: ChargeTerms): Placed[] {
  return pricingsIn(plan, period).flatMap((pricing) =>
    pricing.items.map(settledValue).flatMap((item) => item.rules.shown.map((rule) => ({ rule, item, pricing }))),
  )
}

const metersOf = ({ sources }: CompiledItem): string[] =>
  sources.flatMap(({ calculation, tieringCalculation }) => [
    calculation.meterId ?? '',
    tieringCalculation?.meterId ?? '',
  ])

function readRule(
  { rule, item, pricing }: Placed,
  terms: ChargeTerms,
  adjustments: readonly Adjustment[],
): AttemptRule {
  refuseUncountable(rule, item, terms)
  const { enabled } = pricing
  const read = ruleTermsOf({ rule, item, isPersistent: false, enabled }, terms)
  const price = once(read.price)
  const isFiller = rule.model === 'NONE' || rule.model === 'FIXED'
  const name = JSON.stringify([terms.plan.scheduleId, item.id ?? '', rule.id])
  const counter = (role: AttemptCounter['role']): AttemptCounter => ({
    name: role === 'units' ? name : `${name}:${role}`,
    pricingItemId: item.id ?? '',
    ruleId: rule.id,
    role,
  })
  const unit = rule.creditTypeId === null ? moneyUnit(terms.plan.currency) : creditsUnit(rule.creditTypeId)
  const attempt: Omit<AttemptRule, 'curve'> = {
    rule,
    item,
    terms: { ...read, price },
    unit: isFiller ? null : unit,
    factor: factorOf(rule, item, pricing, adjustments),
    units: counter('units'),
    tier: isTieredApart(rule, item.sources) ? counter('tier') : null,
    freeQuantity: (read.includedQuantity ?? Decimal.ZERO).plus(read.rolloverQuantity),
    unused: {
      rule,
      item,
      quantity: Decimal.ZERO,
      tierQuantity: null,
      rows: [],
      isPersistent: false,
      chargedBefore: Decimal.ZERO,
      foreignCurrency: null,
      enabled,
    },
  }
  return { ...attempt, curve: once(() => curveOfRule(attempt)) }
}

/** The price of a rule alone by what was used; `null` for whole blocks. */
function curveOfRule(attempt: Omit<AttemptRule, 'curve'>): PriceCurve | null {
  const { rule, freeQuantity, terms, unused, factor } = attempt
  const bends = bendsOf(rule.model, rule.bands, terms.price())
  if (bends === null) return null
  return curveOf(
    (quantity) => {
      const [charged] = chargeUnder([{ ...unused, quantity }], () => terms)
      return (charged?.charge.amount ?? Decimal.ZERO).times(factor)
    },
    bends.map((bend) => bend.plus(freeQuantity)),
  )
}

/** Remembers what was worked out, and not what failed. */
function once<Value>(work: () => Value): () => Value {
  let known: { readonly value: Value } | undefined
  return () => {
    known ??= { value: work() }
    return known.value
  }
}

const refuse = (message: string, field: string) => new PricingError('NOT_SUPPORTED', message, field)

/** Refuses what no sum of attempts tells. */
function refuseUncountable(rule: PricingRule, item: CompiledItem, { rollover, plan }: ChargeTerms): void {
  const named = `the price of an attempt is not known under rule ${rule.id}`
  for (const { calculation, tieringCalculation } of item.sources) {
    if (calculation.isPersistent) {
      throw refuse(`${named}: its usage is a state that goes on from period to period`, rule.field)
    }
    const counting = [calculation, ...(isTieredApart(rule, item.sources) ? [tieringCalculation] : [])]
    const other = counting.find((each) => each != null && each.type !== 'SUM')
    if (other != null) throw refuse(`${named}: its calculation is ${other.type}, which does not add up`, rule.field)
  }
  if (rule.rollover && !plan.isTrial && !rollover.has(rule.id)) {
    throw refuse(
      `${named}: nobody said what earlier periods left of its bought volume`,
      `${rule.field}.top_up.rollover`,
    )
  }
}

/** Refuses rules that sell what wallets lack: counters do not know it. */
function refuseSoldCredits(kept: readonly Placed[]): void {
  const sold = kept.find(({ item }) => item.modelType === 'CREDITS')
  if (sold === undefined) return
  throw refuse(
    `the price of an attempt is not known under rule ${sold.rule.id}: credits beyond the wallets fill its volume group`,
    `${sold.rule.field}.volume_group_reference`,
  )
}

/**
 * Takes the percentages that change the price of usage. An amount for the period and a minimum commitment are no part
 * of it; a discount that depends on what else is bought cannot be told of one attempt.
 */
function adjustmentsOfUsage(
  terms: ChargeTerms,
  placed: readonly Placed[],
  usageRules: ReadonlySet<PricingRule>,
): Adjustment[] {
  const inForce = settledValue(terms.plan.adjustments).filter((each) => isInForce(each, terms.period))
  return inForce.filter((adjustment) => {
    const { kind, amount, condition, percentage, field } = adjustment
    if (kind === 'COMMITMENT' || (kind === 'MARKUP' && percentage === null)) return false
    const meant = placed.filter((each) => isMeant(adjustment, each, each.pricing))
    const priced = meant.find(({ rule }) => usageRules.has(rule) && rule.creditTypeId === null)
    if (priced === undefined) return false
    const named = `the price of an attempt is not known under rule ${priced.rule.id}`
    if (amount !== null)
      throw refuse(`${named}: its discount is an amount for all that it is about`, `schedule.${field}`)
    if (condition !== null) throw refuse(`${named}: its discount depends on all that it is about`, `schedule.${field}`)
    if (!isWhole(adjustment, terms.period)) {
      throw refuse(`${named}: its percentage holds for a part of the segment`, `schedule.${field}`)
    }
    if (meant.some(({ item }) => item.isDeduction)) {
      throw refuse(`${named}: its percentage is of what deductions leave`, `schedule.${field}`)
    }
    return true
  })
}

/** Tells whether an adjustment holds at every instant of a segment. */
const isWhole = ({ start, end }: Adjustment, segment: { readonly start: Date; readonly end: Date }): boolean =>
  (start === null || start <= segment.start) && (end === null || end >= segment.end)

const HUNDRED = Decimal.fromInteger(100)

function factorOf(
  rule: PricingRule,
  item: CompiledItem,
  pricing: CompiledPricing,
  adjustments: readonly Adjustment[],
): Decimal {
  if (rule.creditTypeId !== null) return Decimal.ONE
  const start = item.isDeduction ? Decimal.ONE.negated() : Decimal.ONE
  return adjustments
    .filter((adjustment) => isMeant(adjustment, { rule, item }, pricing))
    .reduce((factor, { kind, percentage }) => {
      const share =
        kind === 'MARKUP' ? HUNDRED.plus(percentage ?? Decimal.ZERO) : HUNDRED.minus(percentage ?? Decimal.ZERO)
      return percentOf(factor, share)
    }, start)
}
