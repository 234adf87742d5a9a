import { distinctValueIdsOf, type UsageTotal, type WireCalculation } from '@tallygate/rating'
import type { Queryable } from '../database/database.ts'
import { type BookedStretch, fromEventSum, sumBookedEvents, sumBookedParts } from './event-sums.store.ts'
import { loadPropertyReferences } from './metering-definition.store.ts'
import { stretchKey } from './spread-over-cuts.ts'
import { loadTotals, type Stretch, toUsageTotal } from './usage-totals.store.ts'

/** Usage by `stretchKey`. */
export type UsageByStretch = ReadonlyMap<string, readonly UsageTotal[]>

/** Returns the usage of one stretch. */
export const usageOf = (usage: UsageByStretch, { scheduleId, periodStart, lateOf }: Stretch): readonly UsageTotal[] =>
  usage.get(stretchKey(scheduleId, periodStart, lateOf)) ?? []

/**
 * The usage of stretches, for what these calculations ask of it: the stored totals. They do not know single values, so
 * those that a UNIQUE calculation counts are read from the events; that alone costs as much as the events do.
 */
export async function loadUsage(
  database: Queryable,
  stretches: readonly BookedStretch[],
  calculations: Iterable<WireCalculation>,
): Promise<UsageByStretch> {
  const rows = await loadTotals(database, stretches)
  const totals = new Map(
    [...Map.groupBy(rows, (row) => stretchKey(row.schedule_id, row.period_start, row.late_of))].map(([key, own]) => [
      key,
      own.map(toUsageTotal),
    ]),
  )
  return withDistinctValues(database, stretches, totals, distinctValueIdsOf(calculations))
}

/** The same usage, with the totals of these meter values taken from the events, which know each value. */
export async function withDistinctValues(
  database: Queryable,
  stretches: readonly BookedStretch[],
  usage: UsageByStretch,
  meterValueIds: readonly string[],
): Promise<UsageByStretch> {
  if (meterValueIds.length === 0 || stretches.length === 0) return usage
  const rows = await sumBookedEvents(database, stretches, { distinctOf: meterValueIds, only: meterValueIds })
  const references = await loadPropertyReferences(database)
  const sums = Map.groupBy(rows, (row) => stretchKey(row.schedule_id, row.period_start, row.late_of))
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
 * The usage of one stretch from its events, apart for each part between bounds. Totals know no time, so this costs as
 * much as the events do: ask for it only where a plan has windows inside the stretch.
 */
export async function loadUsageParts(
  database: Queryable,
  stretch: BookedStretch & { readonly start: Date; readonly end: Date },
  bounds: readonly Date[],
  calculations: Iterable<WireCalculation>,
): Promise<readonly UsageTotal[]> {
  const rows = await sumBookedParts(database, stretch, bounds, distinctValueIdsOf(calculations))
  const references = await loadPropertyReferences(database)
  const instants = [stretch.start, ...bounds, stretch.end]
  return rows.map((row) => ({
    ...fromEventSum(row, references),
    usedIn: { start: instants[row.part] ?? stretch.start, end: instants[row.part + 1] ?? stretch.end },
  }))
}
