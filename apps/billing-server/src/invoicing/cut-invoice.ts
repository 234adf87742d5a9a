import { distinctValueIdsOf, usageBoundsIn } from '@tallygate/rating'
import type { Queryable } from '../database/database.ts'
import { loadUsageParts } from '../metering/load-usage.ts'
import type { ServerContext } from '../server-context.ts'
import { type GatheredInvoice, type GatheredSegment, withSegments } from './gather-usage.ts'
import type { InvoiceRow } from './invoices.store.ts'
import type { StoredGrant } from './wallets.store.ts'

/** The parts of the server that reading usage before cuts takes. */
export type UsageContext = Pick<ServerContext, 'stores' | 'readCuts'>

/** Cuts an invoice where a grant to its customer starts or expires, and ends it at an instant, if one is given. */
export async function cutInvoice(
  context: UsageContext,
  database: Queryable,
  row: InvoiceRow,
  gathered: GatheredInvoice,
  grants: readonly StoredGrant[],
  until: Date | undefined,
): Promise<GatheredInvoice> {
  const own = drawsCredits(gathered) ? grants.filter(({ customerId }) => customerId === row.customer_id) : []
  return withSegments(gathered, await cutSegments(context, database, row, gathered, own, until))
}

/**
 * The segments with what was used before an instant, if one is given, cut where a grant of credits starts or expires
 * in them.
 */
async function cutSegments(
  context: UsageContext,
  database: Queryable,
  row: InvoiceRow,
  { catalog, segments }: GatheredInvoice,
  grants: readonly StoredGrant[],
  until?: Date,
): Promise<GatheredSegment[]> {
  const ofGrants = grants
    .filter(({ unit }) => unit.startsWith('credits:'))
    .flatMap(({ startAt, expireAt }) => [startAt, ...(expireAt === null ? [] : [expireAt])])
  const distinctOf = distinctValueIdsOf(catalog.calculations.values())
  const cut: GatheredSegment[] = []
  for (const segment of segments) {
    const wanted = [...(usesCredits(segment) ? ofGrants : []), ...(until === undefined ? [] : [until])]
    const cuts = inOrder(wanted).filter((at) => at > segment.start && at < segment.end)
    if (cuts.length === 0) {
      cut.push(segment)
      continue
    }
    const booked = {
      customerId: row.customer_id,
      subscriptionId: row.subscription_id,
      scheduleId: segment.schedule.id,
      periodStart: row.period_start,
    }
    const bounds = usageBoundsIn(segment.plan, segment)
    if (bounds.length > 0) {
      // Windows of the plan ask when it was used before a cut, too.
      const time = { ...booked, start: segment.start, end: segment.end }
      const instants = inOrder([...bounds, ...cuts])
      const usage = await loadUsageParts(database, time, instants, catalog.calculations.values())
      const usedBefore = (at: Date) => usage.filter(({ usedIn }) => usedIn !== undefined && usedIn.end <= at)
      cut.push({ ...segment, usage, usageUntil: cuts.map((at) => ({ until: at, usage: usedBefore(at) })) })
      continue
    }
    const usageUntil = await context.readCuts(database, {
      ...booked,
      usage: segment.usage,
      cuts,
      passing: until,
      distinctOf,
    })
    cut.push({ ...segment, usageUntil })
  }
  return until === undefined ? cut : endingAt(cut, until)
}

const inOrder = (instants: readonly Date[]): Date[] =>
  [...new Set(instants.map((instant) => instant.getTime()))]
    .sort((left, right) => left - right)
    .map((instant) => new Date(instant))

/** The segments with what was used before an instant at which their usage is cut. */
function endingAt(segments: readonly GatheredSegment[], until: Date): GatheredSegment[] {
  return segments
    .filter(({ start }) => start < until)
    .map((segment) => {
      const at = (segment.usageUntil ?? []).findIndex((cut) => cut.until >= until)
      const last = segment.usageUntil?.[at]
      if (last === undefined) return segment
      return { ...segment, usage: last.usage, usageUntil: (segment.usageUntil ?? []).slice(0, at) }
    })
}

const usesCredits = ({ plan }: Pick<GatheredSegment, 'plan'>): boolean => plan.needs.credits

/** Tells whether an invoice is priced in credits. */
export const drawsCredits = ({ segments, late }: GatheredInvoice): boolean => [...segments, ...late].some(usesCredits)
