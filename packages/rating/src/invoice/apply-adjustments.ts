import type { BillingPeriod } from '@tallygate/billing-period'
import { daysOf, partsWithin, shareOfParts, type TimeRange } from '../charge/sold-parts.ts'
import { percentOf, shareOf } from '../models/band.ts'
import { Decimal } from '../money/decimal.ts'
import { roundMoney } from '../money/money.ts'
import { type Adjustment, isInForce, meetsCondition } from '../plan/adjustment.ts'
import type { TaxCategory } from '../plan/compiled-plan.ts'

/** A line that adjustments look at. */
export interface AdjustableLine {
  /** Rounded amount of the line. */
  readonly amount: Decimal
  readonly taxCategory: TaxCategory
  /** Position of the line's group. */
  readonly group: number
  /** Tells whether an adjustment is about the line. */
  readonly isMeant: (adjustment: Adjustment) => boolean
  /** Tells how much of the line falls into a part of the segment, in any unit. Default: the days of the part. */
  readonly weightIn?: (part: TimeRange) => Decimal
}

/** Money that an adjustment adds (or takes off: negative), as one line. */
export interface AppliedAdjustment {
  readonly adjustment: Adjustment
  /** Rounded to the minor unit. */
  readonly amount: Decimal
  readonly taxCategory: TaxCategory
  /**
   * Position of the group that it stands in; `null` for an adjustment of the total, or one that no line is there for.
   */
  readonly group: number | null
}

/** The terms under which adjustments are applied. */
export interface AdjustmentTerms {
  readonly currency: string
  /** The segment that is billed, and the full billing period that amounts are for. */
  readonly period: BillingPeriod
  /** IANA time zone whose days are counted. */
  readonly timeZone: string
}

/**
 * Applies adjustments one after the other, each to what those before it left of its lines: of what falls into its
 * window alone. Each is rounded once, half-even; a discount takes off no more than is there; a commitment adds what is
 * missing. An adjustment over lines of several groups or tax categories is cut by their money into a line for each,
 * which add up to it to the cent.
 */
export function applyAdjustments(
  lines: readonly AdjustableLine[],
  adjustments: readonly Adjustment[],
  terms: AdjustmentTerms,
): AppliedAdjustment[] {
  const inForce = adjustments.filter((adjustment) => isInForce(adjustment, terms.period))
  const shares = lineShares(lines, cutsOf(inForce, terms.period), terms)
  const left = shares.map(({ amount }) => amount)
  const sumOfLeft = (indexes: readonly number[]) => Decimal.sum(indexes.map((index) => left[index] ?? Decimal.ZERO))
  return inForce.flatMap((adjustment) => {
    const wholeLines = shares.flatMap(({ line }, index) => (line.isMeant(adjustment) ? [index] : []))
    const meant = wholeLines.filter((index) => isInForce(adjustment, shares[index]?.part ?? terms.period))
    const total = moneyOf(adjustment, { base: sumOfLeft(meant), whole: sumOfLeft(wholeLines) }, terms)
    if (total.isZero()) return []
    const parts = split(
      total,
      meant.map((index) => left[index] ?? Decimal.ZERO),
      terms.currency,
    )
    meant.forEach((index, position) => {
      left[index] = (left[index] ?? Decimal.ZERO).plus(parts[position] ?? Decimal.ZERO)
    })
    return gathered(
      adjustment,
      total,
      shares.map(({ line }) => line),
      meant,
      parts,
    )
  })
}

/** The part of a line that falls into a part of the segment; its amount is exact, not rounded. */
interface LineShare {
  readonly line: AdjustableLine
  readonly part: TimeRange
  readonly amount: Decimal
}

/** Cuts the segment where an adjustment begins or ends to hold, in order. */
function cutsOf(adjustments: readonly Adjustment[], { start, end }: BillingPeriod): TimeRange[] {
  const bounds = adjustments
    .flatMap((adjustment) => [adjustment.start, adjustment.end])
    .flatMap((bound) => (bound !== null && bound > start && bound < end ? bound.getTime() : []))
  const instants = [...new Set([start.getTime(), ...bounds, end.getTime()])].sort((left, right) => left - right)
  return instants.slice(1).map((until, index) => ({ start: new Date(instants[index] ?? until), end: new Date(until) }))
}

/** Cuts each line by what of it falls into each part; what weighs nothing anywhere goes by the days. */
function lineShares(
  lines: readonly AdjustableLine[],
  parts: readonly TimeRange[],
  terms: AdjustmentTerms,
): LineShare[] {
  const [only, second] = parts
  if (only !== undefined && second === undefined)
    return lines.map((line) => ({ line, part: only, amount: line.amount }))
  const days = parts.map((part) => Decimal.fromInteger(daysOf([part], terms.timeZone)))
  return lines.flatMap((line) => {
    const own = line.weightIn === undefined ? days : parts.map(line.weightIn).map((weight) => weight.max(Decimal.ZERO))
    const weights = [own, days].find((each) => !Decimal.sum(each).isZero())
    const sum = Decimal.sum(weights ?? [])
    return parts.map((part, index): LineShare => {
      // The day of a change belongs to what follows: so does a segment without a day.
      const last = index === parts.length - 1 ? line.amount : Decimal.ZERO
      const amount = weights === undefined ? last : line.amount.times(weights[index] ?? Decimal.ZERO).dividedBy(sum)
      return { line, part, amount }
    })
  })
}

/**
 * Returns what an adjustment comes to, with its sign, rounded. Amounts count for the days that it is in force.
 *
 * @param money `base` of its lines is in its window; `whole` is theirs in all of the segment
 */
function moneyOf(
  adjustment: Adjustment,
  { base, whole }: { readonly base: Decimal; readonly whole: Decimal },
  { currency, period, timeZone }: AdjustmentTerms,
): Decimal {
  const { kind, amount, percentage } = adjustment
  const share = shareOfParts(partsWithin([adjustment], period), period, timeZone)
  const stated = amount ? shareOf(amount, share) : percentOf(base.max(Decimal.ZERO), percentage ?? Decimal.ZERO)
  switch (kind) {
    case 'MARKUP':
      return base.isPositive() ? roundMoney(stated, currency) : Decimal.ZERO
    case 'DISCOUNT':
      if (!base.isPositive() || !meetsCondition(adjustment, base)) return Decimal.ZERO
      return roundMoney(stated.min(base), currency).min(whole.max(Decimal.ZERO)).negated()
    case 'COMMITMENT':
      return roundMoney(roundMoney(stated, currency).minus(base), currency).max(Decimal.ZERO)
  }
}

/**
 * Cuts money by weights so that the parts add up to it exactly: each is the rounded running share less those before.
 */
function split(total: Decimal, weights: readonly Decimal[], currency: string): Decimal[] {
  const positive = weights.map((weight) => weight.max(Decimal.ZERO))
  const sum = Decimal.sum(positive)
  if (sum.isZero()) return weights.map((_, index) => (index === 0 ? total : Decimal.ZERO))
  let weighed = Decimal.ZERO
  let given = Decimal.ZERO
  return positive.map((weight) => {
    weighed = weighed.plus(weight)
    const upToHere = roundMoney(total.times(weighed).dividedBy(sum), currency)
    const part = upToHere.minus(given)
    given = upToHere
    return part
  })
}

/** One line for each group and tax category; of the total one for each tax category. */
function gathered(
  adjustment: Adjustment,
  total: Decimal,
  lines: readonly AdjustableLine[],
  meant: readonly number[],
  parts: readonly Decimal[],
): AppliedAdjustment[] {
  if (meant.length === 0) return [{ adjustment, amount: total, taxCategory: 'STANDARD', group: null }]
  const places = new Map<string, AppliedAdjustment>()
  meant.forEach((index, position) => {
    const line = lines[index]
    const part = parts[position]
    if (!line || !part || part.isZero()) return
    const group = adjustment.scope === 'TOTAL' ? null : line.group
    const key = `${group} ${line.taxCategory}`
    const amount = (places.get(key)?.amount ?? Decimal.ZERO).plus(part)
    places.set(key, { adjustment, amount, taxCategory: line.taxCategory, group })
  })
  return [...places.values()].filter(({ amount }) => !amount.isZero())
}
