import type { Schema } from '@tallygate/client'
import {
  type CompiledPlan,
  type Decimal,
  type InvoiceInput,
  type InvoiceSegment,
  type LateSegment,
  type PricingCatalog,
  rolloverOf,
  type UsageTotal,
  usageBoundsIn,
} from '@tallygate/rating'
import { loadPricingCatalog } from '../catalog/pricing-catalog.store.ts'
import { loadTerms } from '../customers/subscription-terms.store.ts'
import { placeAt, type ScheduleTerms, type SubscriptionTerms, segmentsOf } from '../customers/subscription-terms.ts'
import type { Queryable } from '../database/database.ts'
import { loadCarriedUsage } from '../metering/load-carried-usage.ts'
import { loadUsage, loadUsageParts, usageOf } from '../metering/load-usage.ts'
import { loadStatements } from '../metering/persist-data.store.ts'
import { type Statement, stateStatedAt } from '../metering/state-stated-at.ts'
import { type BookedSegment, loadLateUsage } from '../metering/usage-totals.store.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { CompiledPlans, type GatheredPlan } from './compiled-plans.ts'
import { type InvoiceRow, loadPeriodInvoices } from './invoices.store.ts'
import { lineIdOf } from './line-id.ts'
import { type PlacedLate, periodOf, placeLate } from './place-late.ts'

/** A segment with the plan as the wire has it. */
export interface GatheredSegment extends InvoiceSegment {
  readonly version: Stored<'PricingPlanVersion'>
  readonly schedule: Stored<'PricingPlanSchedule'>
}

/** Late usage with the plan as the wire has it. */
export type GatheredLate = GatheredSegment & LateSegment

/** A plan as a schedule sells it. */
type SoldPlan = Pick<GatheredSegment, 'plan' | 'version' | 'schedule'>

/** All that planning and presenting an invoice takes. */
export interface GatheredInvoice {
  readonly input: InvoiceInput
  /** The same segments as those of the input. */
  readonly segments: readonly GatheredSegment[]
  /** The same late usage as that of the input. */
  readonly late: readonly GatheredLate[]
  readonly customerId: string
  /** Length of the subscription's billing period. */
  readonly billingPeriod: Schema<'Period'> | null
  /** Everything that the versions and schedules refer to. */
  readonly catalog: PricingCatalog
}

/** Puts other segments in the place of those of a gathered invoice. */
export function withSegments(gathered: GatheredInvoice, segments: readonly GatheredSegment[]): GatheredInvoice {
  return { ...gathered, segments, input: { ...gathered.input, segments } }
}

/** An invoice and the terms of its subscription. */
export interface InvoiceSubject {
  readonly row: InvoiceRow
  readonly terms: SubscriptionTerms
}

/** Reads the terms of invoices' subscriptions; leaves out invoices whose subscription is gone. */
export async function subjectsOf(database: Queryable, rows: readonly InvoiceRow[]): Promise<InvoiceSubject[]> {
  if (rows.length === 0) return []
  const terms = await loadTerms(database, { subscriptionIds: [...new Set(rows.map((row) => row.subscription_id))] })
  const byId = new Map(terms.map((one) => [one.id, one]))
  return rows.flatMap((row) => {
    const found = byId.get(row.subscription_id)
    return found === undefined ? [] : [{ row, terms: found }]
  })
}

/**
 * Returns what invoices are planned from, without the wallets: usage, prices, and bought volume that the periods before
 * left.
 */
export async function gatherUsage(
  context: Pick<ServerContext, 'stores'>,
  database: Queryable,
  subjects: readonly InvoiceSubject[],
): Promise<GatheredInvoice[]> {
  const gathered = await gatherAlone(context, database, subjects)
  const carrying = subjects.filter((_, index) => gathered[index]?.segments.some(rollsOver))
  if (carrying.length === 0) return gathered
  const earlier = await earlierInvoices(database, carrying)
  const before = await gatherAlone(context, database, earlier)
  const history = Map.groupBy(
    earlier.flatMap(({ row }, index) => {
      const found = before[index]
      return found === undefined ? [] : [{ row, found }]
    }),
    ({ row }) => row.subscription_id,
  )
  return gathered.map((invoice, index) => {
    const row = subjects[index]?.row
    if (row === undefined || !invoice.segments.some(rollsOver)) return invoice
    const periods = (history.get(row.subscription_id) ?? []).filter((each) => each.row.period_start < row.period_start)
    const rollover = periods.reduce<ReadonlyMap<string, Decimal>>(
      (volumes, { found }) => rolloverOf({ ...found.input, rollover: volumes }),
      new Map(),
    )
    return { ...invoice, input: { ...invoice.input, rollover } }
  })
}

/** The invoices of the periods before, for volume that goes on from one to the next. */
async function earlierInvoices(database: Queryable, subjects: readonly InvoiceSubject[]): Promise<InvoiceSubject[]> {
  const terms = new Map(subjects.map((subject) => [subject.terms.id, subject.terms]))
  const latest = new Date(Math.max(...subjects.map(({ row }) => row.period_start.getTime())))
  const rows = await loadPeriodInvoices(database, [...terms.keys()], latest)
  return rows.flatMap((row) => {
    const found = terms.get(row.subscription_id)
    return found === undefined ? [] : [{ row, terms: found }]
  })
}

async function gatherAlone(
  { stores }: Pick<ServerContext, 'stores'>,
  database: Queryable,
  subjects: readonly InvoiceSubject[],
): Promise<GatheredInvoice[]> {
  if (subjects.length === 0) return []
  const cameLate = await loadLateUsage(
    database,
    subjects.map(({ terms }) => terms.id),
    new Date(Math.max(...subjects.map(({ row }) => row.period_start.getTime()))),
  )
  const placed = subjects.map(({ row, terms }) => {
    const period = periodOf(terms, { start: row.period_start, end: row.period_end })
    return { row, terms, period, parts: segmentsOf(terms, period), late: placeLate(cameLate, row, terms) }
  })
  const all = placed.flatMap(({ row, parts, late }) => [
    ...parts.map(({ schedule }) => ({
      customerId: row.customer_id,
      scheduleId: schedule.id,
      periodStart: row.period_start,
      schedule,
    })),
    ...late.flatMap(({ schedule, own, billed }) =>
      [own, ...billed].map((booked) => ({ customerId: row.customer_id, ...booked, schedule })),
    ),
  ])
  const versions = await stores.versions.byIds(
    database,
    all.map(({ schedule }) => schedule.versionId),
  )
  const schedules = await stores.schedules.byIds(
    database,
    all.map(({ schedule }) => schedule.id),
  )
  const subscriptions = await stores.subscriptions.byIds(
    database,
    placed.map(({ terms }) => terms.id),
  )
  const catalog = await loadPricingCatalog(stores, database, [...versions.values()], [...schedules.values()])
  const usage = await loadUsage(database, all, catalog.calculations.values())
  const plans = new Map<string, SoldPlan>()
  for (const { terms, parts, late } of placed) {
    for (const { schedule: placedSchedule } of [...parts, ...late]) {
      const version = versions.get(placedSchedule.versionId)
      const schedule = schedules.get(placedSchedule.id)
      if (version === undefined || schedule === undefined || plans.has(placedSchedule.id)) continue
      const { currency, billingPeriod } = terms
      const plan = compiledPlans.compile({ version, schedule, catalog, currency, billingPeriod })
      plans.set(placedSchedule.id, { plan, version, schedule })
    }
  }
  const goOn = placed.filter(({ parts, late }) =>
    [...parts, ...late].some(({ schedule }) => plans.get(schedule.id)?.plan.needs.persistentState === true),
  )
  const carried = await loadCarriedUsage(
    database,
    goOn.map(({ row, terms }) => ({ terms, periodStart: row.period_start })),
    catalog.calculations.values(),
  )
  const statements = await loadStatements(
    database,
    placed.map(({ terms }) => terms.id),
  )
  const whole = placed.map((one): GatheredInvoice => {
    const { row, terms, period, parts, late: lateParts } = one
    const { currency, billingPeriod } = terms
    const gatherSegment = (
      { id }: Pick<ScheduleTerms, 'id'>,
      own: BookedSegment,
    ): Omit<GatheredSegment, 'start' | 'end'>[] => {
      const sold = plans.get(id)
      return sold === undefined ? [] : [{ ...sold, usage: usageOf(usage, own) }]
    }
    const segments = parts.flatMap(({ schedule, start, end }): GatheredSegment[] =>
      gatherSegment(schedule, { scheduleId: schedule.id, periodStart: row.period_start }).map((one) => ({
        ...one,
        start,
        end,
      })),
    )
    const late = lateParts.flatMap(({ schedule, own, billed, start, end, period: usedIn }): GatheredLate[] =>
      gatherSegment(schedule, own).map((one) => ({
        ...one,
        start,
        end,
        period: usedIn,
        billed: billed.flatMap((each) => usageOf(usage, each)),
      })),
    )
    return {
      customerId: terms.customerId,
      billingPeriod,
      catalog,
      segments,
      late,
      input: {
        currency,
        subscriptionId: terms.id,
        period,
        segments,
        ...(late.length > 0 && { late }),
        timeZone: terms.timeZone,
        // A tax that was set on the invoice itself wins; null there means none.
        salesTaxPercentage:
          row.body.sales_tax_percentage === undefined
            ? (subscriptions.get(terms.id)?.sales_tax_percentage ?? null)
            : row.body.sales_tax_percentage,
        ...(carried && goOn.includes(one) && { earlierUsage: carried[goOn.indexOf(one)] ?? [] }),
        ...statedMember(statements, terms, row.period_start),
        lineIdOf,
      },
    }
  })
  const cut: GatheredInvoice[] = []
  for (const [index, one] of whole.entries()) {
    const row = subjects[index]?.row
    cut.push(row === undefined ? one : await withParts(database, one, row, placed[index]?.late ?? []))
  }
  return cut
}

/**
 * Counts apart what was used in each part of a segment, and of the segments of late usage, where the plan sells metered
 * add-ons for parts of it or adjusts parts of it.
 */
async function withParts(
  database: Queryable,
  gathered: GatheredInvoice,
  row: InvoiceRow,
  placed: readonly PlacedLate[],
): Promise<GatheredInvoice> {
  const { customerId, catalog } = gathered
  const isCut = (segment: GatheredSegment): boolean => usageBoundsIn(segment.plan, segment).length > 0
  if (![...gathered.segments, ...gathered.late].some(isCut)) return gathered
  const partsOf = ({ plan, start, end }: GatheredSegment, booked: BookedSegment) => {
    const bounds = usageBoundsIn(plan, { start, end })
    return loadUsageParts(database, { customerId, ...booked, start, end }, bounds, catalog.calculations.values())
  }
  const segments: GatheredSegment[] = []
  for (const segment of gathered.segments) {
    const booked = { scheduleId: segment.plan.scheduleId, periodStart: row.period_start }
    segments.push(isCut(segment) ? { ...segment, usage: await partsOf(segment, booked) } : segment)
  }
  const late: GatheredLate[] = []
  for (const segment of gathered.late) {
    const found = placed.find(
      ({ schedule, period }) =>
        schedule.id === segment.plan.scheduleId && period.start.getTime() === segment.period.start.getTime(),
    )
    if (found === undefined || !isCut(segment)) {
      late.push(segment)
      continue
    }
    const billed: UsageTotal[] = []
    for (const booked of found.billed) billed.push(...(await partsOf(segment, booked)))
    late.push({ ...segment, usage: await partsOf(segment, found.own), billed })
  }
  return { ...gathered, segments, late, input: { ...gathered.input, segments, ...(late.length > 0 && { late }) } }
}

/** Plans are remembered for all invoices of the process: what they are made from is known by its content. */
const compiledPlans = new CompiledPlans()

/** Compiles a plan, or takes one that was compiled from the same before. */
export const compilePlan = (source: GatheredPlan): CompiledPlan => compiledPlans.compile(source)

const rollsOver = ({ plan }: GatheredSegment): boolean => plan.needs.rollover

function statedMember(
  statements: readonly Statement[],
  terms: SubscriptionTerms,
  periodStart: Date,
): Pick<InvoiceInput, 'stated'> {
  const own = statements.filter((statement) => statement.subscriptionId === terms.id)
  // A period that the subscription no longer has was over before whatever it has now.
  const stated = stateStatedAt(own, periodStart, (start) => placeAt(terms, start)?.period.end ?? start)
  return stated === undefined ? {} : { stated }
}
