import type { EntitlementsEvent } from '../entitlements-event.ts'
import type { DeliveryOptions } from '../entitlements-options.ts'
import { FlushIncompleteError } from '../errors/flush-incomplete-error.ts'
import type { Journal, PendingEvent } from '../journal/journal.ts'
import type { SendOutcome } from './send-events.ts'

export interface DeliverySettings {
  readonly journal: Journal
  readonly send: (bodies: readonly string[]) => Promise<SendOutcome>
  readonly options: Required<DeliveryOptions>
  readonly now: () => number
  readonly random: () => number
  readonly emit: ((event: EntitlementsEvent) => void) | undefined
}

/** Longest text of an error that is kept with a rejected event. */
const ERROR_TEXT_MAX = 1_000
/** How often flush() looks at events that are not its own to send. */
const FLUSH_POLL_MS = 25

/**
 * Carries events from the journal to the billing API: in batches, a few at a time, for as long as it takes. A batch that is refused is halved
 * until the event at fault stands alone; that one is set aside and blocks nothing.
 */
export class Delivery {
  readonly #settings: DeliverySettings
  readonly #workers = new Set<Promise<void>>()
  readonly #idle: (() => void)[] = []
  #timer: NodeJS.Timeout | undefined
  #failures = 0
  #rejected = 0
  #stopped = false
  /** Something was announced since the last look into the journal. */
  #announced = false

  constructor(settings: DeliverySettings) {
    this.#settings = settings
  }

  /** There is something to deliver. Cheap. It is sent a moment later, with what is announced by then: many events for each request to the API. */
  notify(): void {
    this.#announced = true
    if (this.#stopped || this.#timer !== undefined || this.#workers.size > 0) return
    const { lingerMs } = this.#settings.options
    if (lingerMs === 0) {
      this.#startWorker()
      return
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#startWorker()
    }, lingerMs)
  }

  /** Resolves when nothing is pending; rejects at the deadline, or at the end when an event was refused for good meanwhile. */
  async flush(deadlineMs: number): Promise<void> {
    const { journal } = this.#settings
    const rejectedBefore = this.#rejected
    let timer: NodeJS.Timeout | undefined
    let passed = false
    const deadline = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        passed = true
        resolve()
      }, deadlineMs)
    })
    try {
      this.#sendNow()
      for (let before: number | undefined; ; ) {
        const { pending } = await journal.counts()
        const rejected = this.#rejected - rejectedBefore
        if (pending === 0 && this.#workers.size === 0) {
          if (rejected === 0) return
          throw new FlushIncompleteError({
            message: `The billing API refused ${rejected} events for good.`,
            pending,
            rejected,
          })
        }
        if (passed)
          throw new FlushIncompleteError({
            message: `${pending} events were not acknowledged within ${deadlineMs} ms; they stay in the journal.`,
            pending,
            rejected,
          })
        this.#sendNow()
        // Events that another process of a shared journal is sending go down without anything happening here.
        if (pending === before) await Promise.race([deadline, pause(FLUSH_POLL_MS)])
        before = pending
        if (this.#workers.size > 0) await Promise.race([deadline, this.#nextIdle()])
      }
    } finally {
      clearTimeout(timer)
    }
  }

  /** Sends nothing more; resolves when what is in flight has been answered. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#timer = undefined
    await Promise.all(this.#workers)
  }

  /** Resolves when the last worker ends: everything was sent, or a send failed. */
  #nextIdle(): Promise<void> {
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  #sendNow(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#announced = true
    if (!this.#stopped && this.#workers.size === 0) this.#startWorker()
  }

  #startWorker(): void {
    const worker = this.#work().finally(() => {
      this.#workers.delete(worker)
      if (this.#workers.size > 0) return
      if (this.#announced) this.notify()
      for (const resolve of this.#idle.splice(0)) resolve()
    })
    this.#workers.add(worker)
  }

  async #work(): Promise<void> {
    const { journal, options, emit } = this.#settings
    while (!this.#stopped) {
      let events: readonly PendingEvent[] = []
      try {
        this.#announced = false
        events = await journal.take(options.batchSize)
        if (events.length === 0) return
        // A full batch means that there is more; after a failure one worker alone tries whether the API is back.
        if (events.length === options.batchSize && this.#failures === 0 && this.#workers.size < options.maxConcurrency)
          this.#startWorker()
        if (!(await this.#deliver(events))) return
        this.#failures = 0
        // It was all there was: what has come since waits for more, unless there is no waiting.
        if (events.length < options.batchSize && options.lingerMs > 0) return
      } catch (error) {
        await journal.giveBack(events.map(({ key }) => key)).catch(() => undefined)
        emit?.({ type: 'background_failed', what: 'delivering usage events', error })
        this.#backOff()
        return
      }
    }
  }

  /** False when the API did not answer as it should: what is left was given back, and a later try is planned. */
  async #deliver(events: readonly PendingEvent[]): Promise<boolean> {
    const { journal, emit, now, send } = this.#settings
    const startedAt = now()
    const outcome = await send(events.map(({ body }) => body))
    if (outcome.type === 'accepted') {
      const deliveries = events.map(({ key }, index) => ({ key, duplicate: outcome.duplicates[index] ?? false }))
      await journal.acknowledge(deliveries, now())
      const duplicates = deliveries.filter(({ duplicate }) => duplicate).length
      emit?.({ type: 'delivered', events: events.length, duplicates, durationMs: now() - startedAt })
      return true
    }
    const [only] = events
    if (outcome.type === 'refused' && events.length === 1 && only !== undefined) {
      await journal.reject(only.key, String(outcome.error).slice(0, ERROR_TEXT_MAX), now())
      this.#rejected += 1
      emit?.({ type: 'event_rejected', reference: only.reference, customer: only.customer, error: outcome.error })
      return true
    }
    if (outcome.type === 'refused') {
      const middle = Math.ceil(events.length / 2)
      const rest = events.slice(middle)
      if (await this.#deliver(events.slice(0, middle))) return this.#deliver(rest)
      await journal.giveBack(rest.map(({ key }) => key))
      return false
    }
    await journal.giveBack(events.map(({ key }) => key))
    const retryInMs = this.#backOff()
    const durationMs = now() - startedAt
    emit?.({ type: 'delivery_failed', events: events.length, retryInMs, error: outcome.error, durationMs })
    return false
  }

  #backOff(): number {
    const { options, random } = this.#settings
    const full = Math.min(options.maxRetryDelayMs, options.retryDelayMs * 2 ** Math.min(this.#failures, 30))
    const delayMs = Math.round(full / 2 + (full / 2) * random())
    this.#failures += 1
    if (this.#stopped || this.#timer !== undefined) return delayMs
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.notify()
    }, delayMs)
    // Pending events are durable: they need not keep a process alive that has nothing else to do.
    this.#timer.unref()
    return delayMs
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
