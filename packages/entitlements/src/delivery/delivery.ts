import type { BackgroundFailed } from '../errors/background-failed.ts'
import { FlushIncompleteError } from '../errors/flush-incomplete-error.ts'
import type { DeliveryOutcome, Journal, JournalCounts, PendingEvent } from '../journal/journal.ts'
import type { DeliveryEvent } from './delivery-event.ts'
import type { SendOutcome } from './send-events.ts'

export interface DeliveryOptions {
  /**
   * Most events in one POST. Default 50: the smallest limit that was seen on a live batch endpoint. 1 sends single
   * events.
   */
  readonly batchSize?: number
  /** Most POSTs in flight. Default 4. */
  readonly maxConcurrency?: number
  /**
   * The time that an event waits for others to be sent with it, 0 to 60,000 ms. Default 100: a POST for each attempt
   * costs the application and the API more than the events in it. flush() and close() do not wait.
   */
  readonly lingerMs?: number
  /** First wait after a failed POST, doubled each time, half of it random. Default 250 ms. */
  readonly retryDelayMs?: number
  /** Longest wait. There is no last attempt. Default 30,000 ms. */
  readonly maxRetryDelayMs?: number
}

export interface DeliverySettings {
  readonly journal: Journal
  readonly send: (bodies: readonly string[]) => Promise<SendOutcome>
  readonly options: Required<DeliveryOptions>
  readonly now: () => number
  readonly random: () => number
  readonly emit: ((event: DeliveryEvent | BackgroundFailed) => void) | undefined
  /** Told the references of events that the billing API has. Must not throw. */
  readonly acknowledged?: ((references: readonly string[]) => void) | undefined
}

/** Longest text of an error that is kept with a rejected event. */
const ERROR_TEXT_MAX = 1_000
/** The pause between two looks of flush() at events that another sender has in hand. */
const FLUSH_POLL_MS = 25
/** A postponed event is tried again after this part of its age, so that the tries of a long outage grow few. */
const POSTPONED_AGE_PART = 1 / 4
/** Longest wait of a postponed event, in longest waits of others: an hour by default. */
const POSTPONED_DELAYS_MAX = 120
/** The next try of a postponed event waits for this at least. */
const WAKE_MIN_MS = 10
/** Node cannot wait longer. */
const MAX_TIMER_MS = 2_147_483_647

/**
 * Carries events from the journal to the billing API: in batches, a few at a time, for as long as it takes. A batch
 * that is refused is halved until the event at fault stands alone; that one is set aside and blocks nothing: for good
 * where its content is at fault, else until its next try.
 */
export class Delivery {
  readonly #settings: DeliverySettings
  readonly #workers = new Set<Promise<void>>()
  readonly #idle: (() => void)[] = []
  #timer: NodeJS.Timeout | undefined
  #failures = 0
  #stopped = false
  /** Wakes for the next postponed event; `#resumeAt` is when, epoch ms, and 0 while nobody has asked the journal. */
  #resumeTimer: NodeJS.Timeout | undefined
  #resumeAt = 0
  /** The clock at the last look for postponed events, epoch ms. */
  #lookedAt = 0
  /** Something was announced since the last look into the journal. */
  #announced = false

  constructor(settings: DeliverySettings) {
    this.#settings = settings
  }

  /**
   * There is something to deliver. Cheap. It is sent a moment later, with what is announced by then: many events for
   * each request to the API.
   */
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

  /**
   * Sends what is pending, and tries what was postponed once more. Rejects with FlushIncompleteError when anything is
   * left: at the deadline what is pending, at the end what was postponed again or is rejected, however long ago.
   */
  async flush(deadlineMs: number): Promise<void> {
    const { journal } = this.#settings
    await journal.resume(Number.MAX_SAFE_INTEGER)
    await this.drain(deadlineMs)
    const { pending, postponed, rejected } = await journal.counts()
    if (postponed + rejected === 0) return
    throw new FlushIncompleteError({
      message: `The billing API refuses ${rejected} events for their content and ${postponed} for now; they stay in the journal.`,
      pending,
      postponed,
      rejected,
    })
  }

  /** Resolves when nothing is pending; rejects at the deadline. */
  async drain(deadlineMs: number): Promise<void> {
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
        const counts = await this.#settings.journal.counts()
        if (counts.pending === 0 && this.#workers.size === 0) return
        if (passed) throw notInTime(counts, deadlineMs)
        this.#sendNow()
        // Events that another process of a shared journal is sending go down without anything happening here.
        if (counts.pending === before) await Promise.race([deadline, pause(FLUSH_POLL_MS)])
        before = counts.pending
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
    clearTimeout(this.#resumeTimer)
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
        await this.#resumeWhenDue()
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
      await this.#acknowledge(events, outcome.outcomes, startedAt)
      return true
    }
    const [only] = events
    if (outcome.type === 'refused' && events.length === 1 && only !== undefined) {
      await this.#setAside(only, outcome.content, outcome.error)
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

  async #acknowledge(
    events: readonly PendingEvent[],
    outcomes: readonly DeliveryOutcome[],
    startedAt: number,
  ): Promise<void> {
    const { journal, emit, now, acknowledged } = this.#settings
    const deliveries = events.map(({ key }, index) => ({ key, outcome: outcomes[index] ?? 'counted' }))
    await journal.acknowledge(deliveries, now())
    acknowledged?.(events.map(({ reference }) => reference))
    if (emit === undefined) return
    const duplicates = outcomes.filter((outcome) => outcome === 'duplicate').length
    let unbilled = 0
    for (const [index, { reference, customer }] of events.entries()) {
      const outcome = outcomes[index] ?? 'counted'
      if (outcome === 'counted' || outcome === 'duplicate') continue
      unbilled += 1
      emit({ type: 'event_unbilled', reference, customer, outcome })
    }
    emit({ type: 'delivered', events: events.length, duplicates, unbilled, durationMs: now() - startedAt })
  }

  /** The event alone was refused. */
  async #setAside(event: PendingEvent, content: boolean, error: unknown): Promise<void> {
    const { journal, emit, now, options } = this.#settings
    const { key, reference, customer, at } = event
    const text = String(error).slice(0, ERROR_TEXT_MAX)
    if (content) {
      await journal.reject(key, text, now())
      emit?.({ type: 'event_rejected', reference, customer, error })
      return
    }
    const { maxRetryDelayMs } = options
    const delayMs = Math.round((now() - at) * POSTPONED_AGE_PART)
    const until = now() + Math.min(this.#longestPostponementMs, Math.max(maxRetryDelayMs, delayMs))
    await journal.postpone(key, text, until)
    this.#wakeAt(until)
    emit?.({ type: 'event_postponed', reference, customer, retryInMs: until - now(), error })
  }

  /**
   * Makes postponed events pending whose time has come; all of them after a clock that went back, here or before this
   * process began: their times were those of another clock.
   */
  async #resumeWhenDue(): Promise<void> {
    const { journal, now } = this.#settings
    const at = now()
    const wentBack = at < this.#lookedAt
    this.#lookedAt = at
    if (at < this.#resumeAt && !wentBack) return
    let next = await journal.resume(wentBack ? Number.MAX_SAFE_INTEGER : at)
    if (next !== undefined && next - at > this.#longestPostponementMs) {
      next = await journal.resume(Number.MAX_SAFE_INTEGER)
    }
    this.#resumeAt = Number.POSITIVE_INFINITY
    if (next !== undefined) this.#wakeAt(next)
  }

  get #longestPostponementMs(): number {
    return this.#settings.options.maxRetryDelayMs * POSTPONED_DELAYS_MAX
  }

  #wakeAt(at: number): void {
    if (at >= this.#resumeAt || this.#stopped) return
    this.#resumeAt = at
    this.#planWake()
  }

  #planWake(): void {
    clearTimeout(this.#resumeTimer)
    const waitMs = Math.min(MAX_TIMER_MS, Math.max(WAKE_MIN_MS, this.#resumeAt - this.#settings.now()))
    this.#resumeTimer = setTimeout(() => {
      // The timer's clock and the application's may differ.
      const at = this.#settings.now()
      if (at < this.#resumeAt && at >= this.#lookedAt) this.#planWake()
      else this.notify()
    }, waitMs)
    this.#resumeTimer.unref()
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

function notInTime({ pending, postponed, rejected }: JournalCounts, deadlineMs: number): FlushIncompleteError {
  return new FlushIncompleteError({
    message: `${pending} events were not acknowledged within ${deadlineMs} ms; they stay in the journal.`,
    pending,
    postponed,
    rejected,
  })
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
