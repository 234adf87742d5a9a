import type { Period } from '@tallygate/billing-period'
import type { ReportedUsage, UsageTotal } from '@tallygate/rating'
import type { Logger } from 'pino'
import type { Database, Queryable } from './database/database.ts'
import type { ServerMetrics } from './http/server-metrics.ts'
import type { MakeId } from './resource-id.ts'
import type { Publish } from './resources/outbox.store.ts'
import type { ResourceStores } from './resources/resource-stores.ts'
import type { ServerClock } from './server-clock.ts'

/** A schedule in one of its periods, whose usage is asked for at instants within it. */
export interface CutUsage {
  readonly customerId: string
  readonly subscriptionId: string
  readonly scheduleId: string
  readonly periodStart: Date
  /** The usage of all events of the period. */
  readonly usage: readonly UsageTotal[]
  /** Instants in order, each once. */
  readonly cuts: readonly Date[]
  /** Of these, one that is asked for in passing: its totals are not worth keeping. */
  readonly passing?: Date | undefined
  /** Meter values whose distinct values are wanted: totals do not know them, so then all is read from the events. */
  readonly distinctOf: readonly string[]
}

/** The usage before an instant. */
export interface UsageUntil {
  readonly until: Date
  readonly usage: readonly UsageTotal[]
}

/** Reads what was used before each cut, in the order of the cuts. */
export type ReadUsageCuts = (database: Queryable, cut: CutUsage) => Promise<UsageUntil[]>

/** A schedule that is asked what usage its plan takes. */
export interface SoldSchedule {
  readonly id: string
  readonly versionId: string
  /** Exclusive; null for none. */
  readonly endAt: Date | null
  readonly billingPeriod: Period | null
  /** Another text whenever the rows that it is priced by were written: that of the version, and its own. */
  readonly pricesKey: string
  /** True where it has prices beside those of its version. */
  readonly hasOwnPrices: boolean
}

/** A subscription whose schedules are asked what usage they take. */
export interface SoldSubscription {
  readonly currency: string
  readonly billingPeriod: Period
  readonly schedules: readonly SoldSchedule[]
}

/** Tells whether the plan of a schedule takes usage: a rule prices it, or it chooses the tier of one. */
export type TakesUsage = (scheduleId: string, usage: ReportedUsage) => boolean

/** Reads what the schedules of subscriptions take: by the catalog of a revision, and from an instant on. */
export type ReadSoldUsage = (
  database: Queryable,
  of: { readonly revision: string; readonly from?: Date },
  subscriptions: Iterable<SoldSubscription>,
) => Promise<TakesUsage>

/** The parts that every domain of one running server shares. */
export interface ServerContext {
  readonly database: Database
  readonly stores: ResourceStores
  readonly clock: ServerClock
  readonly makeId: MakeId
  readonly logger: Logger
  readonly metrics: ServerMetrics
  /** Reads what was used before instants within a period. */
  readonly readCuts: ReadUsageCuts
  /** Reads what usage plans take. */
  readonly readSoldUsage: ReadSoldUsage
  /** Writes what happened into the outbox of the webhooks. */
  readonly publish: Publish
  /** ISO 8601 duration from the end of a period until its invoice is FINAL. */
  readonly gracePeriod: string
  /** True where usage that comes after the invoice of its period is FINAL stands on the next one. */
  readonly carriesLate: boolean
}
