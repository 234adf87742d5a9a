import type { Logger } from 'pino'
import type { Database, Queryable } from '../database/database.ts'
import type { UsageTotal } from '../pricing/usage-total.ts'
import type { ServerClock } from '../server-clock.ts'
import { holdCustomer } from './customer-lock.ts'
import { MAX_AHEAD_MS, propertiesKey } from './read-event.ts'
import { writeTotals } from './totals.store.ts'
import { type BookedStretch, claimCut, loadKeptCuts, sumUntilCuts } from './usage-cuts.store.ts'

/** Cuts that are remembered until they are kept. One that finds no room is added up when it is asked for, and asked again. */
const MAX_WANTED = 1_000

/** Of these, how many are kept before invoices are looked at again. */
const ROUND = 50

/** Servers' clocks differ a little: an event is never further ahead of this one than this. */
const HORIZON_MS = 2 * MAX_AHEAD_MS

/** A stretch whose usage is asked for at instants within it. */
export interface CutUsage extends BookedStretch {
  /** What all of its events add up to. */
  readonly usage: readonly UsageTotal[]
  /** Instants in order, each once. */
  readonly cuts: readonly Date[]
  /** Of these, one that is asked for in passing: its totals are not worth keeping. */
  readonly passing?: Date | undefined
}

export interface UsageUntil {
  readonly until: Date
  readonly usage: readonly UsageTotal[]
}

/**
 * What was used before instants within a period. Totals know no time, so it is added up from the events once; what was added
 * up before an instant that is past is then kept as totals of its own, which ingestion and deletion keep right. Bookings anew
 * drop what was kept: it is added up again when it is asked for.
 */
export class UsageCuts {
  readonly #database: Database
  readonly #clock: ServerClock
  readonly #logger: Logger
  readonly #wanted = new Map<string, { readonly stretch: BookedStretch; readonly cut: Date }>()

  constructor(options: { readonly database: Database; readonly clock: ServerClock; readonly logger: Logger }) {
    this.#database = options.database
    this.#clock = options.clock
    this.#logger = options.logger
  }

  /** What was used before each cut. */
  async read(database: Queryable, { usage, cuts, passing, ...stretch }: CutUsage): Promise<UsageUntil[]> {
    const now = this.#clock.now()
    // No event lies beyond the horizon: what was used before such an instant is all that was used.
    const within = cuts.filter((cut) => cut.getTime() <= now + HORIZON_MS)
    if (within.length === 0) return cuts.map((until) => ({ until, usage }))
    const kept = await loadKeptCuts(database, stretch, within)
    const missing = within.filter((cut) => !kept.has(cut.getTime()))
    const summed = missing.length === 0 ? undefined : await sumUntilCuts(database, stretch, missing)
    for (const cut of missing) {
      if (cut.getTime() <= now && cut.getTime() !== passing?.getTime()) this.#want(stretch, cut)
    }
    return cuts.map((until) => ({ until, usage: kept.get(until.getTime()) ?? summed?.get(until.getTime()) ?? usage }))
  }

  /** Keeps the totals up to the cuts that were asked for since, each in a transaction of its own. */
  async keepWanted(): Promise<void> {
    for (const [key, { stretch, cut }] of [...this.#wanted].slice(0, ROUND)) {
      this.#wanted.delete(key)
      try {
        await this.#database.transaction((transaction) => keepCut(transaction, stretch, cut))
      } catch (error) {
        // Nothing is wrong without it: what is not kept is added up.
        this.#logger.warn({ err: error, schedule: stretch.scheduleId }, 'totals up to a cut could not be kept')
      }
    }
  }

  #want(stretch: BookedStretch, cut: Date): void {
    if (this.#wanted.size >= MAX_WANTED) return
    this.#wanted.set(`${stretch.scheduleId} ${stretch.periodStart.getTime()} ${cut.getTime()}`, { stretch, cut })
  }
}

/** Adds up what was used before a cut, and keeps it. No event of the customer is booked meanwhile, so none is left out. */
async function keepCut(transaction: Queryable, stretch: BookedStretch, cut: Date): Promise<void> {
  const [customer] = await transaction.query<{ reference: string }>('select reference from customers where id = $1', [
    stretch.customerId,
  ])
  if (customer === undefined) return
  await holdCustomer(transaction, { id: stretch.customerId, reference: customer.reference })
  if (!(await claimCut(transaction, stretch, cut))) return
  const usage = (await sumUntilCuts(transaction, stretch, [cut])).get(cut.getTime()) ?? []
  await writeTotals(
    transaction,
    usage.map(({ meterId, meterValueId, currency, properties, sum, count, min, max }) => ({
      of: {
        ...stretch,
        meterId,
        meterValueId: meterValueId ?? '',
        currency: currency ?? '',
        propertiesKey: propertiesKey(properties),
        properties,
        until: cut,
      },
      sum,
      count,
      min,
      max,
    })),
  )
}
