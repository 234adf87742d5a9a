import type { Queryable } from '../database/database.ts'
import { type GatheredInvoice, type InvoiceSubject, toUsageTotal } from '../invoicing/gather-invoices.ts'
import type { UsageTotal } from '../pricing/usage-total.ts'
import type { SubscriptionTerms } from '../subscriptions/subscription-terms.ts'
import type { Candidate } from './candidate.ts'
import { type EventSumRow, sumBookedEvents, sumUncountedEvents, type UncountedStretch } from './what-if.store.ts'

/** An invoice with the version that each of its stretches is priced under instead; `undefined` keeps the sold one. */
export interface RepricedInvoice extends InvoiceSubject {
  readonly gathered: GatheredInvoice
  readonly candidates: readonly (Candidate | undefined)[]
}

/** Where the usage of an invoice came from. */
export type UsageSourceName = 'totals' | 'events'

/** The usage of each stretch of an invoice, in their order. */
export interface InvoiceUsage {
  readonly source: UsageSourceName
  readonly stretches: readonly (readonly UsageTotal[])[]
}

/**
 * The usage that the other versions are applied to. The stored totals keep every combination of property values, so they
 * suffice for every meter that is counted today. A meter that only the other version counts has no totals: its events are
 * NOT_MATCHED and are added up here, grouped in SQL. With `events` everything is.
 */
export async function gatherUsage(
  database: Queryable,
  invoices: readonly RepricedInvoice[],
  wanted: UsageSourceName,
): Promise<InvoiceUsage[]> {
  const uncounted = uncountedStretches(invoices)
  const extra = uncounted.length === 0 ? [] : await sumUncountedEvents(database, uncounted)
  const booked = wanted === 'totals' ? undefined : await sumBookedEvents(database, invoices.flatMap(stretchesOf))
  const extraByStretch = Map.groupBy(extra, keyOf)
  const bookedByStretch = booked && Map.groupBy(booked, keyOf)
  return invoices.map((invoice) => {
    const keys = stretchesOf(invoice).map(({ scheduleId, periodStart }) => `${scheduleId} ${periodStart.getTime()}`)
    const stretches = invoice.gathered.segments.map((segment, index) => {
      const key = keys[index] ?? ''
      const base = bookedByStretch ? (bookedByStretch.get(key) ?? []).map(fromEventSum) : segment.usage
      return [...base, ...(extraByStretch.get(key) ?? []).map(fromEventSum)]
    })
    const fromEvents = bookedByStretch !== undefined || keys.some((key) => extraByStretch.has(key))
    return { source: fromEvents ? 'events' : 'totals', stretches }
  })
}

function stretchesOf({ row, gathered }: RepricedInvoice) {
  return gathered.segments.map(({ schedule }) => ({
    customerId: row.customer_id,
    scheduleId: schedule.id ?? '',
    periodStart: row.period_start,
  }))
}

/** Stretches whose other version counts meters that nothing of the subscription counts in them. */
function uncountedStretches(invoices: readonly RepricedInvoice[]): UncountedStretch[] {
  const ranks = rankOf(invoices.map(({ terms }) => terms))
  return invoices.flatMap(({ row, terms, gathered, candidates }) =>
    gathered.segments.flatMap(({ schedule, start, end }, index) => {
      const sold = terms.schedules.find(({ id }) => id === schedule.id)?.pricedMeterIds ?? []
      const meterIds = (candidates[index]?.meterIds ?? []).filter((id) => !sold.includes(id))
      return meterIds.map((meterId) => ({
        customerId: row.customer_id,
        subscriptionId: terms.id,
        subscriptionReference: terms.reference,
        scheduleId: schedule.id ?? '',
        periodStart: row.period_start,
        meterId,
        start,
        end,
        rank: ranks.get(terms.id) ?? 0,
      }))
    }),
  )
}

/** The order in which subscriptions are asked for an event: as when it is booked, the one that was created last first. */
function rankOf(all: readonly SubscriptionTerms[]): Map<string, number> {
  const ordered = [...new Map(all.map((terms) => [terms.id, terms])).values()].toSorted(
    (one, other) => other.createdAt.getTime() - one.createdAt.getTime() || (one.id < other.id ? 1 : -1),
  )
  return new Map(ordered.map(({ id }, index) => [id, index]))
}

const keyOf = (row: Pick<EventSumRow, 'schedule_id' | 'period_start'>): string =>
  `${row.schedule_id} ${row.period_start.getTime()}`

function fromEventSum(row: EventSumRow): UsageTotal {
  const properties = Object.fromEntries(
    (row.properties ?? []).map(({ reference, value }) => [reference ?? '', value ?? '']),
  )
  return toUsageTotal({ ...row, properties })
}
