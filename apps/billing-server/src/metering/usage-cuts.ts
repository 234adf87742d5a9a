import type { UsageTotal } from '@tallygate/rating'
import type { Logger } from 'pino'
import { findCustomerReference } from '../customers/customers.store.ts'
import type { Database, Queryable } from '../database/database.ts'
import type { ServerClock } from '../server-clock.ts'
import type { CutUsage, UsageUntil } from '../server-context.ts'
import { holdCustomer } from './customer-lock.store.ts'
import { loadPropertyReferences } from './metering-definition.store.ts'
import { byReference } from './property-references.ts'
import { MAX_AHEAD_MS, propertiesKey } from './read-event.ts'
import { writeTotals } from './totals.store.ts'
import { type CutSegment, claimCut, loadKeptCuts, type SumRow, sumUntilCuts } from './usage-cuts.store.ts'
import { toUsageTotal } from './usage-totals.store.ts'

/**
 * Cuts that are remembered until they are kept. One that finds no room is added up when it is asked for, and asked
 * again.
 */
const MAX_WANTED = 1_000

/** Of these, how many are kept before invoices are looked at again. */
const ROUND = 50

/** Servers' clocks differ a little: an event is never further ahead of this one than this. */
const HORIZON_MS = 2 * MAX_AHEAD_MS

/**
 * The usage before cuts within a period. Totals know no time, so that the usage before a cut is added up from the
 * events, once. The usage before a past cut is then kept as totals of its own, which ingestion and deletion keep right.
 * A new booking of events drops the kept totals: they are added up again when they are asked for.
 */
export class UsageCuts {
  readonly #database: Database
  readonly #clock: ServerClock
  readonly #logger: Logger
  readonly #wanted = new Map<string, { readonly segment: CutSegment; readonly cut: Date }>()

  constructor(options: { readonly database: Database; readonly clock: ServerClock; readonly logger: Logger }) {
    this.#database = options.database
    this.#clock = options.clock
    this.#logger = options.logger
  }

  /** Returns what was used before each cut. */
  async read(database: Queryable, { usage, cuts, passing, distinctOf, ...segment }: CutUsage): Promise<UsageUntil[]> {
    const now = this.#clock.now()
    // No event lies beyond the horizon: what was used before such an instant is all that was used.
    const within = cuts.filter((cut) => cut.getTime() <= now + HORIZON_MS)
    if (within.length === 0) return cuts.map((until) => ({ until, usage }))
    const fromTotals = distinctOf.length === 0
    const kept = fromTotals ? await loadKeptCuts(database, segment, within) : new Map<number, readonly SumRow[]>()
    const missing = within.filter((cut) => !kept.has(cut.getTime()))
    const summed = missing.length === 0 ? undefined : await sumUntilCuts(database, segment, missing, distinctOf)
    for (const cut of fromTotals ? missing : []) {
      if (cut.getTime() <= now && cut.getTime() !== passing?.getTime()) this.#want(segment, cut)
    }
    const references = await loadPropertyReferences(database)
    return cuts.map((until) => {
      const rows = kept.get(until.getTime()) ?? summed?.get(until.getTime())
      return { until, usage: rows === undefined ? usage : rows.map((row) => fromSum(row, references)) }
    })
  }

  /** Keeps the totals up to the cuts that were asked for since, each in a transaction of its own. */
  async keepWanted(): Promise<void> {
    for (const [key, { segment, cut }] of [...this.#wanted].slice(0, ROUND)) {
      this.#wanted.delete(key)
      try {
        await this.#database.transaction((transaction) => keepCut(transaction, segment, cut))
      } catch (error) {
        // Nothing is wrong without it: what is not kept is added up.
        this.#logger.warn({ err: error, schedule: segment.scheduleId }, 'totals up to a cut could not be kept')
      }
    }
  }

  /** Forgets what was asked for, for a reset. */
  clear(): void {
    this.#wanted.clear()
  }

  #want(segment: CutSegment, cut: Date): void {
    if (this.#wanted.size >= MAX_WANTED) return
    this.#wanted.set(`${segment.scheduleId} ${segment.periodStart.getTime()} ${cut.getTime()}`, { segment, cut })
  }
}

/**
 * Adds up what was used before a cut, and keeps it. No event of the customer is booked meanwhile, so none is left out.
 */
async function keepCut(transaction: Queryable, segment: CutSegment, cut: Date): Promise<void> {
  const reference = await findCustomerReference(transaction, segment.customerId)
  if (reference === undefined) return
  await holdCustomer(transaction, { id: segment.customerId, reference })
  if (!(await claimCut(transaction, segment, cut))) return
  const sums = (await sumUntilCuts(transaction, segment, [cut])).get(cut.getTime()) ?? []
  await writeTotals(
    transaction,
    sums.map(({ meter_id: meterId, meter_value_id: meterValueId, currency, properties, sum, count, min, max }) => ({
      of: {
        ...segment,
        meterId,
        meterValueId,
        currency,
        propertiesKey: propertiesKey(properties),
        properties,
        until: cut,
        lateOf: null,
      },
      sum,
      count,
      min,
      max,
    })),
  )
}

/** Returns what was used before a cut, as the pricing rules take it. */
function fromSum(row: SumRow, references: ReadonlyMap<string, string>): UsageTotal {
  const properties = byReference(row.properties, references)
  return { ...toUsageTotal({ ...row, properties }), ...(row.values !== null && { values: row.values }) }
}
