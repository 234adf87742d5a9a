import { Decimal } from '../money/decimal.ts'
import { pricesQuantity } from '../plan/model-type.ts'
import type { UsageTotal } from '../usage/usage-total.ts'
import type { ChargedRule } from './charge-rules.ts'
import { type ChargeTerms, isPricedByDays } from './rule-terms.ts'
import { daysOf, dueAtOf, isDueIn, partsWithin, type TimeRange } from './sold-parts.ts'

/**
 * Weighs what of a charged rule falls into a part of its segment: usage that adds up by its units, what is charged once
 * by the instant at which it is due, seats by their price and days, and all else by the days that it is sold. Weights
 * of one rule compare with each other alone.
 */
export function weightIn(charged: ChargedRule, terms: ChargeTerms, part: TimeRange): Decimal {
  const { item, rule, enabled, seats, rows } = charged
  const { timeZone, plan, period } = terms
  if (item.modelType === 'ONE_OFF') return isDueIn(dueAtOf(plan, enabled), part) ? Decimal.ONE : Decimal.ZERO
  if (seats.length > 0) {
    return Decimal.sum(seats.map((segment) => segment.amount.times(shareOfDays(segment, part, timeZone))))
  }
  const addsUp = rule === null || !isPricedByDays(charged, rule)
  if (pricesQuantity(item.modelType) && item.modelType !== 'CREDITS' && addsUp) {
    return Decimal.sum(
      rows.map((row) => Decimal.parse(row.sum, 'usage.sum').times(shareOfRow(row, part, { period, timeZone }))),
    )
  }
  return Decimal.fromInteger(daysOf(partsWithin(enabled, part), timeZone))
}

/** Usage without a time is spread over the days of the segment. */
function shareOfRow(
  { usedIn }: UsageTotal,
  part: TimeRange,
  { period, timeZone }: Pick<ChargeTerms, 'period' | 'timeZone'>,
): Decimal {
  if (usedIn === undefined) return shareOfDays(period, part, timeZone)
  return isDueIn(usedIn.start, part) ? Decimal.ONE : Decimal.ZERO
}

/** Share of the days of a time that lie in a part. */
function shareOfDays(time: TimeRange, part: TimeRange, timeZone: string): Decimal {
  const days = daysOf([time], timeZone)
  if (days === 0) return isDueIn(time.start, part) ? Decimal.ONE : Decimal.ZERO
  return Decimal.fromInteger(daysOf(partsWithin([part], time), timeZone)).dividedBy(Decimal.fromInteger(days))
}
