import { type BillingPeriod, daysBetween, parseInstant } from '@tallygate/billing-period'
import type { PeriodShare } from '../models/band.ts'
import { Decimal } from '../money/decimal.ts'
import type { PricingRule } from '../plan/pricing-rule.ts'
import { readQuantity } from '../wire/read-band.ts'
import type { WireSchedule } from '../wire/wire-plan.ts'

/** A stretch in which the number of seats stays the same. */
export interface SeatStretch {
  readonly start: Date
  readonly end: Date
  readonly seats: Decimal
  /** Its days by the days of the full billing period. */
  readonly share: PeriodShare
}

/** Whose seats are counted, and when. */
export interface SeatTerms {
  readonly currency: string
  readonly period: BillingPeriod
  readonly timeZone: string
  readonly schedule: WireSchedule
}

/**
 * The seats of a rule over a stretch of time, cut where the schedule changes them. A value of the schedule holds from its
 * start to its end, the one with the latest start wins; where none holds, the rule's default does, else there is no seat.
 * The day of a change has the new number. Stretches without a day are left out.
 */
export function seatStretchesOf(rule: PricingRule, terms: SeatTerms): SeatStretch[] {
  const { period, timeZone } = terms
  const values = seatValuesOf(rule, terms)
  const inside = values
    .flatMap(({ start, end }) => [start, end])
    .filter((instant) => instant > period.start && instant < period.end)
  const cuts = [...new Set([period.start, ...inside, period.end].map((instant) => instant.getTime()))].sort(
    (a, b) => a - b,
  )
  const denominator = Decimal.fromInteger(Math.max(1, daysBetween(period.full.start, period.full.end, timeZone)))
  const stretches: SeatStretch[] = []
  for (const [index, time] of cuts.entries()) {
    const next = cuts[index + 1]
    if (next === undefined) break
    const [start, end] = [new Date(time), new Date(next)]
    const days = daysBetween(start, end, timeZone)
    const seats =
      values.find((value) => value.start <= start && value.end >= end)?.seats ?? rule.defaultSeats ?? Decimal.ZERO
    if (days > 0) stretches.push({ start, end, seats, share: { numerator: Decimal.fromInteger(days), denominator } })
  }
  return joined(stretches)
}

interface SeatValue {
  readonly start: Date
  readonly end: Date
  readonly seats: Decimal
}

const BEGINNING = new Date(-8.64e15)
const NEVER = new Date(8.64e15)

/** The schedule's values for the rule, the latest start first, and of equal starts the later written first. */
function seatValuesOf(rule: PricingRule, { schedule, currency }: SeatTerms): SeatValue[] {
  return (schedule.seats_values ?? [])
    .map((value, index) => ({ value, index }))
    .filter(({ value }) => value.pricing_item_config_id === rule.id)
    .map(({ value: { number, start_at: start, end_at: end }, index }) => ({
      start: start == null ? BEGINNING : parseInstant(start),
      end: end == null ? NEVER : parseInstant(end),
      seats: readQuantity({ number: number ?? '0' }, currency, `schedule.seats_values.${index}`) ?? Decimal.ZERO,
      index,
    }))
    .sort((left, right) => right.start.getTime() - left.start.getTime() || right.index - left.index)
}

/** Neighbours with the same number of seats are one stretch. */
function joined(stretches: readonly SeatStretch[]): SeatStretch[] {
  const result: SeatStretch[] = []
  for (const stretch of stretches) {
    const last = result.at(-1)
    if (last?.seats.equals(stretch.seats)) {
      const numerator = last.share.numerator.plus(stretch.share.numerator)
      result[result.length - 1] = { ...last, end: stretch.end, share: { ...last.share, numerator } }
    } else {
      result.push(stretch)
    }
  }
  return result
}
