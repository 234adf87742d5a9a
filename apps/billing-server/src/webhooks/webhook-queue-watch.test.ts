import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { QueueHead } from './webhook-events.store.ts'
import { WebhookQueueWatch } from './webhook-queue-watch.ts'

const HOUR_MS = 3_600_000

describe('the watch over the queues of webhooks', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('logs a queue once for each hour of its age, and measures the oldest', async () => {
    const written = new Date('2026-01-01T00:00:00Z')
    let heads: QueueHead[] = []
    const waiting = (webhook: string, minutes = 0): QueueHead => ({
      webhook_id: webhook,
      event_id: `event-${webhook}`,
      created_at: new Date(written.getTime() + minutes * 60_000),
      retry_at: null,
      retry_count: 2,
      cause: 'answered 500',
    })
    let now = written.getTime()
    const lines: unknown[] = []
    const ages: number[] = []
    const watch = new WebhookQueueWatch({
      database: { query: <Row extends object>() => Promise.resolve(heads as unknown as Row[]) },
      clock: { now: () => now },
      logger: {
        warn: (facts: { webhook: string; ageSeconds: number }) => lines.push([facts.webhook, facts.ageSeconds]),
      },
      metrics: { webhookQueueAge: (seconds) => ages.push(seconds) },
    })
    const lookAt = async (time: number): Promise<void> => {
      now = time
      vi.advanceTimersByTime(60_000)
      await watch.look()
    }
    heads = [waiting('slow'), waiting('late', 30)]
    await lookAt(written.getTime() + HOUR_MS / 2)
    await lookAt(written.getTime() + HOUR_MS)
    await lookAt(written.getTime() + 1.2 * HOUR_MS)
    await lookAt(written.getTime() + 2 * HOUR_MS)
    // Within a moment it does not look again.
    await watch.look()
    heads = []
    await lookAt(written.getTime() + 3 * HOUR_MS)
    expect(lines).toEqual([
      ['slow', 3600],
      ['slow', 7200],
      ['late', 5400],
    ])
    expect(ages).toEqual([1800, 3600, 4320, 7200, 0])
  })
})
