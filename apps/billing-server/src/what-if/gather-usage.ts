import { createUsageTest, distinctValueIdsOf, type UsageTest, type UsageTotal } from '@tallygate/rating'
import type { SubscriptionTerms } from '../customers/subscription-terms.ts'
import type { Queryable } from '../database/database.ts'
import type { PlannableInvoice } from '../invoicing/attach-wallets.ts'
import type { InvoiceSubject } from '../invoicing/gather-usage.ts'
import { type EventSumRow, fromEventSum, sumBookedEvents } from '../metering/event-sums.store.ts'
import { loadCarriedUsage } from '../metering/load-carried-usage.ts'
import { withDistinctValues } from '../metering/load-usage.ts'
import { loadPropertyReferences } from '../metering/metering-definition.store.ts'
import { byReference, valuesById } from '../metering/property-references.ts'
import { segmentKey } from '../metering/spread-over-cuts.ts'
import type { Candidate } from './candidate.ts'
import type { RepricedSegments } from './reprice-segments.ts'
import { listUncountedKinds, sumUncountedEvents, type UncountedSegment } from './what-if.store.ts'

/** An invoice with the version that each of its segments is priced under instead; `undefined` keeps the sold one. */
export interface RepricedInvoice extends InvoiceSubject {
  readonly gathered: PlannableInvoice
  readonly candidates: readonly (Candidate | undefined)[]
  /** The segments under these versions. */
  readonly repriced: RepricedSegments
}

/** The source of the usage of an invoice. */
export type UsageSourceName = 'totals' | 'events'

/** The usage of each segment of an invoice, in their order. */
export interface InvoiceUsage {
  readonly source: UsageSourceName
  readonly bySegment: readonly (readonly UsageTotal[])[]
  /** Usage of the periods before, where the other version carries a state on. */
  readonly carriedUsage?: readonly UsageTotal[]
}

/**
 * The usage that the other versions are applied to. The stored totals keep every combination of property values, so
 * they suffice for all usage that is counted today. What only the other version takes has no totals: its events are
 * NOT_MATCHED and are added up here, grouped in SQL; so are values of which only the other version counts the distinct
 * ones. With `events` everything is. What only the sold version takes is left out.
 */
export async function gatherUsage(
  database: Queryable,
  invoices: readonly RepricedInvoice[],
  wanted: UsageSourceName,
): Promise<InvoiceUsage[]> {
  const segments = invoices.flatMap(bookedSegmentsOf)
  const calculations = invoices.flatMap(({ candidates }) =>
    candidates.flatMap((one) => [...(one?.catalog.calculations.values() ?? [])]),
  )
  const distinctOf = distinctValueIdsOf(calculations)
  const periods = invoices.map(({ row, terms }) => ({ terms, periodStart: row.period_start }))
  // What the sold version carries on too: a segment that no other version prices stays as it is.
  const ofSold = invoices.flatMap(({ gathered }) => [...gathered.catalog.calculations.values()])
  const carried = await loadCarriedUsage(database, periods, [...calculations, ...ofSold])
  const tests = invoices.map(testsOf)
  const references = await loadPropertyReferences(database)
  const extra = await sumTakenEvents(database, uncountedSegments(invoices, tests), references, distinctOf)
  const booked = wanted === 'totals' ? undefined : await sumBookedEvents(database, segments)
  const usageBySegment = (rows: readonly EventSumRow[]) =>
    new Map(
      [...Map.groupBy(rows, (row) => segmentKey(row.schedule_id, row.period_start))].map(([key, own]) => [
        key,
        own.map((row) => fromEventSum(row, references)),
      ]),
    )
  const extraBySegment = usageBySegment(extra)
  const counted = await withDistinctValues(
    database,
    segments,
    booked === undefined
      ? new Map(
          invoices.flatMap((one) => bookedSegmentsOf(one).map((each, index) => [keyOf(each), usageAt(one, index)])),
        )
      : usageBySegment(booked),
    distinctOf,
  )
  return invoices.map((invoice, index) => {
    const keys = bookedSegmentsOf(invoice).map(keyOf)
    const fromEvents = booked !== undefined || keys.some((key) => extraBySegment.has(key))
    return {
      source: fromEvents ? 'events' : 'totals',
      bySegment: keys.map((key, at) => [
        ...takenBy(tests[index]?.[at], counted.get(key) ?? []),
        ...(extraBySegment.get(key) ?? []),
      ]),
      ...(carried && { carriedUsage: carried[index] ?? [] }),
    }
  })
}

const usageAt = ({ gathered }: RepricedInvoice, index: number): readonly UsageTotal[] =>
  gathered.segments[index]?.usage ?? []

const keyOf = ({ scheduleId, periodStart }: { readonly scheduleId: string; readonly periodStart: Date }): string =>
  segmentKey(scheduleId, periodStart)

function bookedSegmentsOf({ row, gathered }: RepricedInvoice) {
  return gathered.segments.map(({ schedule }) => ({
    customerId: row.customer_id,
    scheduleId: schedule.id,
    periodStart: row.period_start,
  }))
}

/** Tests of the usage that the other versions take, one for each segment; `undefined` where the sold one stays. */
const testsOf = ({ candidates, repriced }: RepricedInvoice): (UsageTest | undefined)[] =>
  repriced.segments.map(({ plan }, index) => (candidates[index] === undefined ? undefined : createUsageTest(plan)))

/**
 * Leaves out usage that the other version does not take: it would be NOT_MATCHED. Values that events with the same
 * properties have are taken together, as those of one event are.
 */
function takenBy(test: UsageTest | undefined, usage: readonly UsageTotal[]): readonly UsageTotal[] {
  if (test === undefined) return usage
  const alike = Map.groupBy(usage, ({ meterId, properties }) => JSON.stringify([meterId, properties]))
  return [...alike.values()].flatMap((rows) => {
    const [first] = rows
    const meterValueIds = rows.flatMap(({ meterValueId }) => meterValueId ?? [])
    return first !== undefined && test({ ...first, meterValueIds }) ? rows : []
  })
}

/** A segment that may take events that nothing takes today, and what it takes. */
interface TestedSegment extends UncountedSegment {
  readonly takes: UsageTest
}

/** Lists the segments that other versions price, once for each of their meters. */
function uncountedSegments(
  invoices: readonly RepricedInvoice[],
  tests: readonly (readonly (UsageTest | undefined)[])[],
): TestedSegment[] {
  const ranks = rankOf(invoices.map(({ terms }) => terms))
  return invoices.flatMap(({ row, terms, repriced }, position) =>
    repriced.segments.flatMap(({ plan, schedule, start, end }, index) => {
      const takes = tests[position]?.[index]
      if (takes === undefined) return []
      return [...plan.needs.meterIds].map((meterId) => ({
        customerId: row.customer_id,
        subscriptionId: terms.id,
        subscriptionReference: terms.reference,
        scheduleId: schedule.id,
        periodStart: row.period_start,
        meterId,
        start,
        end,
        rank: ranks.get(terms.id) ?? 0,
        takes,
      }))
    }),
  )
}

/** Adds up events that nothing takes today, each in the first segment whose other version takes it. */
async function sumTakenEvents(
  database: Queryable,
  segments: readonly TestedSegment[],
  references: ReadonlyMap<string, string>,
  distinctOf: readonly string[],
): Promise<EventSumRow[]> {
  if (segments.length === 0) return []
  const kinds = await listUncountedKinds(database, segments)
  const taken = kinds.flatMap((kind) => {
    const usage = {
      meterId: kind.meter_id,
      meterValueIds: kind.value_ids,
      properties: byReference(valuesById(kind.properties), references),
    }
    return segments.flatMap(({ customerId, meterId, takes }, segment) =>
      customerId === kind.customer_id && meterId === kind.meter_id && takes(usage) ? [{ ...kind, segment }] : [],
    )
  })
  return taken.length === 0 ? [] : sumUncountedEvents(database, segments, taken, distinctOf)
}

/**
 * The order in which subscriptions are asked for an event: as when it is booked, the one that was created last first.
 */
function rankOf(all: readonly SubscriptionTerms[]): Map<string, number> {
  const ordered = [...new Map(all.map((terms) => [terms.id, terms])).values()].toSorted(
    (one, other) => other.createdAt.getTime() - one.createdAt.getTime() || (one.id < other.id ? 1 : -1),
  )
  return new Map(ordered.map(({ id }, index) => [id, index]))
}
