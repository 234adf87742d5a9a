import { type BillingPeriod, daysBetween } from '@tallygate/billing-period'
import { type PeriodShare, WHOLE_PERIOD } from '../models/band.ts'
import { Decimal } from '../money/decimal.ts'
import type { CompiledPlan, TimeWindow } from '../plan/compiled-plan.ts'
import { prorationOf } from './period-share.ts'

/** A part of the time, half-open. */
export interface TimeRange {
  readonly start: Date
  readonly end: Date
}

/** Cuts windows to a segment and joins those that meet, in order. `null` is always: the segment itself. */
export function partsWithin(windows: readonly TimeWindow[] | null, segment: TimeRange): TimeRange[] {
  if (windows === null) return [{ start: segment.start, end: segment.end }]
  const parts: TimeRange[] = []
  const inside = windows
    .map(({ start, end }) => ({
      start: start === null || start < segment.start ? segment.start : start,
      end: end === null || end > segment.end ? segment.end : end,
    }))
    .filter(({ start, end }) => start < end)
    .toSorted((left, right) => left.start.getTime() - right.start.getTime())
  for (const part of inside) {
    const last = parts.at(-1)
    if (last === undefined || part.start > last.end) parts.push(part)
    else if (part.end > last.end) parts[parts.length - 1] = { ...last, end: part.end }
  }
  return parts
}

/**
 * Tells when what is charged once is due: where the schedule starts, or where it first sells the pricing, if that is
 * later. `null` for a schedule without a start.
 */
export function dueAtOf({ scheduleStart }: CompiledPlan, enabled: readonly TimeWindow[] | null): Date | null {
  if (scheduleStart === null || enabled === null || enabled.length === 0) return scheduleStart
  const starts = enabled.map(({ start }) => (start === null || start < scheduleStart ? scheduleStart : start))
  return new Date(Math.min(...starts.map((start) => start.getTime())))
}

/** Tells whether an instant lies in a part of the time. */
export const isDueIn = (at: Date | null, { start, end }: TimeRange): boolean => at !== null && at >= start && at < end

/** Counts the days of parts that do not overlap. */
export function daysOf(parts: readonly TimeRange[], timeZone: string): number {
  return parts.reduce((days, { start, end }) => days + daysBetween(start, end, timeZone), 0)
}

/** Share of the full period that parts of a segment have: what an amount of a month costs for them. */
export function shareOfParts(parts: readonly TimeRange[], period: BillingPeriod, timeZone: string): PeriodShare {
  const [part, second] = parts
  if (part !== undefined && second === undefined) return prorationOf({ ...part, full: period.full }, timeZone)
  const fullDays = daysBetween(period.full.start, period.full.end, timeZone)
  return ratio(daysOf(parts, timeZone), Math.max(1, fullDays))
}

/**
 * Share of the billed period that parts of it have, by days. Of a period without a day its end has everything, as the
 * day of a change belongs to what follows.
 */
export function partShareOf(parts: readonly TimeRange[], billed: TimeRange, timeZone: string): PeriodShare {
  const [part, second] = parts
  const isOne = part !== undefined && second === undefined
  if (isOne && part.start.getTime() === billed.start.getTime() && part.end.getTime() === billed.end.getTime()) {
    return WHOLE_PERIOD
  }
  const days = daysBetween(billed.start, billed.end, timeZone)
  if (days <= 0) return ratio(parts.at(-1)?.end.getTime() === billed.end.getTime() ? 1 : 0, 1)
  return ratio(daysOf(parts, timeZone), days)
}

const ratio = (days: number, of: number): PeriodShare => ({
  numerator: Decimal.fromInteger(days),
  denominator: Decimal.fromInteger(of),
})
