import {
  creditDemandsOf,
  creditsUnit,
  distinctValueIdsOf,
  type InvoiceWallet,
  type UnitDemand,
  usageBoundsIn,
} from '@tallygate/rating'
import { loadTerms } from '../customers/subscription-terms.store.ts'
import type { Queryable } from '../database/database.ts'
import { loadUsageParts } from '../metering/load-usage.ts'
import type { ServerContext } from '../server-context.ts'
import {
  type GatheredInvoice,
  type GatheredSegment,
  gatherUsage,
  type InvoiceSubject,
  withSegments,
} from './gather-usage.ts'
import { type InvoiceRow, loadRunningInvoices } from './invoices.store.ts'
import { loadEntries, loadGrants, type StoredGrant, type WalletEntry } from './wallets.store.ts'

/** The parts of the server that reading demands of invoices takes. */
type UsageContext = Pick<ServerContext, 'stores' | 'readCuts'>

/** The content of customers' wallets, and the demands on them. */
export interface WalletFacts {
  readonly grants: readonly StoredGrant[]
  readonly entries: readonly WalletEntry[]
  /** The demands of invoices that are not FINAL. */
  readonly running: readonly CustomerDemand[]
}

/**
 * Adds what the customers' wallets have to the invoices that are priced in credits. Others stay as they are, and cost
 * nothing more to read.
 *
 * @param until what was used before that instant; absent: all
 */
export async function attachWallets(
  context: UsageContext,
  database: Queryable,
  subjects: readonly InvoiceSubject[],
  gathered: readonly GatheredInvoice[],
  until?: Date,
): Promise<GatheredInvoice[]> {
  const drawing = gathered.filter(drawsCredits)
  if (drawing.length === 0 && until === undefined) return [...gathered]
  const customerIds = [...new Set(drawing.map((one) => one.customerId))]
  // What an invoice asks is asked for the others of its customer; its own plan has it already.
  const asking = Map.groupBy(
    subjects.filter((_, index) => {
      const own = gathered[index]
      return own !== undefined && drawsCredits(own)
    }),
    ({ row }) => row.customer_id,
  )
  const isAsked = (row: InvoiceRow) => asking.get(row.customer_id)?.some((one) => one.row.id !== row.id) === true
  const { grants, entries, running } = await loadWalletFacts(context, database, customerIds, { until, isAsked })
  const attached: GatheredInvoice[] = []
  for (const [index, one] of gathered.entries()) {
    const row = subjects[index]?.row
    if (row === undefined || !drawing.includes(one)) {
      const segments = row === undefined ? one.segments : await cutSegments(context, database, row, one, [], until)
      attached.push(withSegments(one, segments))
      continue
    }
    const { customerId } = one
    const own = grants.filter((grant) => grant.customerId === customerId)
    const taken = entries.filter(({ invoiceId }) => invoiceId === row.id)
    const cut = withSegments(one, await cutSegments(context, database, row, one, own, until))
    const wallet: InvoiceWallet = {
      invoiceId: row.id,
      grants: own.map((grant) => withoutEntries(grant, taken)),
      others: [
        ...debtsOf(entries.filter((entry) => entry.customerId === customerId)),
        ...running.filter((each) => each.customerId === customerId),
      ].filter(({ demand }) => demand.invoiceId !== row.id),
    }
    attached.push({ ...cut, input: { ...cut.input, wallet } })
  }
  return attached
}

/** A demand and whose it is. */
export interface CustomerDemand extends UnitDemand {
  readonly customerId: string
}

/** Of which invoices wallets are asked, and of which usage. */
interface WalletFilter {
  /** An instant: usage before it counts. Default: all usage. */
  readonly until?: Date | undefined
  /** Chooses among the invoices that are not FINAL. Default: all. */
  readonly isAsked?: (row: InvoiceRow) => boolean
}

/** Reads the wallets of customers, and what their invoices ask that are not FINAL. */
export async function loadWalletFacts(
  context: UsageContext,
  database: Queryable,
  customerIds: readonly string[],
  { until, isAsked = () => true }: WalletFilter = {},
): Promise<WalletFacts> {
  const grants = await loadGrants(database, customerIds)
  const entries = await loadEntries(database, customerIds)
  const running: CustomerDemand[] = []
  for (const { row, gathered } of await gatherRunning(context, database, customerIds, isAsked)) {
    const own = grants.filter((grant) => grant.customerId === row.customer_id)
    running.push(...(await demandsUntil(context, database, row, gathered, own, until)))
  }
  return { grants, entries, running }
}

/** Returns what one invoice asks, of usage before an instant. */
export async function demandsUntil(
  context: UsageContext,
  database: Queryable,
  row: InvoiceRow,
  gathered: GatheredInvoice,
  grants: readonly StoredGrant[],
  until?: Date,
): Promise<CustomerDemand[]> {
  const segments = await cutSegments(context, database, row, gathered, grants, until)
  const input = { ...gathered.input, segments, wallet: { invoiceId: row.id, grants: [], others: [] } }
  return creditDemandsOf(input).flatMap(({ creditTypeId, demands }) =>
    demands.map((demand) => ({
      customerId: row.customer_id,
      unit: creditsUnit(creditTypeId),
      periodStart: row.period_start,
      demand,
    })),
  )
}

async function gatherRunning(
  context: UsageContext,
  database: Queryable,
  customerIds: readonly string[],
  isAsked: (row: InvoiceRow) => boolean,
): Promise<{ readonly row: InvoiceRow; readonly gathered: GatheredInvoice }[]> {
  const rows = (await loadRunningInvoices(database, customerIds)).filter(isAsked)
  const terms = await loadTerms(database, {
    subscriptionIds: [...new Set(rows.map((row) => row.subscription_id))],
  })
  const subjects = rows.flatMap((row) => {
    const found = terms.find(({ id }) => id === row.subscription_id)
    return found === undefined ? [] : [{ row, terms: found }]
  })
  const gathered = await gatherUsage(context, database, subjects)
  return subjects.flatMap(({ row }, index) => {
    const one = gathered[index]
    return one !== undefined && drawsCredits(one) ? [{ row, gathered: one }] : []
  })
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
    const stretch = {
      customerId: row.customer_id,
      subscriptionId: row.subscription_id,
      scheduleId: segment.schedule.id,
      periodStart: row.period_start,
    }
    const bounds = usageBoundsIn(segment.plan, segment)
    if (bounds.length > 0) {
      // Windows of the plan ask when it was used before a cut, too.
      const time = { ...stretch, start: segment.start, end: segment.end }
      const instants = inOrder([...bounds, ...cuts])
      const usage = await loadUsageParts(database, time, instants, catalog.calculations.values())
      const usedBefore = (at: Date) => usage.filter(({ usedIn }) => usedIn !== undefined && usedIn.end <= at)
      cut.push({ ...segment, usage, usageUntil: cuts.map((at) => ({ until: at, usage: usedBefore(at) })) })
      continue
    }
    const usageUntil = await context.readCuts(database, {
      ...stretch,
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

function withoutEntries(grant: StoredGrant, entries: readonly WalletEntry[]): StoredGrant {
  const drawn = entries
    .filter(({ grantId }) => grantId === grant.id)
    .reduce((rest, { quantity }) => rest.minus(quantity), grant.drawn)
  return { ...grant, drawn }
}

/** Returns what FINAL invoices used beyond their wallets and no plan billed: asked of every grant that starts later. */
export function debtsOf(entries: readonly WalletEntry[]): CustomerDemand[] {
  return entries
    .filter(({ kind }) => kind === 'OVERAGE_OWED')
    .map(({ customerId, unit, invoiceId, lineId, fromAt, quantity }) => ({
      customerId,
      unit,
      periodStart: fromAt,
      demand: { invoiceId, lineId, from: fromAt, quantity, overage: 'OWED' },
    }))
}

const usesCredits = ({ plan }: Pick<GatheredSegment, 'plan'>): boolean => plan.needs.credits

const drawsCredits = ({ segments, late }: GatheredInvoice): boolean => [...segments, ...late].some(usesCredits)
