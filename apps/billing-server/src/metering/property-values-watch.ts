import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import type { ServerMetrics } from '../http/server-metrics.ts'
import { findManyPropertyValues } from './property-values.store.ts'

/**
 * Different values of a property, or combinations of several, that one customer may report on a meter before it is
 * told. Ten times the models that any provider sells.
 */
export const DEFAULT_PROPERTY_VALUES_LIMIT = 1_000
/** The time between two looks: each reads all totals of the open periods. */
const LOOK_EVERY_MS = 300_000

interface PropertyValuesWatchOptions {
  readonly database: Pick<Database, 'query'>
  readonly logger: Pick<Logger, 'warn'>
  readonly metrics: Pick<ServerMetrics, 'propertyValuesOverLimit'>
  readonly limit: number
}

/**
 * Says which customers report a meter with more different property values than the limit: each is a total of its own,
 * and what is read of a period takes as long as there are totals. Nothing is refused.
 */
export class PropertyValuesWatch {
  readonly #options: PropertyValuesWatchOptions
  #told: ReadonlySet<string> = new Set()
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor(options: PropertyValuesWatchOptions) {
    this.#options = options
  }

  /** Looks, unless it has looked a while ago. */
  async look(): Promise<void> {
    if (performance.now() - this.#lookedAt < LOOK_EVERY_MS) return
    this.#lookedAt = performance.now()
    const { database, logger, metrics, limit } = this.#options
    const found = await findManyPropertyValues(database, limit)
    metrics.propertyValuesOverLimit(found.length)
    for (const { customer_id: customer, meter_id: meter, count } of found) {
      if (this.#told.has(`${customer} ${meter}`)) continue
      logger.warn(
        { customer, meter, count, limit },
        'a customer reports a meter with more property values than the limit',
      )
    }
    this.#told = new Set(found.map(({ customer_id: customer, meter_id: meter }) => `${customer} ${meter}`))
  }
}
