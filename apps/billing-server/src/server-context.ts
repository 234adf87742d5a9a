import type { Logger } from 'pino'
import type { Database } from './database/database.ts'
import type { ServerMetrics } from './http/server-metrics.ts'
import type { UsageCuts } from './metering/usage-cuts.ts'
import type { MakeId } from './resource-id.ts'
import type { Publish } from './resources/outbox.ts'
import type { ResourceStores } from './resources/resource-stores.ts'
import type { ServerClock } from './server-clock.ts'

/** What every domain of one running server shares. */
export interface ServerContext {
  readonly database: Database
  readonly stores: ResourceStores
  readonly clock: ServerClock
  readonly makeId: MakeId
  readonly logger: Logger
  readonly metrics: ServerMetrics
  /** What was used before instants within a period. */
  readonly cuts: UsageCuts
  /** Writes what happened into the outbox of the webhooks. */
  readonly publish: Publish
  /** ISO 8601 duration from the end of a period until its invoice is FINAL. */
  readonly gracePeriod: string
}
