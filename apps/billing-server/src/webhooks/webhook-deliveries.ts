import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import type { ServerMetrics } from '../http/server-metrics.ts'
import type { ServerClock } from '../server-clock.ts'
import { signPayload } from './sign-payload.ts'
import { firstPending, recordAttempt, type WebhookEventRow, webhooksWithDueEvents } from './webhook-events.store.ts'
import { WebhookQueueWatch } from './webhook-queue-watch.ts'
import type { WebhookTargets } from './webhook-targets.ts'
import {
  findWebhook,
  leaseWebhook,
  PREVIOUS_SECRET_MS,
  releaseWebhook,
  renewLease,
  updateWebhook,
  type WebhookRow,
} from './webhooks.store.ts'

/** An acknowledgement has to come within this time (the API's 10 seconds). */
const ACKNOWLEDGE_MS = 10_000
/** Longer than one attempt can take: a server that died while sending is not waited for longer. */
const LEASE_MS = 1.5 * ACKNOWLEDGE_MS
const MINUTE_MS = 60_000
/** Waits after a failed attempt, then the last one again and again (the API's own schedule). */
const RETRY_MINUTES = [2, 4, 8, 16, 32, 60, 120, 240, 480]
/** After this the event is given up, and the next one is tried. */
const GIVE_UP_MS = 7 * 24 * 60 * MINUTE_MS
/** Events that one webhook receives under one lease. */
const MAX_IN_A_ROW = 100
/** Webhooks that are sent to at once: more would only wait for the database's connections. */
const MAX_SENDERS = 64
/** The answer of a receiver that is gone for good. */
const GONE = 410
/** The longest reason of a failure that is kept. */
const MAX_CAUSE = 500

export interface DeliveryOptions {
  readonly database: Database
  readonly clock: ServerClock
  /** The system's clock: signatures and leases are about the real world, whatever time the server plays. */
  readonly systemNow: () => number
  readonly fetch: typeof fetch
  readonly targets: WebhookTargets
  readonly logger: Logger
  readonly metrics: ServerMetrics
}

/** Tells how long after failed attempt number `count` (from 1) the next one is due. */
function retryDelayMs(count: number): number {
  return (RETRY_MINUTES[Math.min(count, RETRY_MINUTES.length) - 1] ?? 2) * MINUTE_MS
}

/** The answer of a receiver, with the reason why it is no receipt. */
interface Posted {
  readonly status?: number
  readonly failure?: string
}

/** The work of sending to one webhook. */
interface Sender {
  /** Something became due while it was sending: it looks once more. */
  again: boolean
  readonly done: Promise<void>
}

/**
 * Sends the outbox: at least once, and for each webhook in order; a webhook that fails holds back its own later events,
 * and one that is slow keeps no other waiting.
 */
export class WebhookDeliveries {
  readonly #options: DeliveryOptions
  readonly #senders = new Map<string, Sender>()
  readonly #closing = new AbortController()
  /** Callers that wait for one of the senders to end, first come first. */
  readonly #waiting: (() => void)[] = []
  readonly #watch: WebhookQueueWatch
  #active = 0

  constructor(options: DeliveryOptions) {
    this.#options = options
    this.#watch = new WebhookQueueWatch(options)
  }

  /** Looks how long events have waited, now and then. */
  watchQueues(): Promise<void> {
    return this.#watch.look()
  }

  /** Sends everything that is due; resolves when nothing is left that can be sent now. */
  async deliverDue(): Promise<void> {
    if (this.#closing.signal.aborted) return
    const due = await webhooksWithDueEvents(this.#options.database, this.#options.clock.date())
    await Promise.all(due.map((id) => this.#deliver(id)))
  }

  /** Sends what is due without anybody waiting for it. */
  deliverSoon(): void {
    this.deliverDue().catch((error: unknown) => {
      this.#options.logger.warn({ err: error }, 'webhooks could not be sent; they are with the next look')
    })
  }

  /** Tries the first waiting event of a webhook now, due or not. */
  async deliverNow(webhookId: string): Promise<{ readonly successful: boolean; readonly message: string }> {
    const { database } = this.#options
    await this.#senders.get(webhookId)?.done
    const lease = await this.#lease(webhookId)
    if (lease === undefined) return { successful: false, message: 'it is being sent to at this moment' }
    let failure: string | undefined
    try {
      const webhook = await findWebhook(database, webhookId)
      const event = await firstPending(database, webhookId)
      if (webhook === undefined || event === undefined) return { successful: true, message: 'nothing waits to be sent' }
      failure = await this.#attempt(webhook, event)
    } finally {
      await releaseWebhook(database, webhookId, lease)
    }
    if (failure === undefined) await this.deliverDue()
    return { successful: failure === undefined, message: failure ?? 'delivered' }
  }

  /**
   * Sends no more. What is under way is broken off and stays to be sent, by the next server or after the next start.
   */
  async close(): Promise<void> {
    this.#closing.abort(new Error('the server is closing'))
    await Promise.allSettled([...this.#senders.values()].map(({ done }) => done))
  }

  #deliver(id: string): Promise<void> {
    const running = this.#senders.get(id)
    if (running !== undefined) {
      running.again = true
      return running.done
    }
    const send = async (): Promise<void> => {
      do {
        sender.again = false
        await this.#deliverWebhook(id, sender)
      } while (sender.again && !this.#closing.signal.aborted)
    }
    const sender: Sender = {
      again: false,
      // It begins a moment later: by then it is known under its webhook.
      done: Promise.resolve()
        .then(() => this.#inTurn(send))
        .finally(() => this.#senders.delete(id)),
    }
    this.#senders.set(id, sender)
    return sender.done
  }

  /** Runs the work when fewer than `MAX_SENDERS` are at it. */
  async #inTurn(work: () => Promise<void>): Promise<void> {
    if (this.#active >= MAX_SENDERS) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#active += 1
    try {
      await work()
    } finally {
      // The place is handed on, so that nobody takes it in between.
      const next = this.#waiting.shift()
      if (next === undefined) this.#active -= 1
      else next()
    }
  }

  async #lease(id: string): Promise<Date | undefined> {
    const now = this.#options.systemNow()
    const until = new Date(now + LEASE_MS)
    return (await leaseWebhook(this.#options.database, id, new Date(now), until)) ? until : undefined
  }

  async #deliverWebhook(id: string, sender: Sender): Promise<void> {
    const { database, clock } = this.#options
    let lease = await this.#lease(id)
    if (lease === undefined) return
    try {
      for (let sent = 0; sent < MAX_IN_A_ROW; sent += 1) {
        if (this.#closing.signal.aborted) return
        const webhook = await findWebhook(database, id)
        const event = await firstPending(database, id)
        if (webhook === undefined || event === undefined || webhook.body.active !== true) return
        if (event.retry_at !== null && event.retry_at > clock.date()) return
        const failure = await this.#attempt(webhook, event)
        if (failure !== undefined && !this.#isGivenUp(event)) return
        const renewed: Date | undefined = await renewLease(
          database,
          id,
          lease,
          new Date(this.#options.systemNow() + LEASE_MS),
        )
        // Another server took over while this one stood still.
        if (renewed === undefined) return
        lease = renewed
      }
      sender.again = true
    } finally {
      await releaseWebhook(database, id, lease)
    }
  }

  #isGivenUp(event: WebhookEventRow): boolean {
    return this.#options.clock.now() - event.created_at.getTime() >= GIVE_UP_MS
  }

  /** One attempt, recorded. Resolves with the reason of its failure. */
  async #attempt(webhook: WebhookRow, event: WebhookEventRow): Promise<string | undefined> {
    const { database, clock, logger, metrics } = this.#options
    const { failure, status } = await this.#post(webhook, event.payload)
    // Broken off by this server itself: no fault of the receiver's, and the event goes on waiting.
    if (failure !== undefined && this.#closing.signal.aborted) return failure
    if (failure === undefined) {
      metrics.webhookDelivery('succeeded')
      await recordAttempt(database, event.id, { status: 'SUCCEEDED', cause: null, at: clock.date() })
      return undefined
    }
    const facts = { webhook: webhook.id, event: event.id, type: event.type, attempt: event.retry_count + 1, failure }
    if (this.#isGivenUp(event)) {
      metrics.webhookDelivery('given_up')
      logger.error(facts, 'a webhook was given up')
      await recordAttempt(database, event.id, { status: 'FAILED', cause: failure, at: clock.date() })
      return failure
    }
    metrics.webhookDelivery('failed')
    if (status === GONE) {
      await updateWebhook(database, webhook.id, { active: false }, clock.date())
      logger.error(facts, 'a webhook was deactivated: its receiver says that it is gone')
    } else logger.warn(facts, 'a webhook was not delivered')
    const retryAt = new Date(clock.now() + retryDelayMs(event.retry_count + 1))
    await recordAttempt(database, event.id, { status: 'PENDING', cause: failure, retryAt })
    return failure
  }

  /** Posts a payload, signed and authenticated. Resolves with the reason of a failure, or undefined. */
  async send(webhook: Omit<WebhookRow, 'id'>, payload: string): Promise<string | undefined> {
    return (await this.#post(webhook, payload)).failure
  }

  async #post(webhook: Omit<WebhookRow, 'id'>, payload: string): Promise<Posted> {
    const { systemNow, clock, targets } = this.#options
    const { body } = webhook
    try {
      // What was allowed when the webhook was made may not be so now.
      targets.assertAllowed(body.url)
    } catch (error) {
      return { failure: reasonOf(error) }
    }
    const previousIsValid =
      webhook.secret_rolled_at !== null && clock.now() - webhook.secret_rolled_at.getTime() < PREVIOUS_SECRET_MS
    const secrets = [webhook.secret_key, previousIsValid ? webhook.previous_secret_key : null].filter(
      (secret) => secret !== null,
    )
    const headers: Record<string, string> = {
      'Content-Type': 'application/json',
      ...signPayload(payload, secrets, new Date(systemNow())),
    }
    if (body.authentication_type === 'API_KEY' && body.api_key != null) {
      headers[body.api_header_field ?? 'X-API-KEY'] = body.api_key
    }
    if (body.authentication_type === 'PASSWORD') {
      const credentials = Buffer.from([body.username, body.password].join(':')).toString('base64')
      headers['Authorization'] = `Basic ${credentials}`
    }
    try {
      const response = await this.#options.fetch(body.url, {
        method: 'POST',
        headers,
        body: payload,
        // A redirect could lead where the operator does not allow.
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(ACKNOWLEDGE_MS), this.#closing.signal]),
      })
      await response.body?.cancel()
      return { status: response.status, ...(!response.ok && { failure: `answered ${response.status}` }) }
    } catch (error) {
      return { failure: reasonOf(error) }
    }
  }
}

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message || error.name : String(error)).slice(0, MAX_CAUSE)
