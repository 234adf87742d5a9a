import { distinctValueIdsOf, type UsageTotal, type WireCalculation } from '@tallygate/rating'
import type { Queryable } from '../database/database.ts'
import { type CustomerSegment, fromEventSum, sumBookedEvents, sumBookedParts } from './event-sums.store.ts'
import { loadPropertyReferences } from './metering-definition.store.ts'
import { segmentKey } from './spread-over-cuts.ts'
import { type BookedSegment, loadTotals, toUsageTotal } from './usage-totals.store.ts'

/** Usage by `segmentKey`. */
export type UsageBySegment = ReadonlyMap<string, readonly UsageTotal[]>

/** Returns the usage of one segment. */
export const usageOf = (
  usage: UsageBySegment,
  { scheduleId, periodStart, lateOf }: BookedSegment,
): readonly UsageTotal[] => usage.get(segmentKey(scheduleId, periodStart, lateOf)) ?? []

/**
 * The usage of segments, for what these calculations ask of it: the stored totals. They do not know single values, so
 * those that a UNIQUE calculation counts are read from the events; that alone costs as much as the events do.
 */
export async function loadUsage(
  database: Queryable,
  segments: readonly CustomerSegment[],
  calculations: Iterable<WireCalculation>,
): Promise<UsageBySegment> {
  const rows = await loadTotals(database, segments)
  const totals = new Map(
    [...Map.groupBy(rows, (row) => segmentKey(row.schedule_id, row.period_start, row.late_of))].map(([key, own]) => [
      key,
      own.map(toUsageTotal),
    ]),
  )
  return withDistinctValues(database, segments, totals, distinctValueIdsOf(calculations))
}

/** The same usage, with the totals of these meter values taken from the events, which know each value. */
export async function withDistinctValues(
  database: Queryable,
  segments: readonly CustomerSegment[],
  usage: UsageBySegment,
  meterValueIds: readonly string[],
): Promise<UsageBySegment> {
  if (meterValueIds.length === 0 || segments.length === 0) return usage
  const rows = await sumBookedEvents(database, segments, { distinctOf: meterValueIds, only: meterValueIds })
  const references = await loadPropertyReferences(database)
  const sums = Map.groupBy(rows, (row) => segmentKey(row.schedule_id, row.period_start, row.late_of))
  return new Map(
    [...usage].map(([key, totals]) => [
      key,
      [
        ...totals.filter(({ meterValueId }) => meterValueId === null || !meterValueIds.includes(meterValueId)),
        ...(sums.get(key) ?? []).map((row) => fromEventSum(row, references)),
      ],
    ]),
  )
}

/**
 * The usage of one segment from its events, apart for each part between bounds. Totals know no time, so this costs as
 * much as the events do: ask for it only where a plan has windows inside the segment.
 */
export async function loadUsageParts(
  database: Queryable,
  segment: CustomerSegment & { readonly start: Date; readonly end: Date },
  bounds: readonly Date[],
  calculations: Iterable<WireCalculation>,
): Promise<readonly UsageTotal[]> {
  const rows = await sumBookedParts(database, segment, bounds, distinctValueIdsOf(calculations))
  const references = await loadPropertyReferences(database)
  const instants = [segment.start, ...bounds, segment.end]
  return rows.map((row) => ({
    ...fromEventSum(row, references),
    usedIn: { start: instants[row.part] ?? segment.start, end: instants[row.part + 1] ?? segment.end },
  }))
}
