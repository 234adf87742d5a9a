import {
  type ChargedInvoice,
  chargeInvoice,
  creditDemandsOf,
  creditsUnit,
  type InvoiceWallet,
  type PlannedInvoice,
  planCharged,
  planInvoice,
  type UnitDemand,
} from '@tallygate/rating'
import type { Queryable } from '../database/database.ts'
import { cutInvoice, drawsCredits, type UsageContext } from './cut-invoice.ts'
import { type GatheredInvoice, gatherUsage, type InvoiceSubject, subjectsOf } from './gather-usage.ts'
import { type InvoiceRow, loadRunningInvoices } from './invoices.store.ts'
import { loadEntries, loadGrants, type StoredGrant, type WalletEntry } from './wallets.store.ts'

/** The content of customers' wallets, and the demands on them. */
export interface WalletFacts {
  readonly grants: readonly StoredGrant[]
  readonly entries: readonly WalletEntry[]
  /** The demands of invoices that are not FINAL. */
  readonly running: readonly CustomerDemand[]
}

/** A gathered invoice with the wallets that it draws on. */
export interface PlannableInvoice extends GatheredInvoice {
  /** Its usage with its prices, where other invoices asked what it takes out of wallets: it is not charged again. */
  readonly charged: ChargedInvoice | undefined
}

/** Plans a gathered invoice. @throws PricingError */
export const planGathered = ({ input, charged }: PlannableInvoice): PlannedInvoice =>
  charged === undefined ? planInvoice(input) : planCharged(charged, input.wallet)

/** The usage and the prices by which wallets are asked. */
interface WalletScope {
  /** An instant: usage before it counts. Default: all usage. */
  readonly until?: Date | undefined
  /** True where the gathered invoices have the prices that are sold: then each asks for the others. */
  readonly areSold: boolean
}

/**
 * Adds what the customers' wallets have to the invoices that are priced in credits. Others stay as they are, and cost
 * nothing more to read.
 */
export async function attachWallets(
  context: UsageContext,
  database: Queryable,
  subjects: readonly InvoiceSubject[],
  gathered: readonly GatheredInvoice[],
  { until, areSold }: WalletScope,
): Promise<PlannableInvoice[]> {
  const drawing = subjects.flatMap(({ row }, index) => {
    const one = gathered[index]
    return one !== undefined && drawsCredits(one) ? [row] : []
  })
  if (drawing.length === 0 && until === undefined) return gathered.map((one) => ({ ...one, charged: undefined }))
  const customerIds = [...new Set(drawing.map((row) => row.customer_id))]
  const grants = await loadGrants(database, customerIds)
  const entries = await loadEntries(database, customerIds)
  const cut: GatheredInvoice[] = []
  const known = new Map<string, GatheredInvoice>()
  for (const [index, one] of gathered.entries()) {
    const row = subjects[index]?.row
    if (row === undefined) continue
    const ended = await cutInvoice(context, database, row, one, grants, until)
    cut.push(ended)
    if (areSold) known.set(row.id, ended)
  }
  // What an invoice asks is asked for the others of its customer; its own plan has it already.
  const asking = Map.groupBy(drawing, (row) => row.customer_id)
  const running = await chargeRunning(context, database, customerIds, grants, {
    until,
    isAsked: (row) => asking.get(row.customer_id)?.some(({ id }) => id !== row.id) === true,
    known,
  })
  const demands = running.flatMap(demandsOf)
  return cut.map((one, index): PlannableInvoice => {
    const row = subjects[index]?.row
    if (row === undefined || !drawsCredits(one)) return { ...one, charged: undefined }
    const own = grants.filter((grant) => grant.customerId === row.customer_id)
    const taken = entries.filter(({ invoiceId }) => invoiceId === row.id)
    const wallet: InvoiceWallet = {
      invoiceId: row.id,
      grants: own.map((grant) => withoutEntries(grant, taken)),
      others: [
        ...debtsOf(entries.filter((entry) => entry.customerId === row.customer_id)),
        ...demands.filter((each) => each.customerId === row.customer_id),
      ].filter(({ demand }) => demand.invoiceId !== row.id),
    }
    const charged = areSold ? running.find((each) => each.row.id === row.id)?.charged : undefined
    return { ...one, input: { ...one.input, wallet }, charged }
  })
}

/** A demand and whose it is. */
export interface CustomerDemand extends UnitDemand {
  readonly customerId: string
}

/** A choice of invoices that wallets are asked for, and of their usage. */
interface RunningFilter {
  /** An instant: usage before it counts. Default: all usage. */
  readonly until?: Date | undefined
  /** Chooses among the invoices that are not FINAL. Default: all. */
  readonly isAsked?: (row: InvoiceRow) => boolean
  /** Invoices that were gathered and cut before, by their ids. */
  readonly known?: ReadonlyMap<string, GatheredInvoice>
}

/** Reads the wallets of customers, and what their invoices ask that are not FINAL. */
export async function loadWalletFacts(
  context: UsageContext,
  database: Queryable,
  customerIds: readonly string[],
  filter: RunningFilter = {},
): Promise<WalletFacts> {
  const grants = await loadGrants(database, customerIds)
  const entries = await loadEntries(database, customerIds)
  const running = await chargeRunning(context, database, customerIds, grants, filter)
  return { grants, entries, running: running.flatMap(demandsOf) }
}

/** Returns what one invoice asks, of usage before an instant. */
export async function demandsUntil(
  context: UsageContext,
  database: Queryable,
  row: InvoiceRow,
  gathered: GatheredInvoice,
  until: Date,
): Promise<CustomerDemand[]> {
  if (!drawsCredits(gathered)) return []
  const { input } = await cutInvoice(context, database, row, gathered, [], until)
  return demandsOf({ row, charged: chargeInvoice(input) })
}

/** An invoice that is not FINAL and priced in credits. */
interface RunningInvoice {
  readonly row: InvoiceRow
  readonly charged: ChargedInvoice
}

function demandsOf({ row, charged }: RunningInvoice): CustomerDemand[] {
  return creditDemandsOf(charged, row.id).flatMap(({ creditTypeId, demands }) =>
    demands.map((demand) => ({
      customerId: row.customer_id,
      unit: creditsUnit(creditTypeId),
      periodStart: row.period_start,
      demand,
    })),
  )
}

/** Charges customers' invoices that are not FINAL and draw credits, each once. */
async function chargeRunning(
  context: UsageContext,
  database: Queryable,
  customerIds: readonly string[],
  grants: readonly StoredGrant[],
  { until, isAsked = () => true, known = new Map() }: RunningFilter,
): Promise<RunningInvoice[]> {
  const rows = (await loadRunningInvoices(database, customerIds)).filter(isAsked)
  const others = await subjectsOf(
    database,
    rows.filter(({ id }) => !known.has(id)),
  )
  const cut = new Map(known)
  for (const [index, one] of (await gatherUsage(context, database, others)).entries()) {
    const row = others[index]?.row
    if (row !== undefined) cut.set(row.id, await cutInvoice(context, database, row, one, grants, until))
  }
  return rows.flatMap((row) => {
    const one = cut.get(row.id)
    return one !== undefined && drawsCredits(one) ? [{ row, charged: chargeInvoice(one.input) }] : []
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
