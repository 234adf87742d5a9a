import { parseInstant } from '@tallygate/billing-period'
import { type BillingClient, PaginationLimitError, paginate, type Schema, unwrap } from '@tallygate/client'
import { UsageUnreadableError } from '../errors/usage-unreadable-error.ts'
import type { CustomerSnapshot, PeriodMs, SnapshotSchedule } from './customer-snapshot.ts'
import type { CoveredItem, MeterCatalog } from './meter-catalog.ts'
import { TokenSum } from './whole-tokens.ts'

/** Open invoices of one customer that are looked through: one per subscription and period. */
const INVOICES_LIMIT = 50
const EVENTS_PAGE_LIMIT = 100
/** 100,000 events. Who has more of them in one period has an invoice to read instead. */
const EVENT_PAGES_MAX = 1_000

export interface UsageReader {
  readonly client: BillingClient
  readonly catalog: MeterCatalog
  /** Reference of the meter value that carries the count of a meter. */
  readonly valueFor: (meter: string) => string | undefined
}

/**
 * The tokens of each meter in the period, as the billing API has them. Prefers the open invoice, whose size does not
 * grow with the number of events; what no line of it tells completely is summed from raw events (API fact: there is no
 * aggregate and no filter by time).
 */
export async function readUsage(
  reader: UsageReader,
  snapshot: CustomerSnapshot,
  period: PeriodMs,
  meters: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const used = await readInvoice(reader, snapshot, period, meters)
  await Promise.all(
    meters
      .filter((meter) => !used.has(meter))
      .map(async (meter) => used.set(meter, await sumEvents(reader, snapshot, period, meter))),
  )
  // Negative events take back what was reported; more than was used in the period is no budget for it.
  return new Map([...used].map(([meter, tokens]) => [meter, Math.max(0, tokens)]))
}

/**
 * Tokens by meter from the lines of the open invoice of exactly this period; meters that it does not cover are absent.
 */
async function readInvoice(
  { client, catalog, valueFor }: UsageReader,
  snapshot: CustomerSnapshot,
  period: PeriodMs,
  meters: readonly string[],
): Promise<Map<string, number>> {
  const { subscription } = snapshot
  if (subscription === undefined) return new Map()
  // A plan change splits a period: each part is told by the lines of its own schedule.
  const parts = subscription.schedules.filter(({ start, end }) => start < period.end && end > period.start)
  const [covered, groups] = await Promise.all([
    Promise.all(parts.map((part) => coveredBy(catalog, part))),
    readOpenGroups(client, snapshot, period),
  ])
  const used = new Map<string, number>()
  if (groups === undefined || parts.length === 0) return used
  for (const meter of meters) {
    let sum: TokenSum | undefined = new TokenSum()
    for (const [index, part] of parts.entries()) {
      const item = covered[index]?.find((candidate) => candidate.meter === meter)
      const lines = groups
        .filter(
          (group) =>
            group.pricing_plan_schedule_id === part.id ||
            (group.pricing_plan_schedule_id == null && parts.length === 1),
        )
        .flatMap((group) => group.lines ?? [])
      if (item === undefined || sum === undefined || !addLines(sum, lines, item.productItemId, valueFor(meter))) {
        sum = undefined
      }
    }
    if (sum !== undefined) used.set(meter, sum.tokens())
  }
  return used
}

/** The groups of the open invoice of exactly this period; undefined where there is none. */
export async function readOpenGroups(
  client: BillingClient,
  { customerId, subscription }: CustomerSnapshot,
  period: PeriodMs,
): Promise<readonly Schema<'InvoiceGroup'>[] | undefined> {
  if (subscription === undefined || customerId === undefined) return undefined
  const invoices = await unwrap(
    client.GET('/v1/invoices', {
      params: {
        query: {
          customer_id: customerId,
          pricing_plan_subscription_id: subscription.id,
          'statuses[]': ['OPEN'],
          include_periods: true,
          include_lines: true,
          limit: INVOICES_LIMIT,
        },
      },
    }),
  )
  return groupsOf(invoices.data, subscription.id, period)
}

async function coveredBy(catalog: MeterCatalog, schedule: SnapshotSchedule): Promise<readonly CoveredItem[]> {
  if (schedule.pricingPlanVersionId === undefined || schedule.overridesPricing) return []
  return catalog.covered(schedule.pricingPlanVersionId)
}

/** The groups of the subscription in exactly this period; undefined when no open invoice has the period. */
function groupsOf(
  invoices: readonly Schema<'Invoice'>[],
  subscriptionId: string,
  period: PeriodMs,
): readonly Schema<'InvoiceGroup'>[] | undefined {
  const periods = invoices
    .filter(({ status, type }) => status === 'OPEN' && (type === undefined || type === 'STANDARD'))
    .flatMap((invoice) => invoice.periods ?? [])
    .filter(({ start_at, end_at }) => isInstant(start_at, period.start) && isInstant(end_at, period.end))
  if (periods.length !== 1) return undefined
  return (periods[0]?.groups ?? []).filter(
    (group) =>
      (group.pricing_plan_subscription_id == null || group.pricing_plan_subscription_id === subscriptionId) &&
      // Late usage of an earlier period is billed here and counts there.
      (group.start_at == null || parseInstant(group.start_at).getTime() >= period.start),
  )
}

/**
 * Adds the lines of an item; false when one of them cannot be read as tokens. An item without a line adds nothing (API
 * fact: zero lines are left out).
 */
function addLines(
  sum: TokenSum,
  lines: readonly Schema<'InvoiceLine'>[],
  productItemId: string,
  valueReference: string | undefined,
): boolean {
  return lines
    .filter((line) => line.meter_value != null && (line.product_items ?? []).some(({ id }) => id === productItemId))
    .every(({ meter_value: value }) => value?.reference === valueReference && sum.add(value?.number ?? ''))
}

async function sumEvents(
  reader: UsageReader,
  snapshot: CustomerSnapshot,
  period: PeriodMs,
  meter: string,
): Promise<number> {
  const sum = new TokenSum()
  for await (const event of eventsOf(reader, snapshot, period, meter)) addEvent(sum, event, reader.valueFor(meter))
  return sum.tokens()
}

/**
 * The events of a meter that count in the period, each once. Throws UsageUnreadableError where there are more than
 * 100,000.
 */
export async function* eventsOf(
  { client, catalog }: Pick<UsageReader, 'client' | 'catalog'>,
  { customer, customerId, subscription }: CustomerSnapshot,
  period: PeriodMs,
  meter: string,
): AsyncGenerator<Schema<'MeterData'>, void> {
  const meterId = await catalog.meterId(meter)
  if (customerId === undefined || meterId === undefined) return
  const events = paginate(
    (page) =>
      client.GET('/v1/ingest/meter-data', {
        params: {
          query: { customer_id: customerId, meter_id: meterId, deleted: false, page, limit: EVENTS_PAGE_LIMIT },
        },
      }),
    { maxPages: EVENT_PAGES_MAX, limit: EVENTS_PAGE_LIMIT },
  )
  // An event that arrives while pages are read moves others to the next page: each counts once.
  const seen = new Set<string>()
  try {
    for await (const event of events) {
      const key = event.id ?? event.reference ?? ''
      if (seen.has(key)) continue
      seen.add(key)
      if (isOf(event, subscription?.id) && counts(event, period)) yield event
    }
  } catch (error) {
    if (!PaginationLimitError.isInstance(error)) throw error
    throw new UsageUnreadableError({
      message: `Customer "${customer}" has more than ${EVENT_PAGES_MAX * EVENTS_PAGE_LIMIT} events of "${meter}", and no open invoice tells their sum.`,
      cause: error,
    })
  }
}

/** An event that no subscription has, since none matched it, counts for the one that is asked about. */
function isOf(event: Schema<'MeterData'>, subscriptionId: string | undefined): boolean {
  const booked = event.pricing_plan_subscription_id
  return booked == null || subscriptionId === undefined || booked === subscriptionId
}

function counts(event: Schema<'MeterData'>, period: PeriodMs): boolean {
  if (event.deleted === true || event.timestamp == null || event.processed_details?.type === 'DUPLICATE') return false
  const at = parseInstant(event.timestamp).getTime()
  return at >= period.start && at < period.end
}

function addEvent(sum: TokenSum, event: Schema<'MeterData'>, valueReference: string | undefined): void {
  for (const { reference, number } of event.meter_values ?? []) {
    if (reference === valueReference && number != null) sum.add(number)
  }
}

function isInstant(text: string | undefined, at: number): boolean {
  return text !== undefined && parseInstant(text).getTime() === at
}
