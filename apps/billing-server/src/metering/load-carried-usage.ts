import { distinctValueIdsOf, type UsageTotal, type WireCalculation } from '@tallygate/rating'
import type { SubscriptionTerms } from '../customers/subscription-terms.ts'
import type { Queryable } from '../database/database.ts'
import { withDistinctValues } from './load-usage.ts'
import { segmentKey } from './spread-over-cuts.ts'
import { loadEarlierTotals, toUsageTotal } from './usage-totals.store.ts'

/** A period of a subscription. */
export interface CarriedSubject {
  readonly terms: SubscriptionTerms
  readonly periodStart: Date
}

/**
 * The usage of all periods before, and what came late of them, for the calculations that carry their state on, one list
 * for each subject in their order. Reads the totals of those periods: its cost grows with their number, not with that
 * of the events. `undefined` where no calculation carries anything on.
 */
export async function loadCarriedUsage(
  database: Queryable,
  subjects: readonly CarriedSubject[],
  calculations: Iterable<WireCalculation>,
): Promise<readonly (readonly UsageTotal[])[] | undefined> {
  const persisting = [...calculations].filter(({ persist }) => persist === true)
  if (persisting.length === 0 || subjects.length === 0) return undefined
  const latest = new Date(Math.max(...subjects.map(({ periodStart }) => periodStart.getTime())))
  const owners = new Map(subjects.flatMap(({ terms }) => terms.schedules.map(({ id }) => [id, terms])))
  const meterIds = [...new Set(persisting.flatMap(({ meter_id: id }) => id ?? []))]
  const rows = await loadEarlierTotals(database, [...owners.keys()], meterIds, latest)
  const bySegment = Map.groupBy(rows, (row) => segmentKey(row.schedule_id, row.period_start, row.late_of))
  const segments = [...bySegment.values()].flatMap(([row]) => {
    const terms = row && owners.get(row.schedule_id)
    return row === undefined || terms === undefined
      ? []
      : [
          {
            terms,
            customerId: terms.customerId,
            scheduleId: row.schedule_id,
            periodStart: row.period_start,
            lateOf: row.late_of,
          },
        ]
  })
  const usage = await withDistinctValues(
    database,
    segments,
    new Map([...bySegment].map(([key, own]) => [key, own.map(toUsageTotal)])),
    distinctValueIdsOf(persisting),
  )
  return subjects.map(({ terms, periodStart }) =>
    segments
      .filter(
        (segment) =>
          segment.terms.id === terms.id &&
          (segment.periodStart < periodStart || (segment.lateOf !== null && segment.periodStart <= periodStart)),
      )
      .flatMap(({ scheduleId, periodStart: booked, lateOf }) =>
        (usage.get(segmentKey(scheduleId, booked, lateOf)) ?? []).map((row) => ({
          ...row,
          carriedFrom: lateOf ?? booked,
          carriedIn: scheduleId,
        })),
      ),
  )
}
