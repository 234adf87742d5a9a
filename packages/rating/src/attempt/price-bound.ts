import { type Band, shareOf } from '../models/band.ts'
import { bendsOfBand } from '../models/bends.ts'
import { chargeVolume } from '../models/charge-volume.ts'
import { Decimal } from '../money/decimal.ts'
import { type AttemptCluster, type AttemptCounter, type AttemptRule, isPricedAlone } from './attempt-rules.ts'
import { decimalOf, type Quantity } from './attempt-usage.ts'
import { curveOf, jumpAfter, type PriceCurve, priceAt, sectionsIn } from './price-curve.ts'

/** The range of the counts of a counter. */
export interface CountRange {
  /** The least that an attempt may start at. */
  readonly low: Quantity
  /** The most that an attempt may start at. */
  readonly high: Quantity
  /** The most that it may end at; `null` for no end. */
  readonly end: Quantity | null
}

/** The most that more units cost, wherever in its range the price starts: linear, never short. */
export interface PriceBound {
  /** Fees, steps, blocks and minimums that may be reached. */
  readonly fixed: Decimal
  /** The most that each unit of a counter adds. */
  readonly slopes: readonly (readonly [counter: AttemptCounter, slope: Decimal])[]
}

/** Bounds the price of a rule from above. */
export function boundOf(
  cluster: AttemptCluster,
  rule: AttemptRule,
  rangeOf: (counter: AttemptCounter) => CountRange,
): PriceBound {
  if (isPricedAlone(cluster, rule)) return boundAlone(rule, rangeOf(rule.units))
  return rule.rule.model === 'TIERED' ? boundInGroup(cluster, rule, rangeOf) : boundOfTiers(cluster, rule, rangeOf)
}

const atLeastZero = (value: Decimal): Decimal => (value.isNegative() ? Decimal.ZERO : value)

function boundAlone(rule: AttemptRule, { low, end }: CountRange): PriceBound {
  const curve = rule.curve()
  if (curve === null) return boundOfBlocks(rule, low, end)
  const sections = sectionsIn(curve, low, end)
  const [first] = sections
  if (first !== undefined && sections.length === 1) {
    return { fixed: Decimal.ZERO, slopes: [[rule.units, atLeastZero(first.slope)]] }
  }
  return { fixed: jumpsOf(sections), slopes: [[rule.units, steepestOf(sections)]] }
}

/** The price may go up by each jump of the range once. */
function jumpsOf(sections: PriceCurve): Decimal {
  let jumps = Decimal.ZERO
  sections.forEach((section, index) => {
    const next = sections[index + 1]
    if (next !== undefined) jumps = jumps.plus(atLeastZero(jumpAfter(section, next)))
  })
  return jumps
}

/** Adds up the falls of the price at its jumps. */
function fallsOf(sections: PriceCurve): Decimal {
  return jumpsOf(
    sections.map(({ atZero, slope, ...section }) => ({ ...section, atZero: atZero.negated(), slope: slope.negated() })),
  )
}

const steepestOf = (sections: PriceCurve): Decimal =>
  sections.reduce((steepest, { slope }) => steepest.max(slope), Decimal.ZERO)

/**
 * Whole blocks: each unit may cost its part of a block, and one more block may begin; or no more than the range buys.
 */
function boundOfBlocks(
  { rule, units, freeQuantity, factor, terms }: AttemptRule,
  low: Quantity,
  end: Quantity | null,
): PriceBound {
  const price = (used: Quantity) => {
    const quantity = atLeastZero(decimalOf(used).minus(freeQuantity))
    const volume = { quantity, quantityBefore: Decimal.ZERO, tierQuantity: quantity, ...terms.price() }
    return chargeVolume(rule.model, volume, rule.bands).amount.times(factor)
  }
  const prices = rule.bands.map(({ unitPrice }) => atLeastZero((unitPrice ?? Decimal.ZERO).times(factor)))
  const dearest = prices.reduce((most, each) => most.max(each), Decimal.ZERO)
  if (end !== null) {
    const all = price(end).minus(price(low))
    if (all.compare(dearest) <= 0) return { fixed: atLeastZero(all), slopes: [[units, Decimal.ZERO]] }
  }
  const steepest = rule.bands.reduce(
    (most, { blockSize }, index) => most.max((prices[index] ?? Decimal.ZERO).dividedBy(blockSize)),
    Decimal.ZERO,
  )
  return { fixed: dearest, slopes: [[units, steepest]] }
}

/** The price of units in one band of a rule. */
interface BandPrice {
  readonly band: Band
  readonly curve: PriceCurve
}

const bandPrices = new WeakMap<AttemptRule, readonly BandPrice[]>()

/** Returns the price of each band by the units that it charges: in TIERED those that lie in it, else all. */
function bandPricesOf(attempt: AttemptRule): readonly BandPrice[] {
  const known = bandPrices.get(attempt)
  if (known !== undefined) return known
  const { rule, terms, factor } = attempt
  const shares = terms.price()
  const prices = rule.bands.map((band): BandPrice => {
    const quantityBefore = rule.model === 'TIERED' ? band.afterQuantity : Decimal.ZERO
    // A band without an end, so that the tier's own does not cut what is asked of it.
    const open = { ...band, upToQuantity: null }
    const priceOf = (used: Decimal) => {
      const quantity = atLeastZero(used)
      const volume = { quantity, quantityBefore, tierQuantity: quantity, ...shares }
      return shareOf(chargeVolume(rule.model, volume, [open]).amount, shares.wholeShare).times(factor)
    }
    const bends = rule.model === 'STAIR_STEP' ? [] : bendsOfBand(band, shares)
    return { band, curve: curveOf(priceOf, [Decimal.ZERO, ...bends]) }
  })
  bandPrices.set(attempt, prices)
  return prices
}

/** Units after what is free. */
const chargedOf = ({ freeQuantity }: AttemptRule, used: Quantity): Decimal =>
  atLeastZero(decimalOf(used).minus(freeQuantity))

function sumOf(rules: readonly AttemptRule[], usedOf: (rule: AttemptRule) => Quantity | null): Decimal | null {
  let sum = Decimal.ZERO
  for (const rule of rules) {
    const used = usedOf(rule)
    if (used === null) return null
    sum = sum.plus(chargedOf(rule, used))
  }
  return sum
}

/** Lists the bands between two quantities, `null` for no upper end. */
function bandsBetween(prices: readonly BandPrice[], low: Decimal, high: Decimal | null): readonly BandPrice[] {
  return prices.filter(
    ({ band: { afterQuantity, upToQuantity } }, index) =>
      (upToQuantity === null || upToQuantity.compare(low) >= 0) &&
      (index === 0 || high === null || afterQuantity.compare(high) < 0),
  )
}

/**
 * TIERED in a volume group: units of the rule cost what its dearest tier says; those of earlier rules push its own into
 * other tiers, by at most the difference between its dearest and its cheapest.
 */
function boundInGroup(
  { rules }: AttemptCluster,
  rule: AttemptRule,
  rangeOf: (counter: AttemptCounter) => CountRange,
): PriceBound {
  const earlier = rules.slice(0, rules.indexOf(rule))
  const own = [...earlier, rule]
  const lowest = sumOf(earlier, ({ units }) => rangeOf(units).low) ?? Decimal.ZERO
  const reached = bandsBetween(
    bandPricesOf(rule),
    lowest,
    sumOf(own, ({ units }) => rangeOf(units).end),
  )
  const sections = reached.flatMap(({ curve }) => curve.slice(1))
  const dearest = steepestOf(sections)
  const cheapest = sections.reduce((least, { slope }) => least.min(slope), dearest)
  const isIn = reached.length === 1 && chargedOf(rule, rangeOf(rule.units).low).isPositive()
  const jumps = reached.map(({ curve }) => {
    const rise = jumpsOf(isIn ? curve.slice(1) : curve)
    // What is taken off comes back where earlier rules push the last unit out of a band.
    return rule.factor.isNegative() ? rise.plus(fallsOf(curve)) : rise
  })
  const spread = dearest.minus(cheapest)
  return {
    fixed: Decimal.sum(jumps),
    slopes: [
      [rule.units, dearest],
      ...earlier.flatMap(({ units }): [AttemptCounter, Decimal][] => (spread.isZero() ? [] : [[units, spread]])),
    ],
  }
}

/**
 * TOP_TIERED and STAIR_STEP whose tier other units choose too: the dearest tier that may be reached, and what all units
 * so far cost more where the tier changes.
 */
function boundOfTiers(
  { rules }: AttemptCluster,
  rule: AttemptRule,
  rangeOf: (counter: AttemptCounter) => CountRange,
): PriceBound {
  const { tier, units } = rule
  const tierAt = (end: keyof CountRange): Decimal | null => {
    if (tier === null) return sumOf(rules, (each) => rangeOf(each.units)[end])
    const used = rangeOf(tier)[end]
    return used === null ? null : atLeastZero(decimalOf(used))
  }
  const range = rangeOf(units)
  const [low, high] = [chargedOf(rule, range.low), chargedOf(rule, range.high)]
  const end = range.end === null ? null : chargedOf(rule, range.end)
  const lowestTier = tierAt('low') ?? Decimal.ZERO
  const prices = bandPricesOf(rule)
  const from = bandsBetween(prices, lowestTier, tierAt('high'))
  const to = bandsBetween(prices, lowestTier, tierAt('end'))
  let fixed = Decimal.ZERO
  let steepest = Decimal.ZERO
  for (const { band, curve } of to) {
    const sections = sectionsIn(curve, low, end)
    steepest = steepest.max(steepestOf(sections))
    const before = from.filter((one) => one.band !== band && one.band.afterQuantity.compare(band.afterQuantity) < 0)
    const rise = before.reduce((most, one) => most.max(riseBetween(one.curve, curve, low, high)), Decimal.ZERO)
    fixed = fixed.max(rise.plus(jumpsOf(sections)))
  }
  return { fixed, slopes: [[units, steepest]] }
}

/** The most that one price is above another between two quantities. Between their bends both are straight lines. */
function riseBetween(from: PriceCurve, to: PriceCurve, low: Decimal, high: Decimal): Decimal {
  let most = Decimal.ZERO
  for (const section of from) {
    for (const other of to) {
      const start = [section.after, other.after].reduce(
        (left: Decimal, each) => (each === null ? left : left.max(each)),
        low,
      )
      const end = [section.upTo, other.upTo].reduce(
        (left: Decimal, each) => (each === null ? left : left.min(each)),
        high,
      )
      if (start.compare(end) > 0 || !(reaches(section, end) && reaches(other, end))) continue
      for (const at of [start, end]) most = most.max(priceAt(other, at).minus(priceAt(section, at)))
    }
  }
  return most
}

const reaches = ({ after }: PriceCurve[number], quantity: Decimal) => after === null || after.compare(quantity) < 0
