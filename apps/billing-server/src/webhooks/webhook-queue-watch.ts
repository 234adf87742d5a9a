import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import type { ServerMetrics } from '../http/server-metrics.ts'
import type { ServerClock } from '../server-clock.ts'
import { queueHeads } from './webhook-events.store.ts'

/** The time between two looks at the queues. */
const LOOK_EVERY_MS = 1_000
const HOUR_MS = 3_600_000

interface QueueWatchOptions {
  readonly database: Pick<Database, 'query'>
  readonly clock: Pick<ServerClock, 'now'>
  readonly logger: Pick<Logger, 'warn'>
  readonly metrics: Pick<ServerMetrics, 'webhookQueueAge'>
}

/**
 * Says how long events have waited for their receivers: as a metric, and in the log once for each hour of a queue's
 * age.
 */
export class WebhookQueueWatch {
  readonly #options: QueueWatchOptions
  /** Hours of age that were told, for each webhook whose queue is that old. */
  #told: ReadonlyMap<string, number> = new Map()
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor(options: QueueWatchOptions) {
    this.#options = options
  }

  /** Looks, unless it has looked a moment ago. */
  async look(): Promise<void> {
    if (performance.now() - this.#lookedAt < LOOK_EVERY_MS) return
    this.#lookedAt = performance.now()
    const { database, clock, logger, metrics } = this.#options
    const told = new Map<string, number>()
    let oldestMs = 0
    for (const head of await queueHeads(database)) {
      const ageMs = Math.max(clock.now() - head.created_at.getTime(), 0)
      oldestMs = Math.max(oldestMs, ageMs)
      const hours = Math.floor(ageMs / HOUR_MS)
      if (hours === 0) continue
      told.set(head.webhook_id, hours)
      if (this.#told.get(head.webhook_id) === hours) continue
      const facts = { webhook: head.webhook_id, event: head.event_id, retryCount: head.retry_count, cause: head.cause }
      logger.warn(
        { ...facts, ageSeconds: Math.round(ageMs / 1000) },
        'the events of a webhook wait for one that is not taken',
      )
    }
    this.#told = told
    metrics.webhookQueueAge(Math.round(oldestMs / 1000))
  }
}
