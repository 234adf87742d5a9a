import type { JournalCounts, PendingEvent, RefusedEvent, UndeliveredUsage } from './journal.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import {
  DeliveryState,
  EventState,
  toDeliveryState,
  toEventFacts,
  toEvents,
  toRefusedEvents,
} from './sqlite-journal-rows.ts'
import { UsageSums } from './usage-sums.ts'

const countOf = (letter: string): string =>
  `coalesce(sum(length(event_states) - length(replace(event_states, '${letter}', ''))), 0)`
const COUNT_STATES = `
SELECT ${countOf(EventState.pending)} AS pending, ${countOf(EventState.postponed)} AS postponed,
  ${countOf(EventState.rejected)} AS rejected FROM ended`
const PENDING = `WHERE delivery = ${DeliveryState.pending}`
const REJECTED = `WHERE delivery = ${DeliveryState.rejected}`
const POSTPONED = `WHERE delivery = ${DeliveryState.postponed}`
/** Rows that have an event which waits for something: each of the partial indexes is one read. */
const UNDELIVERED = [PENDING, REJECTED, POSTPONED]

/**
 * The new state of one event: with `error` where the billing API refused it, with `retryAt` (epoch ms) where another
 * try follows.
 */
interface Mark {
  readonly key: string
  readonly state: string
  readonly error?: string
  readonly retryAt?: number
}

/**
 * The events in the rows of ended attempts: handed out, acknowledged, set aside. An event's key is
 * `<row>.<its place in the row>`.
 */
export class SqliteEvents {
  readonly #connection: SqliteConnection
  /** Places of events that are handed out, by row. */
  readonly #taken = new Map<number, Set<number>>()
  /**
   * Rows with an undelivered event, by customer: this process alone writes, so it can know them. In the file they are
   * in the order of time, so that each commit writes few pages.
   */
  readonly #waiting = new Map<string, Set<number>>()

  constructor(connection: SqliteConnection) {
    this.#connection = connection
  }

  /** Learns which rows wait. Once, after the file was opened; a reader beside the writer asks anew each time. */
  load(): void {
    this.#waiting.clear()
    for (const where of UNDELIVERED)
      this.#connection.readEach(`SELECT seq, customer FROM ended ${where}`, (row) =>
        this.added(String(row['customer']), Number(row['seq'])),
      )
  }

  /** A row with events was committed. */
  added(customer: string, seq: number): void {
    const rows = this.#waiting.get(customer)
    if (rows === undefined) this.#waiting.set(customer, new Set([seq]))
    else rows.add(seq)
  }

  take(limit: number): PendingEvent[] {
    // What is handed out is bounded by the sender, so asking for that many more always finds the rest.
    const rows = this.#connection.read(
      `SELECT seq, event_states FROM ended ${PENDING} ORDER BY seq LIMIT ?`,
      limit + this.#taken.size,
    )
    const taken: PendingEvent[] = []
    for (const row of rows) {
      if (taken.length >= limit) break
      this.#takeFrom(Number(row['seq']), String(row['event_states']), limit, taken)
    }
    return taken
  }

  #takeFrom(seq: number, states: string, limit: number, into: PendingEvent[]): void {
    const out = this.#taken.get(seq)
    const free = [...states].flatMap((state, index) =>
      state === EventState.pending && !out?.has(index) ? [index] : [],
    )
    if (free.length === 0) return
    const [row] = this.#connection.read('SELECT events, bodies FROM ended WHERE seq = ?', seq)
    const events = row === undefined ? [] : toEvents(row)
    for (const index of free.slice(0, limit - into.length)) {
      const event = events[index]
      if (event === undefined) continue
      into.push({ key: `${seq}.${index}`, ...event })
      const places = this.#taken.get(seq)
      if (places === undefined) this.#taken.set(seq, new Set([index]))
      else places.add(index)
    }
  }

  giveBack(keys: readonly string[]): void {
    for (const key of keys) {
      const { seq, index } = fromKey(key)
      const places = this.#taken.get(seq)
      places?.delete(index)
      if (places?.size === 0) this.#taken.delete(seq)
    }
  }

  /** Writes what happened to events that were handed out; they are nobody's then. */
  async mark(marks: readonly Mark[]): Promise<void> {
    const bySeq = Map.groupBy(marks, ({ key }) => fromKey(key).seq)
    await this.#connection.write(
      () => {
        for (const [seq, ofRow] of bySeq) this.#markRow(seq, ofRow)
      },
      () => this.giveBack(marks.map(({ key }) => key)),
    )
    for (const seq of bySeq.keys()) this.#forgetWhenDone(seq)
  }

  #markRow(seq: number, marks: readonly Mark[]): void {
    const row = this.#connection.statement('SELECT event_states, errors, retry_at FROM ended WHERE seq = ?').get(seq)
    if (row === undefined) return
    const states = [...String(row['event_states'])]
    let errors = row['errors'] as string | null
    let retryAt = row['retry_at'] as number | null
    for (const mark of marks) {
      const { index } = fromKey(mark.key)
      states[index] = mark.state
      if (mark.error !== undefined) errors = JSON.stringify({ ...JSON.parse(errors ?? '{}'), [index]: mark.error })
      if (mark.retryAt !== undefined) retryAt = mark.retryAt
    }
    const eventStates = states.join('')
    this.#connection
      .statement('UPDATE ended SET event_states = ?, delivery = ?, errors = ?, retry_at = ? WHERE seq = ?')
      .run(eventStates, toDeliveryState(eventStates), errors, retryAt, seq)
  }

  #forgetWhenDone(seq: number): void {
    const [row] = this.#connection.read(
      `SELECT customer FROM ended WHERE seq = ? AND delivery = ${DeliveryState.done}`,
      seq,
    )
    if (row === undefined) return
    const customer = String(row['customer'])
    const rows = this.#waiting.get(customer)
    rows?.delete(seq)
    if (rows?.size === 0) this.#waiting.delete(customer)
  }

  /** Makes postponed events pending again whose time has come; answers when the next one's comes. */
  resume(now: number): Promise<number | undefined> {
    return this.#connection.write(() => {
      this.#connection.statement(`${toPending(EventState.postponed)} ${POSTPONED} AND retry_at <= ?`).run(now)
      const next = this.#connection.statement(`SELECT min(retry_at) AS next FROM ended ${POSTPONED}`).get()?.['next']
      return next == null ? undefined : Number(next)
    })
  }

  refused(limit: number): RefusedEvent[] {
    const refused: { readonly seq: number; readonly events: RefusedEvent[] }[] = []
    for (const where of REFUSED)
      for (const row of this.#connection.read(`SELECT * FROM ended ${where} ORDER BY seq LIMIT ?`, limit))
        refused.push({ seq: Number(row['seq']), events: toRefusedEvents(row) })
    return refused
      .sort((a, b) => a.seq - b.seq)
      .flatMap(({ events }) => events)
      .slice(0, limit)
  }

  /** Makes rejected and postponed events pending again; how many. */
  retryRefused(references?: readonly string[]): Promise<number> {
    return this.#connection.write(() =>
      references === undefined ? this.#retryAll() : this.#retryThese(new Set(references)),
    )
  }

  #retryAll(): number {
    const { postponed, rejected } = this.counts()
    for (const where of REFUSED)
      for (const letter of [EventState.rejected, EventState.postponed])
        this.#connection.statement(`${toPending(letter)} ${where} AND instr(event_states, '${letter}') > 0`).run()
    return postponed + rejected
  }

  #retryThese(references: ReadonlySet<string>): number {
    let count = 0
    for (const where of REFUSED)
      for (const row of this.#connection.read(`SELECT seq, event_states, events FROM ended ${where}`)) {
        const states = [...String(row['event_states'])]
        for (const [index, { reference }] of toEventFacts(row).entries()) {
          if (!references.has(reference) || !isRefused(states[index])) continue
          states[index] = EventState.pending
          count += 1
        }
        const eventStates = states.join('')
        this.#connection
          .statement('UPDATE ended SET event_states = ?, delivery = ? WHERE seq = ?')
          .run(eventStates, toDeliveryState(eventStates), Number(row['seq']))
      }
    return count
  }

  /**
   * Usage of pending, postponed and rejected events of a customer with `from <= at < to`, by meter, properties and
   * subscription.
   */
  undelivered(customer: string, from: number, to: number): readonly UndeliveredUsage[] {
    const sums = new UsageSums()
    for (const seq of this.#waiting.get(customer) ?? []) {
      const [row] = this.#connection.read('SELECT event_states, events, bodies FROM ended WHERE seq = ?', seq)
      if (row === undefined) continue
      const states = String(row['event_states'])
      for (const [index, event] of toEvents(row).entries()) {
        if (event.at < from || event.at >= to) continue
        if (states[index] === EventState.pending || isRefused(states[index])) sums.add(event)
      }
    }
    return sums.values()
  }

  counts(): Pick<JournalCounts, 'pending' | 'postponed' | 'rejected'> {
    const sums = { pending: 0, postponed: 0, rejected: 0 }
    for (const where of UNDELIVERED) {
      const [row] = this.#connection.read(`${COUNT_STATES} ${where}`)
      sums.pending += Number(row?.['pending'])
      sums.postponed += Number(row?.['postponed'])
      sums.rejected += Number(row?.['rejected'])
    }
    return sums
  }
}

/** Rows that may have a refused event: one that waits for another of its events stands among the pending ones. */
const REFUSED = [
  REJECTED,
  POSTPONED,
  `${PENDING} AND (instr(event_states, '${EventState.rejected}') > 0 OR instr(event_states, '${EventState.postponed}') > 0)`,
]

function toPending(letter: string): string {
  return `UPDATE ended SET delivery = ${DeliveryState.pending},
    event_states = replace(event_states, '${letter}', '${EventState.pending}')`
}

function isRefused(letter: string | undefined): boolean {
  return letter === EventState.rejected || letter === EventState.postponed
}

function fromKey(key: string): { readonly seq: number; readonly index: number } {
  const dot = key.indexOf('.')
  return { seq: Number(key.slice(0, dot)), index: Number(key.slice(dot + 1)) }
}
