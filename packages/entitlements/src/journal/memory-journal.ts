import type {
  DeliveryOutcome,
  Intent,
  Journal,
  JournalAttempt,
  JournalCounts,
  JournalEvent,
  JournalReleaseOutcome,
  JournalSettleOutcome,
  JournalUsage,
  PendingEvent,
  RefusedEvent,
  Settlement,
  UndeliveredUsage,
  UnsettledIntent,
} from './journal.ts'
import { UsageSums } from './usage-sums.ts'

/** Ended attempts that are kept for audits; older ones are dropped, since this journal lives in memory. */
const ENDED_ATTEMPTS_MAX = 10_000

interface Attempt {
  intent: Intent
  state: 'open' | 'unsettled' | 'settled' | 'released'
  since: number
  usage: JournalUsage | undefined
  releaseReason: string | undefined
  events: readonly JournalEvent[]
  /** Those of the events that were handed out once, by their place; the others are pending. */
  handedOut: Event[] | undefined
  /** Among the ended attempts, of which the oldest are forgotten. */
  listed: boolean
}

interface Event {
  readonly key: string
  readonly event: JournalEvent
  readonly attempt: Attempt
  state: 'pending' | 'taken' | 'postponed' | 'delivered' | 'rejected'
  error?: string
  until?: number
  outcome?: DeliveryOutcome
}

/**
 * A journal that lives and dies with the process: for tests and for what may be lost. Intents and undelivered events do
 * NOT survive a crash; use sqliteJournal or redisJournal for guarantee G2.
 */
export function memoryJournal(): Journal {
  return new MemoryJournal()
}

class MemoryJournal implements Journal {
  readonly #attempts = new Map<string, Attempt>()
  /**
   * Settled attempts whose events were not handed out yet, oldest first: from `#head` on, and of the first one from
   * `#place` on.
   */
  #pending: Attempt[] = []
  #head = 0
  #place = 0
  #pendingEvents = 0
  /** Came back from a failed send: goes out again before what has waited less. */
  readonly #returned = new Map<string, Event>()
  readonly #taken = new Map<string, Event>()
  readonly #rejected = new Map<string, Event>()
  readonly #postponed = new Map<string, Event>()
  /**
   * A ring of the ids of ended attempts, the oldest at `#oldest` once it is full. (A Set whose front is emptied is slow
   * to find its first entry.)
   */
  readonly #endedIds: string[] = []
  #oldest = 0
  #open = 0
  #unsettled = 0
  #sequence = 0

  async open(): Promise<void> {}

  intend(intent: Intent): Promise<'recorded' | 'duplicate'> {
    const known = this.#attempts.get(intent.id)
    if (known !== undefined && known.state !== 'released') return Promise.resolve('duplicate')
    this.#attempts.set(intent.id, newAttempt(intent, intent.at))
    this.#open += 1
    return Promise.resolve('recorded')
  }

  settle(settlement: Settlement): Promise<JournalSettleOutcome> {
    return Promise.resolve(this.#settle(settlement))
  }

  #settle({ intent, usage, events, at }: Settlement): JournalSettleOutcome {
    let attempt = this.#attempts.get(intent.id)
    if (attempt === undefined) {
      attempt = newAttempt(intent, at)
      this.#attempts.set(intent.id, attempt)
      this.#open += 1
    }
    if (attempt.state === 'settled') return 'repeated'
    this.#leave(attempt)
    const outcome = attempt.state === 'released' ? 'after_release' : 'settled'
    attempt.state = 'settled'
    attempt.since = at
    attempt.usage = usage
    attempt.events = events
    if (events.length === 0) this.#ended(attempt)
    else this.#pending.push(attempt)
    this.#pendingEvents += events.length
    return outcome
  }

  async release(id: string, reason: string, at: number): Promise<JournalReleaseOutcome> {
    const attempt = this.#attempts.get(id)
    if (attempt === undefined) return 'unknown'
    if (attempt.state === 'settled') return 'after_settle'
    if (attempt.state === 'released') return 'repeated'
    this.#leave(attempt)
    attempt.state = 'released'
    attempt.since = at
    attempt.releaseReason = reason
    this.#ended(attempt)
    return 'released'
  }

  async suspend(id: string, at: number, estimate?: JournalUsage): Promise<void> {
    const attempt = this.#attempts.get(id)
    if (attempt === undefined || attempt.state === 'settled' || attempt.state === 'released') return
    if (attempt.state === 'open') attempt.since = at
    this.#leave(attempt)
    attempt.state = 'unsettled'
    this.#unsettled += 1
    if (estimate !== undefined) attempt.usage = estimate
  }

  async takeOver(): Promise<readonly UnsettledIntent[]> {
    return []
  }

  async unsettled(limit: number, customer?: string): Promise<readonly UnsettledIntent[]> {
    const found: UnsettledIntent[] = []
    for (const { intent, state, since, usage } of this.#attempts.values()) {
      if (state !== 'unsettled' || (customer !== undefined && intent.customer !== customer)) continue
      found.push({ ...intent, since, ...(usage === undefined ? {} : { estimate: usage }) })
    }
    return found.sort((a, b) => a.at - b.at).slice(0, limit)
  }

  async running(limit: number, customer: string): Promise<readonly Intent[]> {
    const found: Intent[] = []
    if (this.#open === 0) return found
    for (const { intent, state } of this.#attempts.values()) {
      if (found.length === limit) break
      if (state === 'open' && intent.customer === customer) found.push(intent)
    }
    return found
  }

  async has(id: string): Promise<boolean> {
    return this.#attempts.has(id)
  }

  async take(limit: number): Promise<readonly PendingEvent[]> {
    const taken: PendingEvent[] = []
    while (taken.length < limit) {
      const row = this.#next()
      if (row === undefined) break
      row.state = 'taken'
      this.#taken.set(row.key, row)
      taken.push({ key: row.key, ...factsOf(row.event) })
    }
    return taken
  }

  async acknowledge(deliveries: readonly { readonly key: string; readonly outcome: DeliveryOutcome }[]): Promise<void> {
    for (const { key, outcome } of deliveries) {
      const row = this.#remove(key)
      if (row === undefined) continue
      row.state = 'delivered'
      row.outcome = outcome
      const { events, handedOut } = row.attempt
      if (events.every((_, place) => handedOut?.[place]?.state === 'delivered')) this.#ended(row.attempt)
    }
  }

  async giveBack(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const row = this.#taken.get(key)
      if (row === undefined) continue
      this.#taken.delete(key)
      row.state = 'pending'
      this.#returned.set(key, row)
    }
  }

  async reject(key: string, error: string): Promise<void> {
    const row = this.#remove(key)
    if (row === undefined) return
    row.state = 'rejected'
    row.error = error
    this.#rejected.set(key, row)
  }

  async postpone(key: string, error: string, until: number): Promise<void> {
    const row = this.#remove(key)
    if (row === undefined) return
    row.state = 'postponed'
    row.error = error
    row.until = until
    this.#postponed.set(key, row)
  }

  async resume(now: number): Promise<number | undefined> {
    let next: number | undefined
    for (const row of this.#postponed.values()) {
      const { until = 0 } = row
      if (until <= now) this.#return(row)
      else if (next === undefined || until < next) next = until
    }
    return next
  }

  async refused(limit: number): Promise<readonly RefusedEvent[]> {
    const rows = [...this.#rejected.values(), ...this.#postponed.values()].sort((a, b) => Number(a.key) - Number(b.key))
    return rows.slice(0, limit).map(({ event, state, error = '', until }) => ({
      ...factsOf(event),
      error,
      ...(state === 'postponed' && until !== undefined ? { state, until } : { state: 'rejected' }),
    }))
  }

  async retryRefused(references?: readonly string[]): Promise<number> {
    const wanted = references === undefined ? undefined : new Set(references)
    const rows = [...this.#rejected.values(), ...this.#postponed.values()].filter(
      ({ event }) => wanted?.has(event.reference) ?? true,
    )
    for (const row of rows) this.#return(row)
    return rows.length
  }

  #return(row: Event): void {
    this.#rejected.delete(row.key)
    this.#postponed.delete(row.key)
    row.state = 'pending'
    this.#returned.set(row.key, row)
  }

  async undelivered(customer: string, from: number, to: number): Promise<readonly UndeliveredUsage[]> {
    const sums = new UsageSums()
    const add = (event: JournalEvent): void => {
      if (event.customer === customer && event.at >= from && event.at < to) sums.add(event)
    }
    for (let index = this.#head; index < this.#pending.length; index += 1)
      for (const event of this.#pending[index]?.events.slice(index === this.#head ? this.#place : 0) ?? []) add(event)
    for (const rows of [this.#returned, this.#taken, this.#rejected, this.#postponed])
      for (const { event } of rows.values()) add(event)
    return sums.values()
  }

  async attempts(customer: string, from: number, to: number, limit: number): Promise<readonly JournalAttempt[]> {
    const found: JournalAttempt[] = []
    for (const attempt of this.#attempts.values()) {
      const { intent } = attempt
      if (intent.customer === customer && intent.at >= from && intent.at < to) found.push(describe(attempt))
    }
    return found.sort((a, b) => a.at - b.at).slice(0, limit)
  }

  async counts(): Promise<JournalCounts> {
    return {
      open: this.#open,
      unsettled: this.#unsettled,
      pending: this.#pendingEvents + this.#returned.size + this.#taken.size,
      postponed: this.#postponed.size,
      rejected: this.#rejected.size,
    }
  }

  async close(): Promise<void> {}

  /** Takes the next event out: what came back first. */
  #next(): Event | undefined {
    for (const [key, row] of this.#returned) {
      this.#returned.delete(key)
      return row
    }
    const attempt = this.#pending[this.#head]
    const event = attempt?.events[this.#place]
    if (attempt === undefined || event === undefined) return undefined
    this.#sequence += 1
    this.#pendingEvents -= 1
    const row: Event = { key: String(this.#sequence), event, attempt, state: 'pending' }
    attempt.handedOut ??= []
    attempt.handedOut[this.#place] = row
    this.#place += 1
    if (this.#place < attempt.events.length) return row
    this.#place = 0
    this.#head += 1
    // The emptied front goes when it is half of the list, so that each attempt is moved about once.
    if (this.#head * 2 > this.#pending.length) {
      this.#pending = this.#pending.slice(this.#head)
      this.#head = 0
    }
    return row
  }

  #remove(key: string): Event | undefined {
    const row = this.#taken.get(key)
    this.#taken.delete(key)
    return row
  }

  /** The attempt is about to change its state. */
  #leave({ state }: Attempt): void {
    if (state === 'open') this.#open -= 1
    else if (state === 'unsettled') this.#unsettled -= 1
  }

  #ended(attempt: Attempt): void {
    if (attempt.listed) return
    attempt.listed = true
    const { id } = attempt.intent
    if (this.#endedIds.length < ENDED_ATTEMPTS_MAX) {
      this.#endedIds.push(id)
      return
    }
    const oldest = this.#endedIds[this.#oldest] ?? ''
    this.#endedIds[this.#oldest] = id
    this.#oldest = (this.#oldest + 1) % ENDED_ATTEMPTS_MAX
    const state = this.#attempts.get(oldest)?.state
    if (state === 'settled' || state === 'released') this.#attempts.delete(oldest)
  }
}

/** An event's members as plain values: some of them may be worked out only now. */
function factsOf({ reference, customer, meter, at, quantity, subscriptionId, body }: JournalEvent): JournalEvent {
  return {
    reference,
    customer,
    meter,
    at,
    quantity,
    ...(subscriptionId === undefined ? {} : { subscriptionId }),
    body,
  }
}

function newAttempt(intent: Intent, since: number): Attempt {
  return {
    intent,
    state: 'open',
    since,
    usage: undefined,
    releaseReason: undefined,
    events: [],
    handedOut: undefined,
    listed: false,
  }
}

function describe(attempt: Attempt): JournalAttempt {
  return {
    ...attempt.intent,
    state: attempt.state,
    ...(attempt.usage === undefined ? {} : { usage: attempt.usage }),
    ...(attempt.releaseReason === undefined ? {} : { releaseReason: attempt.releaseReason }),
    ...(attempt.state === 'settled' || attempt.state === 'released' ? { endedAt: attempt.since } : {}),
    events: attempt.events.map((event, place) => {
      const { state = 'pending', error, outcome } = attempt.handedOut?.[place] ?? {}
      return {
        ...factsOf(event),
        state: state === 'taken' ? ('pending' as const) : state,
        ...(error === undefined ? {} : { error }),
        ...(outcome === undefined ? {} : { outcome }),
      }
    }),
  }
}
