import type { SettlementListener } from '../attempts/settlement-listener.ts'
import type { BackgroundFailed } from '../errors/background-failed.ts'
import type { Settlement } from '../journal/journal.ts'
import type { CostFacts } from '../money/cost.ts'
import type { OperatorApi } from './operator-api.ts'
import type { ReportsDropped } from './report-event.ts'
import { type ReportedAttempt, toReportedAttempt } from './reported-attempt.ts'

export interface AttemptReportsOptions {
  readonly api: Pick<OperatorApi, 'attempts' | 'isAbsent'>
  readonly traceId: () => string | undefined
  readonly emit: ((event: ReportsDropped | BackgroundFailed) => void) | undefined
}

/** An attempt whose events are on their way. */
interface Waiting {
  readonly settlement: Settlement
  readonly traceId: string | undefined
  /** References of events that are not acknowledged. */
  readonly references: Set<string>
  /** Undefined until it is durable. */
  facts: CostFacts | undefined
}

/** Attempts that wait for their events, and attempts that wait to be reported: beyond it the oldest is dropped. */
const WAITING_MAX = 10_000
const QUEUE_MAX = 10_000
/** Attempts of one report. */
const BATCH_SIZE = 100
/** The time that an attempt waits for others to be reported with it. */
const LINGER_MS = 250
/** First wait after a report that failed, doubled each time. */
const RETRY_MS = 1_000
const RETRY_MAX_MS = 60_000
const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/

/**
 * Reports settled attempts in batches, each after all of its events were acknowledged: an operator never sees an
 * attempt whose usage is not there. Best effort: what is in the memory of a process that ends is gone, and what is too
 * much is dropped and counted.
 */
export class AttemptReports implements SettlementListener {
  readonly #options: AttemptReportsOptions
  readonly #waiting = new Map<string, Waiting>()
  readonly #byReference = new Map<string, Waiting>()
  readonly #stop = new AbortController()
  #queue: ReportedAttempt[] = []
  #timer: NodeJS.Timeout | undefined
  #sending: Promise<void> | undefined
  #failures = 0
  #dropped = 0
  #told = 0

  constructor(options: AttemptReportsOptions) {
    this.#options = options
  }

  /** Attempts that were not reported, and will not be. */
  get dropped(): number {
    return this.#dropped
  }

  begun(settlement: Settlement): void {
    if (this.#options.api.isAbsent || this.#stop.signal.aborted) return
    const { id } = settlement.intent
    this.forgotten(id)
    if (this.#waiting.size >= WAITING_MAX) this.#dropOldest()
    const references = new Set(settlement.events.map(({ reference }) => reference))
    const waiting: Waiting = { settlement, traceId: this.#traceId(), references, facts: undefined }
    this.#waiting.set(id, waiting)
    for (const reference of references) this.#byReference.set(reference, waiting)
  }

  recorded({ intent }: Settlement, facts: CostFacts): void {
    const waiting = this.#waiting.get(intent.id)
    if (waiting === undefined) return
    waiting.facts = facts
    if (waiting.references.size === 0) this.#ready(waiting, facts)
  }

  forgotten(id: string): void {
    const waiting = this.#waiting.get(id)
    if (waiting === undefined) return
    this.#waiting.delete(id)
    for (const reference of waiting.references) this.#byReference.delete(reference)
  }

  /** The billing API has these events. */
  acknowledged(references: readonly string[]): void {
    for (const reference of references) {
      const waiting = this.#byReference.get(reference)
      if (waiting === undefined) continue
      this.#byReference.delete(reference)
      waiting.references.delete(reference)
      // It may be delivered before settle() hears that it is durable.
      if (waiting.references.size === 0 && waiting.facts !== undefined) this.#ready(waiting, waiting.facts)
    }
  }

  /** Sends what is ready until the deadline, then nothing more. */
  async stop(deadlineMs: number): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (deadlineMs > 0 && !this.#options.api.isAbsent) {
      const timer = setTimeout(() => this.#stop.abort(), deadlineMs)
      // A report that fails now is not tried again.
      await this.#sending
      if (!this.#stop.signal.aborted) await this.#send()
      clearTimeout(timer)
    }
    this.#stop.abort()
    clearTimeout(this.#timer)
  }

  #traceId(): string | undefined {
    try {
      const id = this.#options.traceId()
      return typeof id === 'string' && TRACE_ID.test(id) ? id : undefined
    } catch {
      // It is the application's, and a settlement must not fail over it.
      return undefined
    }
  }

  #ready({ settlement, traceId }: Waiting, facts: CostFacts): void {
    this.#waiting.delete(settlement.intent.id)
    if (this.#options.api.isAbsent) return
    this.#queue.push(toReportedAttempt(settlement, facts, traceId))
    this.#shorten()
    this.#plan(LINGER_MS)
  }

  #dropOldest(): void {
    const [oldest] = this.#waiting.keys()
    if (oldest === undefined) return
    this.forgotten(oldest)
    this.#dropped += 1
  }

  #shorten(): void {
    const excess = this.#queue.length - QUEUE_MAX
    if (excess <= 0) return
    this.#queue.splice(0, excess)
    this.#dropped += excess
  }

  #plan(ms: number): void {
    if (this.#timer !== undefined || this.#sending !== undefined || this.#stop.signal.aborted) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.#send()
    }, ms)
    // A report keeps no process alive.
    this.#timer.unref()
  }

  #send(): Promise<void> {
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined
      if (this.#queue.length > 0) this.#plan(this.#failures === 0 ? LINGER_MS : this.#retryMs())
    })
    return this.#sending
  }

  #retryMs(): number {
    return Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** Math.min(this.#failures - 1, 10))
  }

  async #sendAll(): Promise<void> {
    while (this.#queue.length > 0 && !this.#stop.signal.aborted) {
      const batch = this.#queue.splice(0, BATCH_SIZE)
      const left = await this.#deliver(batch)
      this.#queue.unshift(...left)
      this.#shorten()
      this.#failures = left.length === 0 ? 0 : this.#failures + 1
      this.#tellDropped()
      if (left.length > 0) return
    }
  }

  /** Returns what is to be sent again. A batch that is refused is halved until the attempt at fault stands alone. */
  async #deliver(batch: readonly ReportedAttempt[]): Promise<readonly ReportedAttempt[]> {
    const { api, emit } = this.#options
    const outcome = await api.attempts(batch, this.#stop.signal)
    if (outcome.type === 'taken') return []
    if (outcome.type === 'absent') {
      this.#forgetAll()
      return []
    }
    if (outcome.type === 'refused' && batch.length > 1) {
      const middle = Math.ceil(batch.length / 2)
      const left = await this.#deliver(batch.slice(0, middle))
      return left.length > 0 ? [...left, ...batch.slice(middle)] : this.#deliver(batch.slice(middle))
    }
    if (!this.#stop.signal.aborted)
      emit?.({ type: 'background_failed', what: 'reporting attempts to operators', error: outcome.error })
    if (outcome.type === 'failed') return batch
    this.#dropped += batch.length
    return []
  }

  /** The server takes no reports: what waits would wait for nothing. */
  #forgetAll(): void {
    this.#queue = []
    this.#waiting.clear()
    this.#byReference.clear()
  }

  #tellDropped(): void {
    const attempts = this.#dropped - this.#told
    if (attempts === 0) return
    this.#told = this.#dropped
    this.#options.emit?.({ type: 'reports_dropped', attempts })
  }
}
