import { type BillingPeriod, daysBetween } from '@tallygate/billing-period'
import type { PeriodShare } from '../models/band.ts'
import { Decimal } from '../money/decimal.ts'
import { settledValue } from '../money/settled.ts'
import type { CompiledPlan } from '../plan/compiled-plan.ts'
import type { PricingRule } from '../plan/pricing-rule.ts'

/** A part of a segment in which the number of seats stays the same. */
export interface SeatSegment {
  readonly start: Date
  readonly end: Date
  readonly seats: Decimal
  /** Its days by the days of the full billing period. */
  readonly share: PeriodShare
}

/** Whose seats are counted, and when. */
export interface SeatTerms {
  readonly plan: Pick<CompiledPlan, 'seats'>
  readonly period: BillingPeriod
  readonly timeZone: string
}

/**
 * Cuts a segment where the schedule changes the seats of a rule. A value of the schedule holds from its start to its
 * end, the one with the latest start wins; where none holds, the rule's default does, else there is no seat. The day of
 * a change has the new number. Parts without a day are left out.
 */
export function seatSegmentsOf(rule: PricingRule, terms: SeatTerms): SeatSegment[] {
  const { period, timeZone } = terms
  const values = seatValuesOf(rule, terms)
  const inside = values
    .flatMap(({ start, end }) => [start, end])
    .filter((instant) => instant > period.start && instant < period.end)
  const cuts = [...new Set([period.start, ...inside, period.end].map((instant) => instant.getTime()))].sort(
    (a, b) => a - b,
  )
  const denominator = Decimal.fromInteger(Math.max(1, daysBetween(period.full.start, period.full.end, timeZone)))
  const segments: SeatSegment[] = []
  for (const [index, time] of cuts.entries()) {
    const next = cuts[index + 1]
    if (next === undefined) break
    const [start, end] = [new Date(time), new Date(next)]
    const days = daysBetween(start, end, timeZone)
    const seats =
      values.find((value) => value.start <= start && value.end >= end)?.seats ?? rule.defaultSeats ?? Decimal.ZERO
    if (days > 0) segments.push({ start, end, seats, share: { numerator: Decimal.fromInteger(days), denominator } })
  }
  return joined(segments)
}

const BEGINNING = new Date(-8.64e15)
const NEVER = new Date(8.64e15)

/** The schedule's values for the rule, the latest start first, and of equal starts the later written first. */
function seatValuesOf(rule: PricingRule, { plan }: SeatTerms) {
  return plan.seats
    .map((value, index) => ({ value, index }))
    .filter(({ value }) => value.ruleId === rule.id)
    .map(({ value: { start, end, seats }, index }) => ({
      start: start ?? BEGINNING,
      end: end ?? NEVER,
      seats: settledValue(seats),
      index,
    }))
    .sort((left, right) => right.start.getTime() - left.start.getTime() || right.index - left.index)
}

/** Joins neighbours with the same number of seats. */
function joined(segments: readonly SeatSegment[]): SeatSegment[] {
  const result: SeatSegment[] = []
  for (const segment of segments) {
    const last = result.at(-1)
    if (last?.seats.equals(segment.seats)) {
      const numerator = last.share.numerator.plus(segment.share.numerator)
      result[result.length - 1] = { ...last, end: segment.end, share: { ...last.share, numerator } }
    } else {
      result.push(segment)
    }
  }
  return result
}
