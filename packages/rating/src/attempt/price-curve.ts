import { Decimal } from '../money/decimal.ts'
import { addQuantities, decimalOf, type Quantity } from './attempt-usage.ts'

/** A part of the quantities in which the price is a straight line. */
export interface CurveSection {
  /** Lower end, EXCLUSIVE; `null` for the first, which has none. */
  readonly after: Decimal | null
  /** Upper end, INCLUSIVE; `null` for the last, which has none. */
  readonly upTo: Decimal | null
  /** The largest integer in it that is safe; Infinity where it has no end below that. */
  readonly upToInteger: number
  /** The price that the line would have at zero. */
  readonly atZero: Decimal
  /** The price of one more unit. */
  readonly slope: Decimal
}

/** A price by its quantity, as straight lines from the lowest quantity to the highest. */
export type PriceCurve = readonly CurveSection[]

/**
 * Finds the straight lines of a price, from the price itself: it is asked twice between two bounds.
 *
 * @param priceOf the price of a quantity
 * @param bounds every quantity at which the price may bend or jump; a bound belongs to what is below it
 */
export function curveOf(priceOf: (quantity: Decimal) => Decimal, bounds: readonly Decimal[]): PriceCurve {
  const ends = bounds
    .toSorted((left, right) => left.compare(right))
    .filter((bound, index, all) => index === 0 || !bound.equals(all[index - 1] ?? bound))
  const sections: CurveSection[] = []
  for (const upTo of [...ends, null]) {
    const last = sections.at(-1)
    const after = last?.upTo ?? null
    const [low, high] = twoWithin(after, upTo)
    const atLow = priceOf(low)
    const slope = priceOf(high).minus(atLow).dividedBy(high.minus(low))
    const atZero = atLow.minus(slope.times(low))
    const isSame = last?.slope.equals(slope) === true && last.atZero.equals(atZero)
    const section = { after: isSame ? last.after : after, upTo, upToInteger: integerBelow(upTo), atZero, slope }
    if (isSame) sections[sections.length - 1] = section
    else sections.push(section)
  }
  return sections
}

const TWO = Decimal.fromInteger(2)

/** Two quantities of a section. */
function twoWithin(after: Decimal | null, upTo: Decimal | null): [Decimal, Decimal] {
  if (after !== null && upTo !== null) return [after.plus(upTo).dividedBy(TWO), upTo]
  if (after !== null) return [after.plus(Decimal.ONE), after.plus(TWO)]
  const end = upTo ?? Decimal.ZERO
  return [end.minus(Decimal.ONE), end]
}

const LARGEST = Decimal.fromInteger(Number.MAX_SAFE_INTEGER)

function integerBelow(end: Decimal | null): number {
  if (end === null || end.compare(LARGEST) > 0) return Number.POSITIVE_INFINITY
  return -Number(end.negated().ceilDividedBy(Decimal.ONE).toString())
}

/** Finds the section that a quantity lies in. */
function sectionAt(curve: PriceCurve, quantity: Quantity): CurveSection {
  for (const section of curve) {
    if (typeof quantity === 'number' ? quantity <= section.upToInteger : isWithin(quantity, section)) return section
  }
  throw new Error('the last section of a curve has no end')
}

const isWithin = (quantity: Decimal, { upTo }: CurveSection) => upTo === null || quantity.compare(upTo) <= 0

/** Prices a quantity by a section of the curve. */
export function priceAt({ atZero, slope }: CurveSection, quantity: Decimal): Decimal {
  return atZero.plus(slope.times(quantity))
}

/** Prices a quantity on top of what was used before. */
export function priceOfMore(curve: PriceCurve, before: Quantity, added: Quantity): Decimal {
  const after = addQuantities(before, added)
  const [from, to] = [sectionAt(curve, before), sectionAt(curve, after)]
  if (from === to) return from.slope.times(decimalOf(added))
  return priceAt(to, decimalOf(after)).minus(priceAt(from, decimalOf(before)))
}

/** Lists the sections that reach into a range, `null` for no upper end. */
export function sectionsIn(curve: PriceCurve, low: Quantity, high: Quantity | null): readonly CurveSection[] {
  const lowest = sectionAt(curve, low)
  if (high !== null && (lowest.upTo === null || sectionAt(curve, high) === lowest)) return [lowest]
  const first = curve.indexOf(lowest)
  const last = high === null ? curve.length - 1 : curve.indexOf(sectionAt(curve, high))
  return curve.slice(first, last + 1)
}

/** Finds how much higher the price is just after the end of a section. */
export function jumpAfter({ upTo, ...section }: CurveSection, next: CurveSection): Decimal {
  return upTo === null ? Decimal.ZERO : priceAt(next, upTo).minus(priceAt({ ...section, upTo }, upTo))
}
